"""Triggers that write the passages, in the same transaction as what they are of, whoever wrote it; and the index of words.

SQLite writes row by row and keeps an FTS5 table; PostgreSQL writes once for each statement and keeps a GIN index.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.answers.words.passages import COLUMNS, HIDDEN, REMADE, TABLE, WHOLE, Kind, Remade, kinds
from incidents.models import triggers

PREFIX = "passage_"
INDEX = "incidents_passagewords"
SEEN = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
TOKENS = "array_to_tsvector(array_remove(string_to_array(text, ' '), ''))"
_NOTHING = {"incident": "0", "party": "0", "text": "''"}


def made(kind: Kind, only: str) -> str:
    """The statement that writes what ought to be there of the rows that meet the condition, and changes nothing else."""
    changed = " OR ".join(
        f"COALESCE({kind.into}.{column}, {none}) <> COALESCE(excluded.{column}, {none})"
        for column, none in _NOTHING.items()
    )
    return (
        f'INSERT INTO {kind.into} ({COLUMNS}) {kind.ought(only)} ON CONFLICT (what, "row") DO UPDATE SET'
        f" incident = excluded.incident, party = excluded.party, text = excluded.text WHERE {changed}"
    )


def removed(kind: Kind, only: str) -> str:
    """The statement that deletes, of the passages that meet the condition, those that ought not to be there."""
    own = f'{kind.key} = {kind.into}."row"'
    return f"DELETE FROM {kind.into} WHERE what = '{kind.what}' AND {only} AND NOT EXISTS ({kind.ought(own)})"


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the index of words and the triggers, if the table exists. The passages themselves: see `filling`."""
    remove(connection)
    tables = set(connection.introspection.table_names())
    if not {TABLE, HIDDEN} <= tables:
        return
    with connection.cursor() as cursor:
        for statement in (*_index(connection.vendor), *_statements(connection.vendor, tables)):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drops the triggers, so that tables can be rebuilt."""
    triggers.drop(connection, PREFIX)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that ought to be there and are not."""
    there = {name for name, _table in triggers.existing(connection, PREFIX)}
    named = [
        statement.split('"')[1] for statement in _statements(connection.vendor, None) if "CREATE TRIGGER" in statement
    ]
    return [name for name in named if name not in there]


