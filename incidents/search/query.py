"""What a visitor typed, read as a question to texts: words, "phrases", -word, OR, beginnings (word*). Never raises.

A text is known by its folded words. A question is a conjunction of choices: of each choice at least one alternative
must hold. What cannot mean anything (stray quotation marks, operators without words, emoji) is passed over.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from incidents.search.folding import fold

LONGEST = 1000  # characters that are read
MOST = 32  # words and phrases that are looked for

_MARKS = str.maketrans({**dict.fromkeys("“”„«»‟＂", '"'), **dict.fromkeys("−–—", "-"), "\x00": " "})
_PIECE = re.compile(r'-?"[^"]*"?\*?|[^\s"]+')


@dataclass(frozen=True)
class Term:
    """Words side by side, in that order; with `prefix`, the last is only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def pattern(self) -> str:
        """For LIKE over a text whose words are parted, begun and ended by one space each."""
        return f"% {' '.join(self.words)}{'' if self.prefix else ' '}%"

    def __str__(self) -> str:
        text = " ".join(self.words)
        return (f'"{text}"' if len(self.words) > 1 else text) + ("*" if self.prefix else "")


@dataclass(frozen=True)
class Alternative:
    """That the term stands in the text, or that it does not."""

    term: Term
    absent: bool = False

    def __str__(self) -> str:
        return f"-{self.term}" if self.absent else str(self.term)


@dataclass(frozen=True)
class Query:
    """A question. `cut`: something was left out, because it was too long."""

    choices: tuple[tuple[Alternative, ...], ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.choices)

    def __str__(self) -> str:
        """The question written anew, in the form in which it is read as itself."""
        return " ".join(" OR ".join(map(str, choice)) for choice in self.choices)

    @property
    def terms(self) -> list[Term]:
        """Every term that is asked for, each once; not what must be absent."""
        asked = (one.term for choice in self.choices for one in choice if not one.absent)
        return list(dict.fromkeys(asked))

    def met(self, holds: Callable[[Term], Any], everything: Any) -> Any:
        """What meets the question: sets or conditions joined by `&` and `|`. `holds` gives those of one term,
        `everything` is what is left where a term must be absent."""

        def one(alternative: Alternative) -> Any:
            found = holds(alternative.term)
            return absent(everything, found) if alternative.absent else found

        return reduce(and_, (reduce(or_, map(one, choice)) for choice in self.choices), everything)

    def replaced(self, words: dict[str, str]) -> "Query":
        """The question with other words in place of some."""

        def other(one: Alternative) -> Alternative:
            term = Term(tuple(words.get(word, word) for word in one.term.words), one.term.prefix)
            return one if one.absent else Alternative(term)

        return Query(tuple(tuple(map(other, choice)) for choice in self.choices), self.cut)


def absent(everything: Any, found: Any) -> Any:
    """What is left without the found: of sets the difference, of conditions the negation."""
    return everything & ~found if hasattr(found, "deconstruct") else everything - found


def parse(text: str, typing: bool = False) -> Query:
    """The question in a visitor's text. `typing`: the last word may still be growing."""
    cut = len(text) > LONGEST
    read = text[:LONGEST].translate(_MARKS)
    choices: list[list[Alternative]] = []
    also, number = False, 0
    for piece in _PIECE.findall(read):
        if piece in ("OR", "|"):
            also = bool(choices)
            continue
        one = _alternative(piece)
        if one is None:
            continue
        if number == MOST:
            cut = True
            break
        number += 1
        if also:
            choices[-1].append(one)
        else:
            choices.append([one])
        also = False
    if typing and choices and not read[-1].isspace() and not read.endswith('"'):
        last = choices[-1][-1]
        choices[-1][-1] = Alternative(Term(last.term.words, True), last.absent)
    return Query(tuple(dict.fromkeys(tuple(dict.fromkeys(choice)) for choice in choices)), cut)


def _alternative(piece: str) -> Alternative | None:
    absent = piece.startswith("-")
    words = tuple(fold(piece).split()[:MOST])
    return Alternative(Term(words, piece.endswith("*")), absent) if words else None


def holds(query: Query, texts: Iterable[str]) -> bool:
    """Whether something with these folded texts meets the question. A phrase must stand within one of them."""
    padded = [f" {text} " for text in texts]
    found = query.met(lambda term: {0} if any(within(term, text) for text in padded) else set(), {0})
    return bool(found)


def within(term: Term, padded: str) -> bool:
    """Whether the term stands in a folded text that begins and ends with a space."""
    return f" {' '.join(term.words)}{'' if term.prefix else ' '}" in padded
