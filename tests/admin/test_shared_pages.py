"""Pages of the desk of what very many cases share list the first of them, and lead to the list of all."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.admin import links
from incidents.models import Incident, Source
from incidents.models.record import change
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident, make_source
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SHOWN", 3)


def page_of(client: Client, row: Any) -> tuple[str, int]:
    """The page at the desk, and how many statements it cost."""
    address = reverse(f"admin:incidents_{row._meta.model_name}_change", args=[row.pk])
    client.get(address)
    with statements_of_new_pages() as captured:
        text = client.get(address).text
    return text, len(captured)


def linked(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/admin/incidents/incident/(\d+)/change/"', page)]


def test_a_source_lists_the_cases_added_last_and_leads_to_all(admin_client: Client, few: None) -> None:
    source = make_source()
    cases = [make_incident(f"Case {number}", sources=[source]) for number in range(3)]
    page, cost = page_of(admin_client, source)
    assert linked(page) == [case.pk for case in reversed(cases)] and "there are more" not in page
    cases += [make_incident(f"Case {number}", sources=[source]) for number in range(3, 9)]
    page, later = page_of(admin_client, source)
    assert linked(page) == [case.pk for case in reversed(cases)][:3] and later <= cost + 1
    (address,) = re.findall(r'there are more\. <a href="(/incidents/\?[^"]+)"', page)
    assert "9 incidents" in admin_client.get(address).text


def test_a_person_lists_the_first_cases_and_facts_and_leads_to_all(admin_client: Client, few: None) -> None:
    person = make_actor("Ana Invento")
    for number in range(5):
        make_incident(f"Case {number}", parties=[(person, "suspect")], claims=[{"about": person}] * 2)
    page, _cost = page_of(admin_client, person)
    assert len(linked(page)) == 6 and page.count("there are more") == 2
    (address,) = set(re.findall(r'there are more\. <a href="(/incidents/\?[^"]+)"', page))
    assert "5 incidents" in admin_client.get(address).text


def test_what_no_reader_sees_is_led_to_no_list_of_theirs(admin_client: Client, few: None) -> None:
    source = make_source()
    for number in range(5):
        make_incident(f"Case {number}", stage="draft", sources=[source])
    page, _cost = page_of(admin_client, source)
    assert len(linked(page)) == 3 and "there are more" in page and "/incidents/?" not in page


def test_a_source_of_many_cases_is_saved(admin_client: Client) -> None:
    source = make_source(title="A title")
    for number in range(5):
        make_incident(f"Case {number}", sources=[source])
    address = reverse("admin:incidents_source_change", args=[source.pk])
    data = filled(admin_client.get(address).text) | {"title": "A, title"}
    with change("Changed."):
        assert admin_client.post(address, data).status_code == 302
    assert Source.objects.get(pk=source.pk).title == "A, title"
    assert Incident.objects.published().count() == 5
