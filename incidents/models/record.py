"""What every table of the record has: an opaque public id where it has an address, history, an order."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"  # no vowels, nothing to mistake: an id never spells a word


def new_public_id() -> str:
    """Eight random characters: about 2.8e11 ids, with neither a name nor a date in them."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


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


def history() -> HistoricalRecords:
    """History of a table: who, when, why. The user is kept as a number, so that no account removal edits history."""
    return HistoricalRecords(
        inherit=True,
        history_change_reason_field=models.TextField(null=True),
        history_user_id_field=models.IntegerField(null=True),
        history_user_getter=_user_of,
        history_user_setter=_set_user,
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
