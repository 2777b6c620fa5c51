"""Where a text calls somebody who is named openly: there no word means a person of the same words whose name is not told."""

from collections.abc import Collection, Iterable, Iterator

from incidents.search.naming import Wording, initialled, initials_alone, partial, parts, read, whole


def of_others(wording: Wording, names: Collection[str], others: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where one of the others (the words of each name) is called by a name of several words, whole or shortened, that cannot
    be one of the names."""
    own = {word for name in names for word in parts(name)}
    begun = {span for name in names for span in initialled(wording, name)}
    for name in (" ".join(words) for words in others if len(words) > 1):
        yield from whole(wording, name)
        yield from (span for span in partial(wording, name) if not own.issuperset(parts(wording.text[slice(*span)])))
        yield from (span for span in initialled(wording, name) if span not in begun)


def is_inside(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    """Whether the place begins within one of the others."""
    return any(first <= span[0] < last for first, last in spans)


def not_within(spans: Iterable[tuple[int, int]], wording: Wording, names: Collection[str]) -> list[tuple[int, int]]:
    """Those of the places that are no part of one of the names, whole, where it stands: an organization that is called after
    somebody takes no more from them."""
    found = list(spans)
    taken = [span for name in names for span in whole(wording, name)] if found else []
    return [(start, end) for start, end in found if not any(a <= start and end <= b for a, b in taken)]


def of_one_word(
    wording: Wording, names: Collection[str], others: Iterable[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Where one of the names that are one word each (“H. Oxlajuyú” is) stands by itself, and not as a part of what one of the
    others is called."""
    found = [span for name in names if len(parts(name)) == 1 for span in whole(wording, name)]
    theirs = list(of_others(wording, names, others)) if found else []
    return (span for span in found if not is_inside(span, theirs))


def may_be_initials_of(cut: str, others: Iterable[tuple[str, ...]]) -> bool:
    """Whether the words, initials among them, may mean one of the others."""
    called = [" ".join(name) for name in others]
    return any(initialled(read(cut), name) or initials_alone(read(cut), name) for name in called)
