"""Why a row of a list answers words: the passage of it, as it is written, in which most of them stand, marked.

Only what is public is read: the rows that are shown, and of parties what published cases say of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from incidents.models import Allegation, Incident, Involvement, NameUse, Party, PartyName, Passage, Region, Source
from incidents.search.marking import Segment, marked, score
from incidents.search.query import Query

FEW = 5  # passages of one row among which the best is looked for
_OWN = {"allegations": "allegation", "sources": "source", "regions": "region"}


def explain(name: str, rows: Iterable[Any], query: Query) -> None:
    """Gives each row of the list `why`: the marked passage, in parts; empty where no word is asked for."""
    known = list(rows)
    found = _best(name, known, query) if query.terms else {}
    for row in known:
        row.why = found.get(row.pk, [])


def _best(name: str, rows: list[Any], query: Query) -> dict[int, list[Segment]]:
    owners: dict[tuple[str, int], int] = {}  # passage → row of the list
    for what, number, owner in _passages(name, [row.pk for row in rows], query):
        owners[what, number] = owner
    best: dict[int, tuple[int, list[Segment]]] = {}
    for passage, texts in _written(owners).items():
        row = owners[passage]
        for text in texts:
            met = score(text, query)
            if met > best.get(row, (0, []))[0]:
                said = [Segment(_("Claim:") + " ")] if passage[0] == "allegation" and name == "incidents" else []
                best[row] = met, [*said, *marked(text, query)]
    return {row: passage for row, (_number, passage) in best.items()}


def _passages(name: str, numbers: list[int], query: Query) -> Iterable[tuple[str, int, int]]:
    """(what, number, row of the list) of some passages of each row that hold a word, in their order. One statement."""
    holding = Q()
    for term in query.terms:
        holding |= Q(text__contains=term.pattern.strip("%"))
    column = {"incidents": "incident", "actors": "party", "organizations": "party"}.get(name, "row")
    passages = Passage.objects.filter(holding)
    if name in _OWN:
        passages = passages.filter(what=_OWN[name])
    elif column == "party":
        passages = passages.filter(Q(incident=None) | Q(incident__in=Incident.objects.published().values("pk")))
    some = passages.filter(**{column: RawSQL("%s", [_Row])}).order_by()[:FEW].values("pk")
    found = _of_each(Passage.objects.filter(pk__in=some).order_by().values_list("pk", "what", "row", column), numbers)
    return [(what, number, owner) for _pk, what, number, owner in sorted(found)]


class _Row:
    """Stands for the number of a row in a statement that is composed once for all of them."""


def _of_each(passages: Any, numbers: list[int]) -> list[tuple[Any, ...]]:
    """The passages of one row after the other: with all rows in one condition PostgreSQL would read every passage that
    there is."""
    if not numbers:
        return []
    sql, given = passages.query.sql_with_params()
    with connection.cursor() as cursor:
        parameters = [number if one is _Row else one for number in numbers for one in given]
        cursor.execute(" UNION ALL ".join([sql] * len(numbers)), parameters)
        return list(cursor.fetchall())


def _written(passages: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """The texts of the passages as they are written, before they were folded."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for what, number in passages:
        by_kind[what].append(number)
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for what, numbers in by_kind.items():
        model, columns = _COLUMNS[what]
        rows = model.objects.standing() if model is Allegation else model.objects.all()  # what is defeated is struck
        for row in rows.filter(pk__in=numbers).values_list("pk", *columns):
            found[what, row[0]] += [text for text in row[1:] if text]
    for passage, name in _names(by_kind):
        found[passage].append(name)
    return found


_COLUMNS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "incident": (Incident, ("summary", "title")),
    "involvement": (Involvement, ("description", "role_as_stated")),
    "allegation": (Allegation, ("claim", "offence_as_stated")),
    "party": (Party, ("description",)),
    "source": (Source, ("title", "publisher", "author")),
    "region": (Region, ("name", "name_en", "name_es")),
}


def _names(by_kind: dict[str, list[int]]) -> Iterable[tuple[tuple[str, int], str]]:
    if used := by_kind.get("involvement"):
        uses = NameUse.objects.filter(involvement__in=used, name__confidential=False)
        yield from ((("involvement", pk), name) for pk, name in uses.values_list("involvement", "name__name"))
    if parties := by_kind.get("party"):
        names = PartyName.objects.published().filter(party__in=parties, uses=None)
        yield from ((("party", pk), name) for pk, name in names.values_list("party", "name"))
