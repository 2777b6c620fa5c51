"""Persons and organizations of a card: parties shared by key, and the part that each has in this case."""

from typing import Any

from incidents import workflow
from incidents.exchange.casebook.checks import OF_CASE, Card, is_local
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_names import load_general_names, load_names
from incidents.exchange.casebook.load_values import choice, count_columns, text
from incidents.exchange.casebook.proposals import role_of
from incidents.exchange.casebook.report import at, refuse
from incidents.exchange.casebook.rows import REASON, Proposal, Wanted, identified
from incidents.models import (
    Actor,
    ActorForm,
    Existence,
    Involvement,
    Organization,
    OrganizationKind,
    Party,
    Stage,
)

BY_PUBLIC_ID = ("p.id_", "o.id_")
_LISTS = ("persons", "organizations")


def load_parties(context: Context) -> None:
    """Makes and corrects the parties and involvements of the card; involvements that it has no longer go."""
    entries = [(name, number, entry) for name in _LISTS for number, entry in enumerate(context.listed(name))]
    for name, number, entry in entries:
        party = _party(context, entry, at(name, number))
        if same := next((key for key, other in context.parties.items() if other.pk == party.pk), None):
            raise refuse(at(name, number, "key"), f"{entry['key']} and {same} were merged: list them as one")
        context.parties[entry["key"]] = party
        load_general_names(context, entry)
    involved = [told for told in entries if not told[2].get("uninvolved")]
    old = identified(context.incident.involvements.select_related("party"), "party_id")
    wanted = [_wanted(context, name, number, entry) for name, number, entry in involved]
    rows = context.writer.sync(lambda: Involvement(incident=context.incident), old, wanted, by_place=False)
    for (_name, _number, entry), row in zip(involved, rows, strict=True):
        context.involvements[entry["key"]] = row
    for (_name, _number, entry), row in zip(involved, rows, strict=True):
        larger = context.involvements.get(entry.get("subset_of") or "")
        context.writer.apply(row, {"subset_of_id": larger.pk if larger else None})
        load_names(context, row, entry)
    for party in context.parties.values():
        if isinstance(party, Actor):
            was_open = not party.protection
            party.refresh_from_db(fields=["protection"])
            if was_open and party.protection:
                context.hidden.append(party)
    context.counts["parties"] = len(entries)


def _party(context: Context, entry: Card, path: str) -> Party:
    key, found = _existing(context, entry["key"])
    is_person = key.startswith("p.")
    if found is None:
        context.new_parties.append(entry["key"])
        return _person(context, Actor(key=key), entry) if is_person else _body(context, key, entry)
    if is_person:
        return _person(context, _actor(found, entry, path), entry)
    organization = Organization.objects.filter(pk=found.pk).first()
    if organization is None:
        raise refuse(at(path, "key"), f"{key} is the key of a person already")
    return _known_body(context, organization, entry)


def _existing(context: Context, key: str) -> tuple[str, Party | None]:
    """(key in the record, party): by public id, by key, and by the case's own key where a local one is taken. The id
    and the key of a party that was merged are those of the one that was kept."""
    if key.startswith(BY_PUBLIC_ID) and (party := _kept(public_id=key.split("_", 1)[1])):
        return key, party
    party = _kept(key=key)
    if not is_local(key):
        return key, party
    own = f"{key}{OF_CASE}{context.incident.key}"
    mine = _kept(key=own)
    if mine or (party and _is_of_others_only(context, party)):
        return own, mine
    return key, party


def _kept(**named: str) -> Party | None:
    party = Party.objects.filter(**named).first()
    return party.kept if party else None


def _is_of_others_only(context: Context, party: Party) -> bool:
    cases = set(party.involvements.values_list("incident", flat=True))
    return bool(cases) and context.incident.pk not in cases


# --- persons -----------------------------------------------------------------------------------


def form_of(entry: Card) -> str:
    """As stated; else a group has an inexact count, or one above one, and everybody else is named or not."""
    if entry.get("form"):
        return str(entry["form"])
    count = entry.get("count")
    people = [count.get(name) for name in ("low", "best", "high")] if isinstance(count, dict) else [count or 1]
    known = {number for number in people if number is not None}
    if known != {1}:
        return ActorForm.GROUP
    return ActorForm.NAMED if entry.get("name") else ActorForm.UNNAMED


def _actor(found: Party, entry: Card, path: str) -> Actor:
    actor = Actor.objects.filter(pk=found.pk).first()
    if actor is None:
        raise refuse(at(path, "key"), f"{entry['key']} is the key of an organization already")
    return actor


def _person(context: Context, actor: Actor, entry: Card) -> Actor:
    form = form_of(entry)
    if actor.pk and (actor.form == ActorForm.GROUP) != (form == ActorForm.GROUP):
        alone = not actor.involvements.exclude(incident=context.incident).exists()
        if not alone:
            told = ("a person", "a group") if form == ActorForm.GROUP else ("a group", "a person")
            raise refuse(
                entry["key"], f"is {told[0]} in another case and {told[1]} here; a group is never merged into a person"
            )
        # The count goes first: one person counts one, a group may count any number.
        if form != ActorForm.GROUP:
            _uncount(context, actor)
    values: dict[str, Any] = {"form": form, **_general_protection(entry)}
    if actor.pk and actor.form == ActorForm.NAMED and form == ActorForm.UNNAMED and _named_elsewhere(context, actor):
        del values["form"]
    context.writer.apply(actor, values)
    return context.settle(actor, actor, entry["key"], {**_stated(entry, "deceased"), **_general(entry)})


