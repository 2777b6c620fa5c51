"""What every table of the record has: an opaque public id where it has an address, history, an order."""

import datetime
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"  # no vowels, nothing to mistake: an id never spells a word


def new_public_id() -> str:
    """Eight random characters: about 2.8e11 ids, with neither a name nor a date in them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class Addressed(models.Model):
    """A row with a public address, which stays the same whatever is renamed."""

    public_id = models.CharField(
        _("public id"),
        max_length=12,
        unique=True,
        default=new_public_id,
        editable=False,
        help_text=_("Part of the public address. Holds neither a name nor a date and never changes."),
    )

    class Meta:
        abstract = True


@dataclass(frozen=True)
class _Change:
    """What the rows of history written together share."""

    moment: datetime.datetime
    reason: str
    by: User | None


_change: ContextVar[_Change | None] = ContextVar("change", default=None)


@contextmanager
def change(reason: str = "", by: User | None = None) -> Iterator[datetime.datetime]:
    """One change of the record: every row of history written inside has the same moment, and says why and by whom.

    Rows with one moment are one version of their case. A change inside another keeps its moment, and its reason and
    author where it gives none of its own. Gives that moment.
    """
    outer = _change.get()
    moment = outer.moment if outer else timezone.now()
    reason = reason.strip() or (outer.reason if outer else "")
    mark = _change.set(_Change(moment, reason, by or (outer.by if outer else None)))
    try:
        yield moment
    finally:
        _change.reset(mark)


def moment_of_change() -> datetime.datetime | None:
    """The moment that every row of history of the change at hand has; None outside one."""
    current = _change.get()
    return current.moment if current else None


class _BulkHistory(HistoryManager):
    """History of rows made many at once: it belongs to the change at hand too. Its class is made once, not for each row."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)

    def bulk_history_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if current := _change.get():
            kwargs["default_date"] = kwargs.get("default_date") or current.moment
            kwargs["default_change_reason"] = kwargs.get("default_change_reason") or current.reason
            kwargs["default_user"] = kwargs.get("default_user") or current.by
        return super().bulk_history_create(objs, *args, **kwargs)


class _Records(HistoricalRecords):
    """Rows of history that know the change they belong to (see `change`)."""

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        current = _change.get()
        if current is None or hasattr(instance, "_history_date"):
            super().create_historical_record(instance, history_type, using)
            return
        instance._history_date = current.moment
        try:
            super().create_historical_record(instance, history_type, using)
        finally:
            del instance._history_date

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:
        """Copies what the columns that hold several rows hold now: one statement for each."""
        for field in history_instance._history_m2m_fields:
            now, then = field.remote_field.through, self.m2m_models[field]
            columns = ", ".join(connection.ops.quote_name(column.column) for column in now._meta.local_concrete_fields)
            table, past = (connection.ops.quote_name(model._meta.db_table) for model in (now, then))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {past} (history_id, {columns}) SELECT %s, {columns} FROM {table}"
                    f" WHERE {connection.ops.quote_name(field.m2m_column_name())} = %s",
                    [history_instance.pk, instance.pk],
                )

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str | None) -> str | None:
        current = _change.get()
        own: str | None = super().get_change_reason_for_object(instance, history_type, using)
        return own or (current.reason if current else None) or None

    def get_history_user(self, instance: Any) -> Any:
        current = _change.get()
        return (current.by if current else None) or super().get_history_user(instance)


def history(*many: Any) -> HistoricalRecords:
    """History of a table: who, when, why. The user is kept as a number, so that no account removal edits history.

    `many` are the columns that hold several rows of another table.
    """
    return _Records(
        inherit=True,
        history_change_reason_field=models.TextField(null=True),
        history_user_id_field=models.IntegerField(null=True),
        history_user_getter=_user_of,
        history_user_setter=_set_user,
        history_manager=_BulkHistory,
        m2m_fields=many,
    )


def _user_of(historical: Any) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(pk=historical.history_user_id).first()


def _set_user(historical: Any, user: Any) -> None:
    historical.history_user_id = user.pk if user is not None else None


class Pointing(models.Model):
    """A row that points at others and may be pointed elsewhere meanwhile, as by a merge or its undoing.

    Whoever saves a copy that was read before leaves such a column as it is now, unless they changed it themselves: then the
    save is refused, and so it is if the row is gone.
    """

    _read: dict[str, Any]  # where the row pointed when it was read

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        row = super().from_db(*args, **kwargs)
        row._note_pointers()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._note_pointers()

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):
            if not self._state.adding and not kwargs.get("force_insert"):
                self._follow(kwargs.get("update_fields"))
            super().save(*args, **kwargs)
        self._note_pointers()

    def _note_pointers(self) -> None:
        names = (field.attname for field in self._meta.concrete_fields if field.is_relation)
        self._read = {name: self.__dict__[name] for name in names if name in self.__dict__}

    def _follow(self, only: Any) -> None:
        """Takes over what others have written since, where the holder of this copy wrote nothing."""
        wanted = [name for name in getattr(self, "_read", {}) if only is None or name.removesuffix("_id") in only]
        if not wanted:
            return
        there = type(self)._base_manager.filter(pk=self.pk).select_for_update(no_key=True).values(*wanted).first()
        if there is None:
            raise IntegrityError(_now("Somebody removed this meanwhile. Nothing was saved: look at it again."))
        for name, now in there.items():
            mine, read = getattr(self, name), self._read[name]
            if now in (mine, read):
                continue
            if mine != read:
                raise IntegrityError(
                    _now("Somebody moved this to another meanwhile. Nothing was saved: look at it again.")
                )
            setattr(self, name, now)


class Fact(Pointing):
    """A stated fact of an incident: it has an order on the page, history, and the incident's visibility."""

    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("Order on the page; 0 comes first."))

    history = history()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


def path_to_case(model: Any) -> str:
    """The lookup that leads from a row of the table, or of its history, to its case; “id” for the case itself."""
    return getattr(model, "incident_path", "incident") or "id"
