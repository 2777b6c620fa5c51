"""Takes names that are protected today out of texts of another day, when they were not."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from incidents.search import fold

_TOKEN = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d]+")
_SHORTEST = 4  # letters of a part of a name that gives somebody away by itself
_GLUED = 7  # letters of a whole name that does so inside a longer word, as in an address


class Mask:
    """Replaces every protected name in a text, whole or in its parts.

    A part of a name counts where it is written with a capital and belongs to nobody who is named openly.
    """

    def __init__(self, names: Iterable[str], public: Iterable[str] = ()) -> None:
        open_words = {word for name in public for word in fold(name).split()}
        self._names = sorted({tuple(fold(name).split()) for name in names} - {()}, key=len, reverse=True)
        self._parts = {word for name in self._names for word in name if len(word) >= _SHORTEST} - open_words
        self._glued = [glued for name in self._names if len(glued := "".join(name)) >= _GLUED]

    def hides(self, text: str) -> bool:
        """Whether the text holds a protected name, in whatever case it is written."""
        return bool(text) and bool(self._spans(unicodedata.normalize("NFC", text), capitals=False))

    def __call__(self, text: str) -> str:
        """The text without protected names."""
        if not self._names or not text:
            return text
        plain = unicodedata.normalize("NFC", text)
        spans = self._spans(plain, capitals=True)
        if not spans:
            return text
        told, end = "", 0
        for start, stop in spans:
            told += plain[end:start] + _("[name withheld]")
            end = stop
        return told + plain[end:]

    def _spans(self, text: str, capitals: bool) -> list[tuple[int, int]]:
        tokens = [(fold(m[0]).replace(" ", ""), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        words = [word for word, _start, _end in tokens]
        hidden: set[int] = set()
        for name in self._names:
            for at in range(len(words) - len(name) + 1):
                if tuple(words[at : at + len(name)]) == name:
                    hidden.update(range(at, at + len(name)))
        for at, (word, start, _end) in enumerate(tokens):
            if word in self._parts and (text[start].isupper() or not capitals):
                hidden.add(at)
            if any(glued in word for glued in self._glued):
                hidden.add(at)
        return _joined([tokens[at][1:] for at in sorted(hidden)], text)


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Neighbouring spans with nothing but a space between them become one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
