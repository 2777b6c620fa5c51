"""How a reader is told a case of another day: with its words, under the rules of protection of today."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.told.hidden import Names
from incidents.figures.told.masking import Mask
from incidents.figures.told.naming import Naming
from incidents.history import Past, State
from incidents.models import (
    Allegation,
    AllegationParty,
    Incident,
    Offence,
    Party,
    PartyName,
    Region,
    RelatedIncident,
    SpeechLink,
)
from incidents.workflow import Called, called_in


class Today:
    """What is hidden now of all that a case ever named."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._parties = past.named(Party)

    @cached_property
    def _called(self) -> list[Called]:
        """By whose hidden names the case may ever have called somebody."""
        regions = (region.label for region in self.regions.values() if not region.reference)
        return called_in({None: [*self._past.texts(), *self._past.names(), *regions]})[None]

    @cached_property
    def _names(self) -> Names:
        return Names(self._parties | {one.party for one in self._called})

    @cached_property
    def labels(self) -> dict[int, str]:
        """What the public record calls each party today."""
        rows = Party.objects.filter(pk__in=self._names.parties).labelled()
        return dict(rows.values_list("pk", "public_label"))

    @property
    def protected(self) -> set[int]:
        return self._names.protected

    @cached_property
    def open_names(self) -> dict[int, str]:
        """Names that a reader may see today, by their number."""
        return {one.pk: one.name for one in self._names.open}

    @cached_property
    def whose(self) -> set[tuple[int, str]]:
        """Each of these names with the party whose it is."""
        return {(one.party, one.name) for one in self._names.open}

    @cached_property
    def mask(self) -> Mask:
        """Hides what must not be read today in whatever the case ever said (see `Names`): of whom it names at one time it tells
        nothing at another either."""
        return self._names.mask(self._parties, self._called)

    def naming(self, state: State) -> "PublicNaming":
        """How readers are told a state; what is hidden today is asked once for all of them."""
        return PublicNaming(state, self, self.mask)

    @cached_property
    def silent_speakers(self) -> set[int]:
        """Links of chains of speech whose speaker is protected now."""
        rows = SpeechLink.objects.filter(allegation__incident=self._past.incident, protected=True)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def statuses(self) -> dict[int, str]:
        rows = AllegationParty.objects.filter(allegation__incident=self._past.incident)
        return dict(rows.values_list("pk", "legal_status"))

    @cached_property
    def defeated(self) -> set[int]:
        """Claims that no longer stand today."""
        return set(Allegation.objects.defeated().filter(incident=self._past.incident).values_list("pk", flat=True))

    @cached_property
    def regions(self) -> dict[int, Region]:
        """Those of the regions that the case ever named which readers are told of today."""
        return {region.pk: region for region in Region.objects.published().filter(pk__in=self._past.named(Region))}

    @cached_property
    def offences(self) -> dict[int, str]:
        return {pk: str(one) for pk, one in Offence.objects.in_bulk(list(self._past.named(Offence))).items()}

    @cached_property
    def linked(self) -> dict[str, int]:
        """The case of each key or public id by which the case was ever linked to another, the first of two first."""
        keys = self._past.ever(RelatedIncident, "target_key")
        rows = Incident.objects.filter(Q(key__in=keys) | Q(public_id__in=keys)).values_list("pk", "key", "public_id")
        return {called: pk for pk, *both in rows.reverse() for called in both if called in keys}

    @cached_property
    def incidents(self) -> dict[int, str]:
        """Titles of the other cases that are public today."""
        found = Incident.objects.published().filter(pk__in=self._past.named(Incident))
        return dict(found.values_list("pk", "title"))


class PublicNaming(Naming):
    """Only what may be public today: no name that is protected, no case that is hidden, no word for the desk."""

    public = True

    def __init__(self, state: State, today: Today, mask: Mask) -> None:
        self._today, self._mask = today, mask
        super().__init__(state)

    def hides(self, pk: int) -> bool:
        """What is told is decided name by name."""
        return False

    def text(self, text: str) -> str:
        return self._mask(text)

    def address(self, url: str) -> str:
        return "" if self._mask.hides(url) else url

    def name(self, pk: int | None) -> str:
        """A name of today, in the words that it had: these may have held that of somebody else, or have been hidden then and
        stay so unless a name of today has them."""
        row, opened = self.state.get(PartyName, pk), self._today.open_names
        if pk not in opened or (row and row.confidential and row.name not in opened.values()):
            return ""
        return self.text(super().name(pk))

    def party(self, pk: int | None) -> str:
        return self.text(super().party(pk))

    def is_named(self, part: Any) -> bool:
        """By a name of then, or by that of today where the record has no name of then any more."""
        return super().is_named(part) or (part.party_id, self.party(part.party_id)) in self._today.whose

    def is_withheld(self, part: Any) -> bool:
        """Then, or now: a name that is protected today is told in no version."""
        hidden_now = part.party_id in self._today.protected and not self.is_named(part)
        return hidden_now or super().is_withheld(part)

    def elsewhere(self, pk: int) -> str:
        """The name by which the record called them, in the words that it had; else what it calls them today."""
        label, opened = self._today.labels.get(pk, ""), self._today.open_names
        names = sorted(self.names_of(pk), key=lambda row: (not row.is_primary, opened.get(row.id) != label))
        return next(filter(None, (self.name(row.id) for row in names)), label)

    def speaker(self, row: Any) -> str:
        if row.protected or row.id in self._today.silent_speakers or row.party_id in self._today.protected:
            return self.text(row.role_words) or str(wording.PROTECTED_SPEAKER)
        return super().speaker(row)

    def incident(self, pk: int) -> str:
        return self._today.incidents.get(pk, "")

    def linked(self, row: Any) -> int | None:
        return row.target_id or self._today.linked.get(row.target_key)

    def listed(self, model: Any, pk: Any) -> str:
        if model is Region:
            region = self._today.regions.get(pk)
            if region is None:
                return ""
            return region.label if region.reference else self.text(region.label)
        if model is Offence:
            return self._today.offences.get(pk, str(pk))
        return super().listed(model, pk)

    def is_defeated(self, row: Any) -> bool:
        """Then, or since."""
        return row.id in self._today.defeated or super().is_defeated(row)

    def status_now(self, row: Any) -> str:
        now = self._today.statuses.get(row.id)
        if now == row.legal_status:
            return ""
        if now is None:
            return _("Today this is no longer part of the case.")
        status = wording.BY_CODE[now]
        return _("Today: %(status)s. %(sentence)s") % {"status": status.label, "sentence": status.sentence}
