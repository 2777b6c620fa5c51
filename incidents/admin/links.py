"""Lists of links from a shared row to the cases that use it, for pages of the desk."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from incidents.models import Incident


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


def _opened(cases: list[Incident]) -> set[int]:
    """The numbers of those that whoever is looking may open."""
    return set(Incident.objects.opened().numbered({case.pk for case in cases}).values_list("pk", flat=True))


def _change(pk: int) -> str:
    return reverse("admin:incidents_incident_change", args=[pk])


def _list(items: str, any_: bool) -> str:
    return format_html("<ul>{}</ul>", items) if any_ else _("None yet.")
