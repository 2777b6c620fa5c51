"""Dates and numbers as inexact as the sources leave them.

An inexact date keeps the words as given, its EDTF form (ISO 8601-2) and a lower and an upper bound; every filter, sort
and export reads the bounds. An inexact number keeps the words and low, best and high, each of them optional.
"""

import datetime
import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.edtf import edtf_bounds
from incidents.search.folding import seen
from incidents.search.turning import unturned

DIGITS = 15  # of a number that is not whole: SQLite keeps no more, whatever the column says
_BEYOND = re.compile(r"[\[{~?%]*(?:9999|Y\d)")  # years after the last of which a column holds days
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # Unicode's categories of spaces, and of characters without a shape
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")


def text_error(text: str, what: str = "") -> str:
    """Why a text cannot be stored, or an empty string.

    PostgreSQL refuses NUL, no encoding has lone surrogates, a control character can steer the terminal of whoever
    reads a dump, and a mark that turns the direction of text and does not end mirrors what stands after it on a page. Newlines (CR LF
    too, as forms send them) and tabs are fine, and so is any text that is written from right to left.
    """
    if "\x00" in text:
        return f"{what} holds a NUL character."
    if unturned(text) != text:
        return f"{what} holds a mark that turns the direction of text (U+202A to U+202E, U+2066 to U+2069) and does not end."
    if control := _CONTROL.search(text):
        return f"{what} holds a control character (U+{ord(control[0][0]):04X})."
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"{what} holds half of a character (a lone surrogate)."
    return ""


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: it is empty, or only spaces, line breaks and characters without a shape."""
    return all(unicodedata.category(one) in _UNSEEN for one in seen(text))


class InexactDate(models.Model):
    """When, as exactly as the sources say and never more."""

    date_as_stated = models.TextField(
        _("date in words"), blank=True, help_text=_("The source's own words, e.g. “in July” or “before the arrests”.")
    )
    date_edtf = models.CharField(
        _("date (EDTF)"),
        max_length=120,
        blank=True,
        help_text=_(
            "As inexact as the source: 2015, 2015-07, 2015-07-03, 2015~ (about), 2014/2016, ../2015-07 (until)."
        ),
    )
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True, editable=False)
    date_latest = models.DateField(_("latest day"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        try:
            self.read_date()
        except ValueError as error:
            raise ValidationError({"date_edtf": str(error)}) from None

    def read_date(self) -> None:
        """Sets the bounds from the EDTF form. Raises ValueError where that is not EDTF."""
        self.date_earliest, self.date_latest = edtf_bounds(self.date_edtf) if self.date_edtf else (None, None)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.read_date()
        super().save(*args, **kwargs)

    @property
    def in_time(self) -> tuple[datetime.date, bool]:
        """Where the date stands among others: at its first day; “until July” at the start of July; unknown last."""
        day = self.date_earliest
        if day is None and self.date_latest is not None:
            end = self.date_edtf.partition("/")[2]
            day = (edtf_bounds(end)[0] if end else None) or self.date_latest
        return day or datetime.date.max, self.date_earliest is not None

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun yet, whatever the date may mean."""
        return begins_later(self.date_edtf, self.date_earliest)

    @property
    def date_text(self) -> str:
        """The date for a reader: the words as stated, else the EDTF form; nothing is added to either."""
        return self.date_as_stated or self.date_edtf


# Where a dated row stands among the newest: on the last day that its date may mean; without an end, on the first.
NEWEST_DAY = Coalesce("date_latest", "date_earliest")


def is_later(day: datetime.date) -> bool:
    """Whether the day is still to come, everywhere: somewhere it is tomorrow already."""
    return day > timezone.now().date() + datetime.timedelta(days=1)


def begins_later(edtf: str, earliest: datetime.date | None) -> bool:
    """Whether a date with that form and that first day begins in the future."""
    return is_later(earliest) if earliest else bool(_BEYOND.match(edtf))


def dates_in_order(name: str) -> models.CheckConstraint:
    """Promise 1: earliest ≤ latest."""
    return models.CheckConstraint(
        name=f"{name}_dates_in_order",
        condition=Q(date_earliest__isnull=True) | Q(date_latest__isnull=True) | Q(date_earliest__lte=F("date_latest")),
        violation_error_message=_("The earliest day is after the latest day."),
    )


def numbers_in_order(name: str, prefix: str, below: int | None = None) -> models.CheckConstraint:
    """Promise 1: low ≤ best ≤ high, wherever two of them are known. `below`: for columns that could hold what is no number
    (NaN is above every number on PostgreSQL, and so is a text on SQLite)."""
    low, best, high = (f"{prefix}_{end}" for end in ("low", "best", "high"))

    def both(a: str, b: str) -> Q:
        return Q(**{f"{a}__isnull": True}) | Q(**{f"{b}__isnull": True}) | Q(**{f"{a}__lte": F(b)})

    def number(a: str) -> Q:
        bounds = {f"{a}__gte": 0} | ({f"{a}__lt": below} if below else {})
        return Q(**{f"{a}__isnull": True}) | Q(**bounds)

    return models.CheckConstraint(
        name=f"{name}_{prefix}_in_order",
        condition=both(low, best) & both(best, high) & both(low, high) & number(low) & number(best) & number(high),
        violation_error_message=_(
            "The low figure must not be above the best or the high one, and none may be negative."
        ),
    )


class InexactCount(models.Model):
    """How many, as the sources say: any of low, best and high may be unknown, and none is ever assumed."""

    count_low = models.BigIntegerField(_("at least"), null=True, blank=True, help_text=_("Empty where no source says."))
    count_best = models.BigIntegerField(
        _("best figure"), null=True, blank=True, help_text=_("Only if one is preferred.")
    )
    count_high = models.BigIntegerField(_("at most"), null=True, blank=True, help_text=_("Empty where no source says."))
    count_as_stated = models.TextField(
        _("number in words"), blank=True, help_text=_("The source's own words, e.g. “nearly two dozen”.")
    )

    class Meta:
        abstract = True


class Doubtable(models.Model):
    """A figure that the desk does not believe is kept, marked, with the reason."""

    doubted_because = models.TextField(
        _("doubted, because"),
        blank=True,
        help_text=_("Why this figure cannot be right or is disputed; empty if not doubted."),
    )

    class Meta:
        abstract = True

    @property
    def doubted(self) -> bool:
        return bool(self.doubted_because)
