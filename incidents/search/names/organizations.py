"""How alike two names of organizations are."""

from dataclasses import replace

from rapidfuzz.distance import OSA

from incidents.search.names.alignment import Alignment, align
from incidents.search.names.reading import Reading, read_organization
from incidents.search.names.vocabulary import GENERIC

LEAST = 0.65  # below this, two words are two names
FAINT = 0.15  # what a word such as "cartel" or "group" weighs beside a name
NOTHING_OWN = 0.5  # most that two names can reach which share generic words only
CONTRADICTION = 0.75  # most that two names can reach which each have a word of their own
OTHER_NUMBER = 0.5  # most that two names with different numbers can reach


def score_organizations(a: str, b: str) -> float:
    """0..1. Company forms and articles do not count, generic words little, numbers decide."""
    first, second = read_organization(a), read_organization(b)
    one, other = _spelt_out(first, second), _spelt_out(second, first)
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    alike = max(_by_words(one, other), _written_together(one, other))
    return max(alike * OTHER_NUMBER if one.numbers != other.numbers else alike, _by_initials(one, other))


def _spelt_out(one: Reading, other: Reading) -> Reading:
    """With its words that a full stop cuts short ("Coop.") as the other name has them whole, where it has one such word."""
    if not one.cut:
        return one
    words = []
    for word in one.words:
        whole = {longer for longer in other.words if word in one.cut and longer.startswith(word)}
        words.append(whole.pop() if len(whole) == 1 else word)
    return replace(one, words=tuple(words))


def _weight(word: str) -> float:
    return FAINT if word in GENERIC or (len(word) == 1 and word.isalpha()) else 1.0


def _by_words(one: Reading, other: Reading) -> float:
    found = _strict(align(one.words, other.words, LEAST))
    total = sum(map(_weight, one.words)) + sum(map(_weight, other.words))
    same = sum((_weight(x) + _weight(y)) * alike for x, y, alike in found.pairs)
    named = any(_weight(x) == _weight(y) == 1.0 for x, y, _ in found.pairs)
    if total >= 1 and not named:
        return min(NOTHING_OWN, same / total)
    contradicted = all(any(_weight(word) == 1.0 for word in side) for side in (found.left, found.right))
    return min(CONTRADICTION, same / total) if contradicted else same / total


def _strict(found: Alignment) -> Alignment:
    """In three letters or fewer, and in initials, another letter is another name."""
    kept = [(x, y, alike) for x, y, alike in found.pairs if x == y or max(len(x), len(y)) > 3]
    return Alignment(kept, found.left, found.right)


def _written_together(one: Reading, other: Reading) -> float:
    if one.glued == other.glued:
        return 1.0
    longest = max(len(one.glued), len(other.glued))
    alike = 1 - OSA.distance(one.glued, other.glued) / longest
    return alike if alike >= 0.9 and len(one.words) != len(other.words) else 0.0


def _by_initials(one: Reading, other: Reading) -> float:
    """ "CJNG" for the group whose words begin with these letters."""
    for short, long in ((one, other), (other, one)):
        if len(short.words) == 1 and len(long.words) >= 3 and short.glued == long.initials:
            return 0.9
    return 0.0
