"""What is meant by a search of a list that finds nothing as it is written: words of readers' pages that are spelled nearly so,
and rows about parties whose names are alike. The page says that it was looked for, and what."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse

from incidents.admin.desk import Desk
from incidents.admin.instead import Instead
from incidents.admin.lists import MOST, hidden_among, newest_with
from incidents.admin.visit import visit_of
from incidents.answers import NotReady, meant
from incidents.search import words
from incidents.search.query import parse
from incidents.workflow import identity

ABOUT_ALIKE = 300  # rows about parties whose names are alike
TOGETHER = 10  # parties that are asked about at once, the likeliest first


class MeantDesk(Desk):
    """A desk whose list shows what is meant where nothing has the words as they are written. Lists of choices do not: what is
    typed there and not found may be new."""

    public_list = ""  # whose words are known
    public_link = "pk"  # what points at a row of that list

    def as_written(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """The rows that have the words."""
        return super().get_search_results(request, queryset, search_term)[0]

    def with_words(self, asked: list[str]) -> Q:
        """The condition that a row has the words, by the index alone; of very many rows, those that were added last."""
        return Q(**{f"{self.public_link}__in": newest_with(self.public_list, asked)})

    def corrections(self, search_term: str) -> Iterator[str]:
        """The words with others in place of those that nothing has, in every way in which they may be meant."""
        yield _corrected(search_term)

    def with_parties(self, parties: Iterable[int]) -> Q | None:
        """The condition that a row is about one of the parties; None where rows are about nobody."""
        return None

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found = self.as_written(request, queryset, search_term)
        if not words(search_term) or not visit_of(request).is_list:
            return found, False
        keys = list(
            found.order_by().values_list("pk", flat=True)[: MOST + 1]
        )  # read once, and counted without reading on
        if len(keys) > MOST:
            return found, False
        return queryset.filter(pk__in=keys or self._meant(request, queryset, search_term)), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        visit = visit_of(request)
        visit.is_list = True
        answer = super().changelist_view(request, extra_context)
        if visit.instead and isinstance(answer, TemplateResponse):
            self.message_user(request, str(visit.instead), messages.WARNING)
        return answer

    def _meant(self, request: HttpRequest, queryset: Any, search_term: str) -> set[int]:
        """The numbers of the rows that are meant, having noted by what they were found."""
        corrected, spelled = self._spelled(queryset, search_term)
        parties, theirs = self._about_alike(queryset, search_term)
        if spelled or theirs:
            instead = Instead(search_term, corrected, tuple(parties) if theirs else ())
            visit_of(request).instead = instead
        return spelled | theirs

    def _spelled(self, queryset: Any, search_term: str) -> tuple[str, set[int]]:
        """The first correction that some rows have, and their numbers."""
        for corrected in filter(None, self.corrections(search_term)):
            if found := set(_numbers(queryset.filter(self.with_words(words(corrected))), MOST)):
                return corrected, found
        return "", set()

    def _about_alike(self, queryset: Any, search_term: str) -> tuple[list[int], set[int]]:
        """Parties whose names are alike, of those that may be told to whoever is looking, and rows about them."""
        if self.with_parties(()) is None:
            return [], set()
        alike = identity.sought(search_term)
        hidden = hidden_among(alike)
        parties: list[int] = []
        found: set[int] = set()
        told = [pk for pk in alike if pk not in hidden]
        for start in range(0, len(told), TOGETHER):
            some = told[start : start + TOGETHER]
            about = _numbers(queryset.filter(self.with_parties(some)), ABOUT_ALIKE - len(found))
            parties += some if about else ()
            found |= set(about)
            if len(found) >= ABOUT_ALIKE:
                break
        return parties, found


def _numbers(rows: Any, most: int) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:most])


def _corrected(search_term: str) -> str:
    """The words with known ones in place of those that no public row has; empty where there is nothing to correct."""
    query = parse(" ".join(words(search_term)))
    try:
        other = None if query.cut else meant(query)
    except NotReady:
        return ""
    return str(other or "")
