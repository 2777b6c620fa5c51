"""Pages that stay put while the record grows: the next one begins after a row, not after a number of rows."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from incidents.answers import Sort

LONGEST = 1200  # characters of a cursor
SIZE = 25
_BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of a list in some order: the number or the text that the row is ordered by, and its own."""

    sort: str
    value: Any
    pk: int

    def __str__(self) -> str:
        text = json.dumps([self.sort, self.value, self.pk], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, name: str, sort: Sort) -> "Cursor":
        """Raises ValueError where the text is no cursor of a list in that order."""
        try:
            if len(text) > LONGEST:
                raise ValueError("too long")
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            written, value, pk = json.loads(raw)
            if written != name or type(pk) is not int or not 0 <= pk <= _BIGGEST:
                raise ValueError("of another list")
            return cls(name, _value(value, sort.kind), pk)
        except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
            raise ValueError("not a cursor of this list") from None


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind != "text":
        if type(value) is not int or abs(value) > _BIGGEST:
            raise ValueError("not a number")
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text")
    value.encode()
    return value


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursors before the first and after the last of them; empty where nothing is."""

    rows: list[Any]
    before: str = ""
    after: str = ""
