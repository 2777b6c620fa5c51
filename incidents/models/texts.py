"""What a reader's words mean, as a condition on folded texts. `answers.words` says the same at any size of the record."""

from typing import Any

from django.db.models import F, Field, Lookup, Q, TextField, Value
from django.db.models.functions import Concat, Left
from django.db.models.lookups import Contains

from incidents.search.query import Query, Term, parse


@Field.register_lookup
class Holds(Lookup):
    """That the text holds what a pattern of `search.letters` describes. Reads the whole column."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [*parameters, f"*{self.rhs}*"]

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
