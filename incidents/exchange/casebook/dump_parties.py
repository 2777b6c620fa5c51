"""Persons, organizations and their ties as a card lists them."""

from collections.abc import Iterator
from typing import Any

from incidents import workflow
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_values import code_of, count, further, key_of, optional, or_null, passages, said
from incidents.exchange.casebook.load_parties import form_of
from incidents.exchange.casebook.load_values import choice
from incidents.models import (
    Actor,
    ActorForm,
    Existence,
    Incident,
    Involvement,
    Membership,
    NameKind,
    Organization,
    OrganizationKind,
    Party,
    PartyName,
    Relationship,
    RelationshipKind,
)


def persons_and_organizations(incident: Incident) -> tuple[list[Card], list[Card]]:
    """Everybody of the case, those too that a fact names and nobody has involved."""
    rows = list(_involvements(incident))
    involved = {row.party_id for row in rows}
    for party in workflow.parties_named(incident):
        if party.pk not in involved:
            involved.add(party.pk)
            rows.append(Involvement(incident=incident, party=party, role_proposed=True))
    only_speaking = [row for row in _protected_speakers(incident) if row.party_id not in involved]
    rows += only_speaking
    speaking = {row.party_id for row in only_speaking}
    actors = Actor.objects.in_bulk([row.party_id for row in rows])
    bodies = Organization.objects.in_bulk([row.party_id for row in rows])
    persons = [_person(row, actors[row.party_id], row.party_id in speaking) for row in rows if row.party_id in actors]
    return persons, [
        _body(row, bodies[row.party_id], row.party_id in speaking) for row in rows if row.party_id in bodies
    ]


def _protected_speakers(incident: Incident) -> list[Involvement]:
    """Speakers shown by their role only: nothing but their words ties them to the case."""
    speakers = Party.objects.filter(speech__allegation__incident=incident, speech__protected=True).distinct()
    return [Involvement(incident=incident, party=party, role_proposed=True) for party in speakers]


def _involvements(incident: Incident) -> Any:
    shared = ("party__actor", "country", "part_of", "subset_of__party__actor")
    listed = ("names_used__name", "citations__reading__source", "party__names__uses")
    return incident.involvements.select_related(*shared).prefetch_related(*listed)


def _person(row: Involvement, actor: Actor, only_speaks: bool) -> Card:
    of_people = actor.form == ActorForm.GROUP
    told: Card = {
        "key": key_of(row.party),
        **_names(row),
        "description": or_null(row.description),
        "count": count(row, of_people),
        "nationality": code_of(row.country),
        "occupation": or_null(row.occupation),
        "role_in_case": or_null(row.role_as_stated),
        "named_publicly": row.named_publicly,
        "protect": or_null(row.protection),
        **_further(row, only_speaks),
        **optional(deceased=actor.deceased or None, general_description=actor.description),
        **optional(general_protection=_beyond(row, actor, "protection", only_speaks)),
    }
    return {**told, **optional(form=_form(actor, row, told))}


def _form(actor: Actor, row: Involvement, told: Card) -> str:
    """The form, where the entry alone would mean another and no other case says why."""
    if actor.form == form_of(told):
        return ""
    named_elsewhere = actor.names.filter(uses__isnull=False).exclude(uses__involvement=row.pk).exists()
    explained = (actor.form, form_of(told)) == (ActorForm.NAMED, ActorForm.UNNAMED) and named_elsewhere
    return "" if explained else actor.form


def _beyond(row: Involvement, actor: Actor, column: str, only_speaks: bool) -> str:
    """What is said of the person beyond this case, where neither this case nor another says so. Of somebody who has no part
    in the case it is always said: without protection the card alone would name them."""
    value = str(getattr(actor, column))
    if only_speaks:
        return value
    explained = value == getattr(row, column) or actor.involvements.filter(**{column: value}).exists()
    return "" if explained else value


