"""The page of a record, as its forms see it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from incidents.admin.making import Making
from incidents.models import Involvement, Organization, Party


class Page:
    """What the forms of one page share while it is read or saved: rows and labels read once, and what is made in place."""

    def __init__(self, case_id: int | None) -> None:
        self.case_id = case_id
        self.making = Making()
        # Once somebody else has saved: the fields that the editor left as they were.
        self.left_alone: Callable[[Any, str], bool] | None = None
        self._sent: dict[str, int] | None = None
        self.adding = ""  # the group that gets one more row, where the page was sent for that and not to be saved
        self.forms: dict[str, Any] = {}  # prefix → form of a row that others on the page may point at
        self._read: dict[tuple[type[models.Model], str], list[Any]] = {}
        self.options: dict[type[models.Model], list[tuple[Any, str]]] = {}
        self.choosable: dict[type[models.Model], Callable[[], Any]] = {}  # what whoever asks may choose
        self._rows: dict[tuple[type[models.Model], str], models.Model | None] = {}
        if case_id:
            for model in (Party, Organization):
                self.keep(_labelled(model.objects.filter(involvements__incident=case_id).distinct()))

    def rows_sent(self, data: Any, group: str) -> int:
        """Up to which number the browser sent rows of the group, whatever it says that it sent."""
        if self._sent is None:
            self._sent = {}
            for name in data:
                parts = name.split("-")
                for at, part in enumerate(parts[1:-1], 1):
                    if part.isdecimal() and len(part) < 6:
                        above = "-".join(parts[:at])
                        self._sent[above] = max(self._sent.get(above, 0), int(part) + 1)
        return self._sent.get(group, 0)

    def once(self, model: type[models.Model], kind: str, read: Any) -> list[Any]:
        """The rows of a kind that the case has, read when they are first asked for."""
        if (model, kind) not in self._read:
            self._read[model, kind] = self.shared(read())
        return self._read[model, kind]

    def shared(self, rows: Any) -> list[Any]:
        """The rows, which point at one and the same object for each party; what they were read with is kept too."""
        rows = list(rows)
        for column in rows[0]._meta.fields if rows else []:
            if column.related_model in {Party, Organization}:
                self._point(rows, column)
            elif column.is_relation:
                self.keep(
                    [getattr(row, column.name) for row in rows if column.is_cached(row) and getattr(row, column.name)]
                )
        return rows

    def _point(self, rows: list[Any], column: Any) -> None:
        model = column.related_model
        wanted = {getattr(row, column.attname) for row in rows} - {None}
        unknown = [pk for pk in wanted if (model, str(pk)) not in self._rows]
        if unknown:
            self.keep(_labelled(model._default_manager.filter(pk__in=unknown)))
        for row in rows:
            if getattr(row, column.attname):
                setattr(row, column.name, self._rows[model, str(getattr(row, column.attname))])

    def keep(self, rows: list[Any]) -> None:
        """Rows read already, so that nobody asks for them again."""
        self._rows |= {(type(row), str(row.pk)): row for row in rows}

    def row(self, model: type[models.Model], pk: str) -> models.Model | None:
        """The row of that number, read from the database once; None if there is none that whoever asks may choose."""
        if (model, pk) not in self._rows:
            try:
                self._rows[model, pk] = self.choosable.get(model, model._default_manager.all)().filter(pk=pk).first()
            except (ValueError, ValidationError, OverflowError):  # no number, or one that no row can have
                self._rows[model, pk] = None
        return self._rows[model, pk]

    def label(self, model: type[models.Model], pk: str) -> str:
        row = self.row(model, pk)
        return str(row) if row else pk


def _labelled(parties: Any) -> list[Any]:
    """The parties, with what they are called at the desk read at once for all of them."""
    rows = list(parties.prefetch_related("names"))
    nameless = {row.pk: row for row in rows if not row.description and not row.names.all()}
    told = Involvement.objects.filter(party__in=nameless).exclude(description="").order_by("-position", "-pk")
    words = dict(told.values_list("party", "description")) if nameless else {}
    for pk, row in nameless.items():
        row.told_in_a_case = words.get(pk) or row.key or row.public_id
    return rows
