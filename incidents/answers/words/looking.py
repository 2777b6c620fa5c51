"""Looking a term up in the engine's index of words: which passages hold it, and of which rows these are."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from incidents.answers.words.passages import TABLE
from incidents.answers.words.writing import INDEX, TOKENS
from incidents.search.query import Term

OWN = ("allegation", "source", "region")  # kinds of rows of which one passage is
KINDS = ("incident", "party", *OWN)
BATCH = 20_000

Owner = tuple[
    str, int, int | None, int | None
]  # of a passage: what it is, of which row, in which incident, of which party


@dataclass
class Rows:
    """Rows by kind: incident, party, allegation, source, region."""

    of: dict[str, BitMap] = field(default_factory=lambda: {kind: BitMap() for kind in KINDS})

    def add(self, owners: Iterable[Owner], embargoed: Container[int]) -> None:
        """Adds the rows to which the passages belong; what an embargoed case says of a party does not count."""
        found: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for what, row, incident, party in owners:
            if incident is not None:
                found["incident"].append(incident)
            if party is not None and (incident is None or incident not in embargoed):
                found["party"].append(party)
            if what in found and what not in ("incident", "party"):
                found[what].append(row)
        for kind, numbers in found.items():
            self.of[kind].update(numbers)

    def __len__(self) -> int:
        return sum(map(len, self.of.values()))


def owners(term: Term) -> Iterator[list[Owner]]:
    """To whom the passages belong that hold the term, some thousand at a time. One statement.

    However many words begin so, not all rows are held at once; PostgreSQL's driver takes a cursor for that. A whole word
    of very many passages is put away instead (see `held`), and is spared the way to a cursor and back.
    """
    columns = 'p.what, p."row", p.incident, p.party'
    with connection.chunked_cursor() if term.prefix else connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked, parameters = f"{TOKENS} @@ %s::tsquery", [_tsquery(term)]
            if len(term.words) > 1:
                asked, parameters = f"{asked} AND text LIKE %s", [*parameters, term.pattern]
            statement = f"SELECT {columns} FROM {TABLE} p WHERE {asked}"
            if term.prefix:  # a cursor is planned for whoever wants the first rows soon, which may read the whole table
                statement = f"WITH found AS MATERIALIZED ({statement}) SELECT * FROM found"
            cursor.execute(statement, parameters)
        else:
            match = f'"{" ".join(term.words)}"{" *" if term.prefix else ""}'
            joined = f"{INDEX} w JOIN {TABLE} p ON p.id = w.rowid"
            cursor.execute(f"SELECT {columns} FROM {joined} WHERE {INDEX} MATCH %s", [match])
        while some := cursor.fetchmany(BATCH):
            yield some


def _tsquery(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    return " & ".join([*words[:-1], words[-1] + (":*" if term.prefix else "")])


def among(term: Term, kind: str, rows: BitMap) -> BitMap:
    """Those of the rows that have the term; looked for in their own passages, however frequent it is elsewhere."""
    column = {"incident": "incident", "party": "party"}.get(kind, '"row"')
    also, parameters = "", []
    if kind in OWN:
        also, parameters = " AND p.what = %s", [kind]
    if kind == "party":
        embargoed = "SELECT 1 FROM incidents_incident i WHERE i.id = p.incident AND i.embargo_until > %s"
        also, parameters = f" AND NOT EXISTS ({embargoed})", [_moment(timezone.now())]
    found = BitMap()
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            numbers = ", ".join(map(str, rows[start : start + BATCH]))
            asked = f"p.{column} IN ({numbers}) AND p.text LIKE %s{also}"
            cursor.execute(f"SELECT DISTINCT p.{column} FROM {TABLE} p WHERE {asked}", [term.pattern, *parameters])
            found.update(number for (number,) in cursor.fetchall())
    return found


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def texts() -> Iterator[tuple[str, int, int | None, int | None, str]]:
    """Every passage with its owners and its text, by number, without keeping the database busy for long."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT id, what, "row", incident, party, text FROM {TABLE} WHERE id > %s ORDER BY id LIMIT {BATCH}',
                [last],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield from (row[1:] for row in rows)
