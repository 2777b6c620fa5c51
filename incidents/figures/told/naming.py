"""How a case of some day calls what it points at, for the desk: as the record then had it."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.history import State
from incidents.models import (
    Actor,
    Allegation,
    Defeat,
    Incident,
    IncidentSource,
    Involvement,
    NameUse,
    Party,
    PartyName,
    Source,
    Step,
)


class Naming:
    """Names of parties, sources, regions and other facts in one state of a case."""

    public = False

    def __init__(self, state: State) -> None:
        self.state = state
        self._parts = {row.party_id: row for row in state.of(Involvement)}
        self._headings = {use.involvement_id: use.name_id for use in state.of(NameUse) if use.is_heading}

    def text(self, text: str) -> str:
        """A free text as it may be shown."""
        return text

    def address(self, url: str) -> str:
        """An address on the web, empty where it may not be shown."""
        return url

    def name(self, pk: int | None) -> str:
        """One name of a party."""
        row = self.state.get(PartyName, pk)
        return str(row.name) if row and not self.hides(row.party_id) else ""

    @cached_property
    def _hidden(self) -> set[int]:
        """Parties of whom whoever is looking at the desk sees no name."""
        parties = {row.party_id for row in self.state.of(PartyName)}
        return set(Party.objects.hiding().filter(pk__in=parties).values_list("pk", flat=True))

    def hides(self, pk: int) -> bool:
        """Whether no name of the party is told, nor its key, which may hold one."""
        return pk in self._hidden

    def party(self, pk: int | None) -> str:
        """As the case called them: its heading, else its description, else what the record says elsewhere."""
        if not pk:
            return ""
        part = self._parts.get(pk)
        heading = self.name(self._headings.get(part.id)) if part else ""
        told = self.text(part.description) if part else ""
        role = self.text(part.role_as_stated) if part else ""
        return heading or told or self.elsewhere(pk) or role or _("somebody without a name")

    def whence(self, pk: int | None) -> tuple[int | None, int]:
        """Whose entry in the case says how they are called: while it is the same, another name is told there."""
        part = self._parts.get(pk or 0)
        return pk, part.id if part else 0

    def names_of(self, pk: int) -> list[Any]:
        """The names that the record had of the party, its main one first."""
        return sorted(
            (row for row in self.state.of(PartyName) if row.party_id == pk),
            key=lambda row: (not row.is_primary, row.id),
        )

    def is_named(self, part: Any) -> bool:
        """Whether the entry of a party calls them by a name that may be shown."""
        return self.party(part.party_id) in {self.name(row.id) for row in self.names_of(part.party_id)}

    def own_name(self, part: Any) -> str:
        """The name by which the record, and not the case itself, calls the party of an entry; empty where there is none."""
        by_heading = self.name(self._headings.get(part.id))
        return self.party(part.party_id) if not by_heading and self.is_named(part) else ""

    def is_withheld(self, part: Any) -> bool:
        """Whether the entry of a party calls them by no name because they, or every name that the record had, were hidden."""
        actor = self.state.get(Actor, part.party_id)
        hidden = bool(actor and actor.protection) or all(row.confidential for row in self.names_of(part.party_id))
        return hidden and not self.is_named(part)

    def elsewhere(self, pk: int) -> str:
        """What the record calls the party beside this case."""
        names, row = self.names_of(pk), self.state.party(pk)
        return (self.name(names[0].id) if names else "") or (row.description if row else "")

    def speaker(self, row: Any) -> str:
        """One speaker of a claim."""
        if not row.party_id:
            return self.text(" ".join(part for part in (row.lead_words, row.words or row.role_words) if part))
        said = [self.text(row.lead_words), self.party(row.party_id), self.text(row.words)]
        return " ".join(part for part in said if part)

    def source(self, pk: int | None) -> str:
        row = self.state.get(Source, pk)
        return self.text(", ".join(part for part in (row.publisher, row.title) if part)) if row else ""

    def linked(self, row: Any) -> int | None:
        """The case that a link leads to, also one that came later: then nobody changed the case at hand."""
        if row.target_id:
            return int(row.target_id)
        called = Q(key=row.target_key) | Q(public_id=row.target_key)
        return Incident.objects.filter(called).values_list("pk", flat=True).first()

    def incident(self, pk: int) -> str:
        """Another case."""
        found = Incident.objects.opened().filter(pk=pk).first()
        if found is None and Incident.objects.filter(pk=pk).exists():
            return _("a case that your account does not open")
        return found.title if found else _("a case that is no longer in the record")

    def listed(self, model: Any, pk: Any) -> str:
        """A row of a list that cases share: region, offence, currency, unit."""
        found = model._default_manager.filter(pk=pk).first()
        return str(found) if found else str(pk)

    def fact(self, model: Any, pk: int) -> str:
        """Another fact of the case, in its words."""
        row = self.state.get(model, pk)
        if row is None:
            return _("a fact of another case")
        words = row.claim if model is Allegation else row.words
        return f"“{self.text(words)}”"

    def status_now(self, row: Any) -> str:
        """What became of the claim for that party since, where a reader must be told."""
        return ""

    def is_defeated(self, row: Any) -> bool:
        """Whether the claim no longer stands: taken back, contradicted or corrected."""
        return row.reported_status == "retracted" or bool(self.state.parts(Defeat, row.id))

    def pointed_at(self, model: Any, pk: Any) -> str:
        """Whatever a foreign key of a fact names."""
        if issubclass(model, Party):
            return self.party(pk)
        if model is PartyName:
            return self.name(pk)
        if model is Source:
            return self.source(pk)
        if model is IncidentSource:
            row = self.state.get(IncidentSource, pk)
            return self.source(row.source_id) if row else ""
        if model is Involvement:
            row = self.state.get(Involvement, pk)
            return self.party(row.party_id) if row else ""
        if model in (Allegation, Step):
            return self.fact(model, pk)
        return self.incident(pk) if model is Incident else self.listed(model, pk)


def moment_in_words(moment: Any) -> str:
    """A moment at which the desk itself did something: 3 May 2026, 14:05 UTC."""
    return _("%(day)s, %(time)s UTC") % {"day": date_format(moment, "j F Y"), "time": moment.strftime("%H:%M")}
