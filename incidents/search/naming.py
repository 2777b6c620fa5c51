"""Names of persons inside texts: whole, in another order, shortened, in an address; and how to write them out of it.

A name counts however it is spelled: accents, case, hyphens, particles (“de la”) and the order of its words are no
difference, and neither is a possessive. Words of a name of several words are compared by their sound (Tupac, Tupaq), a name
of one word by its letters: there are too many words of one sound.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from incidents.search.closing import closed
from incidents.search.escapes import unescaped
from incidents.search.folding import INVISIBLE, fold
from incidents.search.names.spelling import sound
from incidents.search.names.vocabulary import HONORIFICS, PARTICLES, STOPWORDS

_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # on letters of their own
_WORD = re.compile(rf"(?:[^\W_]|[{_ACCENTS}{INVISIBLE}])+")
_POSSESSIVE = re.compile(r"['’`´]s\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(
    r"\w{4}[\"'»”)\]]*[.!?…][\"'»”)\]]*\s|\n\s*\n"
)  # shorter words before a full stop are cut ones (“Ma.”)
_BESIDE = re.compile(rf"[\s.,{INVISIBLE}-]*(?:(?:de|del|la|las|los|da|do|dos)\s+)*", re.IGNORECASE)
_FULL_STOP = re.compile(r"\.(?=\s*[,;)a-z])")  # of an initial, and not of its sentence
_WORDS_TOO = frozenset("aeiouy")  # letters that are words of their own: an initial only with its full stop
_BEFORE = re.compile(r"\b(?:el|la|los|las|the)\s+$", re.IGNORECASE)
_BEGINS = re.compile(r"(?:an?|the|una?|un[oa]s|el|la|los|las|uma?)\b", re.IGNORECASE)
_ARTICLE = "the"  # those of other languages are particles
_SHORTEST = 4  # a name of one word with fewer letters stands in too many other words
_SHORT = 3  # a word of a name with as few is read letter by letter, and with a capital
_NEVER_ALONE = HONORIFICS | STOPWORDS | {"san"}  # short words that say nothing of whose name they are part
SHORTEST_GLUED = 8  # letters: such a word may be a whole name written together, as in an address
_SHORTEST_IN_MAIL = 5
_MOST_INITIALS = 4
_AT = r"(?:@|\s?\((?:at|arroba)\)\s?|\s?\[(?:at|arroba)\]\s?)"
_BEFORE_AT, _DIGITS = re.compile(_AT, re.IGNORECASE), "0123456789"
_EMAIL = re.compile(rf"[\w.+%{INVISIBLE}-]{{1,64}}{_AT}[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{{4,64}}", re.IGNORECASE)


def _folded(word: str) -> str:
    return fold(word).replace(" ", "")


@dataclass(frozen=True)
class Wording:
    """A text as its words, each with where it stands; particles are passed over."""

    text: str
    words: tuple[tuple[str, int, int], ...]

    @cached_property
    def plain(self) -> frozenset[str]:
        return frozenset(word for word, _start, _end in self.words)

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """How each of the words sounds."""
        return tuple(sound(word) for word, _start, _end in self.words)

    @cached_property
    def sounds(self) -> frozenset[str]:
        return frozenset(self.heard)


def read(text: str) -> Wording:
    """The words of a text that can be part of a name, folded."""
    plain, where = unescaped(text)
    matches = _WORD.finditer(_without_possessives(plain))
    found = ((_folded(match[0]), where[match.start()], where[match.end()]) for match in matches)
    return Wording(text, tuple(row for row in found if row[0] and row[0] not in PARTICLES and len(row[0]) > 1))


def _without_possessives(text: str) -> str:
    return _POSSESSIVE.sub(lambda match: " " * len(match[0]), text)


def parts(name: str) -> tuple[str, ...]:
    """The words of a name that count."""
    return tuple(word for word, _start, _end in read(name).words)


def short_forms(name: str) -> list[tuple[str, ...]]:
    """The ways in which a longer name is commonly cut: one of the given names with one of the surnames, the surnames
    alone, or without its last or a middle word."""
    words = parts(name)
    if len(words) < 3:
        return []
    cuts: set[tuple[str, ...]] = {words[-2:]}
    cuts.update((words[0], word) for word in words[1:])
    cuts.update((words[1], word) for word in words[2:])
    cuts.update(words[:place] + words[place + 1 :] for place in range(1, len(words)))
    cuts = {cut for cut in cuts if not _is_a_number(cut)}
    return sorted(cuts, key=lambda cut: (-len(cut), cut))


def whole(wording: Wording, name: str) -> list[tuple[int, int]]:
    """Where all words of the name stand side by side, in any order, or written together as in an address."""
    words = parts(name)
    if not words or (len(words) == 1 and len(words[0]) < _SHORTEST) or _is_a_number(words):
        return []
    return [*_windows(wording, words), *_glued(wording, words)]


def partial(wording: Wording, name: str) -> list[tuple[int, int]]:
    """Where a shortened form of the name stands, also written together."""
    return [span for cut in short_forms(name) for span in (*_windows(wording, cut), *_glued(wording, cut))]


def _is_a_number(words: tuple[str, ...]) -> bool:
    """Whether there is nothing but an article and a number: “the 43” names nobody, as “los 43” does not."""
    return _ARTICLE in words and all(word == _ARTICLE or word.isdigit() for word in words)


def _windows(wording: Wording, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    size = len(words)
    wanted = sorted(map(sound, words) if size > 1 else words)
    if not (wording.sounds if size > 1 else wording.plain).issuperset(wanted):
        return
    said = wording.heard if size > 1 else [word for word, _start, _end in wording.words]
    free = 0  # where a name begins that shares no word with the one before it
    for place in range(len(said) - size + 1):
        if sorted(said[place : place + size]) != wanted or _parted(wording, place, size):
            continue
        if place >= free or _is_close(wording, place, size):
            yield wording.words[place][1], wording.words[place + size - 1][2]
            free = place + size


def _is_close(wording: Wording, place: int, size: int) -> bool:
    """Whether no other word, however short, stands between these: in “Ana Quispe y Ana Quispe” nobody is called “Quispe y
    Ana”."""
    rows = wording.words[place : place + size]
    return not any(_WORD.search(wording.text, end, start) for (_, _, end), (_, start, _) in pairwise(rows))


def _parted(wording: Wording, place: int, size: int) -> bool:
    """Whether a sentence ends between words that stand side by side: “Rufino stayed; so did Ana. Quispe left.”"""
    rows = wording.words[place : place + size]
    return any(
        _SENTENCE_ENDS.search(wording.text, max(0, end - 4), start) for (_, _, end), (_, start, _) in pairwise(rows)
    )


def glued_forms(name: str) -> set[str]:
    """How the name and its short forms sound, written together."""
    return {heard for words in (parts(name), *short_forms(name)) for heard in _together(words)}


def _together(words: tuple[str, ...]) -> set[str]:
    if len(words) < 2 or len("".join(words)) < SHORTEST_GLUED:
        return set()
    return {sound("".join(words)), sound("".join(reversed(words)))}


def _glued(wording: Wording, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    together = _together(words)
    for (word, start, end), heard in zip(wording.words, wording.heard, strict=True) if together else ():
        if len(word) >= SHORTEST_GLUED and any(glued in heard for glued in together):
            yield start, end


def short_words(name: str, others: Collection[str] = ()) -> set[str]:
    """The short words of a name by which it may be called; not those of `others`."""
    known = {sound(word) for word in others}
    return {
        word for word in parts(name) if len(word) == _SHORT and word not in _NEVER_ALONE and sound(word) not in known
    }


def alone(wording: Wording, name: str, others: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where one word of the name stands with a capital; not where it is one of `others`."""
    known = {sound(word) for word in others}
    words = {sound(word) for word in parts(name) if len(word) >= _SHORTEST} - known
    short = short_words(name, others)
    return [
        (start, end)
        for (word, start, end), heard in zip(wording.words, wording.heard, strict=True)
        if (heard in words or word in short) and _has_capital(unescaped(wording.text[start:end])[0])
    ]


