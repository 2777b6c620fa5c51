"""Entries of the corrections page as readers see them: under the rules of protection of today."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.figures.addresses import address, label_of
from incidents.figures.told.hidden import Names
from incidents.figures.told.masking import Mask
from incidents.models import Actor, Correction, CorrectionKind, Merge, Organization
from incidents.workflow import called_in, is_public, parties_ever_in, said_before


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
    masks = _masks([row for row in rows if row.incident_id])
    merges = [row.merge for row in rows if row.merge]
    onward = _onward(merges)
    parties = _parties({key for merge in merges for key in (merge.kept_id, merge.merged_id)} | set(onward.values()))
    return [_of_merge(row, parties, onward) if row.merge else _notice(row, masks) for row in rows]


def _of_merge(row: Any, parties: dict[int, Any], onward: dict[int, int]) -> Notice:
    """By the names of today, which whoever was kept last has; of two that stand for themselves again, both have a page.
    Whoever was taken for somebody protected is nearly called so, and is not named beside them."""
    kept, merged = parties[row.merge.kept_id], parties[row.merge.merged_id]
    told = _("Two records were found to be of one: both addresses lead here.")
    if row.kind == CorrectionKind.SEPARATION:
        hidden = any(isinstance(one, Actor) and one.is_protected for one in (kept, merged))
        other = _("another record") if hidden else label_of(merged)
        told = _("It was found not to be the same as: %(other)s.") % {"other": other}
    elif row.merge.undone_at:
        told = _("Two records were taken to be of one. This was undone later.")
    code, last = f"{kept.public_id}-{row.at:%Y%m%d%H%M%S%f}", parties[_end(kept.pk, onward)]
    return Notice(code, str(row.get_kind_display()), row.at, label_of(last), "", address(last), told)


def _onward(merges: list[Any]) -> dict[int, int]:
    """For each party that was kept and later merged itself, and for those after it: where its address leads, as far as
    readers may know."""
    found: dict[int, int] = {}
    new = {merge.kept_id for merge in merges if merge.kept.merged_into_id}
    while new:
        later = Merge.objects.standing().announced().filter(merged__in=new).order_by()
        rows = list(later.values_list("merged", "kept", "kept__merged_into"))
        found |= {merged: kept for merged, kept, _further in rows}
        new = {kept for _merged, kept, further in rows if further}
    return found


def _end(party: int, onward: dict[int, int]) -> int:
    while party in onward:
        party = onward[party]
    return party


def _parties(keys: set[int]) -> dict[int, Any]:
    """The actors and organizations with what readers call them."""
    actors: dict[int, Any] = Actor.objects.labelled().in_bulk(list(keys)) if keys else {}
    rest = keys - set(actors)
    return actors | (Organization.objects.labelled().in_bulk(list(rest)) if rest else {})


def _notice(row: Correction, masks: dict[int, Mask]) -> Notice:
    incident: Any = row.incident
    mask = masks[incident.pk]
    code, kind = f"{incident.public_id}-{row.at:%Y%m%d%H%M%S%f}", str(row.get_kind_display())
    withdrawal = row.note or _("The record was withdrawn by the editors.")
    if not is_public(incident):
        url = reverse("incident", args=[incident.public_id])
        return Notice(code, kind, row.at, _("A record that was withdrawn"), "", url, withdrawal)
    title, language = mask(incident.title), incident.language
    return Notice(code, kind, row.at, title, language, address(incident), mask(row.note) or withdrawal)


def _masks(rows: list[Any]) -> dict[int, Mask]:
    """For each case its own: what it hides is hidden there, and what another names openly is no name there."""
    ever = parties_ever_in({row.incident_id for row in rows})
    said: dict[int, set[str]] = {row.incident_id: {row.incident.title} for row in rows}
    for incident, note in Correction.objects.filter(incident__in=ever).order_by().values_list("incident", "note"):
        said[incident].add(note)  # also those of another page: whom one of them names is named in all
    called = called_in(said | said_before(said, ever))
    names = Names({*chain(*ever.values()), *(one.party for some in called.values() for one in some)})
    return {incident: names.mask(parties, called[incident]) for incident, parties in ever.items()}
