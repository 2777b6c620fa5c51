"""A reader's question: every parameter checked, the answer from the indexes, and the question in words.

The same for pages, files, feeds and the API. What cannot be read is refused and never dropped: `errors` names the
parameter and the reason, and there is no answer while there are errors. `qs` says what the question means, in words of
the QuerySets; `answer` says the same from the indexes, at any size of the record, and a test holds them together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar
from urllib.parse import quote_plus, urlencode

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _
from pyroaring import BitMap

from incidents.answers import Answer, Asking, Facet, Sort, answer, known, runs
from incidents.filters.asking import Period, Search, Setting
from incidents.filters.fields import not_taken
from incidents.filters.paging import SIZE, Cursor, Page

YEARS = 400  # years that are counted


_quoted = lru_cache(maxsize=8192)(quote_plus)  # of values of facets: every page has the same


class Refused(ValueError):
    """The question has parameters that cannot be read; see its `errors`."""


@dataclass(frozen=True)
class Chip:
    """One value that narrows the answer, in words, and the query without it."""

    name: str
    code: str
    label: str
    without: str


class Question(django_filters.FilterSet):
    """The parameters of one list. Subclasses declare filters, `noun`, and the orders in `sorts`."""

    noun: ClassVar[Any] = ""
    sorts: ClassVar[dict[str, Sort]] = {}
    list_name: ClassVar[str] = ""
    facets: ClassVar[tuple[str, ...]] = ()  # parameters whose other values are counted
    dated: ClassVar[bool] = False  # whether rows are counted by year
    cursors: tuple[str, ...] = ("after", "before")

    def __init__(
        self, data: QueryDict | None = None, queryset: Any = None, whole: bool = False, **options: Any
    ) -> None:
        """`whole`: the answer is wanted with all its rows, as a file, which has no place beside it to say how the words
        were read: words that cannot be read whole are refused there. It has no pages, and no parameter names one."""
        self.whole = whole
        if whole:
            self.cursors = ()
        rows = self._meta.model._default_manager.all() if queryset is None else queryset
        super().__init__(QueryDict() if data is None else data, rows, **options)
        if queryset is None:
            del self.queryset

    @cached_property
    def queryset(self) -> Any:
        """The rows that are asked about: the public ones, unless others were given. The indexes answer without them."""
        return self._meta.model._default_manager.all().published()

    @cached_property
    def form(self) -> Any:
        """Reads the parameters that were given, and no others: a field is made for each."""
        form = self._meta.form(self.data)
        form.fields = {name: one.field for name, one in self.filters.items() if name in self.data}
        return form

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """Parameter → why it is refused."""
        repeatable = [name for name, one in self.filters.items() if getattr(one, "repeatable", False)]
        found = not_taken(self.data, [*self.filters, *self.cursors], repeatable)
        for name, messages in self.form.errors.items():
            found.setdefault(name, []).extend(str(message) for message in messages)
        for name, message in (*self._wrong_period(), *self._wrong_cursor(), *self._wrong_words()):
            found.setdefault(name, []).append(message)
        return found

    def _wrong_period(self) -> list[tuple[str, str]]:
        since, until = self.value("since"), self.value("until")
        if since and until and since[1] > until[1]:
            return [("until", _("The period ends before it begins."))]
        return []

    def _wrong_cursor(self) -> list[tuple[str, str]]:
        given = [name for name in self.cursors if self.data.get(name)]
        if len(given) > 1:
            return [(given[1], _("“after” and “before” exclude each other."))]
        try:
            _cursor = self.cursor
        except ValueError:
            return [(given[0], _("This is no place in this list: begin again at its first page."))]
        return []

    def _wrong_words(self) -> list[tuple[str, str]]:
        return list(self._troubles()) if self.whole else []

    def _troubles(self) -> Iterator[tuple[str, str]]:
        for name, one in self.filters.items():
            told = one.trouble(self.data.get(name, "")) if isinstance(one, Search) else ""
            if told:
                yield name, told

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def qs(self) -> Any:
        """The rows that answer the question, in no order. Raises Refused while there are errors."""
        self._refuse()
        return super().qs

    def _refuse(self) -> None:
        if self.errors:
            raise Refused("; ".join(f"{name}: {' '.join(reasons)}" for name, reasons in self.errors.items()))

    def asking(self) -> Asking:
        """The question as the indexes take it. Raises Refused while there are errors."""
        self._refuse()
        read = {name: one.read(self.value(name)) for name, one in self.filters.items()}
        sort, at = self.setting("sort"), self.cursor
        return Asking(
            self.list_name,
            {name: one for name, one in read.items() if one is not None},
            sort,
            self.sort.key_at(at.value, at.pk) if at else None,
            bool(self.data.get("before")),
        )

    def answer(self, size: int = SIZE, facets: bool = False) -> tuple[Answer, Page]:
        """What the record says: the total, the rows of the page that was asked for, and, if wished, the facets."""
        asking = self.asking()
        asking.size = size
        if facets:
            asking.facets = [self.filters[name].facet() for name in self.facets]
            asking.facets += [Facet("year", ("since", "until"), YEARS)] if self.dated else []
        found = answer(asking)
        return found, self._page(found, asking)

    def runs(self) -> list[BitMap]:
        """The numbers of all rows that answer, in runs of about a thousand, each after the one before."""
        return runs(self.asking())

    def known(self, rows: BitMap) -> dict[int, Any]:
        """What the index of the list knows of those rows."""
        return known(self.asking(), rows)

    def _page(self, found: Answer, asking: Asking) -> Page:
        more, keys = len(found.keys) > asking.size, found.keys[: asking.size]
        if not keys:
            return Page([])
        if asking.backwards:
            keys.reverse()
        first, last = (str(Cursor(asking.sort, *self.sort.place(key))) for key in (keys[0], keys[-1]))
        earlier = more if asking.backwards else asking.at is not None
        later = asking.at is not None if asking.backwards else more
        rows = self.shown(found, [self.sort.place(key)[1] for key in keys])
        return Page(rows, first if earlier else "", last if later else "")

    def shown(self, answer: Answer, numbers: list[int]) -> list[Any]:
        """The rows with those numbers, in that order, with what a line of a list shows."""
        rows = {row.pk: row for row in self._rows().numbered(numbers)}
        return [rows[number] for number in numbers if number in rows]

    def _rows(self) -> Any:
        return self._meta.model._default_manager.all().published().with_rows()

    def value(self, name: str) -> Any:
        """What was asked by that parameter, None where nothing readable was."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    def setting(self, name: str) -> str:
        """A setting as given, or its default."""
        chosen = self.filters.get(name)
        if not isinstance(chosen, Setting):
            return ""
        return self.value(name) or chosen.default

    @property
    def sort(self) -> Sort:
        return self.sorts[self.setting("sort")]

    @cached_property
    def cursor(self) -> Cursor | None:
        """Where the page begins or ends. Raises ValueError where the parameter is no cursor of this list."""
        text = next((self.data[name] for name in self.cursors if self.data.get(name)), "")
        return Cursor.read(text, self.setting("sort"), self.sort) if text else None

    def notes(self) -> list[str]:
        """What the reader has to be told of how the question was read."""
        return [told for _name, told in self._troubles()]

    def page(self, size: int = SIZE) -> Page:
        """The rows of the page that was asked for."""
        return self.answer(size)[1]

    def parameters(self) -> list[tuple[str, str, str]]:
        """(parameter, code, name) of everything that was asked, in the order of the filters, settings last."""
        return self._parameters

    @cached_property
    def _parameters(self) -> list[tuple[str, str, str]]:
        """Named once for a page: every choice of every facet asks for them."""
        asked = [
            (name, code, label)
            for name, one in self.filters.items()
            for code, label in one.named(self.value(name))
            if not (isinstance(one, Setting) and code == one.default)
        ]
        return sorted(asked, key=lambda row: isinstance(self.filters[row[0]], Setting))

    def query(self, **extra: str) -> str:
        """The question as the query of an address, in its one canonical form."""
        pairs = [(name, code) for name, code, _label in self.parameters()]
        return urlencode([*pairs, *((name, value) for name, value in extra.items() if value)])

    def replacing(self, name: str, code: str) -> str:
        """The question as it was asked, but for another value of that parameter."""
        return urlencode([(n, code if n == name else c) for n, c, _label in self.parameters()])

    def toggling(self, name: str) -> Callable[[str], str]:
        """From a code to the question with one more value of the filter, or without it if it has it; a filter of one value
        takes the new one."""
        asked = {code for other, code, _label in self.parameters() if other == name}
        start = self._all_but() if self.filters[name].repeatable else self._all_but(name)
        return lambda code: self._without(name, code) if code in asked else f"{start}{name}={_quoted(code)}"

    def in_period(self, year: str) -> str:
        """The question asked of what certainly happened in that year."""
        return f"{self._before_period}since={year}&until={year}&reading=certain"

    @cached_property
    def _before_period(self) -> str:
        return self._all_but("since", "until", "reading")

    def _all_but(self, *names: str) -> str:
        """The beginning of a query: what was asked by other parameters."""
        pairs = [(name, code) for name, code, _label in self.parameters() if name not in names]
        return f"{urlencode(pairs)}&" if pairs else ""

    def chips(self) -> list[Chip]:
        """What narrows the answer, each with the query that no longer has it."""
        asked = self.parameters()
        return [
            Chip(name, code, str(self.filters[name].says) % label, self._without(name, code))
            for name, code, label in asked
            if not isinstance(self.filters[name], Setting)
        ]

    def _without(self, name: str, code: str) -> str:
        return urlencode([(n, c) for n, c, _label in self.parameters() if (n, c) != (name, code)])

    def sentence(self) -> str:
        """The question in words: “Incidents: drug trafficking in Cusco, since 2014”."""
        said = ""
        for name, one in self.filters.items():
            words = one.sentence(self.value(name))
            said += (one.glue if said else "") + words if words else ""
        if self.setting("reading") == "certain" and any(self._ends()):
            said += " " + _("(certainly)")
        return f"{self.noun}: {said}" if said else str(self.noun)

    def _ends(self) -> list[Any]:
        return [self.value(name) for name, one in self.filters.items() if isinstance(one, Period)]
