"""Lists at the desk that stay quick at any size of the record: nothing is counted further than one can leaf through."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from incidents.answers import Asking, NotReady, ready, runs
from incidents.filters.languages import language_name
from incidents.models import (
    Actor,
    HiddenPassage,
    Incident,
    Involvement,
    Organization,
    Party,
    PartyName,
    Passage,
    Stage,
    unseeing,
)
from incidents.search.query import parse

LANGUAGES = ("es", "en", "pt", "fr", "qu", "ay", "gn")
FEW = 3000  # rows; a word that more of them have is found soon enough without an index
_LOOKED_THROUGH = 10_000  # cases that are not public and have the words, those added last: for how they describe whom
MOST = 1000  # rows that one can leaf through; whoever wants another searches or filters


class UpToMost(Paginator):
    """Counts no further than `MOST`; `more` says whether there are others."""

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def more(self) -> bool:
        return self._found > MOST


class LanguageFilter(admin.SimpleListFilter):
    """By language. Offered are the usual ones: which others there are, only the whole table knows (`?language=de`)."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, language_name(code)) for code in LANGUAGES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() else queryset


def of_opened_cases(rows: Any, path: str = "incident") -> Any:
    """The rows that hang (by the path) on a case which the desk opens for whoever is looking: all of them, unasked, for those
    who see all names."""
    return rows if unseeing() is None else rows.filter(**{f"{path}__in": Incident.objects.opened()})


class _Number(Subquery):
    """How many rows there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"


def number_of(rows: Any, link: str) -> Subquery:
    """How many of the rows point at the row of the list by `link`: counted for the rows of one page, and no further than
    one beyond `MOST`."""
    counted = rows.filter(**{link: OuterRef("pk")}).order_by().values("pk")
    return _Number(counted[: MOST + 1], output_field=IntegerField())


def number_in_words(number: int) -> str:
    """What a list says of a number that was counted so."""
    return _("more than %(most)s") % {"most": MOST} if number > MOST else str(number)


def described_in_a_case() -> Case:
    """How some case describes the party of the row (`Party.told_in_a_case`); for those who are called by it alone, since all
    cases of one whom very many have may have to be looked through."""
    told = Involvement.objects.filter(party=OuterRef("pk")).exclude(description="").order_by("pk")
    named = Exists(PartyName.objects.filter(party=OuterRef("pk"), confidential=False).order_by())
    found = Coalesce(Subquery(told.values("description")[:1]), Value(""), output_field=TextField())
    return Case(When(named | ~Q(description=""), then=Value("")), default=found, output_field=TextField())


def public_with(name: str, asked: list[str], order: str) -> BitMap:
    """Rows of a public list that have a word with each of these beginnings; nothing where they are too many to be listed, or
    where words cannot be looked for."""
    found = public_rows(name, asked, order)
    return found if len(found) <= FEW else BitMap()


def newest_with(name: str, asked: list[str]) -> list[int]:
    """The same, however many there are: of very many those that were added last."""
    return list(public_rows(name, asked, "newest"))[-MOST - 1 :]


def public_rows(name: str, asked: list[str], order: str) -> BitMap:
    """All rows of a public list that have a word with each of these beginnings; nothing where words cannot be looked for."""
    query = parse(" ".join(f"{word}*" for word in asked))
    if not query:
        return BitMap()
    try:
        return BitMap.union(BitMap(), *runs(Asking(name, {"q": lambda index: index.matching(query)}, order)))
    except NotReady:
        return BitMap()


def hidden_with(asked: list[str]) -> list[int]:
    """The numbers of cases that are not public and have each of the words: in their own texts, in their claims, in what they
    say of those involved, or in a name of theirs that may be told to whoever is looking. Of very many, those added last."""
    if not asked or not ready():
        return []
    found = BitMap.intersection(*(_hidden_texts_with(word) | _hidden_with_somebody_called(word) for word in asked))
    return list(found)[-MOST - 1 :]


def _hidden_texts_with(word: str) -> BitMap:
    holds = GreaterThan(StrIndex(F("text"), Value(word)), 0)
    embargoed = Incident.objects.filter(stage=Stage.PUBLISHED, embargo_until__gt=timezone.now()).order_by().values("pk")
    every = (HiddenPassage.objects.filter(holds), Passage.objects.filter(holds, incident__in=embargoed))
    return BitMap.union(*(_cases_of(rows) for rows in every))


def _hidden_with_somebody_called(word: str) -> BitMap:
    named = PartyName.objects.told().filter(folded__contains=word).order_by().values("party")
    hidden = Incident.objects.not_public().order_by().values("pk")
    return _cases_of(Involvement.objects.filter(party__in=named, incident__in=hidden))


def _cases_of(rows: Any) -> BitMap:
    return BitMap(rows.order_by().values_list("incident", flat=True))


def hidden_among(keys: list[int]) -> set[int]:
    """Those of the parties that have a name which whoever is looking does not see."""
    every = (Party.objects.hiding(), Party.objects.kept_back())
    return {pk for rows in every for pk in rows.filter(pk__in=keys).values_list("pk", flat=True)}


def without_kept_back(rows: Any, path: str = "pk") -> Any:
    """The rows but for those that are, or hang (by the path) on, an organization of which whoever is looking is told nothing."""
    return rows if unseeing() is None else rows.filter(~Exists(Party.objects.kept_back().filter(pk=OuterRef(path))))


def or_described(queryset: Any, found: Any, asked: list[str]) -> Any:
    """The parties that were found, and those of whom a case says the words, public or not."""
    if not asked:
        return found
    lists = [
        name
        for name, model in (("actors", Actor), ("organizations", Organization))
        if issubclass(model, queryset.model)
    ]
    told = BitMap.union(BitMap(), *(public_with(name, asked, "name") for name in lists))
    cases = BitMap.intersection(*map(_hidden_texts_with, asked)) if ready() else BitMap()
    hidden = Involvement.objects.filter(incident__in=list(cases)[-_LOOKED_THROUGH:])
    for word in asked:
        hidden = hidden.filter(search_text__contains=word)
    keys = [*told, *hidden.order_by().values_list("party", flat=True)[:MOST]]
    return queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=keys)) if keys else found
