"""What no schema can say: references that exist, dates that are dates, numbers in order, keys that are the card's own."""

import datetime
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise
from typing import Any

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.cited import Cited, citation_problems
from incidents.exchange.casebook.reading import RoundedNumber
from incidents.exchange.casebook.report import Problem, at
from incidents.exchange.casebook.schema import WEB_ADDRESS
from incidents.exchange.casebook.spoken import speaker_problems, unlisted
from incidents.models import DIGITS, begins_later, edtf_bounds, is_blank, is_web_address, text_error

Card = dict[str, Any]

_EDTF = {"edtf", "published", "sources_read_until"}
_DAYS = {"accessed", "checked"}
_ADDRESSES = {"url", "archived_url"}
_COUNTED = {"low", "best", "high"}
_LOCAL = re.compile(r"^[po]\.(\d{3,})_")
_REFERENCES = {
    "persons": ("subset_of",),
    "organizations": ("part_of", "subset_of"),
    "memberships": ("person", "organization"),
    "relationships": ("a", "b"),
    "allegations": ("about", "toward"),
    "legal_timeline": ("who", "authority"),
    "proceedings": ("authority",),
}
# What both engines keep digit by digit: SQLite has 15 of a number that is no whole one, PostgreSQL six decimals.
_LARGEST, _DECIMALS = 10**17, 6
_LONGEST_KEY = 200


# Two cases of the same number keep their local parties apart: the later one's keys are stored with its case id.
OF_CASE = "@"


def is_local(key: str) -> bool:
    """Whether the key carries a card number and so never names a party of another case."""
    return _LOCAL.match(key) is not None


def entries(card: Card, name: str) -> list[Any]:
    """A list of the card; nothing stated is an empty one."""
    return card.get(name) or []


