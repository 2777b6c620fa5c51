"""Saving one incident: here, with history and guards, and in a plain table with the same columns and indexes."""

from typing import Any

from django.db import connection, models, transaction

from benchmarks.timing import milliseconds
from incidents.models import Incident
from incidents.models.inexact import NEWEST_DAY

TABLE = "bench_plain_incident"


def _plain() -> type[models.Model]:
    """The incident as a stock model: the same columns and indexes, nothing that follows from saving."""
    fields: dict[str, Any] = {}
    for field in Incident._meta.local_concrete_fields:
        if field.remote_field:
            fields[field.attname] = models.IntegerField(null=field.null, db_index=True, db_column=field.column)
        elif not field.primary_key:
            fields[field.name] = field.clone()
    meta = type(
        "Meta",
        (),
        {
            "app_label": "benchmarks",
            "db_table": TABLE,
            "indexes": [
                models.Index("stage", NEWEST_DAY, "id", name="bench_newest"),
                models.Index(fields=["stage", "date_earliest", "id"], name="bench_oldest"),
            ],
        },
    )
    return type("PlainIncident", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


def both() -> dict[str, float | None]:
    """Milliseconds of a save with its commit, here and there."""
    plain = _plain()
    with connection.schema_editor() as editor:
        if TABLE in connection.introspection.table_names():
            editor.delete_model(plain)
        editor.create_model(plain)
    names = [field.attname for field in plain._meta.local_concrete_fields]
    with connection.cursor() as cursor:
        columns = ", ".join(names)
        cursor.execute(
            f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM incidents_incident ORDER BY id LIMIT 10000"
        )
    row = Incident.objects.published().order_by("pk").first()
    other = plain._default_manager.get(pk=row.pk)
    number = 0

    def save(which: Any) -> None:
        nonlocal number
        number += 1
        which.summary = f"Edited {number} times."
        with transaction.atomic():
            which.save()

    try:
        return {"save": milliseconds(lambda: save(row)), "save, stock tables": milliseconds(lambda: save(other))}
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(plain)
