"""What one can ask of incidents."""

from typing import Any

from django.db.models import BooleanField, Value
from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.filters import named, recurring
from incidents.filters.asking import Codes, OneCode, Period, Search, Setting, Several, matches, readings
from incidents.filters.languages import languages, languages_in_use
from incidents.filters.paging import Sort
from incidents.filters.question import Question
from incidents.models import Incident, IncidentKind, OrganizationKind, PlaceRole, SeizureKind


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


class PlaceRoles(Codes):
    """Roles of a place; beside a region they are asked of the place in that region (see `Regions`)."""

    def filter(self, rows: Any, value: Any) -> Any:
        return rows if self.parent.value("region") else super().filter(rows, value)


class IncidentQuestion(Question):
    """The question to the list of incidents."""

    noun = _("Incidents")
    sorts = {
        "newest": Sort("date_latest", _("newest first"), "date", descending=True),
        "oldest": Sort("date_earliest", _("oldest first"), "date"),
        "title": Sort("sort_text", _("by title"), word="by_text"),
        "updated": Sort("modified", _("last changed first"), "moment", descending=True),
    }

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

    @property
    def rows(self) -> Any:
        """With `may_include`: whether an incident is only perhaps in the regions that were asked for."""
        rows, regions = super().rows, self.value("region")
        if not regions:
            return rows.annotate(may_include=Value(False, output_field=BooleanField()))
        every = self.setting("match") == "all"
        return rows.marking_uncertain(*regions, roles=self.value("place_role") or [], every=every)