def several(value: Any) -> list[Any]:
    """One, many or nothing, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def party_keys(card: Card) -> list[str]:
    """The keys of the persons and organizations that the card lists."""
    return [party["key"] for name in ("persons", "organizations") for party in entries(card, name)]


def content_problems(card: Card) -> Iterator[Problem]:
    """Everything that is wrong in a card of the right shape."""
    yield from _values(card, "")
    yield from _keys(card)
    yield from _references(card)
    yield from _circles(card)
    yield from speaker_problems(card, party_keys(card))
    yield from citation_problems(card, Cited.of(card), "")
    yield from _claims(card)
    yield from _steps(card)
    yield from _other(card)


def _values(value: Any, path: str) -> Iterator[Problem]:
    """Texts that can be stored, dates, numbers in order; at any depth."""
    if isinstance(value, str) and (error := text_error(value, "the text")):
        yield Problem(path, error)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _values(item, at(path, number))
    if isinstance(value, dict):
        for key, item in value.items():
            problems = list(_values(item, at(path, key)))
            if key in _EDTF and item and not problems:
                problems = list(_date(item, at(path, key)))
            elif key in _DAYS and item and not problems:
                problems = list(_day(item, at(path, key)))
            elif key in _ADDRESSES and item and not problems and not is_web_address(item):
                problems = [Problem(at(path, key), f"not a web address ({WEB_ADDRESS})")]
            elif key == "embargo_until" and item and not problems:
                problems = list(_moment(item, at(path, key)))
            elif key == "name" and item and isinstance(item, str) and is_blank(item):
                problems = [Problem(at(path, key), "must not be empty")]
            yield from problems
        yield from _numbers(value, path)


def _date(text: str, path: str) -> Iterator[Problem]:
    try:
        edtf_bounds(text)
    except ValueError as error:
        yield Problem(path, str(error))


def _day(text: str, path: str) -> Iterator[Problem]:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        yield Problem(path, f"“{text}” is not a day")


def _moment(text: str, path: str) -> Iterator[Problem]:
    try:
        datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        yield Problem(path, f"“{text}” is not a moment")


def _numbers(value: Card, path: str) -> Iterator[Problem]:
    known = [(name, value[name]) for name in ("low", "best", "high") if value.get(name) is not None]
    for name, number in known:
        if not _can_be_kept(number):
            told = number if math.isfinite(number) else "the number"
            yield Problem(
                at(path, name), f"{told} cannot be kept: at most {DIGITS} digits, {_DECIMALS} of them decimals"
            )
    for (lower, small), (upper, large) in pairwise(known):
        if small > large:
            yield Problem(path, f"{lower} {small} is above {upper} {large}")
    if value.get("currency") and not known and not value.get("as_stated"):
        yield Problem(at(path, "currency"), "a currency needs an amount, in numbers or in words")


def _can_be_kept(number: float) -> bool:
    """Whether the number comes out as it went in, on both engines."""
    if not math.isfinite(number) or abs(number) >= _LARGEST or isinstance(number, RoundedNumber):
        return False
    _sign, digits, exponent = Decimal(str(number)).normalize().as_tuple()
    return len(digits) <= DIGITS and int(exponent) >= -_DECIMALS


def _keys(card: Card) -> Iterator[Problem]:
    seen: set[str] = set()
    number = re.match(r"\d+", card["id"])
    for name in ("persons", "organizations"):
        for index, party in enumerate(entries(card, name)):
            key, path = party["key"], at(name, index, "key")
            if key in seen:
                yield Problem(path, f"{key} is listed twice in this card")
            seen.add(key)
            if is_local(key) and len(key) + len(card["id"]) >= _LONGEST_KEY:
                yield Problem(path, f"{key} and the id of the card are too long together")
            if party.get("form") in {"named", "unnamed"} and not _counts_one(party.get("count")):
                yield Problem(at(name, index, "form"), "one person counts one; several are a group")
            local = _LOCAL.match(key)
            if local and not (number and int(number[0]) == int(local[1])):
                yield Problem(path, f"{key} is local to card {local[1]}, and this card is {card['id']}")


def _counts_one(count: Any) -> bool:
    known = [count.get(name) for name in _COUNTED] if isinstance(count, dict) else [count]
    return all(number in (None, 1) for number in known)


def _references(card: Card) -> Iterator[Problem]:
    listed = set(party_keys(card))
    for name, fields in _REFERENCES.items():
        for index, entry in enumerate(entries(card, name)):
            for field in fields:
                value = entry.get(field)
                for place, key in enumerate(several(value)):
                    path = at(name, index, field, place) if isinstance(value, list) else at(name, index, field)
                    if key not in listed and (field != "authority" or speech.is_key(key)):
                        yield unlisted(path, key)
                    elif field in {"part_of", "subset_of"} and key == entry["key"]:
                        yield Problem(path, f"{key} cannot be part of itself")
    for index, flow in enumerate(entries(card, "flows")):
        for field in ("from", "via", "to"):
            for key in several(flow.get(field)):
                if key not in listed and speech.is_key(key):
                    yield unlisted(at("flows", index, field), key)
    yield from _uninvolved(card)


def _uninvolved(card: Card) -> Iterator[Problem]:
    """Whoever has no part in the case only speaks in it."""
    places = {
        entry["key"]: at(name, index, "uninvolved")
        for name in ("persons", "organizations")
        for index, entry in enumerate(entries(card, name))
        if entry.get("uninvolved")
    }
    used = {
        key
        for name, fields in _REFERENCES.items()
        for entry in entries(card, name)
        for field in fields
        for key in several(entry.get(field))
    }
    used |= {key for flow in entries(card, "flows") for f in ("from", "via", "to") for key in several(flow.get(f))}
    for key in sorted(used & places.keys()):
        yield Problem(places[key], f"{key} has a part in this case: another fact names it")


def _circles(card: Card) -> Iterator[Problem]:
    """A is part of B, and B of A: at any length, each circle told once."""
    for name, field in (("persons", "subset_of"), ("organizations", "subset_of"), ("organizations", "part_of")):
        listed = entries(card, name)
        places = {entry["key"]: index for index, entry in enumerate(listed)}
        larger = {entry["key"]: entry.get(field) for entry in listed}
        done: set[str] = set()
        for start in larger:
            way: dict[str, None] = {}
            key: str | None = start
            while key and key not in way and key not in done:
                way[key] = None
                key = larger.get(key)
            circle = list(way)[list(way).index(key) :] if key in way else []
            if len(circle) > 1:
                told = " in ".join([*circle, circle[0]])
                yield Problem(at(name, places[circle[0]], field), f"goes round in a circle: {told}")
            done.update(way)


def _claims(card: Card) -> Iterator[Problem]:
    claims = entries(card, "allegations")
    refs = [claim["ref"] for claim in claims if claim.get("ref")]
    for index, claim in enumerate(claims):
        about, path = set(entries(claim, "about")), at("allegations", index)
        for number, key in enumerate(entries(claim, "toward")):
            if key not in about:
                yield Problem(at(path, "toward", number), f"{key} is not in `about`")
        for number, reply in enumerate(entries(claim, "replies")):
            if reply["party"] not in about:
                yield Problem(at(path, "replies", number, "party"), f"{reply['party']} is not in `about`")
            if reply["status"] == "received" and not reply.get("text"):
                yield Problem(at(path, "replies", number), "a reply that was received needs its text")
    for index in _again([claim.get("ref") for claim in claims]):
        yield Problem(at("allegations", index, "ref"), f"“{claims[index]['ref']}” names two claims of this card")
    for name in ("allegations", "legal_timeline"):
        for index, entry in enumerate(entries(card, name)):
            for number, defeat in enumerate(entries(entry, "defeats")):
                here = at(name, index, "defeats", number, "ref")
                if defeat["ref"] not in refs:
                    yield Problem(here, f"no claim of this card has the ref “{defeat['ref']}”")
                elif name == "allegations" and defeat["ref"] == entry.get("ref"):
                    yield Problem(here, "a claim cannot end itself")


def _steps(card: Card) -> Iterator[Problem]:
    """A step that is still to come was not taken; a date that cannot be read is told elsewhere."""
    for index, step in enumerate(entries(card, "legal_timeline")):
        edtf = step.get("edtf") or ""
        with suppress(ValueError):
            if begins_later(edtf, edtf_bounds(edtf)[0] if edtf else None):
                path = at("legal_timeline", index, "edtf")
                yield Problem(path, f"“{edtf}” is still to come: a step is recorded once it was taken")


def _other(card: Card) -> Iterator[Problem]:
    mains = [index for index, date in enumerate(entries(card, "dates")) if date.get("main")]
    for index in mains[1:]:
        yield Problem(at("dates", index, "main"), "only one date can be the incident's own")
    for index, tie in enumerate(entries(card, "memberships")):
        if tie["person"] == tie["organization"]:
            yield Problem(at("memberships", index), "nobody is a member of themselves")
    for index, tie in enumerate(entries(card, "relationships")):
        if tie["a"] == tie["b"]:
            yield Problem(at("relationships", index), "a relationship is between two")
    for index, flow in enumerate(entries(card, "flows")):
        stops = len(several(flow.get("via"))) + bool(flow.get("from")) + bool(flow.get("to"))
        legs = {max(stops - 1, 0), stops - bool(flow.get("from"))}
        for key, allowed in (("means", legs), ("regions", {stops}), ("names", {stops})):
            if flow.get(key) and len(flow[key]) not in allowed:
                needed = " or ".join(map(str, sorted(allowed)))
                yield Problem(at("flows", index, key), f"has {len(flow[key])} entries, and the flow needs {needed}")
    refs = [source.get("ref") for source in entries(card, "sources")]
    for index in _again(refs):
        yield Problem(at("sources", index, "ref"), f"“{refs[index]}” names two sources of this card")
    for index in _again([part.get("name") or "" for part in entries(card, "proceedings")]):
        yield Problem(at("proceedings", index, "name"), "stands twice")
    for index, key in enumerate(entries(card, "related_cards")):
        if key == card["id"]:
            yield Problem(at("related_cards", index), "this is the case itself")


def _again(values: list[Any]) -> list[int]:
    """Where something is said that was said before."""
    return [index for index, value in enumerate(values) if value is not None and value in values[:index]]