def _body(row: Involvement, body: Organization, only_speaks: bool) -> Card:
    existence = None if body.existence == Existence.ESTABLISHED else body.existence
    return {
        "key": key_of(row.party),
        **_names(row),
        "description": or_null(row.description),
        "kind": row.kind_as_stated or body.kind,
        "part_of": key_of(row.part_of) if row.part_of else None,
        "country_iso2": code_of(row.country),
        **optional(role_in_case=row.role_as_stated, named_publicly=row.named_publicly or None),
        **optional(count=count(row), occupation=row.occupation, existence=existence),
        **_further(row, only_speaks),
        **optional(general_description=body.description, **_body_beyond(row, body)),
    }


def _body_beyond(row: Involvement, body: Organization) -> Card:
    """Kind and country of the organization itself, where no case says so."""
    cases = list(body.involvements.all())
    kinds = {choice(case.kind_as_stated or body.kind, OrganizationKind.values)[0] for case in [*cases, row]}
    countries = {case.country_id for case in cases}
    return {
        "general_kind": None if body.kind in kinds else body.kind,
        "general_country": None if body.country_id in countries else code_of(body.country),
    }


def _further(row: Involvement, only_speaks: bool) -> Card:
    return optional(
        role=None if row.role_proposed else row.role,
        subset_of=key_of(row.subset_of.party) if row.subset_of else None,
        citations=passages(row.citations.all()) if row.pk else [],
        uninvolved=only_speaks or None,
        general_names=[_general(name) for name in row.party.names.all() if not name.uses.all()],
    )


def _names(row: Involvement) -> Card:
    """The heading and the aliases of this case; a party without either is called by its own main name."""
    uses = list(row.names_used.all()) if row.pk else []
    heading = next((_used(use.name) for use in uses if use.is_heading), None)
    free = next((name.name for name in row.party.names.all() if name.is_primary and not name.uses.all()), None)
    return {"name": heading or free, "aliases": [_used(use.name) for use in uses if not use.is_heading]}


def _used(name: PartyName) -> str | Card:
    """A name of a case, with what its use in the cases does not imply."""
    uses = name.uses.all()
    natural = {NameKind.NAME if use.is_heading else NameKind.ALIAS for use in uses}
    heads = any(use.is_heading for use in uses)
    return _told(name, natural, name.is_primary and not heads)


def _general(name: PartyName) -> str | Card:
    """A name of the party that no case uses."""
    return _told(name, {NameKind.NAME}, name.is_primary)


def _told(name: PartyName, natural: set[NameKind], is_main: bool) -> str | Card:
    hidden = name.confidential and not _is_protected(name.party)
    told = optional(
        kind=None if name.kind in natural else name.kind,
        language=name.language,
        main=is_main or None,
        never_public=hidden or None,
    )
    return {"name": name.name, **told} if told else name.name


def _is_protected(party: Party) -> bool:
    return party.is_actor and party.actor.is_protected


# --- ties --------------------------------------------------------------------------------------


def memberships(incident: Incident) -> Iterator[Card]:
    rows = incident.memberships.select_related("member__actor", "organization")
    for row in rows.prefetch_related("citations__reading__source"):
        yield {
            "person": key_of(row.member),
            "organization": key_of(row.organization),
            "role": or_null(row.role),
            "when_as_stated": or_null(row.date_as_stated),
            **optional(edtf=row.date_edtf),
            **_sure(row),
        }


def relationships(incident: Incident) -> Iterator[Card]:
    rows = incident.relationships.select_related("a__actor", "b__actor")
    for row in rows.prefetch_related("citations__reading__source"):
        yield {
            "a": key_of(row.a),
            "b": key_of(row.b),
            "kind": said(row.kind, row.kind_as_stated, RelationshipKind.values),
            "as_stated": or_null(row.as_stated),
            **optional(when_as_stated=row.date_as_stated, edtf=row.date_edtf),
            **optional(kind_as_stated=further(row.kind, row.kind_as_stated, RelationshipKind.values)),
            **_sure(row),
        }


def _sure(row: Membership | Relationship) -> Card:
    certainty = None if row.certainty_proposed else row.certainty
    return optional(certainty=certainty, citations=passages(row.citations.all()))


def keys(parties: Any) -> list[str]:
    """Keys of linked parties in their order."""
    return [key_of(link.party) for link in parties]


def authority(party: Party | None, words: str) -> str:
    return key_of(party) if party else words
