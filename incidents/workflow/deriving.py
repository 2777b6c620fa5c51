"""What follows from the steps of every case, compared with what is kept, or derived anew."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import (
    Allegation,
    Incident,
    Party,
    Proceeding,
    Step,
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
    return sum(map(_derive, _batches()))


def derive_where_they_decide(*organizations: Party) -> int:
    """The same for the cases in which one of them took a step whose place only the country of its authority says; to be
    called when that is another."""
    keys = [organization.pk for organization in organizations]
    steps = Step.objects.filter(authority__in=keys, jurisdiction=None, proceeding__jurisdiction=None)
    cases = sorted(set(steps.order_by().values_list("proceeding__incident", flat=True)))
    return sum(_derive(cases[start : start + BATCH]) for start in range(0, len(cases), BATCH))


def _derive(cases: list[int]) -> int:
    with transaction.atomic(), change(_("Legal standing derived anew from the steps.")):
        wrong = refresh_statuses(Allegation.objects.filter(incident__in=cases))
        return wrong + refresh_openness(Proceeding.objects.filter(incident__in=cases))


def _batches() -> Iterator[list[int]]:
    keys = Incident.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(keys.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]
