"""Columns as a card has them: null for nothing, whole numbers without a point, an optional key only where it says something."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from incidents.exchange.casebook.checks import OF_CASE, Card
from incidents.exchange.casebook.load_sources import MADE_UP
from incidents.exchange.casebook.load_values import NO_UNIT
from incidents.models import Citation, IncidentSource, Party, Region

BY_PLACE_AND_PAGE = ("page", "quote", "quote_language", "accessed", "archived_url", "as_stated")


def or_null(value: str) -> str | None:
    return value or None


# Says that there is none, where the loader would propose some; see `dump_silence`.
NONE: tuple[()] = ()


def optional(**keys: Any) -> Card:
    """The keys that say something."""
    return {key: value for key, value in keys.items() if value not in (None, "", [], {})}


def said(choice: str, words: str, known: Collection[str]) -> str:
    """A choice, or the words where the list of choices has no fitting one."""
    return words if choice == "other" and words and words not in known else choice


def further(choice: str, words: str, known: Collection[str]) -> str:
    """Words that stand beside the choice and not in its place."""
    return "" if said(choice, words, known) == words else words


def number(value: Decimal | int | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def numbers(row: Any, prefix: str) -> Card:
    """low and high, best where one is preferred, and the words."""
    best = optional(best=number(getattr(row, f"{prefix}_best")))
    low, high = (number(getattr(row, f"{prefix}_{name}")) for name in ("low", "high"))
    return {"low": low, **best, "high": high, "as_stated": or_null(getattr(row, f"{prefix}_as_stated"))}


def is_empty(stated: Card) -> bool:
    return all(value is None for value in stated.values())


def count(row: Any, of_people: bool = False) -> int | Card | None:
    """A bare number where only the best figure is known, else what is stated; nothing at all: null, or so for a group."""
    stated = numbers(row, "count")
    if set(stated) == {"low", "best", "high", "as_stated"} and is_empty({**stated, "best": None}):
        return int(stated["best"])
    return None if is_empty(stated) and not of_people else stated


def quantity(row: Any) -> Card | None:
    stated = numbers(row, "quantity")
    words = stated.pop("as_stated")
    bare = is_empty(stated)
    unit = None if row.unit_as_stated == NO_UNIT and not bare else or_null(row.unit_as_stated)
    code = row.unit_id if row.unit_id != row.unit_as_stated else None
    stated = {**stated, "unit": unit, **optional(unit_code=code), "as_stated": words}
    return None if is_empty(stated) else stated


def value(row: Any) -> Card | None:
    stated = numbers(row, "value")
    stated = {
        **{k: v for k, v in stated.items() if k != "as_stated"},
        "currency": row.currency_id,
        "as_stated": stated["as_stated"],
    }
    return None if is_empty(stated) else stated


def key_of(party: Party) -> str:
    """The casebook key; a party made at the desk has one made of its public id, by which the loader knows it again."""
    if party.key:
        return party.key.partition(OF_CASE)[0]
    return f"{'p' if party.is_actor else 'o'}.id_{party.public_id}"


def code_of(region: Region | None) -> str | None:
    return region.reference_code if region else None


def passages(citations: Iterable[Citation]) -> list[Card] | tuple[()]:
    """The citations that are not only proposed, in their order; `NONE` where not even a proposal is there."""
    rows = list(citations)
    return [_passage(row) for row in rows if not row.proposed] if rows else NONE


def with_address(citations: Iterable[Citation]) -> tuple[str | None, list[Card] | tuple[()]]:
    """(source_url, citations): a bare address that stands first, at place 0, is told beside the fact."""
    rows = list(citations)
    first = rows[0] if rows and rows[0].position == 0 and not rows[0].proposed else None
    if first is not None and not _beyond_source(first) and _is_told_by_address(first.reading):
        return first.reading.source.url, [_passage(row) for row in rows[1:] if not row.proposed]
    return None, passages(rows)


def _passage(row: Citation) -> Card:
    ref = ref_of(row.reading)
    return {**({"source": ref} if ref else {"url": row.reading.source.url}), **_beyond_source(row)}


def _beyond_source(row: Citation) -> Card:
    told: Card = {name: getattr(row, name) for name in BY_PLACE_AND_PAGE}
    return optional(**{**told, "accessed": row.accessed.isoformat() if row.accessed else None})


def _is_told_by_address(reading: IncidentSource) -> bool:
    """Whether the case has this source alone at its address."""
    url = reading.source.url
    same = IncidentSource.objects.filter(incident=reading.incident_id, source__url=url).exclude(pk=reading.pk)
    return bool(url) and not same.exists()


def ref_of(reading: IncidentSource) -> str:
    """The short name by which a source is cited: its own, or one made up for what has no address of its own."""
    if reading.ref:
        return reading.ref
    return "" if _is_told_by_address(reading) else f"{MADE_UP}{reading.source.public_id}"
