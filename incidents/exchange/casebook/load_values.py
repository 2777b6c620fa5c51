"""Values of a card as the columns keep them: empty text for nothing, decimals for numbers, a choice with its words."""

import datetime
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from incidents.exchange.casebook.checks import Card

NO_UNIT = "unstated"
_SIX_DECIMALS = Decimal("0.000001")


def text(value: str | None) -> str:
    return value or ""


def words_of(name: str | Card | None) -> str:
    """A name, whether it stands as a text or with what is known of it."""
    return text(name["name"] if isinstance(name, dict) else name)


def day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def choice(value: str | None, known: Collection[str], words: str | None = None) -> tuple[str, str]:
    """(choice, words): a word that is not among the known ones is kept as words beside `other`."""
    if value is None or value in known:
        return value or "other", text(words)
    return "other", value


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(_SIX_DECIMALS)


def count_columns(count: int | Card | None) -> dict[str, Any]:
    """The columns of a count: a bare number is the best figure, the rest is as the source leaves it."""
    stated: Card = count if isinstance(count, dict) else {"best": count}
    columns: dict[str, Any] = {f"count_{name}": stated.get(name) for name in ("low", "best", "high")}
    return {**columns, "count_as_stated": text(stated.get("as_stated"))}


def number_columns(prefix: str, stated: Card | None) -> dict[str, Any]:
    """low, best, high and the words of a quantity, a value or an amount."""
    columns: dict[str, Any] = {f"{prefix}_{n}": number((stated or {}).get(n)) for n in ("low", "best", "high")}
    return {**columns, f"{prefix}_as_stated": text((stated or {}).get("as_stated"))}


def unit_of(stated: Card | None) -> str:
    """The unit; a number without one gets the word for that, since no number stands without."""
    bare = any((stated or {}).get(name) is not None for name in ("low", "best", "high"))
    return text((stated or {}).get("unit")) or (NO_UNIT if bare else "")
