"""How else a text of another day gives a name away: in addresses, with digits, cut by the end of a line, by initials. Too much may be
found here, for such texts are not written any more, only hidden in part."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from incidents.search.escapes import unescaped
from incidents.search.folding import fold
from incidents.search.names.spelling import sound
from incidents.search.names.vocabulary import PARTICLES
from incidents.search.naming import (
    SHORTEST_GLUED,
    Wording,
    alike,
    initialled,
    initials_alone,
    mailed,
    parts,
    short_words,
)
from incidents.search.openly import is_inside, may_be_initials_of, of_others

_END = r"[^\s<>\"“”«»,;.:!?)\]]"
_ADDRESS = re.compile(
    rf"(?:[a-z]+://|www\.|[\w-]+(?:\.[\w-]+)+/)[^\s<>\"“”«»]*{_END}|[\w.+%-]*@[\w.-]*\w|#\w+", re.IGNORECASE
)
_IS_MAIL = re.compile(r"(?<!/)@")
_MAY_BE_AN_ADDRESS = re.compile(r"[@/#]|www\.|\b(?:at|arroba)\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}(?![^\W_])")
_CUT = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][ \t]*\r?\n\s*(?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W_]+")
_DIGITS = "0123456789"
_SHORTEST = 4  # letters of a word, or of its beginning, that say whose name it is
_SHORTEST_GLUED = 5  # of one that stands within other letters


def hinted(wording: Wording, name: str, others: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where a text has one word of the name in small letters, in the plural or with digits, in an address of any kind, also cut
    (“ejwixtur@example.org”), or its initials; not where that is one of `others`, the words of each of their names."""
    openly = {word for one in others for word in one}
    yield from alike(wording, name, openly)
    yield from _numbered(wording, name, openly)
    if _MAY_BE_AN_ADDRESS.search(unescaped(wording.text)[0]):
        yield from mailed(wording, name, openly)
        yield from _addressed(wording, name, openly)
    yield from begun(wording, name, others)


def begun(wording: Wording, name: str, others: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where initials stand, beside a word of the name or alone, that are not those of one of the others."""
    letters = _initials(wording.text)
    if not letters:
        return
    words = parts(name)
    found = [*initials_alone(wording, name)] if "".join(word[0] for word in words) in letters else []
    if found or not (wording.sounds.isdisjoint(map(sound, words)) and wording.plain.isdisjoint(short_words(name))):
        found += initialled(wording, name)
    for span in found:
        if not may_be_initials_of(wording.text[slice(*span)], others):
            yield span


def has_initials(text: str) -> bool:
    """Whether the text has what may be initials: most have none."""
    return bool(_initials(text))


@lru_cache(maxsize=64)
def _initials(text: str) -> str:
    """All initials of the text, in their order."""
    return fold("".join(match[0] for match in _INITIALS.finditer(unescaped(text)[0]) if match[0].isupper()))


def grown(
    wording: Wording, spans: Iterable[tuple[int, int]], name: str, others: Collection[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """The places, each with the words of the name that stand directly beside it, whatever mark is between them, but for those by
    which one of the others is called: of a name that is hidden no half stays."""
    own, rows = {sound(word) for word in parts(name)}, wording.words
    theirs: list[tuple[int, int]] | None = None
    for start, end in spans:
        for step, edge in ((-1, start), (1, end)):
            place = next((p for p, row in enumerate(rows) if row[1] >= edge), len(rows)) - (step < 0)
            while 0 <= place < len(rows) and wording.heard[place] in own:
                theirs = list(of_others(wording, [name], others)) if theirs is None else theirs
                if is_inside(rows[place][1:], theirs):
                    break
                start, end = min(start, rows[place][1]), max(end, rows[place][2])
                place += step
        yield start, end


def begun_with(wording: Wording) -> Iterator[tuple[str, str]]:
    """Each initial and each word by which somebody may be called who has it: those that stand side by side (“E. Quispe”), and in
    addresses both halves of a long word (“evaquispe@example.org”)."""
    text = unescaped(wording.text)[0]
    tokens = [(raw, fold(raw)) for raw in _LETTERS.findall(text)] if _initials(wording.text) else []
    tokens = [(raw, word) for raw, word in tokens if raw.isupper() or word not in PARTICLES]
    begins = [raw.isupper() and word.isalpha() and len(word) < _SHORTEST_GLUED for raw, word in tokens]
    for place, (_raw, letters) in enumerate(tokens):
        for step in (-1, 1) if begins[place] else ():
            near = place + step
            while 0 <= near < len(tokens) and begins[near]:
                near += step
            if 0 <= near < len(tokens) and len(word := tokens[near][1]) > 2:
                yield from ((letter, word) for letter in letters)
    for match in _ADDRESS.finditer(text) if _MAY_BE_AN_ADDRESS.search(text) else ():
        for word in (word for word in parts(match[0]) if len(word) >= SHORTEST_GLUED):
            for cut in range(3, len(word) - 2):
                yield from ((word[cut], word[:cut]), (word[0], word[cut:]))


def rejoined(text: str) -> tuple[str, list[int]] | None:
    """The text with the words together that the end of a line cut in two, and for each letter where it stands; None where there
    is no such word."""
    cuts = [match.span() for match in _CUT.finditer(text)]
    if not cuts:
        return None
    gone = {place for start, end in cuts for place in range(start, end)}
    where = [place for place in range(len(text)) if place not in gone]
    return "".join(text[place] for place in where), where


def _numbered(wording: Wording, name: str, openly: Collection[str]) -> Iterator[tuple[int, int]]:
    own = {word for word in parts(name) if len(word) >= _SHORTEST} | short_words(name)
    for word, start, end in wording.words:
        if (letters := word.strip(_DIGITS)) != word and letters in own and letters not in openly:
            yield start, end


def _addressed(wording: Wording, name: str, openly: Collection[str]) -> Iterator[tuple[int, int]]:
    words = parts(name)
    own = {word for word in words if len(word) >= _SHORTEST and word not in openly}
    plain, where = unescaped(wording.text)
    for match in _ADDRESS.finditer(plain):
        is_mail = bool(_IS_MAIL.search(match[0]))
        if any(_gives_away(word, own, words, is_mail) for word in parts(match[0])):
            yield where[match.start()], where[match.end()]


def _gives_away(word: str, own: Collection[str], words: tuple[str, ...], is_mail: bool) -> bool:
    """Whether a word of an address has one of the name in it, or, in one of e-mail, is the beginning of one beside initials."""
    letters, heard = word.strip(_DIGITS), sound(word)
    if any(one == letters or (len(one) >= _SHORTEST_GLUED and (one in word or sound(one) in heard)) for one in own):
        return True
    initials = {one[0] for one in words}
    cuts = [(start, len(letters) - end) for start in range(len(words)) for end in range(len(words)) if start or end]
    return is_mail and any(
        end - start >= _SHORTEST
        and initials.issuperset(letters[:start] + letters[end:])
        and any(one.startswith(letters[start:end]) for one in own)
        for start, end in cuts
    )
