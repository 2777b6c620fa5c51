"""No page reads a whole table of the record: asked of the engines' own plans.

The plans are those for a table that is too large to be read: SQLite is told that each has a million rows; PostgreSQL is told
to read a table from end to end only where nothing else is possible. Read whole may be the short lists
that do not grow with the record; walked in order until a page is full may be whatever stands under a LIMIT.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.views.asked import statements_of_new_pages
from tests.views.every_page import pages

pytestmark = pytest.mark.django_db

# A few hundred rows at most, whatever the record holds.
SHORT = {
    "incidents_offence",
    "incidents_regionoverlap",
    "incidents_currency",
    "incidents_unit",
    "incidents_feature",
    "incidents_merge",  # written by hand, one by one
}
ALWAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")


@pytest.fixture
def statements(client: Client) -> list[tuple[str, str]]:
    """(page, statement) of every kind of page, once the indexes are in memory."""
    found = []
    for name, one in pages().items():
        client.get(one)
        with statements_of_new_pages() as captured:
            assert client.get(one).status_code == 200, name
        found += [(name, query["sql"]) for query in captured.captured_queries]
    return list(dict.fromkeys(found))


def test_no_statement_of_a_page_reads_a_whole_table(statements: list[tuple[str, str]]) -> None:
    assert len(statements) > 100
    assert [(name, read, sql) for name, sql in statements for read in read_whole(sql)] == []


def test_no_statement_of_a_page_skips_rows(statements: list[tuple[str, str]]) -> None:
    assert [(name, sql) for name, sql in statements if " OFFSET " in sql.upper()] == []


def test_a_statement_that_reads_a_whole_table_is_found(db: None) -> None:
    assert set(read_whole("SELECT title FROM incidents_incident WHERE summary = 'x'")) == {"incidents_incident"}
    assert set(read_whole("SELECT title FROM incidents_incident WHERE id = 1")) == set()


@pytest.fixture(autouse=True)
def never_counted(db: None) -> None:
    """Nothing is left of what the engine was told of the size of its tables by whoever ran before. What SQLite once knew of a
    table it does not forget: it is told that each has a million rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE incidents_currency")  # there is a table of counts
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT name, NULL, '1000000' FROM sqlite_schema"
                " WHERE type = 'table' AND name LIKE 'incidents_%'"
            )
            cursor.execute("ANALYZE sqlite_schema")  # reads the counts again
            return
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:  # as in the cluster that `make test` starts
            ours = "relnamespace = current_schema()::regnamespace"
            cursor.execute(f"DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE {ours})")
            cursor.execute(f"UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE {ours} AND relkind IN ('r', 'i')")


def read_whole(sql: str) -> Iterator[str]:
    """The tables that the engine would read whole to answer, but for the short ones."""
    read = _sqlite(sql) if connection.vendor == "sqlite" else _postgresql(sql)
    return (table for table in read if table.startswith("incidents_") and table not in SHORT)


def _sqlite(sql: str) -> Iterator[str]:
    called = {alias: table for table, alias in re.findall(r'"(incidents_\w+)" ([A-Z]+\d+)\b', sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    for step in steps:
        if step.startswith("SCAN ") and not (" USING " in step and re.search(r" LIMIT \d+$", sql)):
            name = step.split()[1]
            yield called.get(name, name)


def _postgresql(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        for setting in ALWAYS:
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
        for setting in ALWAYS:
            cursor.execute(f"SET LOCAL {setting} = on")
    plan = json.loads(plan) if isinstance(plan, str) else plan
    yield from _whole(plan[0]["Plan"], limited=False)


def _whole(node: dict[str, Any], limited: bool) -> Iterator[str]:
    limited = limited or node["Node Type"] == "Limit"
    walked = "Index" in node["Node Type"] and "Index Cond" not in node and not limited
    if "Relation Name" in node and (node["Node Type"] == "Seq Scan" or walked):
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _whole(below, limited)
