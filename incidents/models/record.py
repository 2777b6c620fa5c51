"""What every table of the record has: an opaque public id where it has an address, history, an order."""

import datetime
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
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


class _BulkHistory(HistoryManager):
    """History of rows made many at once: it belongs to the change at hand too."""

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


class Fact(models.Model):
    """A stated fact of an incident: it has an order on the page, history, and the incident's visibility."""

    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("Order on the page; 0 comes first."))

    history = history()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