def _uncount(context: Context, actor: Actor) -> None:
    empty = {"count_low": None, "count_best": None, "count_high": None}
    for row in actor.involvements.filter(incident=context.incident):
        context.writer.apply(row, empty)


def _named_elsewhere(context: Context, actor: Actor) -> bool:
    """Whether another case, or an editor, calls this actor by a name."""
    return actor.names.exclude(uses__involvement__incident=context.incident).exists()


def _stated(entry: Card, name: str) -> Card:
    return {name: entry[name]} if entry.get(name) is not None else {}


def _general(entry: Card) -> Card:
    """What holds beyond this case; a card that is silent changes nothing."""
    return {"description": entry["general_description"]} if entry.get("general_description") else {}


def _general_protection(entry: Card) -> Card:
    """Protection beyond this case; no card lifts it by silence. Whoever has no part in the case has no other."""
    stated = entry.get("general_protection") or (entry.get("protect") if entry.get("uninvolved") else None)
    return {"protection": stated} if stated else {}


# --- organizations -----------------------------------------------------------------------------


def _body(context: Context, key: str, entry: Card) -> Organization:
    country = context.library.region(entry.get("general_country") or entry.get("country_iso2"))
    body = context.writer.apply(Organization(key=key), {"kind": _kind(entry), "country_id": country})
    return context.settle(body, body, entry["key"], {**_stated(entry, "existence"), **_general(entry)})


def _known_body(context: Context, organization: Organization, entry: Card) -> Organization:
    """An organization that is there: other cases that use it keep what they say of it."""
    context.settle(organization, organization, entry["key"], {**_stated(entry, "existence"), **_general(entry)})
    values: dict[str, Any] = {}
    others = organization.involvements.exclude(incident=context.incident)
    if not entry.get("existence") and not others.exists() and _by_card(organization, "existence"):
        values["existence"] = Existence.ESTABLISHED
    kind = _kind(entry)
    if kind != organization.kind and _decides_kind(context, organization, entry):
        values["kind"] = kind
        for row in others.filter(kind_as_stated=""):
            context.writer.apply(row, {"kind_as_stated": organization.kind})
        for row in others.filter(kind_as_stated=kind):
            context.writer.apply(row, {"kind_as_stated": ""})
    if entry.get("general_country"):
        values["country_id"] = context.library.region(entry["general_country"])
    elif organization.country_id is None or _says_alone_where(context, organization):
        values["country_id"] = context.library.region(entry.get("country_iso2"))
    before = organization.country_id
    written = context.writer.apply(organization, values)
    if written.country_id != before:
        workflow.derive_where_they_decide(written)
    return written


def _kind(entry: Card) -> str:
    """Of what kind the organization is beyond this case, as far as this card says."""
    return entry.get("general_kind") or choice(entry["kind"], OrganizationKind.values)[0]


def _decides_kind(context: Context, organization: Organization, entry: Card) -> bool:
    """Whether the organization is of the kind that this card says: no draft outweighs what is published.

    Among drafts the newest word counts; one that is only loaded again says nothing new.
    """
    others = organization.involvements.exclude(incident=context.incident)
    if others.filter(incident__stage=Stage.PUBLISHED).exists():
        return False
    if context.is_published or not others.exists():
        return True
    here = organization.involvements.filter(incident=context.incident).first()
    return here is None or (here.kind_as_stated or organization.kind) != entry["kind"]


def _says_alone_where(context: Context, organization: Organization) -> bool:
    """Whether the country of the organization is on record only because this case has said so until now."""
    told = organization.involvements.filter(country=organization.country_id)
    return {row.incident_id for row in told} == {context.incident.pk} and _by_card(organization, "country_id")


def _by_card(organization: Organization, column: str) -> bool:
    """Whether what is on record in that column was last set by a card."""
    reason: str | None = REASON
    for past in organization.history.order_by("-history_id").values(column, "history_change_reason"):
        if past[column] != getattr(organization, column):
            break
        reason = past["history_change_reason"]
    return reason == REASON


# --- involvements ------------------------------------------------------------------------------


def _wanted(context: Context, list_name: str, position: int, entry: Card) -> Wanted:
    party = context.parties[entry["key"]]
    values: dict[str, Any] = {
        "position": position,
        "party_id": party.pk,
        "role_as_stated": text(entry.get("role_in_case")),
        "description": text(entry.get("description")),
        "occupation": text(entry.get("occupation")),
        "country_id": context.library.region(entry.get("nationality") or entry.get("country_iso2")),
        "kind_as_stated": _kind_here(party, entry),
        "part_of_id": _part_of(context, entry),
        "named_publicly": bool(entry.get("named_publicly")),
        "protection": text(entry.get("protect")),
        **count_columns(entry.get("count")),
    }
    proposals: list[Proposal] = []
    if entry.get("role"):
        values |= {"role": entry["role"], "role_proposed": False}
    else:
        proposals = [Proposal("role", role_in(entry), "role_proposed")]
    return Wanted((party.pk,), values, proposals, group=list_name)


def role_in(entry: Card) -> str:
    """The role code of a party: as stated, else as its words suggest."""
    return entry.get("role") or role_of(entry)


def _kind_here(party: Party, entry: Card) -> str:
    """The kind in the words of this case, where they are not the organization's own kind."""
    return entry["kind"] if isinstance(party, Organization) and entry["kind"] != party.kind else ""


def _part_of(context: Context, entry: Card) -> int | None:
    larger = context.party(entry.get("part_of"))
    return larger.pk if larger else None
