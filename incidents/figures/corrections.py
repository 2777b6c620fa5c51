"""Entries of the corrections page as readers see them: under the rules of protection of today."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.figures.addresses import address
from incidents.figures.told.masking import Mask
from incidents.figures.told.public import with_kept
from incidents.models import Correction, Involvement, PartyName, Stage


@dataclass(frozen=True)
class Notice:
    """One entry. Of a withdrawn case nothing is told but that it was withdrawn."""

    code: str
    kind: str
    at: datetime.datetime
    title: str
    language: str
    url: str
    note: str

    @property
    def heading(self) -> str:
        return f"{self.kind}: {self.title}"


def notices(entries: Iterable[Correction]) -> list[Notice]:
    """The entries in words, in their order; a fixed number of questions, however many they are."""
    rows = list(entries)
    mask = _mask({row.incident_id for row in rows})
    return [_notice(row, mask) for row in rows]


def _notice(row: Correction, mask: Mask) -> Notice:
    incident: Any = row.incident
    code, kind = f"{incident.public_id}-{row.at:%Y%m%d%H%M%S%f}", str(row.get_kind_display())
    withdrawal = row.note or _("The record was withdrawn by the editors.")
    if incident.stage != Stage.PUBLISHED:
        url = reverse("incident", args=[incident.public_id])
        return Notice(code, kind, row.at, _("A record that was withdrawn"), "", url, withdrawal)
    title, language = mask(incident.title), incident.language
    return Notice(code, kind, row.at, title, language, address(incident), mask(row.note) or withdrawal)


def _mask(incidents: set[int]) -> Mask:
    """Names that are not public today, of everybody whom these cases ever involved."""
    ever = with_kept(set(Involvement.history.filter(incident_id__in=incidents).values_list("party_id", flat=True)))
    names = PartyName.objects.filter(party__in=ever)
    hidden = names.filter(confidential=True)
    past = PartyName.history.filter(party_id__in=hidden.values("party_id"))
    return Mask(
        {*hidden.values_list("name", flat=True), *past.values_list("name", flat=True)},
        names.filter(confidential=False).values_list("name", flat=True),
    )
