"""Entries of the corrections page as readers see them: under the rules of protection of today."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.figures.addresses import address, label_of
from incidents.figures.told.masking import Mask
from incidents.figures.told.public import with_kept
from incidents.models import Actor, Correction, CorrectionKind, Involvement, Organization, PartyName
from incidents.workflow import hidden_in, is_public


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
    mask = _mask([row for row in rows if row.incident_id])
    parties = _parties({key for row in rows if row.merge for key in (row.merge.kept_id, row.merge.merged_id)})
    return [_of_merge(row, parties) if row.merge else _notice(row, mask) for row in rows]


def _of_merge(row: Any, parties: dict[int, Any]) -> Notice:
    """By the names of today; of two that stand for themselves again, both have a page. Whoever was taken for somebody
    protected is nearly called so, and is not named beside them."""
    kept, merged = parties[row.merge.kept_id], parties[row.merge.merged_id]
    told = _("Two records were found to be of one: both addresses lead here.")
    if row.kind == CorrectionKind.SEPARATION:
        hidden = any(isinstance(one, Actor) and one.is_protected for one in (kept, merged))
        other = _("another record") if hidden else label_of(merged)
        told = _("It was found not to be the same as: %(other)s.") % {"other": other}
    elif row.merge.undone_at:
        told = _("Two records were taken to be of one. This was undone later.")
    code = f"{kept.public_id}-{row.at:%Y%m%d%H%M%S%f}"
    return Notice(code, str(row.get_kind_display()), row.at, label_of(kept), "", address(kept), told)


def _parties(keys: set[int]) -> dict[int, Any]:
    """The actors and organizations with what readers call them."""
    actors: dict[int, Any] = Actor.objects.labelled().in_bulk(list(keys)) if keys else {}
    rest = keys - set(actors)
    return actors | (Organization.objects.labelled().in_bulk(list(rest)) if rest else {})


def _notice(row: Correction, mask: Mask) -> Notice:
    incident: Any = row.incident
    code, kind = f"{incident.public_id}-{row.at:%Y%m%d%H%M%S%f}", str(row.get_kind_display())
    withdrawal = row.note or _("The record was withdrawn by the editors.")
    if not is_public(incident):
        url = reverse("incident", args=[incident.public_id])
        return Notice(code, kind, row.at, _("A record that was withdrawn"), "", url, withdrawal)
    title, language = mask(incident.title), incident.language
    return Notice(code, kind, row.at, title, language, address(incident), mask(row.note) or withdrawal)


def _mask(rows: list[Any]) -> Mask:
    """Names that are not public today, of everybody whom these cases ever involved; and whole names of anybody protected."""
    incidents = {row.incident_id for row in rows}
    ever = with_kept(set(Involvement.history.filter(incident_id__in=incidents).values_list("party_id", flat=True)))
    names = PartyName.objects.filter(party__in=ever)
    hidden = names.filter(confidential=True)
    past = PartyName.history.filter(party_id__in=hidden.values("party_id"))
    return Mask(
        {*hidden.values_list("name", flat=True), *past.values_list("name", flat=True)},
        names.filter(confidential=False).values_list("name", flat=True),
        hidden_in(text for row in rows for text in (row.incident.title, row.note)),
    )
