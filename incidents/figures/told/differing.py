"""The difference between two states of a case: facts added, removed and changed, in the order of the page."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.utils.translation import gettext as _

from incidents.figures.told.telling import Fact, Line, Section
from incidents.models import Party

_LONG = 60  # characters from which the words that differ are marked inside the text


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: “=” stayed, “-” went, “+” came."""

    sign: str
    text: str


@dataclass(frozen=True)
class Changed:
    """One line of a fact with its old and its new words; `pieces` where the text is long and much of it stayed."""

    label: str
    old: str
    new: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """A fact that was added (+), removed (-) or changed (~). `trail` leads to it from the fact that it is a part of."""

    sign: str
    trail: list[str]
    lines: list[Line]
    changed: list[Changed]
    within: list[Fact] = field(default_factory=list)

    @property
    def name(self) -> str:
        return ", ".join(self.trail)


@dataclass(frozen=True)
class Differing:
    """The differences in one section of the page."""

    code: str
    title: str
    differences: list[Difference]


def differences(old: list[Section], new: list[Section]) -> list[Differing]:
    """What must be told of the old case to make it the new one; empty where no fact differs."""
    before = {section.code: section for section in old}
    after = {section.code: section for section in new}
    order = [section.code for section in new] + [code for code in before if code not in after]
    found = []
    for code in order:
        here = before.get(code), after.get(code)
        title = next(section.title for section in reversed(here) if section)
        facts = [section.facts if section else [] for section in here]
        found.append(Differing(code, title, list(_between(facts[0], facts[1], []))))
    return [section for section in found if section.differences]


def _between(old: list[Fact], new: list[Fact], trail: list[str]) -> Iterator[Difference]:
    before = {fact.key: fact for fact in old}
    after = {fact.key: fact for fact in new}
    for fact in new:
        was = before.get(fact.key)
        if was is None:
            yield Difference("+", [*trail, fact.heading], fact.further, [], fact.within)
        else:
            yield from _changed(was, fact, trail)
    for fact in old:
        if fact.key not in after:
            yield Difference("-", [*trail, fact.heading], fact.further, [], fact.within)
    yield from _reordered(old, new, trail)


def _reordered(old: list[Fact], new: list[Fact], trail: list[str]) -> Iterator[Difference]:
    """Facts of one sort that stand in another order; what came or went does not count."""
    before = {fact.key: fact for fact in old}
    for sort in dict.fromkeys(fact.key[0] for fact in new):
        after = [fact for fact in new if fact.key[0] == sort and fact.key in before]
        keys = {fact.key for fact in after}
        was = [fact for fact in old if fact.key in keys]
        moved = [n for n, (one, other) in enumerate(zip(was, after, strict=True)) if one.key != other.key]
        if moved:
            span = slice(moved[0], moved[-1] + 1)
            then, now = (_in_order(facts[span], moved[0] + 1) for facts in (was, after))
            what = apps.get_model("incidents", sort)._meta.verbose_name_plural
            name = _("The order of: %(what)s") % {"what": what}
            yield Difference("~", [*trail, name], [], [Changed(_("Order"), then, now)])


def _in_order(facts: list[Fact], first: int) -> str:
    return "\n".join(f"{number}. {fact.heading}" for number, fact in enumerate(facts, first))


def _changed(old: Fact, new: Fact, trail: list[str]) -> Iterator[Difference]:
    was, now = _by_label(old), _by_label(new)
    changed = []
    for label in dict.fromkeys([*now, *was]):
        before, after = was.get(label), now.get(label)
        if before is None or after is None or before.differs(after):
            changed.append(_line(label[0], before or Line(label[0], ""), after or Line(label[0], "")))
    here = [*trail, old.heading]
    if changed:
        yield Difference("~", here, [], changed)
    yield from _between(old.within, new.within, here)


def _by_label(fact: Fact) -> dict[tuple[str, int], Line]:
    """What its heading says, then its lines; those of one label by their number."""
    found: dict[tuple[str, int], Line] = {}
    for line in (*fact.headed, *fact.lines):
        number = sum(line.label == label for label, _number in found)
        found[line.label, number] = line
    return found


def _line(label: str, before: Line, after: Line) -> Changed:
    """In words. Parties that were merged are said to be; what only another row is called alike is said to be another."""
    old, new = before.words, after.words
    if before.of_party and after.of_party and _are_merged(before.key, after.key):
        new = _("%(words)s (these two records were merged)") % {"words": new}
    elif old == new:
        new = _("%(words)s (another record of that name)") % {"words": new}
    return Changed(label, old, new, _pieces(old, new) if min(len(old), len(new)) > _LONG else [])


def _are_merged(one: int, other: int) -> bool:
    """Whether the two parties are one in the record of today."""
    kept = [party.kept for party in Party.objects.filter(pk__in=[one, other])]
    return len(kept) == 2 and kept[0] == kept[1]


def _pieces(old: str, new: str) -> list[Piece]:
    """The two texts in one, word by word; nothing where hardly a word stayed."""
    if difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < 0.5:
        return []
    before, after = (re.findall(r"\s+|[^\s]+", text) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("=", "".join(before[a:b])))
            continue
        pieces += [
            Piece(sign, text) for sign, text in (("-", "".join(before[a:b])), ("+", "".join(after[c:d]))) if text
        ]
    return pieces