def _index(vendor: str) -> list[str]:
    if vendor == "postgresql":
        options = "WITH (gin_pending_list_limit = 512)"  # what is not sorted in yet is read with every question
        return [f'CREATE INDEX IF NOT EXISTS "{INDEX}" ON {TABLE} USING gin ({TOKENS}) {options}']
    tokens = "unicode61 remove_diacritics 0 tokenchars ''_''"
    given = f"text, content='{TABLE}', content_rowid='id', tokenize='{tokens}'"
    return [f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({given})"]


def _statements(vendor: str, tables: set[str] | None) -> Iterator[str]:
    for table in dict.fromkeys(one.table for one in REMADE):
        if tables is None or table in tables:
            yield from (_postgresql if vendor == "postgresql" else _sqlite)(table)
    yield from _kept_postgresql() if vendor == "postgresql" else _kept_sqlite()


def _keys(one: Remade, row: str, source: str, asked: bool) -> str:
    """The numbers of the passages that a changed row concerns. `source`: what the row is read from."""
    tables = ", ".join(part for part in (source, one.tables) if part)
    condition = " AND ".join(part.format(r=row) for part in (one.joined, one.public if asked else "") if part)
    what = f"SELECT {one.row.format(r=row)}"
    return f"{what}{f' FROM {tables}' if tables else ''}{f' WHERE {condition}' if condition else ''}"


def _work(vendor: str, one: Remade, keys: str, make: bool = True, take: bool = True) -> Iterator[str]:
    kind = kinds(vendor)[one.what]
    if take:
        yield removed(kind, f'"row" IN ({keys})')
    if make:
        yield made(kind, f"{kind.key} IN ({keys})")


def _sqlite(table: str) -> Iterator[str]:
    always = [one for one in REMADE if one.table == table and not one.stage]
    for event, rows in SEEN.items():
        work: list[str] = []
        for one in always:
            keys = " UNION ".join(_keys(one, row, "", event != "DELETE") for row in rows)
            work += _work("sqlite", one, keys, take=event != "INSERT")
        yield _row_trigger(table, event.lower(), f"AFTER {event}", "", work)
    hanging = [one for one in REMADE if one.table == table and one.stage]
    for name, enters in (("entering", True), ("leaving", False)) if hanging else ():
        here, gone = ("NEW", "OLD") if enters else ("OLD", "NEW")
        when = f"WHEN {here}.stage = 'published' AND {gone}.stage <> 'published'"
        every = (_work("sqlite", one, _keys(one, "NEW", "", False), enters, not enters) for one in hanging)
        yield _row_trigger(
            table, name, "AFTER UPDATE OF stage", when, [statement for some in every for statement in some]
        )


def _row_trigger(table: str, name: str, moment: str, when: str, work: list[str]) -> str:
    body = "; ".join(work)
    return f'CREATE TRIGGER "{_name(table, name)}" {moment} ON "{table}" FOR EACH ROW {when} BEGIN {body}; END'


def _postgresql(table: str) -> Iterator[str]:
    for event, rows in SEEN.items():
        both = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"
        changed = f"{both if event == 'UPDATE' else rows[0].lower() + '_rows'} r"
        work: list[str] = []
        for one in (one for one in REMADE if one.table == table and not one.stage):
            work += _work("postgresql", one, _keys(one, "r", changed, event != "DELETE"), take=event != "INSERT")
        hanging = [one for one in REMADE if one.table == table and one.stage and event == "UPDATE"]
        work += [_moving(hanging, enters) for enters in (True, False) if hanging]
        yield from _statement_trigger(table, event, rows, work)


def _moving(hanging: list[Remade], enters: bool) -> str:
    """What is done only where a case has been published, or is so no longer: nearly every save is neither."""
    here, gone = ("n", "o") if enters else ("o", "n")
    moved = "SELECT n.id FROM old_rows o JOIN new_rows n ON n.id = o.id"
    moved = f"{moved} WHERE {here}.stage = 'published' AND {gone}.stage <> 'published'"
    every = (_work("postgresql", one, _keys(one, "r", f"({moved}) r", False), enters, not enters) for one in hanging)
    return f"IF EXISTS ({moved}) THEN {'; '.join(statement for some in every for statement in some)}; END IF"


def _statement_trigger(table: str, event: str, rows: tuple[str, ...], work: list[str]) -> Iterator[str]:
    name = _name(table, event.lower())
    given = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in rows)
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $passage$ '
        f"BEGIN {'; '.join(work)}; RETURN NULL; END $passage$"
    )
    yield (
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" REFERENCING {given} '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
    )


def _name(table: str, end: str) -> str:
    return f"{PREFIX}{table.removeprefix('incidents_')}_{end}"


def _amiss(vendor: str, row: str, table: str) -> str:
    """That the passage deleted from the table ought to be there: somebody has deleted it by hand."""
    every = (
        f"({row}.what = '{kind.what}' AND EXISTS (SELECT 1 FROM {kind.table}"
        f' WHERE {kind.key} = {row}."row" AND {kind.public}))'
        for kind in kinds(vendor).values()
        if kind.into == table
    )
    return " OR ".join(every)


def _kept_sqlite() -> Iterator[str]:
    """The index follows the passages; a passage that is deleted by hand takes the row away that says “whole”."""
    out = f"INSERT INTO {INDEX}({INDEX}, rowid, text) VALUES ('delete', OLD.id, OLD.text)"
    new = f"INSERT INTO {INDEX}(rowid, text) VALUES (NEW.id, NEW.text)"
    yield _row_trigger(TABLE, "insert", "AFTER INSERT", "", [new])
    yield _row_trigger(TABLE, "update", "AFTER UPDATE", "", [out, new])
    yield _row_trigger(TABLE, "delete", "AFTER DELETE", "", [out])
    for table in (TABLE, HIDDEN):
        amiss = f"WHEN {_amiss('sqlite', 'OLD', table)}"
        yield _row_trigger(table, "by_hand", "AFTER DELETE", amiss, [f"DELETE FROM {TABLE} WHERE what = '{WHOLE}'"])


def _kept_postgresql() -> Iterator[str]:
    for table in (TABLE, HIDDEN):
        amiss = f"EXISTS (SELECT 1 FROM old_rows o WHERE {_amiss('postgresql', 'o', table)})"
        work = [f"IF {amiss} THEN DELETE FROM {TABLE} WHERE what = '{WHOLE}'; END IF"]
        yield from _statement_trigger(table, "DELETE", ("OLD",), work)
