"""What the loading of one card shares: the case, its parties and sources by key, and the reference data."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from incidents import workflow
from incidents.exchange.casebook.checks import Card, entries
from incidents.exchange.casebook.report import Problem, at, refuse
from incidents.exchange.casebook.rows import Writer
from incidents.exchange.reference.gazetteer import Gazetteer
from incidents.models import Currency, Incident, IncidentSource, Involvement, Offence, Party, Region, Stage, Unit

NO_REGION = "none"
General = tuple[int, str, str]  # the party, which of its names if any, the column


class Library:
    """The reference data in memory; one for all the cards of a command."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer()

    @cached_property
    def offences(self) -> dict[str, int]:
        return dict(Offence.objects.values_list("code", "pk"))

    @cached_property
    def currencies(self) -> set[str]:
        return set(Currency.objects.values_list("pk", flat=True))

    @cached_property
    def units(self) -> set[str]:
        return set(Unit.objects.values_list("pk", flat=True))

    @cached_property
    def _regions(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for pk, code, ubigeo, public_id in Region.objects.values_list("pk", "code", "ubigeo_inei", "public_id"):
            found |= {name.casefold(): pk for name in (public_id, ubigeo, code) if name}
        return found

    @property
    def is_empty(self) -> bool:
        return not self._regions

    def region(self, code: str | None) -> int | None:
        """The region with that code; None where there is none."""
        return self._regions.get(code.casefold()) if code else None


@dataclass
class Context:
    """One card on its way into the tables."""

    card: Card
    library: Library
    publish: bool = False
    # What holds of parties in every case, as the cards before this one say it, and as this one does.
    said_before: dict[General, str] = field(default_factory=dict)
    says: dict[General, str] = field(default_factory=dict)
    incident: Incident = field(default_factory=Incident)
    writer: Writer = field(default_factory=Writer)
    parties: dict[str, Party] = field(default_factory=dict)
    involvements: dict[str, Involvement] = field(default_factory=dict)
    readings: dict[str, IncidentSource] = field(default_factory=dict)
    named_readings: dict[str, IncidentSource] = field(default_factory=dict)
    current_readings: list[IncidentSource] = field(default_factory=list)
    new_parties: list[str] = field(default_factory=list)
    hidden: list[Party] = field(default_factory=list)  # whom this card protects and nothing did before
    overruled: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def listed(self, name: str) -> list[Any]:
        """A list of the card, counted for the report."""
        return entries(self.card, name)

    @property
    def is_published(self) -> bool:
        """Whether the case is public once it is loaded; what was withdrawn stays so."""
        stage = self.incident.stage
        return stage == Stage.PUBLISHED or (self.publish and stage != Stage.WITHDRAWN)

    def reading(self, citation: Card) -> IncidentSource:
        """The source of a citation: by its short name, else by its address."""
        if citation.get("source"):
            return self.named_readings[citation["source"]]
        return self.readings[citation["url"]]

    @property
    def is_read(self) -> bool:
        """Whether readers see the case once it is loaded."""
        return self.is_published and not workflow.is_under_embargo(self.incident)

    def settle(self, row: Any, party: Party, key: str, values: dict[str, Any]) -> Any:
        """Writes what holds of the party, or of a name of it, in every case.

        Where that changes what other cases show, it is told. Raises CardError where readers would see it before they may
        see this case, and where another card of the run says something else.
        """
        of_name = f" of “{row}”" if row != party else ""
        changed = {column: value for column, value in values.items() if getattr(row, column) != value}
        for column, value in values.items():
            said = (party.pk, of_name, column)
            if self.said_before.get(said, str(value)) != str(value):
                reason = f"is “{value}” here and “{self.said_before[said]}” in another card: it holds in every case, so cards agree"
                raise refuse(key, f"{column}{of_name} {reason}")
            self.says[said] = str(value)
        if (changed or row.pk is None) and not self.is_read and Party.objects.published().filter(pk=party.pk).exists():
            what = f"{', '.join(changed) or 'a name'}{of_name}"
            reason = "holds in every case, and readers know this party: load with --publish, or leave it to the desk"
            raise refuse(key, f"{what} {reason}")
        if party.involvements.exclude(incident=self.incident).exists():
            for column, value in changed.items():
                if row.pk and (before := getattr(row, column)):
                    self.overruled.append(f"  {key} {column}{of_name} is now “{value}” in every case, was “{before}”")
        return self.writer.apply(row, values)

    def party(self, key: str | None) -> Party | None:
        return self.parties.get(key) if key else None


def reference_problems(card: Card, library: Library) -> list[Problem]:
    """Codes of the card that the reference data does not know."""
    return list(_codes(card, library, ""))


def _codes(value: Any, library: Library, path: str) -> Any:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _codes(item, library, at(path, number))
    if isinstance(value, dict):
        for key, item in value.items():
            here = at(path, key)
            if isinstance(item, str) and item:
                if reason := _unknown_code(key, item, library):
                    yield Problem(here, reason)
            elif key in {"offences", "regions"}:
                for number, code in enumerate(item or []):
                    if code and (reason := _unknown_code(key, code, library)):
                        yield Problem(at(here, number), reason)
            else:
                yield from _codes(item, library, here)


def _unknown_code(key: str, code: str, library: Library) -> str:
    if key == "regions" and code == NO_REGION:
        return ""
    if key in {"country_iso2", "nationality", "general_country"} and library.region(code) is None:
        return f"“{code}” is not a country of the gazetteer"
    if key in {"region", "regions", "jurisdiction"} and library.region(code) is None:
        return f"“{code}” is not a region of the gazetteer"
    if key == "unit_code" and code not in library.units:
        return f"“{code}” is not a unit of the list"
    if key == "currency" and code not in library.currencies:
        return f"“{code}” is not a currency (ISO 4217)"
    if key == "offences" and code not in library.offences:
        return f"“{code}” is not an offence of the classification"
    return ""
