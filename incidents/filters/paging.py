"""Pages that stay put while the record grows: the next one begins after a row, not after a number of rows."""

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

LONGEST = 1200  # characters of a cursor
SIZE = 25
_BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Sort:
    """An order of a list: by a field, then by the row's number, so that no two rows are ever equal.

    `kind` says what the field holds: date, moment, text or number. `word` is the QuerySet word that adds the field.
    """

    field: str
    label: Any
    kind: str = "text"
    descending: bool = False
    word: str = ""

    def prepared(self, rows: Any) -> Any:
        return getattr(rows, self.word)() if self.word else rows

    def ordered(self, rows: Any, backwards: bool = False) -> Any:
        """The rows in this order, or exactly the other way round; unknown values come last."""
        down = self.descending != backwards
        ends = {"nulls_first": True} if backwards else {"nulls_last": True}
        first = F(self.field).desc(**ends) if down else F(self.field).asc(**ends)
        return rows.order_by(first, "-pk" if down else "pk")

    def beyond(self, value: Any, pk: int, backwards: bool = False) -> Q:
        """That a row comes after (backwards: before) the row with that value and number."""
        down = self.descending != backwards
        unknown = Q(**{f"{self.field}__isnull": True})
        further = Q(pk__lt=pk) if down else Q(pk__gt=pk)
        if value is None:
            return ~unknown | (unknown & further) if backwards else unknown & further
        side = Q(**{f"{self.field}__{'lte' if down else 'gte'}": value})
        rest = side & ~(Q(**{self.field: value}) & ~further)
        return rest if backwards else rest | unknown


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of a list in some order."""

    sort: str
    value: Any
    pk: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime.date) else self.value
        text = json.dumps([self.sort, value, self.pk], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, name: str, sort: Sort) -> "Cursor":
        """Raises ValueError where the text is no cursor of a list in that order."""
        try:
            if len(text) > LONGEST:
                raise ValueError("too long")
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            written, value, pk = json.loads(raw)
            if written != name or type(pk) is not int or abs(pk) > _BIGGEST:
                raise ValueError("of another list")
            return cls(name, _value(value, sort.kind), pk)
        except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
            raise ValueError("not a cursor of this list") from None


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "number":
        if type(value) is not int or abs(value) > _BIGGEST:
            raise ValueError("not a number")
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text")
    value.encode()
    if kind == "date":
        return datetime.date.fromisoformat(value)
    if kind == "moment":
        moment = datetime.datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment.astimezone(datetime.UTC)
    return value


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursors before the first and after the last of them; empty where nothing is."""

    rows: list[Any]
    before: str = ""
    after: str = ""


def page_of(rows: Any, name: str, sort: Sort, at: Cursor | None, backwards: bool, size: int = SIZE) -> Page:
    """The page that begins after the cursor, or (backwards) ends before it."""
    wanted = sort.prepared(rows)
    if at is not None:
        wanted = wanted.filter(sort.beyond(at.value, at.pk, backwards))
    found = list(sort.ordered(wanted, backwards)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    first, last = (str(Cursor(name, getattr(row, sort.field), row.pk)) for row in (found[0], found[-1]))
    earlier = more if backwards else at is not None
    later = at is not None if backwards else more
    return Page(found, first if earlier else "", last if later else "")
