"""Two editors, two tabs, two clicks: nothing is overwritten unseen, nothing is made twice, nothing typed is lost."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents import models as record
from incidents import workflow
from incidents.models.record import change
from incidents.workflow import identity
from tests.admin.cases import full_case, organization, person
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, address, errors, send, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    client = Client()
    client.force_login(User.objects.create_superuser("other"))
    return client


@pytest.fixture
def case():
    return full_case()


def test_the_second_of_two_editors_is_shown_what_the_first_changed_and_nothing_is_overwritten(
    admin_client, other, case
):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"title": ["Their title"], "casualties-0-what": ["killed, they say"]})
    mine |= {"summary": ["My summary"], "desk-touched": [json.dumps(["summary"])]}
    answer = admin_client.post(address(case), mine)
    assert answer.status_code == 200 and "Somebody else has saved this case" in errors(answer)
    assert "What somebody else has changed" in answer.text and "killed, they say" in answer.text
    again = filled(answer.text)
    assert again["summary"] == ["My summary"]
    assert (again["title"], again["casualties-0-what"]) == (["Their title"], ["killed, they say"])
    send(admin_client, address(case), again)
    case.refresh_from_db()
    assert (case.title, case.summary) == ("Their title", "My summary")


@pytest.mark.parametrize(
    "touched", ["[" * 1500, "[" * 1500 + "]" * 1500, "[[" * 200 + "]]" * 200, "{", '{"a": 1}', "[1, null]"]
)
def test_a_page_that_says_nonsense_of_what_was_touched_is_read_by_what_it_sent(admin_client, other, case, touched):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"title": ["Their title"]})
    answer = admin_client.post(address(case), mine | {"summary": ["My summary"], "desk-touched": [touched]})
    assert answer.status_code == 200 and "Somebody else has saved this case" in errors(answer)


def test_where_both_changed_a_field_the_second_decides_after_seeing_both(admin_client, other, case):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"title": ["Their title"]})
    answer = admin_client.post(address(case), mine | {"title": ["My title"], "desk-touched": ['["title"]']})
    assert "Their title" in answer.text
    again = filled(answer.text)
    assert again["title"] == ["My title"]
    send(admin_client, address(case), again)
    case.refresh_from_db()
    assert case.title == "My title"


def test_without_scripts_the_second_still_sees_and_loses_nothing(admin_client, other, case):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"title": ["Their title"]})
    answer = admin_client.post(address(case), mine | {"summary": ["My summary"]})
    assert "Their title" in answer.text and filled(answer.text)["summary"] == ["My summary"]
    again = filled(answer.text)
    assert again["title"] == ["Their title"]
    send(admin_client, address(case), again)
    case.refresh_from_db()
    assert (case.title, case.summary) == ("Their title", "My summary")


def test_without_scripts_nothing_that_the_first_saved_is_overwritten_in_any_kind_of_row(admin_client, other, case):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    changed = {
        name: "theirs" for name in theirs if re.fullmatch(r"[a-z_]+-0-(?:[a-z_]+-0-)?(?:words|claim|what|text)", name)
    }
    changed |= {"places-0-name": "theirs", "membership_set-0-role": "theirs", "kind": "series", "features": "theirs"}
    changed = {name: value for name, value in changed.items() if name in theirs}
    theirs.pop("involvements-0-role_proposed", None)
    assert len(changed) > 10
    send(other, address(case), theirs | {name: [value] for name, value in changed.items()})
    answer = admin_client.post(address(case), mine | {"summary": ["My summary"]})
    again = filled(answer.text)
    assert {name: again[name] for name in changed} == {name: [value] for name, value in changed.items()}
    assert "involvements-0-role_proposed" not in again
    before = snapshot()
    send(admin_client, address(case), again)
    after = snapshot()
    now = record.Incident.objects.get(pk=case.pk)
    assert now.summary == "My summary" and {table for table in after if after[table] != before[table]} == {"Incident"}


def test_a_row_that_the_first_removed_is_told_to_the_second(admin_client, other, case):
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"open_questions-0-DELETE": ["on"]})
    answer = admin_client.post(address(case), mine | {"open_questions-0-text": ["who was it"]})
    again = filled(answer.text)
    answer = admin_client.post(address(case), again)
    assert answer.status_code == 200 and "somebody has removed it" in errors(answer)
    send(admin_client, address(case), filled(answer.text) | {"open_questions-0-DELETE": ["on"]})


def test_ones_own_two_saves_in_a_row_are_no_conflict(admin_client, case):
    send(admin_client, address(case), filled(admin_client.get(address(case)).text) | {"title": ["Once"]})
    send(admin_client, address(case), filled(admin_client.get(address(case)).text) | {"title": ["Twice"]})
    case.refresh_from_db()
    assert case.title == "Twice"


def test_a_new_case_that_is_sent_twice_is_made_once(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"]}
    add_row(data, "involvements", party="new:person:Ana Inventada")
    send(admin_client, ADD, data)
    answer = admin_client.post(ADD, data, follow=True)
    case = record.Incident.objects.get()
    assert answer.redirect_chain[-1][0] == address(case)
    assert "saved already" in answer.text and record.Actor.objects.count() == 1


def test_what_is_said_of_a_case_that_is_sent_twice_is_true_of_what_was_sent(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"]}
    send(admin_client, ADD, data)
    again = {
        how: admin_client.post(ADD, data | {"desk-again": [how]}, follow=True).text for how in ("same", "changed", "")
    }
    assert "saved already" not in again["same"] and 'class="success"' in again["same"]
    assert "waits in this browser" in again["changed"]
    assert "saved already" in again[""] and "waits in this browser" not in again[""], "kept without scripts"


def test_a_second_click_adds_nothing_to_what_the_first_has_said(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"], "_continue": ["1"]}
    for _ in range(3):  # the answers to the first two are never shown
        admin_client.post(ADD, data | {"desk-again": ["same"]})
    page = admin_client.get(address(record.Incident.objects.get())).text
    assert page.count('class="success"') == 1 and 'class="warning"' not in page


@pytest.mark.parametrize("button", ["_save", "_continue"])
def test_a_page_of_a_saved_case_that_is_sent_again_adds_its_rows_once_and_says_so_once(admin_client, case, button):
    data = filled(admin_client.get(address(case)).text) | {button: ["1"]}
    add_row(data, "open_questions", text="Asked once.")
    first = send(admin_client, address(case), data)
    for touched in ("", "[]"):  # the answers to the first two are never shown
        again = send(admin_client, address(case), data | {"desk-again": ["same"], "desk-touched": [touched]})
        assert again.url == first.url
    page = admin_client.get(first.url).text
    assert case.open_questions.filter(text="Asked once.").count() == 1
    assert page.count('class="success"') == 1 and 'class="warning"' not in page


def test_a_page_of_a_party_that_is_sent_again_meets_nobody(admin_client):
    url = f"/admin/incidents/actor/{person('Ana Inventada').pk}/change/"
    data = filled(admin_client.get(url).text)
    add_row(data, "names", name="La Ynventada", kind="alias")
    for _ in range(2):
        send(admin_client, url, data)
    assert record.PartyName.objects.count() == 2


def test_a_page_that_was_changed_between_two_clicks_is_no_second_click(admin_client, case):
    data = filled(admin_client.get(address(case)).text) | {"title": ["Once"]}
    send(admin_client, address(case), data)
    answer = admin_client.post(address(case), data | {"summary": ["Typed after the first click."]})
    assert answer.status_code == 200 and "nothing was saved yet" in errors(answer)
    assert filled(answer.text)["summary"] == ["Typed after the first click."]


@pytest.mark.parametrize(
    ("model", "fields"),
    [(record.Source, {"publisher": ["Diario Ejemplo"]}), (record.Region, {"name": ["Mazuko"], "kind": ["city"]})],
)
def test_a_new_shared_record_that_is_sent_twice_is_made_once(admin_client, model, fields):
    url = f"/admin/incidents/{model._meta.model_name}/add/"
    data = filled(admin_client.get(url).text) | fields
    for _ in range(3):
        answer = send(admin_client, url, data)
    assert model.objects.count() == 1 and admin_client.get(answer.url).text.count('class="success"') == 1
    send(admin_client, url, filled(admin_client.get(url).text) | fields)
    assert model.objects.count() == 2, "a page that was opened anew makes another"


def test_two_pages_for_new_cases_make_two_cases(admin_client):
    for title in ("One", "Two"):
        send(admin_client, ADD, filled(admin_client.get(ADD).text) | {"title": [title]})
    assert record.Incident.objects.count() == 2


def test_a_forged_token_chooses_no_public_id(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"], "desk-once": ["aaaaaaaa:forged"]}
    send(admin_client, ADD, data)
    assert record.Incident.objects.get().public_id != "aaaaaaaa"


def test_a_session_that_ends_while_saving_leads_to_the_log_in_and_back(client, case):
    answer = client.post(address(case), {"title": "My title"})
    assert answer.status_code == 302 and answer.url == f"/admin/login/?next={address(case)}"


LONG = " ".join(["<script>alert(1)</script> “مرحبا‎” ‮שלום‬ 'Ñandú' &amp;"] * 1000)


def test_long_texts_markup_and_right_to_left_writing_are_kept_as_typed_in_every_field(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": [LONG], "summary": [LONG]}
    reading = add_row(data, "readings", new_publisher=LONG, new_title=LONG, new_author=LONG)
    place = add_row(data, "places", name=LONG, kind_as_stated=LONG, role_as_stated=LONG)
    add_row(data, f"{place}-citations", reading=f"row:{reading}", quote=LONG, page=LONG, as_stated=LONG)
    claim = add_row(data, "allegations", claim=LONG, quote=LONG, offence_as_stated=LONG, outcome_as_stated=LONG)
    add_row(data, f"{claim}-speech", words=LONG, lead_words=LONG, role_words=LONG)
    send(admin_client, ADD, data)
    case = record.Incident.objects.get()
    citation, speech = record.Citation.objects.get(), record.SpeechLink.objects.get()
    source, allegation = record.Source.objects.get(), record.Allegation.objects.get()
    kept = [case.title, case.summary, source.publisher, source.author, citation.quote, citation.page, speech.words]
    kept += [allegation.claim, allegation.quote, allegation.outcome_as_stated, record.IncidentPlace.objects.get().name]
    assert set(kept) == {LONG}
    page = admin_client.get(address(case)).text
    assert "<script>alert" not in page and filled(page)["allegations-0-claim"] == [LONG]


def test_a_party_that_was_merged_meanwhile_is_said_to_be(admin_client, case):
    one, namesake, other = person("Ana Inventada Umeres"), person("Ana Inventada Umeres"), person("Anita Otra")
    with change("Involved."):
        record.Involvement.objects.create(incident=case, party=namesake)
        record.Membership.objects.create(incident=case, member=other, organization=organization("Los Inventados"))
        case.save()
    mine = filled(admin_client.get(address(case)).text)
    identity.merge(one, namesake, None, "One person.")
    identity.merge(one, other, None, "Of another name.")
    answer = admin_client.post(address(case), mine | {"summary": ["My summary"]})
    assert answer.text.count("Ana Inventada Umeres (these two records were merged)") == 2
    assert "another record of that name" not in answer.text


def test_another_party_of_the_same_name_is_said_to_be_another_record(admin_client, case):
    one, namesake = person("Ana Inventada Umeres"), person("Ana Inventada Umeres")
    with change("Involved."):
        row = record.Involvement.objects.create(incident=case, party=one)
        case.save()
    mine = filled(admin_client.get(address(case)).text)
    with change("It was the other."):
        row.party = namesake
        row.save()
    answer = admin_client.post(address(case), mine | {"summary": ["My summary"]})
    assert "Ana Inventada Umeres (another record of that name)" in answer.text
    assert "were merged" not in answer.text


def test_what_was_changed_elsewhere_before_the_page_was_opened_is_not_what_somebody_changed_since(
    admin_client, other, case
):
    who = record.Actor.objects.get(names__name="Dairo Úsuga")
    claim = case.allegations.get(claim="Led the group.")
    claim.claim = "Dairo Úsuga led the group."
    claim.save()
    texts = {place.text.key: place.proposed for place in workflow.places_naming(who, "A man")}
    workflow.anonymise(who, User.objects.get(username="other"), "He asked us.", "A man", texts)
    source = record.Source.objects.get()
    with change("Another name of the paper."):
        source.publisher = "La Voz Inventada"
        source.save()
    mine, theirs = (filled(client.get(address(case)).text) for client in (admin_client, other))
    send(other, address(case), theirs | {"summary": ["Their summary"]})
    answer = admin_client.post(address(case), mine | {"title": ["My title"]})
    told = [one for section in answer.context["differing"] for one in section.differences]
    assert [line.label for one in told for line in one.changed] == ["Summary"] and len(told) == 1


def test_whoever_has_the_page_open_while_it_is_anonymised_is_shown_that(admin_client, case):
    who = record.Actor.objects.get(names__name="Dairo Úsuga")
    claim = case.allegations.get(claim="Led the group.")
    claim.claim = "Dairo Úsuga led the group."
    claim.save()
    mine = filled(admin_client.get(address(case)).text)
    texts = {place.text.key: place.proposed for place in workflow.places_naming(who, "A man")}
    workflow.anonymise(who, None, "He asked us.", "A man", texts)
    answer = admin_client.post(address(case), mine | {"title": ["My title"]})
    assert "Somebody else has saved this case" in errors(answer) and "A man led the group." in answer.text
