"""Who speaks in a card: parties that it lists, in words that can be read, the same ones however they are given."""

from collections.abc import Iterator
from typing import Any

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.report import Problem, at


def unlisted(path: str, key: str) -> Problem:
    """That somebody is named who is not listed."""
    return Problem(path, f"{key} is not among the persons and organizations of this card")


def speaker_problems(card: dict[str, Any], listed: list[str]) -> Iterator[Problem]:
    """What is wrong with the speakers of the card's claims; `listed`: the keys of its parties."""
    for index, claim in enumerate(card.get("allegations") or []):
        texts = [(at("allegations", index, "made_by"), claim.get("made_by") or "")]
        relayed = enumerate(claim.get("relayed_by") or [])
        texts += [(at("allegations", index, "relayed_by", place), text) for place, text in relayed]
        if claim.get("speakers"):
            yield from _told_one_by_one(claim, listed, [text for _path, text in texts], at("allegations", index))
            continue
        for path, text in texts:
            unknown = [key for key in speech.keys_in(text) if key not in listed]
            yield from (unlisted(path, key) for key in unknown)
            try:
                speech.parse(text, listed)
            except ValueError as error:
                yield Problem(path, str(error))


def _told_one_by_one(claim: dict[str, Any], listed: list[str], texts: list[str], path: str) -> Iterator[Problem]:
    """Speakers told one by one are those of `made_by` and `relayed_by`, in the same words."""
    here = at(path, "speakers")
    for number, entry in enumerate(claim["speakers"]):
        if entry.get("party") and entry["party"] not in listed:
            yield unlisted(at(here, number, "party"), entry["party"])
        if not any(entry.get(name) for name in ("party", "words", "role_words")):
            yield Problem(at(here, number), "name the speaker, or say in words who it is")
    if speech.chain(claim["speakers"]) != {step: text for step, text in enumerate(texts) if text}:
        yield Problem(here, "made_by and relayed_by do not say the same as these speakers")
