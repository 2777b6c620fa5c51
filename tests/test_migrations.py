"""The migrations make the database that the models describe: the site's is migrated, that of the tests is not."""

from collections.abc import Iterator
from typing import Any

import dj_database_url
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
OURS = "incidents_"


def shape(database: BaseDatabaseWrapper) -> Iterator[tuple[Any, ...]]:
    """Every column, constraint, index and guard. Checks, guards and indexes of ours go by name, the others by columns."""
    with database.cursor() as cursor:
        for table in filter(lambda name: name.startswith(OURS), database.introspection.table_names(cursor)):
            for column in database.introspection.get_table_description(cursor, table):
                yield "column", table, column.name, column.type_code, column.null_ok, column.precision, column.scale
            for name, one in database.introspection.get_constraints(cursor, table).items():
                kinds = [kind for kind in ("primary_key", "unique", "index", "check") if one[kind]]
                told = name if "check" in kinds else (one["foreign_key"], *(one["columns"] or []))
                yield "constraint", table, *kinds, told
        cursor.execute(GUARDS[database.vendor])
        yield from (("guard", *row) for row in cursor.fetchall())


@pytest.mark.django_db
def test_the_migrated_database_is_the_one_that_the_models_describe(site: Any) -> None:
    migrated = ConnectionHandler({"default": dj_database_url.parse(site.database_url)})["default"]
    try:
        there, here = (sorted(map(repr, shape(database))) for database in (migrated, connection))
    finally:
        migrated.close()
    assert len(here) > 1000, "the shape was read"
    assert there == here
