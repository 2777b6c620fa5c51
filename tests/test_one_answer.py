"""One question has one answer, wherever it is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.filters import QUESTIONS
from incidents.models import Incident, Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def rows(client: Client, **question: str) -> list[Incident]:
    """Every row of the list of incidents under a question, page by page."""
    found: list[Incident] = []
    page = client.get(reverse("incidents"), question)
    while True:
        found += page.context["page"].rows
        if not page.context["next"]:
            return found
        page = client.get(f"{reverse('incidents')}?{page.context['next']}")


@pytest.mark.parametrize("code", ["PE", "PE-CUS", "CO", "zone:vraem", "MX"])
def test_a_region_page_and_the_list_agree_on_what_lies_in_it(client: Client, code: str) -> None:
    hub = client.get(reverse("region", args=[code]), follow=True).context["hub"]
    listed = rows(client, region=code)
    sure = {row.pk for row in listed if not row.may_include}
    assert hub.count == len(sure) or code.startswith("zone:")
    assert {incident.pk for incident in hub.incidents} <= {row.pk for row in listed}
    assert {incident.pk for incident in hub.may_include} <= {row.pk for row in listed if row.may_include} | sure


def test_the_first_page_counts_what_the_lists_hold(client: Client) -> None:
    counts = client.get(reverse("home")).context["counts"]
    assert set(counts) >= {"incidents", "actors", "organizations", "allegations", "sources"}
    for name, count in counts.items():
        assert count == client.get(reverse(name)).context["total"], name


def test_pages_of_a_list_hold_every_row_once_in_every_order(client: Client) -> None:
    for sort in ("newest", "oldest", "title", "updated"):
        listed = [row.pk for row in rows(client, sort=sort)]
        assert len(listed) == len(set(listed)) == 30, sort


@pytest.mark.parametrize(
    "question",
    [
        {"region": "PE"},
        {"q": "cocaine"},
        {"status": "detained"},
        {"offence": "06"},
        {"since": "2014", "until": "2015", "reading": "certain"},
        {"kind": "series"},
        {"seizure": "drugs"},
    ],
)
def test_the_total_the_rows_and_the_question_agree(client: Client, question: dict[str, str]) -> None:
    page = client.get(reverse("incidents"), question)
    listed = rows(client, **question)
    asked = QUESTIONS["incidents"](page.wsgi_request.GET)
    assert page.context["total"] == len(listed) == asked.qs.count() > 0


def test_certain_is_a_part_of_possible(client: Client) -> None:
    certain = {row.pk for row in rows(client, since="2014", until="2016", reading="certain")}
    possible = {row.pk for row in rows(client, since="2014", until="2016", reading="possible")}
    assert certain and certain < possible


def test_every_region_that_holds_a_published_place_answers(client: Client) -> None:
    codes = Region.objects.filter(places__incident__stage="published").exclude(code=None).values_list("code", flat=True)
    for code in set(codes):
        assert client.get(reverse("region", args=[code]), follow=True).status_code == 200, code
