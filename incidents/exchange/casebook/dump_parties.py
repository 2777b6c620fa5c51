"""Persons, organizations and their ties as a card lists them."""

from collections.abc import Iterator
from typing import Any

from incidents import workflow
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_values import code_of, count, further, key_of, optional, or_null, passages, said
from incidents.models import (
    Actor,
    ActorForm,
    Existence,
    Incident,
    Involvement,
    Membership,
    NameKind,
    Organization,
    Party,
    PartyName,
    Relationship,
)

_PLAIN_KINDS = {NameKind.NAME, NameKind.ALIAS}


def persons_and_organizations(incident: Incident) -> tuple[list[Card], list[Card]]:
    """Everybody of the case, those too that a fact names and nobody has involved."""
    rows = list(_involvements(incident))
    involved = {row.party_id for row in rows}
    for party in workflow.parties_named(incident):
        if party.pk not in involved:
            involved.add(party.pk)
            rows.append(Involvement(incident=incident, party=party, role_proposed=True))
    actors = Actor.objects.in_bulk([row.party_id for row in rows])
    bodies = Organization.objects.in_bulk([row.party_id for row in rows])
    persons = [_person(row, actors[row.party_id]) for row in rows if row.party_id in actors]
    return persons, [_body(row, bodies[row.party_id]) for row in rows if row.party_id in bodies]


def _involvements(incident: Incident) -> Any:
    shared = ("party__actor", "country", "part_of", "subset_of__party__actor")
    listed = ("names_used__name", "citations__reading__source", "party__names__uses")
    return incident.involvements.select_related(*shared).prefetch_related(*listed)


def _person(row: Involvement, actor: Actor) -> Card:
    of_people = actor.form == ActorForm.GROUP
    protection = row.protection
    if not protection and actor.protection and not actor.involvements.exclude(protection="").exists():
        protection = actor.protection
    return {
        "key": key_of(row.party),
        **_names(row),
        "description": or_null(row.description),
        "count": count(row, of_people),
        "nationality": code_of(row.country),
        "occupation": or_null(row.occupation),
        "role_in_case": or_null(row.role_as_stated),
        "named_publicly": row.named_publicly,
        "protect": or_null(protection),
        **_further(row),
        **optional(deceased=actor.deceased or None, general_description=actor.description),
    }


def _body(row: Involvement, body: Organization) -> Card:
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
        **_further(row),
        **optional(general_description=body.description),
    }


def _further(row: Involvement) -> Card:
    return optional(
        role=None if row.role_proposed else row.role,
        subset_of=key_of(row.subset_of.party) if row.subset_of else None,
        citations=passages(row.citations.all()) if row.pk else [],
    )


def _names(row: Involvement) -> Card:
    """The heading and the aliases of this case; names that no case uses belong to all of the party's cases."""
    uses = list(row.names_used.all()) if row.pk else []
    heading = next((use.name for use in uses if use.is_heading), None)
    aliases = [use.name for use in uses if not use.is_heading]
    free = [name for name in row.party.names.all() if not name.uses.all()]
    if heading is None and free and free[0].is_primary:
        heading, free = free[0], free[1:]
    return {"name": heading.name if heading else None, "aliases": [_alias(name) for name in [*aliases, *free]]}


def _alias(name: PartyName) -> str | Card:
    kind = None if name.kind in _PLAIN_KINDS else name.kind
    told = optional(kind=kind, language=name.language)
    return {"name": name.name, **told} if told else name.name


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
            "kind": said(row.kind, row.kind_as_stated),
            "as_stated": or_null(row.as_stated),
            **optional(when_as_stated=row.date_as_stated, edtf=row.date_edtf),
            **optional(kind_as_stated=further(row.kind, row.kind_as_stated)),
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
