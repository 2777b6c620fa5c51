"""Lists of links from a shared row to the cases that use it, for pages of the desk."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from incidents.admin.choices import case_of
from incidents.models import Incident, Party


def case_links(cases: Iterable[Incident]) -> str:
    """Each case once, as a link to its page at the desk."""
    listed = list(dict.fromkeys(cases))
    opened = _opened(listed)
    rows = [(_change(case.pk), case.title, case.get_stage_display()) for case in listed if case.pk in opened]
    return _list(format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows), bool(rows))


def fact_links(facts: Iterable[tuple[Incident, Any]]) -> str:
    """Facts with their kind, each a link to the case in which it is edited."""
    listed = list(facts)
    opened = _opened([case for case, _fact in listed])
    listed = [(case, fact) for case, fact in listed if case.pk in opened]
    rows = [(_change(case.pk), str(fact._meta.verbose_name), str(fact), case.title) for case, fact in listed]
    return _list(format_html_join("", '<li><a href="{}">{}: {}</a> ({})</li>', rows), bool(rows))


def facts_about(party: Party) -> Iterator[tuple[Incident, Any]]:
    """Every fact that points at the party, with its case."""
    for relation in (
        party.allegations.select_related("allegation__incident"),
        party.speech.select_related("allegation__incident"),
        party.memberships.select_related("incident"),
        party.relationships_from.select_related("incident"),
        party.relationships_to.select_related("incident"),
        party.steps.select_related("step__proceeding__incident"),
        party.stops.select_related("route__incident"),
    ):
        for fact in relation:
            shown = getattr(fact, "allegation", None) or getattr(fact, "step", None) or fact
            yield case_of(fact), shown


def _opened(cases: list[Incident]) -> set[int]:
    """The numbers of those that whoever is looking may open."""
    return set(Incident.objects.opened().numbered({case.pk for case in cases}).values_list("pk", flat=True))


def _change(pk: int) -> str:
    return reverse("admin:incidents_incident_change", args=[pk])


def _list(items: str, any_: bool) -> str:
    return format_html("<ul>{}</ul>", items) if any_ else _("None yet.")
