"""What is done to proceedings outside the page of their case."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Proceeding
from incidents.models.record import change
from incidents.workflow.refusals import NotPermitted
from incidents.workflow.roles import may_edit_all, refuse_without


@transaction.atomic
def mark_checked(proceedings: Iterable[Proceeding], by: User | None) -> int:
    """Notes that somebody looked today and found nothing new; returns for how many.

    Raises NotPermitted if the user may not change the case of one of them.
    """
    keys = [row.pk for row in proceedings]
    cases = Incident.objects.filter(proceedings__in=keys)
    refuse_without(by, "incidents.change_proceeding")
    if by is not None and not may_edit_all(by, cases):
        raise NotPermitted([_("Your account changes drafts of its own only. Nothing was marked.")])
    with change(_("Looked at again; nothing new."), by):
        rows = list(Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        for proceeding in rows:
            proceeding.checked_on = timezone.localdate()
            proceeding.save()
    return len(rows)
