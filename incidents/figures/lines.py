"""What the lines of a list say. Those of incidents are read flat: a statement for each kind of fact, no objects of the
record, since every list that is made anew pays for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from incidents import wording
from incidents.figures.why import explain
from incidents.models import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Capacity,
    Composed,
    Defeat,
    IncidentKind,
    IncidentPlace,
    PlaceRole,
    in_language,
)
from incidents.search.query import Query


@dataclass
class Line:
    """One incident in a list."""

    kind: str = ""
    places: list[str] = field(default_factory=list)
    claims: list[tuple[str, bool]] = field(default_factory=list)  # words; whether all claims of that kind were defeated
    standing: list[str] = field(default_factory=list)


_PLACES = Composed(
    lambda numbers, now: IncidentPlace.objects.filter(incident__in=numbers).values_list("incident", "name", "role")
)
_ENDED = Q(reported_status="retracted") | Exists(Defeat.objects.filter(defeated=OuterRef("pk")))
_CLAIMED = Composed(
    lambda numbers, now: (
        Allegation.objects.filter(incident__in=numbers)
        .annotate(ended=_ENDED)
        .values_list("pk", "incident", "offence_as_stated", "ended")
    )
)
_OFFENCES = Composed(
    lambda numbers, now: AllegationOffence.objects.filter(allegation__incident__in=numbers).values_list(
        "allegation", "offence", "offence__name_en", "offence__name_es"
    )
)
_ACCUSED = Composed(
    lambda numbers, now: (
        AllegationParty.objects.filter(allegation__incident__in=numbers, capacity=Capacity.ACCUSED)
        .order_by()
        .values_list("allegation__incident", "legal_status")
    )
)


class _Named(NamedTuple):
    name_en: str
    name_es: str


def draw(name: str, shown: Iterable[Any], query: Query) -> None:
    """Gives the rows of a list what their lines say beside their own columns: each its `why`, an incident its `line`. A fixed
    number of statements."""
    rows = list(shown)
    explain(name, rows, query)
    if name == "incidents":
        _draw_incidents(rows)


def _draw_incidents(rows: list[Any]) -> None:
    numbers = [row.pk for row in rows]
    if not numbers:
        return
    places, claims, standing = _places(numbers), _claims(numbers), _standing(numbers)
    for row in rows:
        kind = str(IncidentKind.SERIES.label) if row.kind == IncidentKind.SERIES else ""  # once goes without saying
        row.line = Line(kind, places.get(row.pk, []), claims.get(row.pk, []), standing.get(row.pk, []))


def _places(numbers: list[int]) -> dict[int, list[str]]:
    """The places as written, each with its role unless it is where the incident happened."""
    found: dict[int, list[str]] = defaultdict(list)
    roles = dict(PlaceRole.choices)
    for incident, name, role in _PLACES.of(numbers):
        found[incident].append(name if role == PlaceRole.LOCATION else f"{name} ({roles[role]})")
    return found


def _claims(numbers: list[int]) -> dict[int, list[tuple[str, bool]]]:
    """The kinds of claims, each once: the offences of the classification, else the sources' own words."""
    claims = _CLAIMED.of(numbers)
    offences: dict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    for claim, number, name_en, name_es in _OFFENCES.of(numbers):
        if number not in names:
            names[number] = in_language(_Named(name_en, name_es))
        offences[claim].append(names[number])
    classified: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    stated: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for pk, incident, words, defeated in claims:
        classified[incident] += [(name, bool(defeated)) for name in offences.get(pk, ())]
        stated[incident] += [(words, bool(defeated))] * bool(words)
    return {incident: _once(classified[incident] or said) for incident, said in stated.items()}


def _once(said: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    standing = {words for words, defeated in said if not defeated}
    return [(words, words not in standing) for words in dict.fromkeys(words for words, _defeated in said)]


def _standing(numbers: list[int]) -> dict[int, list[str]]:
    """The derived legal statuses of the accused, in short, with how many of each: “Arrested, not convicted (2)”."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for incident, status in _ACCUSED.of(numbers):
        counted[incident][status] += 1
    language = get_language()
    return {incident: list(_labels(tuple(sorted(times.items())), language)) for incident, times in counted.items()}


@lru_cache(maxsize=1024)
def _labels(counted: tuple[tuple[str, int], ...], language: str | None) -> tuple[str, ...]:
    """As `wording.labels_of`, with numbers; once for the same statuses in the reader's language."""
    times = Counter(dict(counted))
    codes = [status.code for status in wording.STATUSES if times[status.code]]
    codes.sort(key=lambda code: code == "none_known")
    labels = wording.labels_of(codes)
    return tuple(
        f"{label} ({times[code]})" if times[code] > 1 else str(label) for code, label in zip(codes, labels, strict=True)
    )
