"""What a cell is made of, computed by the engine: the same text on both."""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    JSONField,
    Min,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents import wording


class Joined(Subquery):
    """`one` of each row of a queryset, in its order, with “; ” between them."""

    _template = "(SELECT {}(said.one, '; ') FROM (%(subquery)s) said)"

    def __init__(self, queryset: Any) -> None:
        super().__init__(queryset, output_field=TextField())

    def as_sql(self, compiler: Any, connection: Any, template: Any = None, **extra: Any) -> Any:
        gather = "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"
        return super().as_sql(compiler, connection, self._template.format(gather), **extra)


class Among(Func):
    """That the number of the row is one of those that stand at `given` when the statement is run: JSON on SQLite, a list on
    PostgreSQL."""

    output_field = BooleanField()

    def __init__(self, given: str) -> None:
        super().__init__(F("pk"), Value(given))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        joiner = " IN (SELECT value FROM JSON_EACH("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=joiner)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(")


class Moment(Func):
    """A moment to the second, in UTC: 2026-01-31T09:00:00Z."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        form = Value("%Y-%m-%dT%H:%M:%SZ")
        return compiler.compile(Func(form, *self.source_expressions, function="STRFTIME", output_field=TextField()))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = """TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
        return self.as_sql(compiler, connection, template=template)


class Known(Func):
    """One of the things that the index of a list knows of a row. The queryset has them as `known`: JSON, by number."""

    def __init__(self, position: int, output_field: Any) -> None:
        super().__init__(F("known"), Cast("pk", CharField()), Value(str(position)), output_field=output_field)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        known, row, position = self.source_expressions
        path = Concat(Value('$."'), row, Value('"['), position, Value("]"), output_field=TextField())
        return compiler.compile(Func(known, path, function="JSON_EXTRACT", output_field=self.output_field))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        known, row, position = self.source_expressions
        path = Func(row, position, template="ARRAY[%(expressions)s]")
        kind = "int" if isinstance(self.output_field, IntegerField) else "text"
        template = f"(%(expressions)s)::{kind}"
        return compiler.compile(
            Func(Cast(known, JSONField()), path, template=template, arg_joiner=" #>> ", output_field=self.output_field)
        )


def numbered(model: Any, link: str) -> Subquery:
    """How many rows of the model the row has. Not an aggregate of Django's: that would group by the row."""
    rows = model.objects.filter(**{link: OuterRef("pk")}).order_by()
    return Subquery(rows.values(number=Func(template="COUNT(*)", output_field=IntegerField())))


def worded(field: str, labels: Mapping[str, Any]) -> Case:
    """The words for the codes of a closed list, in the language that is active now."""
    words = (When(**{field: code}, then=Value(str(label))) for code, label in labels.items())
    return Case(*words, default=F(field), output_field=TextField())


def called(path: str, otherwise: str) -> Any:
    """The name of a row that has one in either language, in the language that is active now."""
    own = "name_es" if (get_language() or "").startswith("es") else "name_en"
    return Coalesce(NullIf(F(path + own), Value("")), F(otherwise), output_field=TextField())


def spaced(*fields: str) -> Any:
    """The texts with a blank between them; an empty one leaves none."""
    parts = [
        Case(When(**{field: ""}, then=Value("")), default=Concat(F(field), Value(" ")), output_field=TextField())
        for field in fields
    ]
    return Func(Concat(*parts, output_field=TextField()), function="RTRIM", output_field=TextField())


def labelled() -> Any:
    """How a party is publicly called: of rows that are `labelled()`."""
    return Coalesce(NullIf("public_label", Value("")), Value(_("Not named")), output_field=TextField())


_NONE_KNOWN = "none_known"
_RANKS = {status.code: f"{number:03d}" for number, status in enumerate(wording.STATUSES)} | {_NONE_KNOWN: "999"}


def standing_of(links: Any) -> Joined:
    """The derived legal statuses of those links between claims and parties, each once, in the order and in the words of
    `wording.labels_of`."""
    ranked = links.annotate(rank=worded("legal_status", _RANKS)).order_by("rank")
    weakest = ranked.annotate(first=Window(Min("rank")))
    over_others = When(
        legal_status=_NONE_KNOWN, first__lt=_RANKS[_NONE_KNOWN], then=Value(str(wording.NONE_OVER_OTHERS))
    )
    words = Case(over_others, default=worded("legal_status", dict(wording.legal_statuses())), output_field=TextField())
    return Joined(weakest.values("rank", one=words).distinct())
