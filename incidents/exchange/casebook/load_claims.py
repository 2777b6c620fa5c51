"""What is claimed: allegations with those whom they are about, their offences, their speakers and the replies."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_speakers import load_speakers
from incidents.exchange.casebook.load_values import choice, day, text
from incidents.exchange.casebook.proposals import is_done_to
from incidents.exchange.casebook.rows import Proposal, Wanted, identified, settled_by_editor
from incidents.exchange.reference.phrases import offence_codes
from incidents.models import (
    Actor,
    Allegation,
    AllegationOffence,
    AllegationParty,
    Capacity,
)
from incidents.wording import REPORTED


def load_allegations(context: Context, citer: Citer) -> list[Allegation]:
    """The claims of the card, in its order."""
    listed = context.listed("allegations")
    old = context.incident.allegations.all()
    made_up = {f"id_{public_id}" for public_id in old.values_list("public_id", flat=True)}
    wanted = [_claim(entry, position, made_up) for position, entry in enumerate(listed)]
    rows = context.writer.sync(lambda: Allegation(incident=context.incident), identified(old, "claim"), wanted)
    for entry, row in zip(listed, rows, strict=True):
        _about(context, citer, row, entry)
        _offences(context, row, entry)
        load_speakers(context, citer, row, entry)
        citer.cite("allegation", row, entry)
    context.counts["allegations"] = len(rows)
    return rows


def _claim(entry: Card, position: int, made_up: set[str]) -> Wanted:
    """A short name that the dump has made up of a public id is none."""
    ref = text(entry.get("ref"))
    status, words = choice(entry["status"], REPORTED, entry.get("status_as_stated"))
    values: dict[str, Any] = {
        "position": position,
        "claim": entry["claim"],
        "ref": "" if ref in made_up else ref,
        "quote": text(entry.get("quote")),
        "quote_language": text(entry.get("quote_language")),
        "offence_as_stated": text(entry.get("offence")),
        "certainty_words": text(entry.get("certainty_words")),
        "reported_status": status,
        "reported_status_words": words,
        "outcome_as_stated": text(entry.get("outcome_details")),
        "checked_on": day(entry.get("checked")),
        "date_as_stated": text(entry.get("date_as_stated")),
        "date_edtf": text(entry.get("edtf")),
    }
    return Wanted((entry["claim"],), values)


# --- about whom --------------------------------------------------------------------------------


def _about(context: Context, citer: Citer, row: Allegation, entry: Card) -> None:
    keys = list(dict.fromkeys(entry.get("about") or []))
    replies = {reply["party"]: reply for reply in entry.get("replies") or []}
    wanted = [_link(context, entry, key, replies.get(key, {}), number) for number, key in enumerate(keys)]
    old = identified(row.parties.all(), "party_id")
    links = context.writer.sync(lambda: AllegationParty(allegation=row), old, wanted, by_place=False)
    for key, link in zip(keys, links, strict=True):
        if key in replies:
            citer.cite("reply", link, replies[key])
        else:
            citer.cite_as_stated("reply", link, None)


def _link(context: Context, entry: Card, key: str, reply: Card, position: int) -> Wanted:
    party, involvement = context.parties[key], context.involvements[key]
    values: dict[str, Any] = {
        "position": position,
        "party_id": party.pk,
        "reply_status": reply.get("status") or "not_sought",
        "reply_text": text(reply.get("text")),
        "reply_as_stated": text(reply.get("as_stated")),
        "reply_edtf": text(reply.get("edtf")),
    }
    if entry.get("toward") is not None:
        toward = key in entry["toward"]
        values |= {"capacity": Capacity.TOWARD if toward else Capacity.ACCUSED, "capacity_proposed": False}
        return Wanted((party.pk,), values)
    protection = party.protection if isinstance(party, Actor) else ""
    toward = is_done_to(protection, involvement.role)
    capacity = Capacity.TOWARD if toward else Capacity.ACCUSED
    return Wanted((party.pk,), values, [Proposal("capacity", capacity, "capacity_proposed", toward)])


# --- offences ----------------------------------------------------------------------------------


def _offences(context: Context, row: Allegation, entry: Card) -> None:
    """The categories that the card gives, else those that its words suggest beside what an editor has confirmed."""
    stated = entry.get("offences")
    codes = (
        stated
        if stated is not None
        else [code for code in offence_codes(text(entry.get("offence"))) if code in context.library.offences]
    )
    wanted = []
    for position, code in enumerate(dict.fromkeys(codes)):
        pk, values = context.library.offences[code], {"position": position}
        want = Wanted((pk,), {**values, "offence_id": pk})
        if stated is not None:
            want.values["proposed"] = False
        else:
            want.proposals.append(Proposal("offence_id", pk, "proposed"))
        wanted.append(want)
    context.writer.sync(
        lambda: AllegationOffence(allegation=row), _open(row.offences.all(), stated, wanted), wanted, False
    )


def _open(rows: Any, stated: Any, wanted: list[Wanted]) -> list[Any]:
    """The rows that the card decides on: all if it states anything, else not the further ones of an editor."""
    named = {want.identity for want in wanted}
    found = identified(rows, "offence_id")
    return [
        row for row in found if stated is not None or row.identity in named or not settled_by_editor(row, "proposed")
    ]
