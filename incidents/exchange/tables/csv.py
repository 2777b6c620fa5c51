"""A table as comma-separated values (RFC 4180, UTF-8, names in the first row), however many rows it has.

Rows are read some thousand at a time, each time by a statement of its own: memory stays flat, and no lock or snapshot is
held while a slow reader takes the file. What is withdrawn meanwhile is left out from there on.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection

from incidents.exchange.tables.columns import Edition, Statement, Table
from incidents.filters import Question

# Runs of about a thousand rows for one statement. PostgreSQL reads what lies near each other together, and gives all of it at
# once; SQLite would hold the record while a slow reader takes the rows.
MOST = {"postgresql": 16, "sqlite": 1}
RISKY = frozenset("=+-@\t\r\n＝＋－＠")  # a spreadsheet takes what begins so for a formula


def harmless(cells: Iterable[Any]) -> list[Any]:
    """The cells of a row; a text that a spreadsheet would compute gets an apostrophe before it."""
    return [f"'{cell}" if cell.__class__ is str and cell[:1] in RISKY else cell for cell in cells]


def lines(table: Table, question: Question, edition: Edition) -> Iterator[bytes]:
    """The file in pieces: the rows that answer the question now, in its order."""
    return _written(question, question.runs(), table.statement(edition, question.sort))


def _written(question: Question, runs: Iterable[Any], statement: Statement) -> Iterator[bytes]:
    yield _text([statement.table.names])
    for run in _joined(runs):
        yield from map(_text, statement.rows(run, question.known(run) if statement.table.knows else {}))


def _joined(runs: Iterable[Any]) -> Iterator[Any]:
    """One run, so that the file begins at once, then two together, then more and more."""
    waiting, size, most = iter(runs), 1, MOST[connection.vendor]
    while some := list(islice(waiting, size)):
        yield some[0].union(*some)
        size = min(2 * size, most)


def _text(rows: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(map(harmless, rows))
    return text.getvalue().encode()
