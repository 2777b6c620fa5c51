"""Which word of one name stands for which word of the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from incidents.search.names.spelling import likeness


@dataclass(slots=True)
class Alignment:
    """Pairs of words with their likeness, and what is left over on each side."""

    pairs: list[tuple[str, str, float]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)


def align(one: Sequence[str], other: Sequence[str], least: float) -> Alignment:
    """The likest words first, each used once, none below `least`; then words written together."""
    found = sorted(
        ((likeness(x, y), -abs(i - j), i, j) for i, x in enumerate(one) for j, y in enumerate(other)), reverse=True
    )
    used_one: set[int] = set()
    used_other: set[int] = set()
    result = Alignment()
    for alike, _, i, j in found:
        if alike < least:
            break
        if i not in used_one and j not in used_other:
            used_one.add(i)
            used_other.add(j)
            result.pairs.append((one[i], other[j], alike))
    result.left = [word for i, word in enumerate(one) if i not in used_one]
    result.right = [word for j, word in enumerate(other) if j not in used_other]
    if result.left and result.right:
        _join(result, result.left, result.right)
        _join(result, result.right, result.left)
    return result


def _join(result: Alignment, parts: list[str], wholes: list[str]) -> None:
    """Two neighbours that are one word on the other side ("jean claude", "jeanclaude"), or its initials ("jc")."""
    for whole in list(wholes):
        for k in range(len(parts) - 1):
            first, second = parts[k], parts[k + 1]
            alike = likeness(first + second, whole)
            if len(whole) == 2 and whole == first[0] + second[0]:
                alike = 0.85
            if alike >= 0.8:
                result.pairs.append((first + second, whole, alike))
                wholes.remove(whole)
                del parts[k : k + 2]
                break
