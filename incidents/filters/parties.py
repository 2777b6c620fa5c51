"""What one can ask of actors and organizations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.filters import named
from incidents.filters.asking import Codes, OneCode, Search, Setting, Several, matches
from incidents.filters.paging import Sort
from incidents.filters.question import Question
from incidents.models import Actor, ActorForm, Existence, Organization, OrganizationKind, PartyRole

_SORTS = {
    "name": Sort("sort_text", _("by name"), word="by_text"),
    "incidents": Sort("incident_count", _("most incidents first"), "number", descending=True),
}


def _orders() -> list[tuple[str, Any]]:
    return [(code, one.label) for code, one in _SORTS.items()]


class ActorQuestion(Question):
    """The question to the list of actors."""

    noun = _("Actors")
    sorts = _SORTS

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
    region = Several(
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

    @property
    def rows(self) -> Any:
        return super().rows.labelled()


class OrganizationQuestion(Question):
    """The question to the list of organizations."""

    noun = _("Organizations")
    sorts = _SORTS

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

    @property
    def rows(self) -> Any:
        return super().rows.labelled()
