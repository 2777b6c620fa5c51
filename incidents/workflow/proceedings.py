"""What is done to proceedings outside the page of their case."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Proceeding
from incidents.models.record import change


@transaction.atomic
def mark_checked(proceedings: Iterable[Proceeding], by: User | None) -> int:
    """Notes that somebody looked today and found nothing new; returns for how many."""
    number = 0
    with change(_("Looked at again; nothing new."), by):
        for proceeding in proceedings:
            proceeding.checked_on = timezone.localdate()
            proceeding.save()
            number += 1
    return number
