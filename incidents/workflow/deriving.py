"""What follows from the steps of every case, compared with what is kept, or derived anew."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import (
    Allegation,
    Incident,
    Proceeding,
    refresh_openness,
    refresh_statuses,
    stale_openness,
    stale_statuses,
)
from incidents.models.record import change

BATCH = 100  # cases that are read together


def differences() -> Iterator[str]:
    """Where a legal status, or the mark of an open proceeding, is not what follows from the steps."""
    for cases in _batches():
        for link, status in stale_statuses(Allegation.objects.filter(incident__in=cases)):
            yield f"legal status {link.pk}: {link.legal_status}, and {status} follows from the steps"
        for row, is_open in stale_openness(Proceeding.objects.filter(incident__in=cases)):
            kept, follows = ("closed", "open") if is_open else ("open", "closed")
            yield f"proceeding {row.pk}: {kept}, and {follows} follows from the steps"


def derive_anew() -> int:
    """Brings every legal status and every mark of an open proceeding to what follows from the steps, with history.
    Returns how many were wrong."""
    wrong = 0
    for cases in _batches():
        with transaction.atomic(), change(_("Legal standing derived anew from the steps.")):
            wrong += refresh_statuses(Allegation.objects.filter(incident__in=cases))
            wrong += refresh_openness(Proceeding.objects.filter(incident__in=cases))
    return wrong


def _batches() -> Iterator[list[int]]:
    keys = Incident.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(keys.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]
