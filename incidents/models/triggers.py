"""Triggers of the database: a promise written once for each engine; which are there, by the beginning of their names."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

# Read so that a merge which is under way is waited for. SQLite writes one transaction at a time.
LOCKED = "{locked}"


@dataclass(frozen=True)
class Guard:
    """A trigger: when it fires, under which condition, and either the refusal or the statements that keep the promise.

    `at_commit`: the condition is looked at when the transaction ends. Only PostgreSQL can do that; elsewhere there is no such guard.
    """

    name: str
    table: str
    when: str
    condition: str = ""
    refusal: str = ""
    statements: tuple[str, ...] = ()
    at_commit: bool = False


def existing(connection: BaseDatabaseWrapper, prefix: str) -> list[tuple[str, str]]:
    """(name, table) of every trigger whose name begins so."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE %s AND c.relnamespace = current_schema()::regnamespace"
        )
    else:
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [prefix + "%"])
        return [(str(name), str(table)) for name, table in cursor.fetchall()]


def drop(connection: BaseDatabaseWrapper, prefix: str) -> None:
    """Drops every trigger whose name begins so."""
    with connection.cursor() as cursor:
        for name, table in existing(connection, prefix):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def create(connection: BaseDatabaseWrapper, name: str, guard: Guard) -> None:
    """Makes the trigger of that name, of which engines keep sixty letters."""
    name = name[:60]
    with connection.cursor() as cursor:
        for statement in _postgresql(name, guard) if connection.vendor == "postgresql" else _sqlite(name, guard):
            cursor.execute(statement)


def _sqlite(name: str, guard: Guard) -> list[str]:
    when = f"WHEN {guard.condition.replace(LOCKED, '')}" if guard.condition else ""
    refusal = guard.refusal.replace("'", "''")
    body = [f"SELECT RAISE(ABORT, '{refusal}')"] if guard.refusal else list(guard.statements)
    return [f'CREATE TRIGGER "{name}" {guard.when} ON "{guard.table}" FOR EACH ROW {when} BEGIN {"; ".join(body)}; END']


def _postgresql(name: str, guard: Guard) -> list[str]:
    row = "OLD" if "DELETE" in guard.when else "NEW"
    refusal = guard.refusal.replace("'", "''")
    body = (
        f"RAISE EXCEPTION USING MESSAGE = '{refusal}', ERRCODE = 'integrity_constraint_violation'"
        if guard.refusal
        else "; ".join(guard.statements)
    )
    condition = guard.condition.replace(LOCKED, " FOR KEY SHARE") or "TRUE"
    kind, moment = ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED") if guard.at_commit else ("TRIGGER", "")
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ '
        f"BEGIN IF {condition} THEN {body}; END IF; RETURN {row}; END $guard$",
        f'CREATE {kind} "{name}" {guard.when} ON "{guard.table}" {moment} FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]
