"""Triggers that note, in the log of changes, which public rows a statement has touched, whoever sent it.

Drafts leave no trace: what is noted is what published incidents show, or stop to show, in a list or on a page. SQLite notes row by row;
PostgreSQL once for each statement, so that loading at volume pays once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.models import triggers

PREFIX = "trace_"
LOG = "incidents_change"
PAGE = "page"  # something that no list shows
EVENTS = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Trace:
    """A row of `table` touches the row `what` number `row`, if the condition holds (over `tables`, and `{r}` itself).

    `leaving`: only where a case stops being published, for what hangs on it can be taken away afterwards unseen.
    """

    table: str
    what: str
    row: str
    condition: str = ""
    tables: str = ""
    leaving: bool = False


def _of_incident(table: str, *notes: tuple[str, str]) -> Iterator[Trace]:
    for what, row in (("incident", "{r}.incident_id"), *notes):
        yield Trace(table, what, row, "i.id = {r}.incident_id AND i.stage = 'published'", "incidents_incident i")


def _below(table: str, parent: str, link: str, *notes: tuple[str, str]) -> Iterator[Trace]:
    condition = f"p.id = {{r}}.{link} AND i.id = p.incident_id AND i.stage = 'published'"
    for what, row in (("incident", "p.incident_id"), *notes):
        yield Trace(table, what, row, condition, f"{parent} p, incidents_incident i")


def _on_page(table: str, *parents: tuple[str, str]) -> Trace:
    """What only the pages of its case show. `parents`: from the table up to one that has the incident, each with the
    column that leads there. Noted without its number: no list reads anything again."""
    names = [f"p{number}" for number in range(len(parents))]
    from_, tables, conditions = "{r}", [], []
    for name, (parent, column) in zip(names, parents, strict=True):
        tables.append(f"{parent} {name}")
        conditions.append(f"{name}.id = {from_}.{column}")
        from_ = name
    conditions.append(f"i.id = {from_}.incident_id AND i.stage = 'published'")
    return Trace(table, PAGE, "0", " AND ".join(conditions), ", ".join([*tables, "incidents_incident i"]))


def _left(what: str, column: str, tables: str, condition: str = "x.incident_id = {r}.id") -> Trace:
    return Trace("incidents_incident", what, column, f"{{r}}.stage = 'published' AND {condition}", tables, leaving=True)


def _shared(table: str, what: str, key: str, link: str, column: str) -> Trace:
    condition = (
        f"EXISTS (SELECT 1 FROM {link} l JOIN incidents_incident i ON i.id = l.incident_id"
        f" WHERE l.{column} = {{r}}.{key} AND i.stage = 'published')"
    )
    return Trace(table, what, f"{{r}}.{key}", condition)


TRACES: tuple[Trace, ...] = (
    Trace("incidents_incident", "incident", "{r}.id", "{r}.stage = 'published'"),
    _left("party", "x.party_id", "incidents_involvement x"),
    _left("party", "x.member_id", "incidents_membership x"),
    _left("source", "x.source_id", "incidents_incidentsource x"),
    _left("place", "x.region_id", "incidents_incidentplace x"),
    _left("allegation", "x.id", "incidents_allegation x"),
    _left(
        "party",
        "y.party_id",
        "incidents_allegation x, incidents_allegationparty y",
        "x.incident_id = {r}.id AND y.allegation_id = x.id",
    ),
    *_of_incident("incidents_incidentplace", ("place", "{r}.region_id")),
    *_of_incident("incidents_involvement", ("party", "{r}.party_id")),
    *_of_incident("incidents_allegation", ("allegation", "{r}.id")),
    *_of_incident("incidents_seizure"),
    *_of_incident("incidents_incidentsource", ("source", "{r}.source_id")),
    *_of_incident("incidents_membership", ("party", "{r}.member_id")),
    *_below("incidents_nameuse", "incidents_involvement", "involvement_id", ("party", "p.party_id")),
    *_below(
        "incidents_allegationparty",
        "incidents_allegation",
        "allegation_id",
        ("allegation", "p.id"),
        ("party", "{r}.party_id"),
    ),
    *_below("incidents_allegationoffence", "incidents_allegation", "allegation_id", ("allegation", "p.id")),
    *_below("incidents_defeat", "incidents_allegation", "defeated_id", ("allegation", "p.id")),
    # A case tells its party's names among its own words; the first use of a name nobody used hides it.
    Trace(
        "incidents_partyname",
        "said",
        "p.incident_id",
        "u.name_id = {r}.id AND p.id = u.involvement_id AND i.id = p.incident_id AND i.stage = 'published'",
        "incidents_nameuse u, incidents_involvement p, incidents_incident i",
    ),
    Trace(
        "incidents_nameuse",
        "party",
        "p.party_id",
        "p.id = {r}.name_id"
        " AND NOT EXISTS (SELECT 1 FROM incidents_nameuse o WHERE o.name_id = {r}.name_id AND o.id <> {r}.id)"
        " AND EXISTS (SELECT 1 FROM incidents_involvement l JOIN incidents_incident i ON i.id = l.incident_id"
        " WHERE l.party_id = p.party_id AND i.stage = 'published')",
        "incidents_partyname p",
    ),
    *(
        _shared(f"incidents_{table}", "party", key, "incidents_involvement", "party_id")
        for table, key in (
            ("partyname", "party_id"),
            ("party", "id"),
            ("actor", "party_ptr_id"),
            ("organization", "party_ptr_id"),
        )
    ),
    _shared("incidents_source", "source", "id", "incidents_incidentsource", "source_id"),
    Trace("incidents_correction", "correction", "{r}.id"),
    Trace("incidents_region", "region", "{r}.id"),
    *_of_incident("incidents_anonymisation"),
    *(
        _on_page(f"incidents_{table}")
        for table in (
            "incidentdate",
            "relatedincident",
            "relationship",
            "proceeding",
            "route",
            "casualty",
            "rate",
            "contradiction",
            "openquestion",
            "citation",
        )
    ),
    _on_page("incidents_speechlink", ("incidents_allegation", "allegation_id")),
    _on_page("incidents_proceedingallegation", ("incidents_proceeding", "proceeding_id")),
    _on_page("incidents_step", ("incidents_proceeding", "proceeding_id")),
    _on_page("incidents_stepparty", ("incidents_step", "step_id"), ("incidents_proceeding", "proceeding_id")),
    _on_page("incidents_measurement", ("incidents_seizure", "seizure_id")),
    _on_page("incidents_routestop", ("incidents_route", "route_id")),
    _on_page("incidents_citedorigin", ("incidents_incidentsource", "reading_id")),
    _on_page("incidents_contradictionversion", ("incidents_contradiction", "contradiction_id")),
    # Hidden names are taken out of texts of cases that never involved their party, too.
    Trace("incidents_partyname", PAGE, "0", "{r}.confidential"),
    Trace("incidents_merge", PAGE, "0", "{r}.was_public"),
    Trace("incidents_regionname", PAGE, "0"),
    Trace("incidents_currency", PAGE, "0"),
    Trace("incidents_unit", PAGE, "0"),
    Trace("incidents_regionoverlap", "all", "0"),
    Trace("incidents_offence", "all", "0"),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers whose tables exist, and notes that anything may have changed while they were away."""
    remove(connection)
    tables = set(connection.introspection.table_names())
    if LOG not in tables:
        return
    with connection.cursor() as cursor:
        for table in dict.fromkeys(trace.table for trace in TRACES):
            if table in tables:
                for event in EVENTS:
                    for statement in _statements(connection.vendor, table, event):
                        cursor.execute(statement)
    note_everything(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that ought to be there and are not."""
    there = {name for name, _table in triggers.existing(connection, PREFIX)}
    tables = dict.fromkeys(trace.table for trace in TRACES)
    return [name for table in tables for event in EVENTS if (name := _name(table, event)) not in there]


def note_everything(connection: BaseDatabaseWrapper) -> None:
    """Notes that anything may have changed: every worker reads the whole record again."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(connection.vendor, "SELECT 'all' AS what, 0 AS touched"))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drops the triggers, so that tables can be rebuilt, or filled at volume (say `install` afterwards)."""
    triggers.drop(connection, PREFIX)


def _selects(table: str, rows: dict[str, str], leaving: dict[str, str]) -> str:
    """What the rows touch, each once. `rows` and `leaving`: where a row stands → what it is read from."""
    parts = []
    for trace in (trace for trace in TRACES if trace.table == table):
        for row, source in (leaving if trace.leaving else rows).items():
            tables = ", ".join(part for part in (source, trace.tables) if part)
            gone = _GONE.get(source, "") if trace.leaving else ""
            condition = " AND ".join(part for part in (trace.condition.format(r=row), gone) if part)
            parts.append(
                f"SELECT '{trace.what}' AS what, {trace.row.format(r=row)} AS touched"
                f"{f' FROM {tables}' if tables else ''}{f' WHERE {condition}' if condition else ''}"
            )
    return " UNION ".join(parts)


# By what the rows are read from: that the case is published no longer.
_GONE = {"": "NEW.stage <> 'published'", "old_rows r, new_rows n": "n.id = r.id AND n.stage <> 'published'"}


def _insert(vendor: str, selects: str) -> str:
    mark = "random()" if vendor == "sqlite" else "(random() * 9007199254740991)::bigint"
    writer = "0" if vendor == "sqlite" else "pg_current_xact_id()::text::bigint"
    return (
        f'INSERT INTO "{LOG}" (what, "row", mark, writer)'
        f" SELECT t.what, t.touched, {mark}, {writer} FROM ({selects}) t WHERE t.touched IS NOT NULL"
    )


def _name(table: str, event: str) -> str:
    return f"{PREFIX}{table.removeprefix('incidents_')}_{event.lower()}"


def _statements(vendor: str, table: str, event: str) -> list[str]:
    name = _name(table, event)
    seen = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
    if vendor == "sqlite":
        left = {"OLD": ""} if event == "UPDATE" else {}
        insert = _insert(vendor, _selects(table, dict.fromkeys(seen, ""), left))
        return [f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH ROW BEGIN {insert}; END']
    changed = {"INSERT": "new_rows", "DELETE": "old_rows"}.get(
        event, "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"
    )
    given = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in seen)
    left = {"r": "old_rows r, new_rows n"} if event == "UPDATE" else {}
    insert = _insert(vendor, _selects(table, {"r": f"{changed} r"}, left))
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $trace$ '
        f"BEGIN {insert}; RETURN NULL; END $trace$",
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" REFERENCING {given} '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
    ]


def install_after_migration(sender: Any, using: str, **kwargs: Any) -> None:
    """Installs the triggers when a migration of the database `using` is over."""
    install(connections[using])


def remove_before_migration(sender: Any, using: str, **kwargs: Any) -> None:
    """Removes the triggers before a migration of the database `using`."""
    remove(connections[using])
