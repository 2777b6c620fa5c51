"""What is claimed: allegations with those whom they are about, their offences, their speakers and the replies."""

from typing import Any

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_values import choice, day, text
from incidents.exchange.casebook.proposals import is_done_to, speaker_role
from incidents.exchange.casebook.rows import Proposal, Wanted, identified, settled_by_editor
from incidents.exchange.reference.phrases import offence_codes
from incidents.models import (
    Actor,
    Allegation,
    AllegationOffence,
    AllegationParty,
    Capacity,
    Party,
    SpeechLink,
)
from incidents.wording import REPORTED


def load_allegations(context: Context, citer: Citer) -> list[Allegation]:
    """The claims of the card, in its order."""
    listed = context.listed("allegations")
    old = context.incident.allegations.all()
    wanted = [_claim(entry, position) for position, entry in enumerate(listed)]
    rows = context.writer.sync(lambda: Allegation(incident=context.incident), identified(old, "claim"), wanted)
    for entry, row in zip(listed, rows, strict=True):
        _about(context, citer, row, entry)
        _offences(context, row, entry)
        _speakers(context, row, entry)
        citer.cite("allegation", row, entry.get("citations"), _said(entry))
    context.counts["allegations"] = len(rows)
    return rows


def _claim(entry: Card, position: int) -> Wanted:
    status, words = choice(entry["status"], REPORTED, entry.get("status_as_stated"))
    values: dict[str, Any] = {
        "position": position,
        "claim": entry["claim"],
        "ref": text(entry.get("ref")),
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


def _said(entry: Card) -> str:
    return " | ".join(
        [text(entry.get("made_by")), *(entry.get("relayed_by") or []), text(entry.get("outcome_details"))]
    )


# --- about whom --------------------------------------------------------------------------------


def _about(context: Context, citer: Citer, row: Allegation, entry: Card) -> None:
    keys = list(dict.fromkeys(entry.get("about") or []))
    replies = {reply["party"]: reply for reply in entry.get("replies") or []}
    wanted = [_link(context, entry, key, replies.get(key, {}), number) for number, key in enumerate(keys)]
    old = identified(row.parties.all(), "party_id")
    links = context.writer.sync(lambda: AllegationParty(allegation=row), old, wanted, by_place=False)
    for key, link in zip(keys, links, strict=True):
        reply = replies.get(key)
        if reply:
            citer.cite("reply", link, reply.get("citations"), text(reply.get("as_stated")))


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
    codes = stated or [code for code in offence_codes(text(entry.get("offence"))) if code in context.library.offences]
    wanted = []
    for position, code in enumerate(dict.fromkeys(codes)):
        pk, values = context.library.offences[code], {"position": position}
        want = Wanted((pk,), {**values, "offence_id": pk})
        if stated:
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
    return [row for row in found if stated or row.identity in named or not settled_by_editor(row, "proposed")]


# --- who says so -------------------------------------------------------------------------------


def _speakers(context: Context, row: Allegation, entry: Card) -> None:
    wanted = []
    for step, said in enumerate([text(entry.get("made_by")), *(entry.get("relayed_by") or [])]):
        for position, speaker in enumerate(speech.parse(said, context.parties)):
            wanted.append(_speaker(context, speaker, step, position))
    old = identified(row.speech.all(), "step", "position", "party_id", "words")
    links = _by_step(old, wanted)
    context.writer.sync(lambda: SpeechLink(allegation=row), links, wanted, by_place=False)
    context.counts["speakers"] += len(wanted)


def _by_step(old: list[Any], wanted: list[Wanted]) -> list[Any]:
    """A speaker whose words changed is still the one at that place of the chain."""
    exact = {want.identity for want in wanted}
    places = {(want.values["step"], want.values["position"]): want.identity for want in wanted}
    for row in old:
        if row.identity not in exact:
            row.identity = places.get((row.step, row.position), row.identity)
    return old


def _speaker(context: Context, speaker: speech.Speaker, step: int, position: int) -> Wanted:
    party: Party | None = context.party(speaker.key)
    values: dict[str, Any] = {
        "step": step,
        "position": position,
        "party_id": party.pk if party else None,
        "lead_words": speaker.lead_words,
        "words": speaker.words,
        "joiner": speaker.joiner,
    }
    identity = (step, position, values["party_id"], speaker.words)
    if isinstance(party, Actor) and party.protection:
        listed = next(entry for entry in context.listed("persons") if entry["key"] == speaker.key)
        values |= {"protected": True, "role_words": speaker_role(party, listed)}
    return Wanted(identity, values)
