"""A published case stays publishable: what an edit would break is refused, with everything still typed."""

import pytest

from incidents import models as record
from incidents import workflow
from tests.admin.cases import full_case
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import address, send

pytestmark = pytest.mark.django_db
WHY = {"change_reason": ["A reader wrote to us."]}


@pytest.fixture
def case(admin_client):
    case = full_case()
    workflow.publish(case)
    return case


@pytest.fixture
def protected(case):
    person = record.Actor.objects.create(form="named")
    record.PartyName.objects.create(party=person, name="Zacarías Inventado Umeres")
    record.Involvement.objects.create(incident=case, party=person, protection="witness")
    return person


@pytest.mark.parametrize("field", ["title", "summary", "allegations-0-claim", "seizures-0-what"])
def test_a_protected_name_cannot_be_written_into_a_published_case(admin_client, case, protected, field):
    data = filled(admin_client.get(address(case)).text) | WHY
    data[field] = ["Then Zacarias INVENTADO Umeres spoke"]
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200
    assert "who is protected" in answer.text and "Then Zacarias INVENTADO Umeres spoke" in answer.text
    assert "INVENTADO" not in str(list(record.Incident.objects.values()) + list(record.Allegation.objects.values()))


def test_nor_into_the_title_of_a_source_of_it(admin_client, case, protected):
    source = record.Source.objects.filter(readings__incident=case)[0]
    url = f"/admin/incidents/source/{source.pk}/change/"
    data = filled(admin_client.get(url).text) | {"title": ["Zacarías Inventado Umeres speaks"]}
    answer = admin_client.post(url, data)
    assert answer.status_code == 200 and "who is protected" in answer.text
    source.refresh_from_db()
    assert "Zacar" not in source.title


def test_a_summary_or_the_last_speaker_cannot_be_taken_from_a_published_case(admin_client, case):
    data = filled(admin_client.get(address(case)).text) | WHY
    answer = admin_client.post(address(case), data | {"summary": [""]})
    assert answer.status_code == 200 and "summary is empty" in answer.text
    gone = {f"allegations-0-speech-{n}-DELETE": ["on"] for n in range(10) if f"allegations-0-speech-{n}-id" in data}
    answer = admin_client.post(address(case), data | gone)
    assert answer.status_code == 200 and "who makes this claim" in answer.text
    assert "changed successfully" not in answer.text


def test_a_claim_with_all_that_hangs_on_it_can_be_deleted(admin_client, case):
    data = filled(admin_client.get(address(case)).text) | WHY
    gone = case.allegations.all()[0]
    send(admin_client, address(case), data | {"allegations-0-DELETE": ["on"]})
    assert not record.Allegation.objects.filter(pk=gone.pk).exists()
    assert not record.ProceedingAllegation.objects.filter(allegation_id=gone.pk).exists()


def test_an_actor_who_gets_a_name_at_the_desk_is_named(admin_client):
    url = "/admin/incidents/actor/add/"
    data = filled(admin_client.get(url).text)
    add_row(data, "names", name="Juana Inventada Pérez", kind="name")
    send(admin_client, url, data)
    assert record.Actor.objects.get().form == "named"


def test_figures_below_zero_and_ties_to_oneself_are_refused_beside_the_field(admin_client, case):
    data = filled(admin_client.get(address(case)).text) | WHY
    tie = case.relationships.all()[0]
    answer = admin_client.post(
        address(case), data | {"relationships-0-b": [str(tie.a_id)], "casualties-0-count_low": ["-4"]}
    )
    assert answer.status_code == 200
    assert "related to themselves" in answer.text and "none may be negative" in answer.text


def test_one_word_of_a_protected_name_comes_into_a_published_case_only_once_another_is_said_to_be_meant(
    admin_client, case, protected
):
    data = filled(admin_client.get(address(case)).text) | WHY | {"summary": ["Umeres is a town in the north."]}
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "The text says “Umeres”" in answer.text
    assert record.Incident.objects.get().summary != data["summary"][0]
    assert 'name="desk-namesake" value="Umeres"' in answer.text
    data = filled(answer.text) | WHY | {"desk-namesake": ["Umeres"]}
    assert admin_client.post(address(case), data).status_code == 302
    assert record.Incident.objects.get().summary == "Umeres is a town in the north."
    data = filled(admin_client.get(address(case)).text) | WHY | {"summary": ["Umeres is a village in the north."]}
    assert admin_client.post(address(case), data).status_code == 302, "what stands there already is not asked again"


def test_one_word_of_a_protected_name_that_the_case_has_already_is_asked_about_where_it_comes_in_once_more(
    admin_client, case, protected
):
    record.Incident.objects.update(summary="Umeres is a town in the north.")
    data = filled(admin_client.get(address(case)).text) | WHY | {"allegations-0-claim": ["Umeres drove the lorry."]}
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "The text says “Umeres”" in answer.text
    data = filled(answer.text) | WHY | {"desk-namesake": ["Umeres"]}
    assert admin_client.post(address(case), data).status_code == 302
    data = filled(admin_client.get(address(case)).text) | WHY | {"summary": ["Nothing."]}
    assert admin_client.post(address(case), data).status_code == 302, "fewer of them are no question"


def test_the_question_who_is_meant_leads_to_every_field_with_the_words(admin_client, case, protected):
    data = filled(admin_client.get(address(case)).text) | WHY
    data |= {"summary": ["Umeres is a town."], "allegations-0-claim": ["Umeres is near."], "title": ["A town"]}
    answer = admin_client.post(address(case), data)
    (line,) = answer.context["refused"]
    assert (line.label, line.anchor) == ("Summary", "id_summary") and line.sentence.startswith("The text says “Umeres”")
    (meant,) = answer.context["namesakes"]
    anchors = [row.anchor for row in meant.rows]
    assert anchors == ["id_summary", "id_allegations-0-claim"]
    assert all(f'<a href="#{anchor}">' in answer.text and f'id="{anchor}"' in answer.text for anchor in anchors)
    assert "#incident_form" not in answer.text


def test_words_for_what_makes_a_case_hard_stay_as_a_card_writes_them(admin_client, case):
    codes = ["Two Words", "comma, inside", "with-hyphen", "año 2014", "group_within_group"]
    case.features.set([record.Feature.objects.get_or_create(code=code)[0] for code in codes])
    data = filled(admin_client.get(address(case)).text) | WHY | {"summary": ["Another."]}
    assert admin_client.post(address(case), data).status_code == 302
    assert sorted(case.features.values_list("code", flat=True)) == sorted(codes)
    data = filled(admin_client.get(address(case)).text) | WHY
    data["features"] = [data["features"][0] + "\nNew Words, others"]
    assert admin_client.post(address(case), data).status_code == 302
    assert sorted(case.features.values_list("code", flat=True)) == sorted([*codes, "new_words", "others"])
