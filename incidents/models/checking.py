"""Proceedings that may have moved on since somebody last looked: which are open, and which are due."""

import datetime
from typing import Self

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Index, Q
from django.utils import timezone

from incidents.models.visibility import PublishedQuerySet

# Those never looked at first, then the longest ago: written so that an index of either engine gives this order.
LOOKED_AT = ExpressionWrapper(Q(checked_on__isnull=False), BooleanField())
LONGEST_UNCHECKED = (LOOKED_AT.asc(), "checked_on", "pk")
INDEX_TO_CHECK = Index(LOOKED_AT, "checked_on", "id", condition=Q(is_open=True), name="proceeding_longest_unchecked")


class ProceedingQuerySet(PublishedQuerySet):
    """The words with which one asks for proceedings."""

    def open(self) -> Self:
        """In which something can still be decided, as far as their steps say."""
        return self.filter(is_open=True)

    def due_for_check(self, today: datetime.date | None = None) -> Self:
        """Open ones that nobody looked at for `RECHECK_DAYS` days, those never looked at first, then the longest ago."""
        day = (today or timezone.localdate()) - datetime.timedelta(days=settings.RECHECK_DAYS)
        due = self.open().filter(Q(checked_on__isnull=True) | Q(checked_on__lte=day))
        return due.order_by(*LONGEST_UNCHECKED)
