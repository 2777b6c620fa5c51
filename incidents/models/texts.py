"""What a reader's words mean, as a condition on folded texts. `answers.words` says the same at any size of the record."""

import re
from functools import cache
from itertools import count
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import F, Field, Lookup, Q, TextField, Value
from django.db.models.functions import Concat, Left
from django.db.models.lookups import Contains

from incidents.search.query import Query, Term, parse

_numbers = count()
_compiled: dict[int, re.Pattern[str]] = {}


@cache
def _number(pattern: str) -> int:
    """Names the pattern to SQLite, which would hand it over with each text again."""
    number = next(_numbers)
    _compiled[number] = re.compile(pattern)
    return number


def _holds(text: str | None, number: int) -> bool:
    return bool(text) and _compiled[number].search(str(text)) is not None


def _teach_sqlite(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("holds", 2, _holds, deterministic=True)


connection_created.connect(_teach_sqlite)


@Field.register_lookup
class Holds(Lookup):
    """That the text holds what a pattern of `search.letters` describes. Reads the whole column."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"holds({column}, %s)", [*parameters, _number(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} ~ %s", [*parameters, self.rhs]


def stands(column: str, term: Term) -> Q:
    """That the term stands in the folded text of the column."""
    padded = Concat(Value(" "), F(column), Value(" "), output_field=TextField())
    return Q(Contains(padded, f" {' '.join(term.words)}{'' if term.prefix else ' '}"))


def asked(query: Query | str) -> Query:
    """A question to texts, from what a visitor typed."""
    return parse(query) if isinstance(query, str) else query


class Mentioning:
    """For QuerySets of rows with a searchable text."""

    def mentioning(self: Any, query: Query | str) -> Any:
        """Whose searchable text meets the question, accents and case apart."""
        return self.filter(asked(query).met(lambda term: stands("search_text", term), Q()))

    def by_text(self: Any) -> Any:
        """Adds `sort_text`: the first words without accents, to sort by."""
        return self.annotate(sort_text=Left("search_text", 100))
