"""Who says so: the chain of speakers of a claim, taken from its words or, where the card tells it, one by one."""

from collections import Counter
from typing import Any

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_values import text
from incidents.exchange.casebook.proposals import speaker_role
from incidents.exchange.casebook.rows import Wanted
from incidents.models import Actor, Allegation, Party, SpeechLink


def load_speakers(context: Context, citer: Citer, row: Allegation, entry: Card) -> None:
    """The chain of speech of a claim, and the passages that support that these speakers say so."""
    told = entry.get("speakers") or []
    wanted = _as_told(context, told) if told else _of_words(context, entry)
    old = _by_place(list(row.speech.all()), wanted)
    links = context.writer.sync(lambda: SpeechLink(allegation=row), old, wanted, by_place=False)
    for number, link in enumerate(links):
        citer.cite_as_stated("speech_link", link, told[number].get("citations") if told else None)
    context.counts["speakers"] += len(wanted)


def _by_place(old: list[Any], wanted: list[Wanted]) -> list[Any]:
    """A speaker whose words changed is still the one at that place of the chain; whoever else comes there now takes
    over neither protection nor public role."""
    exact = {want.identity for want in wanted}
    places = {(want.values["step"], want.values["position"]): want for want in wanted}
    before: Counter[int] = Counter()
    for row in old:
        place = before[row.step]
        before[row.step] += 1
        row.identity = (row.step, place, row.party_id, row.words)
        want = places.get((row.step, place))
        if row.identity in exact or want is None:
            continue
        row.identity = want.identity
        if row.party_id != want.values["party_id"]:
            want.values = {"protected": False, "role_words": "", **want.values}
    return old


def _of_words(context: Context, entry: Card) -> list[Wanted]:
    wanted = []
    for step, said in enumerate([text(entry.get("made_by")), *(entry.get("relayed_by") or [])]):
        for position, speaker in enumerate(speech.parse(said, context.parties)):
            party = context.party(speaker.key)
            want = _wanted(step, position, party, speaker)
            if isinstance(party, Actor) and party.protection:
                listed = next(entry for entry in context.listed("persons") if entry["key"] == speaker.key)
                want.values.update(protected=True, role_words=speaker_role(party.protection, listed))
            wanted.append(want)
    return wanted


def _as_told(context: Context, told: list[Card]) -> list[Wanted]:
    wanted: list[Wanted] = []
    for entry in told:
        position = sum(want.values["step"] == entry["step"] for want in wanted)
        words = {name: text(entry.get(name)) for name in ("lead_words", "words", "joiner")}
        party = context.party(entry.get("party"))
        want = _wanted(entry["step"], position, party, speech.Speaker(entry.get("party") or "", **words))
        protected = bool(entry.get("protected")) or (isinstance(party, Actor) and party.is_protected)
        want.values.update(protected=protected, role_words=text(entry.get("role_words")))
        wanted.append(want)
    return wanted


def _wanted(step: int, position: int, party: Party | None, speaker: speech.Speaker) -> Wanted:
    values: dict[str, Any] = {
        "step": step,
        "position": position,
        "party_id": party.pk if party else None,
        "lead_words": speaker.lead_words,
        "words": speaker.words,
        "joiner": speaker.joiner,
    }
    return Wanted((step, position, values["party_id"], speaker.words), values, group=step)
