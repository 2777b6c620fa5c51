"""A reader's question: every parameter checked, one QuerySet as the answer, and the question in words.

The same for pages, files, feeds and the API. What cannot be read is refused and never dropped: `errors` names the
parameter and the reason, and there is no `qs` while there are errors.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.filters.asking import Period, Setting
from incidents.filters.fields import shortened
from incidents.filters.paging import SIZE, Cursor, Page, Sort, page_of


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
    cursors: ClassVar[tuple[str, ...]] = ("after", "before")

    def __init__(self, data: QueryDict | None = None, queryset: Any = None, **options: Any) -> None:
        rows = self._meta.model._default_manager.all().published() if queryset is None else queryset
        super().__init__(QueryDict() if data is None else data, rows, **options)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """Parameter → why it is refused."""
        found: dict[str, list[str]] = {}
        for name in self.data:
            if name not in self.filters and name not in self.cursors:
                found[shortened(name)] = [_("There is no such parameter here.")]
            elif len(self.data.getlist(name)) > 1 and not getattr(self.filters.get(name), "repeatable", False):
                found[name] = [_("is given more than once; it takes one value.")]
        for name, messages in self.form.errors.items():
            found.setdefault(name, []).extend(str(message) for message in messages)
        for name, message in (*self._wrong_period(), *self._wrong_cursor()):
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

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def qs(self) -> Any:
        """The rows that answer the question, in no order. Raises Refused while there are errors."""
        if self.errors:
            raise Refused("; ".join(f"{name}: {' '.join(reasons)}" for name, reasons in self.errors.items()))
        return super().qs

    @property
    def rows(self) -> Any:
        """The answer with what a line of a list shows."""
        return self.qs.with_rows()

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
        text = self.data.get("after") or self.data.get("before")
        return Cursor.read(text, self.setting("sort"), self.sort) if text else None

    def page(self, size: int = SIZE) -> Page:
        """The rows of the page that was asked for."""
        return page_of(self.rows, self.setting("sort"), self.sort, self.cursor, bool(self.data.get("before")), size)

    def parameters(self) -> list[tuple[str, str, str]]:
        """(parameter, code, name) of everything that was asked, in the order of the filters, settings last."""
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