def _has_capital(word: str) -> bool:
    """Whether its first letter is one."""
    return next((char for char in word if char.isalpha() and fold(char)), "").isupper()


def alike(wording: Wording, name: str, others: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where one word of the name stands by its letters, with or without a capital, also in the plural: perhaps the name, and
    perhaps only a word (“flores”); not where it is one of `others`."""
    words = {word for word in parts(name) if len(word) >= _SHORTEST} - set(others)
    forms = words | {f"{word}{end}" for word in words for end in ("s", "es")}
    return [(start, end) for word, start, end in wording.words if word in forms]


def mailed(wording: Wording, name: str, others: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where an e-mail address or a handle stands that has a word of the name, however it is written: glued to anything where
    it is long enough (“rosaquispe7@example.org”, “evapari@”), else to digits and initials of the name; a word of three letters before
    the “@” only by itself (“ana.paz7@example.org”); not where it is one of `others`. The whole address, which is nobody else's."""
    words, known = parts(name), {sound(word) for word in others}
    own = {sound(word): len(word) for word in words if len(word) >= _SHORTEST and sound(word) not in known}
    for form in (words, *short_forms(name)):
        if len(form) > 1 and not known.issuperset(map(sound, form)):
            both = ("".join(form), "".join(form[::-1]))
            own |= {sound(together): len(together) for together in both if len(together) >= _SHORTEST_IN_MAIL}
    short, initials = short_words(name, others), {word[0] for word in words}
    return [
        match.span()
        for match in _EMAIL.finditer(wording.text if own or short else "")
        if any(_is_among(word, own, initials) for word in parts(match[0]))
        or any(word.strip(_DIGITS) in short for word in parts(_who(match[0])))
    ]


def _who(address: str) -> str:
    """What stands before the “@” of an address, or all of a handle."""
    return _BEFORE_AT.split(address)[0] or address


def _is_among(word: str, own: Mapping[str, int], initials: set[str]) -> bool:
    """Whether the word has one of those (by their sounds, with their letters counted) in it; a short one only beside digits
    and these initials."""
    heard = sound(word)
    if any(one in heard for one, letters in own.items() if letters >= _SHORTEST_IN_MAIL):
        return True
    letters = word.strip(_DIGITS)
    cuts = [(start, len(letters) - end) for start in range(_MOST_INITIALS) for end in range(_MOST_INITIALS)]
    return any(
        sound(letters[start:end]) in own and initials.issuperset(letters[:start] + letters[end:])
        for start, end in cuts
        if end - start >= _SHORTEST
    )


class _Token(NamedTuple):
    """A word of a name, or initials: the letters, where they stand, and whether each has its full stop."""

    letters: str
    start: int
    end: int
    is_word: bool
    dotted: bool


def initialled(wording: Wording, name: str) -> list[tuple[int, int]]:
    """Where words of the name stand beside initials of its others (“B. Quispe”, “Quispe B”, “Benita M.Q.”), or the initials
    of all its three words or more, each with its full stop (“B.M.Q.”)."""
    words = parts(name)
    found = []
    for run in _runs(wording, {sound(word) for word in words if len(word) >= _SHORTEST}, short_words(name)):
        own = {sound(token.letters) for token in run if token.is_word}
        initials = "".join(token.letters for token in run if not token.is_word)
        rest = {word[0] for word in words if sound(word) not in own}
        all_of_them = len(words) > 2 and initials == "".join(word[0] for word in words)
        if initials and (set(initials) <= rest if own else all_of_them and all(token.dotted for token in run)):
            found.append(_span(wording, run))
    return found


def _span(wording: Wording, run: list[_Token]) -> tuple[int, int]:
    stop = _FULL_STOP.match(wording.text, run[-1].end)
    return run[0].start, stop.end() if stop else run[-1].end


def initials_alone(wording: Wording, name: str) -> list[tuple[int, int]]:
    """Where the initials of all words of the name stand alone, in their order: with full stops (“B.Q.”), or three or more
    without (“BMQ”). They may be those of anything else."""
    initials = "".join(word[0] for word in parts(name))
    found = []
    for run in _runs(wording) if len(initials) > 1 else ():
        if "".join(token.letters for token in run) == initials and (
            len(initials) > 2 or all(one.dotted for one in run)
        ):
            found.append(_span(wording, run))
    return found


def _runs(wording: Wording, heard: Collection[str] = (), short: Collection[str] = ()) -> Iterator[list[_Token]]:
    """Words of a name (by their sounds, `short` ones by their letters and with a capital) and initials that stand side by side
    in one sentence."""
    run: list[_Token] = []
    for token in _tokens(wording.text, heard, short):
        between = wording.text[run[-1].end : token.start] if run else ""
        ends = run and run[-1].is_word and _SENTENCE_ENDS.search(wording.text, max(0, run[-1].end - 4), token.start)
        if run and (ends or not _BESIDE.fullmatch(between)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _tokens(text: str, heard: Collection[str], short: Collection[str]) -> Iterator[_Token]:
    plain, where = unescaped(text)
    for match in _WORD.finditer(_without_possessives(plain)):
        raw, word, start, end = match[0], _folded(match[0]), where[match.start()], where[match.end()]
        dotted = plain[match.end() : match.end() + 1] == "."
        if len(word) > 1 and (sound(word) in heard or (word in short and _has_capital(raw))):
            yield _Token(word, start, end, True, dotted)
        elif raw.isupper() and word.isalpha() and len(word) <= _MOST_INITIALS and (dotted or word not in _WORDS_TOO):
            yield _Token(word, start, end, False, dotted and len(word) == 1)


def replaced(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    """The text with other words in these places; those that overlap, or have only a space between them, are one. An article
    before them goes where the other words begin with their own (“El Zurdo”, “a driver”); no quotation mark loses its fellow."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if kept and (start < kept[-1][1] or not text[kept[-1][1] : start].strip()):
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    for start, end in reversed(kept):
        start, end, words = closed(text, start, end, instead)
        article = _BEFORE.search(text[:start]) if _BEGINS.match(instead) else None
        text = text[: article.start() if article else start] + words + text[end:]
    return text
