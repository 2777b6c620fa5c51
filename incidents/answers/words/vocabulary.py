"""The words that public passages have: put away by `rebuild_derived`, and read from the passages that came since. Words that
came into a passage that was there already, when its row was edited, are proposed from the next `rebuild_derived` on.
"""

from collections import Counter
from collections.abc import Container, Iterable

from django.db import connection, transaction
from django.db.models import Q
from rapidfuzz.distance import OSA

from incidents.models import HiddenPassage, Passage, Word

SHORT = 5  # letters up to which a word is near another only if one letter differs
MOST = 5000  # words that are compared
NEWEST = 5000  # passages that are read beside what is put away
_LAST = "_"  # the row that says up to which passage the words are counted; no word is spelled so


def last_passage() -> int:
    """The number of the newest passage. Ask before the words are counted: what comes meanwhile may count twice, and is missed
    nowhere."""
    return Passage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def put_away(numbers: Counter[str], last: int) -> None:
    """Replaces the words that are put away, by how many passages have each; `last`: up to which passage surely all were
    counted. All or nothing."""
    with transaction.atomic():
        Word.objects.all().delete()
        rows = [Word(word=word, turned=word[::-1], passages=number) for word, number in numbers.items()]
        Word.objects.bulk_create([*rows, Word(word=_LAST, turned=_LAST, passages=last)], batch_size=2000)


def near(word: str, embargoed: Container[int]) -> list[str]:
    """Other words that are spelled nearly so: the nearest first, and of those the most frequent.

    One that is put away may be public no longer: see that it is before it is shown.
    """
    found: Counter[str] = Counter()
    for one, number in [*_put_away(word), *_since(embargoed).items()]:
        found[one] += number
    return _nearest(word, found)


def near_in_hidden(words: Iterable[str]) -> dict[str, str]:
    """For each of the words that no case has that is not public, the nearest that one of them has; read from those added last."""
    found = counted(HiddenPassage.objects.order_by("-pk").values_list("text", flat=True)[:NEWEST].iterator())
    nearest = {word: _nearest(word, found) for word in words if word not in found}
    return {word: near[0] for word, near in nearest.items() if near}


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word stands; the mark between two texts that are one passage is no word."""
    numbers: Counter[str] = Counter()
    for text in texts:
        numbers.update(set(text.split()))
    del numbers["_"]
    return numbers


def _nearest(word: str, found: Counter[str]) -> list[str]:
    """Those of the words found (with how often each is) that are spelled nearly so, but for the word itself."""
    most = 1 if len(word) <= SHORT else 2
    likely = [one for one in found if one != word and abs(len(one) - len(word)) <= most]
    distances = {one: OSA.distance(word, one, score_cutoff=most) for one in likely}
    fitting = [one for one, distance in distances.items() if distance <= most]
    return sorted(fitting, key=lambda one: (distances[one], -found[one], one))


def _put_away(word: str) -> list[tuple[str, int]]:
    """Words that begin or end alike. Whoever mistypes one letter of five has hit either the beginning or the end."""
    end = word[::-1][: 3 if len(word) >= SHORT else 2]
    alike = _begins("word", word[:2]) | _begins("turned", end)
    return list(Word.objects.filter(alike).order_by("-passages").values_list("word", "passages")[:MOST])


def _begins(column: str, text: str) -> Q:
    """That the column begins so, by its index: SQLite has none for LIKE, and PostgreSQL sorts by the language."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + "~"})
    return Q(**{f"{column}__startswith": text})


def _since(embargoed: Container[int]) -> Counter[str]:
    last = Word.objects.filter(word=_LAST).values_list("passages", flat=True).first() or 0
    newest = Passage.objects.filter(pk__gt=last).order_by("-pk").values_list("incident", "text")[:NEWEST]
    return counted(text for incident, text in newest if incident is None or incident not in embargoed)
