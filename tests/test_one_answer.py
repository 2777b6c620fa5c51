"""One question has one answer, wherever it is asked."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from incidents.filters import QUESTIONS
from incidents.models import Actor, Incident, Involvement, Organization, Party, Region, Source
from incidents.views.remembered import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def rows(client: Client, **question: str) -> list[Incident]:
    """Every row of the list of incidents under a question, page by page."""
    found: list[Incident] = []
    PAGES.forget()  # a page that is given again as it was does not tell what it was made of
    page = client.get(reverse("incidents"), question)
    while True:
        found += page.context["page"].rows
        if not page.context["next"]:
            return found
        page = client.get(f"{reverse('incidents')}?{page.context['next']}")


def total(name: str, query: str) -> int:
    return QUESTIONS[name](QueryDict(query)).answer()[0].total


@pytest.mark.parametrize("code", ["PE", "PE-CUS", "CO", "zone:vraem", "MX"])
def test_a_region_page_and_the_list_agree_on_what_lies_in_it(client: Client, code: str) -> None:
    hub = client.get(reverse("region", args=[code]), follow=True).context["hub"]
    listed = rows(client, region=code)
    sure = [row.pk for row in listed if not row.may_include]
    perhaps = [row.pk for row in listed if row.may_include]
    assert hub.count == len(sure) and hub.may_count == len(perhaps)
    assert [incident.pk for incident in hub.incidents] == sure[:20]
    assert [incident.pk for incident in hub.may_include] == perhaps[:20]
    for organization in hub.organizations:
        party = Party.objects.get(pk=organization.called.pk)
        with_it = Involvement.objects.filter(party=party, incident__in=sure)
        assert organization.incidents == with_it.count()
    for below in hub.below:
        assert below.incidents == Region.objects.with_incident_count().get(pk=below.region.pk).incident_count


def test_the_first_page_counts_what_the_lists_hold(client: Client) -> None:
    home = client.get(reverse("home")).context["home"]
    assert set(home.counts) == {"incidents", "actors", "organizations", "allegations", "sources"}
    for name, count in home.counts.items():
        assert count == client.get(reverse(name)).context["total"], name
    ways = [("offence", way.row.code, way.incidents) for way in home.offences]
    ways += [("organization_kind", way.row[0], way.incidents) for way in home.kinds]
    assert len(ways) > 10
    for parameter, code, number in ways:
        assert total("incidents", f"{parameter}={code}") == number, (parameter, code)
    listed = client.get(reverse("regions"), {"kind": "country", "incidents": "yes"}).context["page"].rows
    assert {way.row.pk: way.incidents for way in home.countries} == {row.pk: row.incident_count for row in listed}


def test_the_page_of_a_party_and_the_lists_agree(client: Client) -> None:
    for kind, model in (("actor", Actor), ("organization", Organization)):
        for party in model.objects.published().order_by("-pk")[:6]:
            dossier = client.get(reverse(kind, args=[party.public_id]), follow=True).context["dossier"]
            listed = [row.pk for row in rows(client, **{kind: party.public_id})]
            assert [row.incident_id for row in dossier.involvements] == listed[:25]
            assert dossier.involved.incidents.total == len(listed)
            named = total("allegations", f"naming={party.public_id}")
            assert named == dossier.involved.claims.total == len(dossier.charges)


def test_the_page_of_a_source_and_the_list_agree(client: Client) -> None:
    for source in Source.objects.published().order_by("pk")[:6]:
        reading = client.get(reverse("source", args=[source.public_id]), follow=True).context["reading"]
        listed = [row.pk for row in rows(client, source=source.public_id)]
        assert [use.reading.incident_id for use in reading.uses] == listed and reading.incidents.total == len(listed)


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
