"""Why a text was found: the passage around the best match, cut into what matched and what stands between."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from incidents.search.folding import seen
from incidents.search.query import Query, Term
from incidents.search.turning import TURNING, unturned

BEFORE, LENGTH = 60, 240  # letters before the first match, and of the whole passage


@dataclass(frozen=True)
class Segment:
    """A part of a passage as it is written; `marked` where it is what was asked for."""

    text: str
    marked: bool = False


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return anyascii(seen(letter)).lower()


def _words(text: str) -> list[tuple[str, int, int]]:
    """The folded words of the text, each with where it begins and ends in it."""
    found: list[tuple[str, int, int]] = []
    word, start = "", 0
    for place, letter in enumerate(text):
        for one in _folded(letter):
            if one.isascii() and one.isalnum():
                start = start if word else place
                word += one
            elif word:
                found.append((word, start, max(place, start + 1)))
                word = ""
    return [*found, (word, start, len(text))] if word else found


def _matches(text: str, terms: Iterable[Term]) -> list[tuple[int, int, Term]]:
    words = _words(text)
    found = []
    for term in terms:
        size = len(term.words)
        for place in range(len(words) - size + 1):
            here = tuple(word for word, _start, _end in words[place : place + size])
            last = here[-1].startswith(term.words[-1]) if term.prefix else here[-1] == term.words[-1]
            if last and here[:-1] == term.words[:-1]:
                found.append((words[place][1], words[place + size - 1][2], term))
    return sorted(found, key=lambda match: match[:2])


def score(text: str, query: Query) -> int:
    """How many of the terms stand in the text."""
    return len({term for _start, _end, term in _matches(text, query.terms)})


def marked(text: str, query: Query, whole: bool = False) -> list[Segment]:
    """The passage of the text in which most of the terms stand close together (`whole`: the whole text), with the
    matches marked; nothing where no term stands in it."""
    matches = _matches(text, query.terms)
    if not matches:
        return []
    start, end = (0, len(text)) if whole else _window(text, matches)
    found = [Segment("… ")] if start else []
    place = start
    for first, last, _term in matches:
        if first < place or last > end:
            continue
        found += [Segment(text[place:first])] if first > place else []
        found.append(Segment(text[first:last], True))
        place = last
    found += [Segment(text[place:end])] if place < end else []
    if unturned(text[start:end]) != text[start:end]:  # the end of a mark was cut off, or its beginning
        found = [Segment(TURNING.sub("", one.text), one.marked) for one in found]
    return [*found, Segment(" …")] if end < len(text) else found


def _window(text: str, matches: list[tuple[int, int, Term]]) -> tuple[int, int]:
    best = max(matches, key=lambda match: (_near(match[0], matches), -match[0]))
    start = max(0, best[0] - BEFORE)
    if start:
        start = min(text.find(" ", start, best[0]) + 1 or best[0], best[0])
    end = max(start + LENGTH, best[1])
    return start, len(text) if end >= len(text) else max(text.rfind(" ", best[1], end), best[1])


def _near(start: int, matches: list[tuple[int, int, Term]]) -> int:
    return len({term for first, last, term in matches if start <= first and last <= start + LENGTH - BEFORE})
