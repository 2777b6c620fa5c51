"""What one can ask of incidents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents import wording
from incidents.answers import Answer, Asking, Facet
from incidents.answers.incidents import IncidentIndex
from incidents.filters import named, recurring
from incidents.filters.asking import MOST, Codes, OneCode, Period, Read, Search, Setting, Several, matches, readings
from incidents.filters.languages import languages, languages_in_use
from incidents.filters.question import Question
from incidents.models import Composed, Incident, IncidentKind, OrganizationKind, PlaceRole, SeizureKind


@dataclass(slots=True)
class Listed:
    """One incident in a list: its own columns. Whoever shows it adds what the line says, and why it answers words."""

    pk: int
    public_id: str
    title: str
    language: str
    kind: str
    date_edtf: str
    date_as_stated: str
    source_count: int
    may_include: bool = False  # whether it is only perhaps in the regions that were asked for
    line: Any = None
    why: list[Any] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        before, after = _around_id(get_script_prefix())
        return f"{before}{self.public_id}{after}"


@lru_cache
def _around_id(prefix: str) -> list[str]:
    """What stands before and after the id in the address of an incident: looked up once, not for each line."""
    return reverse("incident", args=["public-id"]).split("public-id")


_COLUMNS = ("pk", "public_id", "title", "language", "kind", "date_edtf", "date_as_stated", "source_count")
_LISTED = Composed(
    lambda numbers, now: (
        Incident.objects.published(now).with_rows(now).filter(pk__in=numbers).order_by().values_list(*_COLUMNS)
    )
)


class Regions(Several):
    """Regions and everything below them; with `place_role`, the place itself must have that role."""

    def filter(self, rows: Any, value: Any) -> Any:
        roles = self.parent.value("place_role") or []
        if not value:
            return rows
        if not self.all_of_them:
            return rows.placed_in(*value, roles=roles)
        for region in value:
            for one in [[role] for role in roles] or [[]]:
                rows = rows.placed_in(region, roles=one)
        return rows

    def read(self, value: Any) -> Read | None:
        return self._in(value, perhaps=True) if value else None

    def only_perhaps(self, value: Any) -> Read:
        """Rows that answer only because they may lie in the regions."""
        surely = self._in(value, perhaps=False)
        return lambda index: index.rows - surely(index)

    def _in(self, value: Any, perhaps: bool) -> Read:
        regions, roles, every = [one.pk for one in value], self.roles, self.all_of_them
        return lambda index: BitMap(index.in_regions(regions, roles, every, perhaps))

    @property
    def roles(self) -> list[str]:
        return self.parent.value("place_role") or []

    def facet(self) -> Facet:
        """The regions at the top, and those directly below the ones chosen."""
        chosen, roles, every = [one.pk for one in self.parent.value("region") or []], self.roles, self.all_of_them

        def choices(index: IncidentIndex) -> Iterator[tuple[int, BitMap]]:
            wanted = dict.fromkeys(one for above in (None, *chosen) for one in index.tree.children.get(above, ()))
            for region in dict.fromkeys([*chosen, *wanted]):
                yield region, index.in_regions([region], roles, every) if roles else index.in_region(region)

        return Facet("region", ("region", "place_role"), MOST, choices)


class PlaceRoles(Codes):
    """Roles of a place; beside a region they are asked of the place in that region (see `Regions`)."""

    def filter(self, rows: Any, value: Any) -> Any:
        return rows if self.parent.value("region") else super().filter(rows, value)

    def read(self, value: Any) -> Read | None:
        return None if self.parent.value("region") else super().read(value)

    def facet(self) -> Facet:
        regions, every = [one.pk for one in self.parent.value("region") or []], self.all_of_them
        if not regions:
            return super().facet()

        def choices(index: IncidentIndex) -> Iterator[tuple[str, BitMap]]:
            for role in PlaceRole.values:
                yield role, index.in_regions(regions, [role], every)

        return Facet("place_role", ("region", "place_role"), MOST, choices)


class IncidentQuestion(Question):
    """The question to the list of incidents."""

    list_name = "incidents"
    noun = _("Incidents")
    sorts = IncidentIndex.sorts
    dated = True
    facets = (
        "offence",
        "region",
        "place_role",
        "organization",
        "organization_kind",
        "status",
        "seizure",
        "publisher",
        "language",
        "kind",
    )

    q = Search("mentioning", label=_("Words"), help_text=_("In the title or the summary."))
    offence = recurring.offences()
    region = Regions(
        "placed_in",
        named.region,
        "regions",
        says=_("in %s"),
        glue=" ",
        label=_("Region"),
        help_text=_("Name, ISO 3166-2 code or UBIGEO; with everything below it."),
    )
    place_role = PlaceRoles("in_role_of_place", PlaceRole.choices, says=_("place: %s"), label=_("Role of the place"))
    since = Period(0, says=_("since %s"), label=_("Since"), help_text=_("2014, 2014-07 or 2014-07-03"))
    until = Period(1, says=_("until %s"), label=_("Until"), help_text=_("2014, 2014-07 or 2014-07-03"))
    reading = Setting(readings, label=_("In the period"), help_text=_("Many dates are known only roughly."))
    actor = recurring.actors("involving", _("involving %s"), _("Actor"))
    organization = recurring.organizations("involving", _("involving %s"), _("Organization"))
    organization_kind = Codes(
        "involving_kinds", OrganizationKind.choices, says=_("involving: %s"), label=_("Kind of organization")
    )
    status = Codes("with_status", wording.legal_statuses, says=_("legal status: %s"), label=_("Legal status"))
    seizure = Codes("with_seizure", SeizureKind.choices, says=_("seized: %s"), label=_("Seized goods"))
    publisher = Several(
        "from_publishers", named.publisher, "publishers", says=_("source: %s"), label=_("Publisher of a source")
    )
    source = Several("citing", named.source, says=_("on “%s”"), label=_("Source"), help_text=_("Public id."))
    language = Codes(
        "in_source_languages",
        languages,
        offered=languages_in_use,
        says=_("sources in %s"),
        label=_("Language of a source"),
    )
    kind = OneCode("of_kind", IncidentKind.choices, says=_("only: %s"), label=_("Event or series"))
    match = Setting(
        matches, label=_("Several values of one filter"), help_text=_("Which of them an incident must meet.")
    )
    sort = Setting(lambda: [(code, one.label) for code, one in IncidentQuestion.sorts.items()], label=_("Order"))

    class Meta:
        model = Incident
        fields: list[str] = []

    def asking(self) -> Asking:
        asking, regions = super().asking(), self.value("region")
        if regions:
            asking.marks["may_include"] = self.filters["region"].only_perhaps(regions)
        return asking

    def shown(self, answer: Answer, numbers: list[int]) -> list[Any]:
        perhaps = answer.marks.get("may_include", ())
        rows = {row[0]: Listed(*row) for row in _LISTED.of(numbers)}
        for row in rows.values():
            row.may_include = row.pk in perhaps
        return [rows[number] for number in numbers if number in rows]
