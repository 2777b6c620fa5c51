"""What free words of a source probably mean: proposals for an editor, never a finding.

Steps and roles: the first phrase of the table that is found wins; of steps, only one that accounts for every word of the
text that may turn its meaning round (see `step_doubts.csv`). Offences: the longest phrases win, several may. Case and
accents do not count; a phrase begins and ends with a word, `*` stands for any letters or words, and `^` for the beginning.
"""

import re
from functools import cache
from itertools import chain

from incidents.exchange.reference.files import rows
from incidents.models.vocabulary import PartyRole, StepKind
from incidents.search import fold

Table = tuple[tuple[re.Pattern[str], str], ...]

_ARTICLE = re.compile(r"^(?:his|her|their|the|an?|el|la|los|las|una?|su|sus|o|os|as|uma?|seus?|suas?) ")


def step_kind(text: str) -> str:
    """The kind of a legal step told in words, e.g. "expelled from the police" → removed_from_post.

    What is asked for, refused, undone or about somebody else is no such step: "conviction sought", "pardon denied" and
    "witness convicted" are `other`, unless a phrase of the table says what they are.
    """
    folded = fold(text)
    begun = _ARTICLE.sub("", folded)
    doubts = [(pattern, kinds) for pattern, kinds in _doubts() if pattern.search(folded) or pattern.search(begun)]
    for pattern, kind, phrase in _steps():
        if pattern.search(folded) and not any(
            (not kinds or kind in kinds) and not doubt.search(phrase) for doubt, kinds in doubts
        ):
            return kind
    return StepKind.OTHER.value


def party_role(text: str) -> str:
    """A party's role told in words, e.g. "detained suspect, alleged leader" → arrested."""
    folded = fold(text)
    return next((role for pattern, role in _roles() if pattern.search(folded)), PartyRole.OTHER.value)


def offence_codes(text: str) -> list[str]:
    """The offences told in words, in their order: "theft of drug shipments, drug trafficking" → 0502-A, 06012."""
    left = fold(text)
    found: list[tuple[int, str]] = []
    for pattern, codes in _offences():
        for match in pattern.finditer(left):
            found.append((match.start(), codes))
        left = pattern.sub(lambda match: "#" * len(match[0]), left)
    return list(dict.fromkeys(chain.from_iterable(codes.split() for _start, codes in sorted(found))))


@cache
def _roles() -> Table:
    """(pattern, role) in the order of the table."""
    return tuple((_pattern(row["phrase"]), row["role"]) for row in rows("role_phrases.csv"))


@cache
def _steps() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """(pattern, kind, the words of the phrase) in the order of the table."""
    return tuple((_pattern(row["phrase"]), row["kind"], fold(row["phrase"])) for row in rows("step_phrases.csv"))


@cache
def _doubts() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """(pattern, kinds that it puts in doubt; empty: all)."""
    return tuple((_pattern(row["phrase"]), frozenset(row["kinds"].split())) for row in rows("step_doubts.csv"))


@cache
def _offences() -> Table:
    table = [(fold(row["phrase"]), row["codes"]) for row in rows("offence_phrases.csv")]
    table.sort(key=lambda row: -len(row[0]))
    return tuple((re.compile(rf"\b{re.escape(phrase)}\b"), codes) for phrase, codes in table)


def _pattern(phrase: str) -> re.Pattern[str]:
    anchored = phrase.startswith("^")
    body = phrase.removeprefix("^")
    pieces = ".*".join(re.escape(_folded_piece(piece)) for piece in body.split("*"))
    start = "^" if anchored else "" if body.startswith("*") else r"\b"
    return re.compile(start + pieces + ("" if body.endswith("*") else r"\b"))


def _folded_piece(piece: str) -> str:
    """Folded, with the spaces at its ends kept: `expelled to *` is not `expelled together`."""
    before, after = piece[:1] == " ", piece[-1:] == " " and bool(piece.strip())
    return " " * before + fold(piece) + " " * after
