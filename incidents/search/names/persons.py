"""How alike two names of persons are."""

from rapidfuzz.distance import OSA

from incidents.search.names.alignment import Alignment, align
from incidents.search.names.reading import Reading, read_person
from incidents.search.names.spelling import bones
from incidents.search.names.vocabulary import GIVEN_NAMES

LEAST = 0.5  # below this, two words are two names
PREFIX = 0.85  # "Ben" for "Benjamin": the first word of both, three letters at least
LEFT_OUT = 0.04  # a second surname or a middle name that only one side has
CONTRADICTION = 0.7  # most that two names can reach which each have a name that the other lacks
LONE = 0.7  # one word in common with a longer name says little


def score_persons(a: str, b: str) -> float:
    """0..1. Word order, particles and honorifics do not count; what contradicts counts most."""
    one, other = read_person(a), read_person(b)
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    if one.signs and other.signs:
        return CONTRADICTION if one.signs != other.signs else 1.0
    if _father_and_son(one, other):
        return CONTRADICTION
    return max(_by_words(one, other), _written_together(one, other), _by_bones(one, other))


def _by_words(one: Reading, other: Reading) -> float:
    found = align(one.words, other.words, LEAST)
    _shortened(found, one, other)
    full = [pair for pair in found.pairs if min(len(pair[0]), len(pair[1])) > 1]
    if not full:
        return 0.0
    length = sum(max(len(x), len(y)) for x, y, _ in full)
    alike = sum(max(len(x), len(y)) * like for x, y, like in full) / length
    alike -= 0.05 * (len(found.pairs) - len(full))
    left, right = found.left, found.right
    if left and right:
        return CONTRADICTION * alike * len(found.pairs) / (len(found.pairs) + min(len(left), len(right)))
    if len(found.pairs) == 1 and (left or right):
        return LONE * alike
    return max(0.0, alike - LEFT_OUT * min(3, len(left) + len(right)))


def _shortened(found: Alignment, one: Reading, other: Reading) -> None:
    """ "Alex" for "Alexander", where it comes first; but "Juan" is not short for "Juana"."""
    first, second = one.words[0], other.words[0]
    short, long = sorted((first, second), key=len)
    if short in GIVEN_NAMES or len(short) < 3 or not long.startswith(short):
        return
    if first in found.left and second in found.right:
        found.left.remove(first)
        found.right.remove(second)
        found.pairs.append((first, second, PREFIX))


def _father_and_son(one: Reading, other: Reading) -> bool:
    """Salman bin Omar is not Omar bin Salman."""
    return any(
        father in other.words and father not in other.sons_of and son in one.words and son not in one.sons_of
        for father in one.sons_of
        for son in other.sons_of
    )


def _written_together(one: Reading, other: Reading) -> float:
    if len(one.words) == len(other.words):
        return 0.0
    longest = max(len(one.glued), len(other.glued))
    alike = 1 - OSA.distance(one.glued, other.glued) / longest
    return alike if alike >= 0.9 else 0.0


def _by_bones(one: Reading, other: Reading) -> float:
    """Across scripts: consonants only, because vowels are often not written."""
    if one.latin == other.latin:
        return 0.0
    first, second = bones(one.glued), bones(other.glued)
    longest = max(len(first), len(second))
    if longest < 5:
        return 0.0
    alike = 1 - OSA.distance(first, second) / longest
    return alike if alike >= 0.85 else 0.0
