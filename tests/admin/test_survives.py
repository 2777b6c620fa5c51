"""What must not break the desk: text of every kind in every field, broken bytes, addresses called directly, a case that moves on
while somebody edits it. Nothing is half saved, nothing typed is lost, and the answer is a sentence."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from incidents import models as record
from incidents import workflow
from incidents.admin.inputs import WORDS
from incidents.workflow import identity
from tests.admin.cases import full_case, person
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, address, errors, snapshot
from tests.factories import make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
STRANGE = "<script>alert(1)</script> “مرحبا‎” ‮שלום‬ &amp; {{ 7|add:7 }} 𝕬 é\u0301 '\"; DROP TABLE"
FORM = "application/x-www-form-urlencoded"


def texts_of(page: str, prefix: str) -> list[str]:
    """The names of the boxes for text in a row."""
    return re.findall(rf'<textarea name="({re.escape(prefix)}-[a-z_]+)"', page)


def test_strange_text_in_every_box_of_every_kind_of_row_comes_back_as_it_was_typed(admin_client: Any) -> None:
    page = admin_client.get(ADD).text
    data = filled(page) | {"title": [STRANGE], "summary": [STRANGE]}
    groups = re.findall(r'data-pattern="([a-z_]+)"', page)
    for group in sorted(set(groups) - {"citations"}):
        row = add_row(data, group)
        for name in texts_of(page, f"{group}-__prefix__"):
            data[name.replace("__prefix__", "0")] = [STRANGE]
        assert row == f"{group}-0"
    data["readings-0-source-words"] = [""]
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and not record.Incident.objects.exists()  # kinds and parties are still missing
    assert "<script>alert" not in answer.text and "{{ 7" in answer.text
    again = filled(answer.text)
    typed = {name for name, values in data.items() if values == [STRANGE]}
    assert len(typed) > 30
    assert {name for name in typed if again.get(name) != [STRANGE]} == set()


@pytest.mark.parametrize("broken", ["a%00b", "%ED%A0%80"], ids=["nul", "surrogate"])
def test_broken_bytes_anywhere_are_answered_with_a_page(admin_client: Any, broken: str) -> None:
    case = full_case()
    before = snapshot()
    data = filled(admin_client.get(address(case)).text)
    marks = [name for name in data if not re.search(r"_FORMS$|-id$|csrf|__prefix__|-empty-", name)]
    for at in range(0, len(marks), 120):
        changed = data | {name: ["BROKEN"] for name in marks[at : at + 120]}
        body = urlencode(changed, doseq=True).replace("BROKEN", broken)
        answer = admin_client.post(address(case), body, content_type=FORM)
        assert answer.status_code == 200, marks[at : at + 120]
        assert "errornote" in answer.text
        assert snapshot() == before


@pytest.mark.parametrize("broken", ["a%00b", "%ED%A0%80", "9" * 40])
@pytest.mark.parametrize(
    "where",
    [
        "/admin/incidents/incident/understood/?kind=date&text={}",
        "/admin/incidents/incident/understood/?kind=words&text={}",
        "/admin/incidents/incident/understood/?kind={}&text=1",
        "/admin/autocomplete/?app_label=incidents&model_name=involvement&field_name=party&term={}",
        "/admin/autocomplete/?app_label=incidents&model_name=incidentplace&field_name=region&term={}",
        "/admin/incidents/incident/{}/change/",
        "/admin/incidents/incident/?q={}",
        "/admin/incidents/actor/?q={}",
    ],
)
def test_broken_bytes_in_addresses_are_no_accident(admin_client: Any, where: str, broken: str) -> None:
    assert admin_client.get(where.format(broken)).status_code in {200, 302, 400, 403, 404}


def test_what_the_page_carries_along_can_be_anything_and_overwrites_nothing_that_came_meanwhile(
    admin_client: Any,
) -> None:
    case = make_incident(stage="draft", claims=[{"about": person("Ana Inventada")}])
    data = filled(admin_client.get(address(case)).text) | {"title": ["Typed"]}
    now = record.Incident.objects.get()
    now.title = "Of somebody else"
    now.save()
    for name in ("desk-opened", "desk-touched", "desk-once", "allegations-TOTAL_FORMS", "dates-INITIAL_FORMS"):
        for value in ("\x00", "-1", "1999", "9" * 30, "[[]]", '{"a": 1}'):
            answer = admin_client.post(address(case), data | {name: [value]})
            assert answer.status_code == 200, (name, value)
            assert record.Incident.objects.get().title == "Of somebody else", (name, value)


def test_a_long_paste_in_every_field_is_no_accident_and_more_than_a_page_takes_is_said(
    admin_client: Any, settings: Any
) -> None:
    case = full_case()
    data = filled(admin_client.get(address(case)).text)
    texts = [name for name in data if name.endswith(("summary", "claim", "quote", "note", "title", "description"))]
    assert admin_client.post(address(case), data | {name: ["word " * 30_000] for name in texts}).status_code == 302
    assert len(record.Incident.objects.get().summary) > 100_000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    answer = admin_client.post(address(case), data | {"summary": ["word " * 30_000]})
    assert answer.status_code == 400 and "what you typed still stands there" in answer.text


def test_whoever_may_not_is_refused_at_every_address_and_nothing_changes(client: Client, admin_client: Any) -> None:
    case = full_case()
    workflow.publish(case)
    data = filled(admin_client.get(address(case)).text) | {"title": ["Mine now"], "change_reason": ["Because."]}
    before = snapshot()
    client.force_login(member("contributor"))
    page = address(case)
    for url in (page, page.replace("/change/", "/delete/"), page.replace("/change/", "/stage/withdraw/")):
        answer = client.post(url, data)
        assert answer.status_code == 403, url
        assert "Mine now" not in answer.text
    assert snapshot() == before and record.Incident.objects.get().stage == "published"


def test_a_party_that_was_merged_while_its_own_page_was_open_keeps_nothing_of_a_late_save(admin_client: Any) -> None:
    kept, merged = person("Ana Inventada"), person("Ana Inventada Segunda")
    url = f"/admin/incidents/actor/{merged.pk}/change/"
    data = filled(admin_client.get(url).text) | {"description": ["Typed for an hour."]}
    identity.merge(kept, merged, None, "One person.")
    answer = admin_client.post(url, data, follow=True)
    assert answer.status_code == 409 and "merged" in answer.text
    merged.refresh_from_db()
    kept.refresh_from_db()
    assert (merged.description, kept.description) == ("", "")


def test_a_case_withdrawn_under_embargo_while_somebody_edits_it_is_told_and_not_overwritten(
    admin_client: Any, admin_user: Any
) -> None:
    case = make_incident(stage="draft")
    workflow.set_embargo(case, by=admin_user, reason="Not yet.", until=timezone.now() + timedelta(days=3))
    workflow.publish(case)
    data = filled(admin_client.get(address(case)).text) | {"summary": ["Typed for an hour."], "change_reason": ["x"]}
    workflow.withdraw(case, by=admin_user, reason="Wrong case.")
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "Somebody else has saved this case" in errors(answer)
    assert "Typed for an hour." in answer.text
    case.refresh_from_db()
    assert (case.stage, case.first_published) == ("withdrawn", None)
    assert case.summary != "Typed for an hour."


def test_a_second_send_of_a_changed_case_changes_it_once(admin_client: Any) -> None:
    case = full_case()
    data = filled(admin_client.get(address(case)).text)
    add_row(data, "open_questions", text="who drove")
    first = admin_client.post(address(case), data)
    second = admin_client.post(address(case), data)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, "/admin/incidents/incident/")
    assert case.open_questions.filter(text="who drove").count() == 1


def test_what_is_wrong_with_a_very_long_text_is_said_shortly_and_the_text_stays_in_its_box(admin_client: Any) -> None:
    page, long = admin_client.get(ADD).text, "word " * 8_000
    data = filled(page) | {"title": ["A case"], "key": [long], "sources_read_until": [long]}
    for group in sorted(set(re.findall(r'data-pattern="([a-z_]+)"', page))):
        row = add_row(data, group)
        written = re.findall(rf'<(?:textarea|input type="text") name="{group}-__prefix__-(\w+)"', page)
        data |= {f"{row}-{name}": [long] for name in written}
        combos = re.findall(rf'name="{group}-__prefix__-(\w+){WORDS}"', page)
        data |= {f"{row}-{name}": [""] for name in combos} | {f"{row}-{name}{WORDS}": [long] for name in combos}
    answer = admin_client.post(ADD, data)
    told = answer.context["refused"]
    assert answer.status_code == 200 and len(told) > 10
    assert [one.label for one in told if len(one.sentence) > 700] == []
    assert filled(answer.text)[f"involvements-0-party{WORDS}"] == [long.strip()]


@pytest.mark.parametrize("role", ["contributor", "administrator"])
def test_choices_are_given_for_columns_that_choose_and_refused_for_whatever_points_back(role: str) -> None:
    client = Client()
    client.force_login(member(role))
    for model in apps.get_models():
        for field in model._meta.get_fields(include_hidden=True):
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
            status = client.get("/admin/autocomplete/", asked | {"term": "a"}).status_code
            assert status in ({200, 403, 404} if field.concrete else {403, 404}), asked
    asked = {"app_label": "incidents", "model_name": "party", "field_name": "organization", "term": "a"}
    assert client.get("/admin/autocomplete/", asked).status_code == 403
    asked |= {"model_name": "involvement", "field_name": "party"}
    assert client.get("/admin/autocomplete/", asked).status_code == 200
