"""Lists of links from a shared row to the cases that use it, for pages of the desk: the first of them, however many there
are, and then the way to the list of all that are public."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.admin.choices import case_of
from incidents.admin.lists import of_opened_cases
from incidents.models import Actor, Incident, Organization, Party, Source

SHOWN = 100  # links of one list


def case_links(row: Source | Party, cases: QuerySet[Incident]) -> str:
    """Each case once, those added last first, as a link to its page at the desk."""
    # Not joined to what they share: a case would be read once for each of them, and all be sorted.
    found = Incident.objects.opened().filter(pk__in=cases.order_by().values("pk")).order_by("-pk")[: SHOWN + 1]
    rows = [(_change(case.pk), case.title, case.get_stage_display()) for case in found]
    return _list(format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows[:SHOWN]), row, len(rows))


def fact_links(party: Party) -> str:
    """Facts about the party with their kind, each a link to the case in which it is edited."""
    found = list(islice(_facts_about(party), SHOWN + 1))
    rows = [(_change(case.pk), str(fact._meta.verbose_name), str(fact), case.title) for case, fact in found]
    items = format_html_join("", '<li><a href="{}">{}: {}</a> ({})</li>', rows[:SHOWN])
    return _list(items, party, len(rows))


def _facts_about(party: Party) -> Iterator[tuple[Incident, Any]]:
    """Every fact that points at the party, with its case, of cases that whoever is looking may open."""
    for rows, path in (
        (party.allegations, "allegation__incident"),
        (party.speech, "allegation__incident"),
        (party.memberships, "incident"),
        (party.relationships_from, "incident"),
        (party.relationships_to, "incident"),
        (party.steps, "step__proceeding__incident"),
        (party.stops, "route__incident"),
    ):
        for fact in of_opened_cases(rows.all(), path).select_related(path).order_by("pk")[: SHOWN + 1]:
            yield case_of(fact), getattr(fact, "allegation", None) or getattr(fact, "step", None) or fact


def _change(pk: int) -> str:
    return reverse("admin:incidents_incident_change", args=[pk])


def _list(items: str, row: Source | Party, number: int) -> str:
    if not number:
        return _("None yet.")
    return format_html("<ul>{}</ul>{}", items, _more(row) if number > SHOWN else "")


def _more(row: Source | Party) -> SafeString:
    """That there are others, and where they are listed."""
    told = _("These are the first %(shown)s; there are more.") % {"shown": SHOWN}
    if not type(row)._default_manager.published().filter(pk=row.pk).exists():
        return format_html("<p>{}</p>", told)
    names = {Source: "source", Actor: "actor", Organization: "organization"}
    address = f"{reverse('incidents')}?{urlencode({names[type(row)]: row.public_id})}"
    return format_html('<p>{} <a href="{}">{}</a></p>', told, address, _("All that are public"))
