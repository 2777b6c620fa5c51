"""Triggers of the database by the beginning of their names: which are there, and away with them."""

from django.db.backends.base.base import BaseDatabaseWrapper


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
