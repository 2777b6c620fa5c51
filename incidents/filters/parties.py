"""What one can ask of actors and organizations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents import wording
from incidents.answers import Answer, Asking
from incidents.answers.parties import PartyIndex
from incidents.filters import named
from incidents.filters.asking import Codes, OneCode, Read, Search, Setting, Several, matches
from incidents.filters.question import Question
from incidents.models import Actor, ActorForm, Existence, Organization, OrganizationKind, PartyRole


def _orders() -> list[tuple[str, Any]]:
    return [(code, one.label) for code, one in PartyIndex.sorts.items()]


class PartyQuestion(Question):
    """What both lists of parties show of a line: the parts in public incidents, how many, and what came of claims."""

    sorts = PartyIndex.sorts

    def asking(self) -> Asking:
        asking = super().asking()
        asking.known = PartyIndex.parts
        return asking

    def shown(self, answer: Answer, numbers: list[int]) -> list[Any]:
        rows = super().shown(answer, numbers)
        for row in rows:
            row.incident_count, row.roles, row.statuses = answer.known[row.pk]
        return rows

    def _rows(self) -> Any:
        return super()._rows().labelled()


class Active(Several):
    """Regions of the incidents in which an actor has a part."""

    def read(self, value: Any) -> Read | None:
        regions, every = [region.pk for region in value or []], self.all_of_them

        def active(index: Any) -> BitMap:
            found = [index.in_region(region) for region in regions]
            return BitMap.intersection(*found) if every else BitMap.union(*found)

        return active if regions else None


class ActorQuestion(PartyQuestion):
    """The question to the list of actors."""

    list_name = "actors"
    noun = _("Actors")
    facets = ("form", "role", "organization", "status")

    q = Search("called", label=_("Name or description"))
    form = OneCode("of_form", ActorForm.choices, label=_("Person or group"))
    role = Codes("in_roles", PartyRole.choices, label=_("Part in an incident"))
    organization = Several(
        "belonging_to",
        named.organization,
        "organizations",
        says=_("said to belong to %s"),
        label=_("Said to belong to"),
        help_text=_("Name or public id of an organization."),
    )
    region = Active(
        "active_in",
        named.region,
        "regions",
        says=_("in %s"),
        glue=" ",
        label=_("Region of an incident"),
        help_text=_("Name, ISO 3166-2 code or UBIGEO; with everything below it."),
    )
    status = Codes("with_status", wording.legal_statuses, says=_("legal status: %s"), label=_("Legal status"))
    match = Setting(matches, label=_("Several values of one filter"))
    sort = Setting(_orders, label=_("Order"))

    class Meta:
        model = Actor
        fields: list[str] = []


class OrganizationQuestion(PartyQuestion):
    """The question to the list of organizations."""

    list_name = "organizations"
    noun = _("Organizations")
    facets = ("kind", "country", "existence")

    q = Search("called", label=_("Name or description"))
    kind = Codes("of_kinds", OrganizationKind.choices, once=True, label=_("Kind"))
    country = Several(
        "based_in",
        named.region,
        "regions",
        once=True,
        says=_("of %s"),
        glue=" ",
        label=_("Country"),
        help_text=_("Name or ISO 3166-1 code."),
    )
    existence = Codes("of_existence", Existence.choices, once=True, says=_("existence: %s"), label=_("Existence"))
    sort = Setting(_orders, label=_("Order"))

    class Meta:
        model = Organization
        fields: list[str] = []
