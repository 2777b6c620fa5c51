"""Rows are added without scripts too: the page comes back with everything that was typed and one row more, nothing is saved."""

from typing import Any

import pytest
from django.core.management import call_command

from incidents import models as record
from tests.admin.cases import full_case
from tests.admin.filled import add_row, filled, row_of
from tests.admin.test_incident_page import ADD, address, send, snapshot

pytestmark = pytest.mark.django_db


def more(client: Any, url: str, data: Any, group: str) -> Any:
    answer = client.post(url, data | {"desk-add": [group]})
    assert answer.status_code == 200
    return answer


def test_a_new_case_is_entered_row_by_row_and_saved_once(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case <b>without</b> scripts"]}
    for group in ("allegations", "allegations-0-speech", "allegations-0-parties", "allegations"):
        answer = more(admin_client, ADD, data, group)
        assert "nothing is saved yet" in answer.text and not record.Incident.objects.exists()
        data = filled(answer.text)
    assert data["title"] == ["A case <b>without</b> scripts"]
    data |= {"allegations-0-claim": ["Took part."], "allegations-0-speech-0-words": ["a lawyer"]}
    data |= {"allegations-0-parties-0-party": ["new:person:Ana Inventada"], "allegations-1-claim": ["Did not."]}
    send(admin_client, ADD, data)
    assert [claim.claim for claim in record.Allegation.objects.all()] == ["Took part.", "Did not."]
    assert record.SpeechLink.objects.get().words == "a lawyer"


def test_nobody_is_told_yet_what_is_missing_and_the_group_stands_open(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text)
    add_row(data, "dates", date_edtf="no date at all")
    answer = more(admin_client, ADD, data, "dates")
    assert "errornote" not in answer.text and "errorlist" not in answer.text
    assert filled(answer.text)["dates-0-date_edtf"] == ["no date at all"]
    group = answer.text.partition('id="dates-group"')[2].partition("rows-here")[0]
    assert "<details" not in group, "the new row is in sight"


def test_a_new_row_begins_as_one_that_a_script_adds(admin_client: Any) -> None:
    data = filled(more(admin_client, ADD, filled(admin_client.get(ADD).text), "places").text)
    assert data["places-0-role"] == ["location"] and data["places-0-position"] == [""]


def test_on_a_saved_case_nothing_changes(admin_client: Any) -> None:
    case = full_case()
    before = snapshot()
    data = filled(admin_client.get(address(case)).text) | {"title": ["Another title"]}
    again = filled(more(admin_client, address(case), data, "allegations-0-speech").text)
    assert again["title"] == ["Another title"] and again["allegations-0-speech-TOTAL_FORMS"] == ["2"]
    assert snapshot() == before


def test_a_group_that_is_none_is_no_reason_to_save_nothing(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"], "desk-add": ["nothing\x00"]}
    send(admin_client, ADD, data)
    assert record.Incident.objects.get().title == "A case"


@pytest.mark.parametrize("total", ["²", "9" * 5000, "many"])
def test_a_number_of_rows_that_is_none_makes_no_row_and_no_case(admin_client: Any, total: str) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"], "dates-TOTAL_FORMS": [total]}
    answer = more(admin_client, ADD, data, "dates")
    assert answer.status_code == 200 and filled(answer.text)["title"] == ["A case"]
    assert not record.Incident.objects.exists()


def test_rows_that_say_nothing_but_what_was_proposed_are_not_saved(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    seizure = add_row(data, "seizures", what="cocaine")
    add_row(data, f"{seizure}-measurements", is_preferred="on")
    claim = add_row(data, "allegations", claim="Took part.")
    for step in (0, 1):
        add_row(data, f"{claim}-speech", step=step)
    route = add_row(data, "routes", commodity="cocaine")
    for role in ("from", "to"):
        add_row(data, f"{route}-stops", role=role)
    send(admin_client, ADD, data)
    kinds = (record.Measurement, record.SpeechLink, record.RouteStop)
    assert [kind.objects.count() for kind in kinds] == [0, 0, 0]


def test_a_date_in_words_alone_is_read_and_words_without_one_stand_alone(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    for words in ("July 2015", "some time ago", "03/04/2015"):
        add_row(data, "dates", what="it", date_as_stated=words)
    send(admin_client, ADD, data)
    found = [(date.date_as_stated, date.date_edtf) for date in record.IncidentDate.objects.all()]
    assert found == [("July 2015", "2015-07"), ("some time ago", ""), ("03/04/2015", "")]


def test_the_region_says_in_which_country_a_place_is_and_how_the_place_lies_to_it(admin_client: Any) -> None:
    peru = record.Region.objects.add_root({"name": "Perú", "kind": "country", "code": "PE"})
    town = record.Region.objects.add_child(peru, {"name": "Villa Inventada", "kind": "city"})
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    add_row(data, "places", name="VILLA inventada", region=town.pk)
    add_row(data, "places", name="near the town", region=town.pk)
    add_row(data, "places", name="Cerca de Villa Inventada", region=town.pk)
    add_row(data, "places", name="cerca de Otra Villa", region=town.pk)
    add_row(data, "places", name="Barrio Inventado", region=town.pk)
    add_row(data, "places", name="Barrio Dudoso", region=town.pk, precision="exact")
    add_row(data, "places", name="Nowhere")
    send(admin_client, ADD, data)
    found = [(place.country, place.precision) for place in record.IncidentPlace.objects.all()]
    assert found == [(peru, how) for how in ("exact", "near", "near", "within", "within", "exact")] + [
        (None, "unknown")
    ]


def test_words_propose_what_was_seized_and_an_editor_says_it(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    add_row(data, "seizures", what="test load", substance="cocaine")
    add_row(data, "seizures", what="test load of cocaine", kind="vehicles")
    add_row(data, "seizures", what="dinero en efectivo")
    add_row(data, "seizures", what="something")
    send(admin_client, ADD, data)
    found = record.Seizure.objects.values_list("kind", "kind_proposed")
    assert list(found) == [("drugs", True), ("vehicles", False), ("cash", True), ("other", False)]


def test_new_rows_stand_where_they_say_and_otherwise_last(admin_client: Any) -> None:
    case = full_case()
    record.OpenQuestion.objects.create(incident=case, text="there", position=1)
    data = filled(admin_client.get(address(case)).text)
    before = list(case.open_questions.values_list("text", flat=True))
    for text, order in (("last", ""), ("first", "0"), ("very last", "")):
        add_row(data, "open_questions", text=text, position=order)
    for number in range(len(before)):
        data[f"open_questions-{number}-position"] = [str(number + 1)]
    send(admin_client, address(case), data)
    assert list(case.open_questions.values_list("text", flat=True)) == ["first", *before, "last", "very last"]


def test_a_saved_row_whose_order_is_emptied_stays_where_it_was_and_order_alone_makes_no_row(admin_client: Any) -> None:
    case = full_case()
    question = record.OpenQuestion.objects.create(incident=case, text="there", position=7)
    data = filled(admin_client.get(address(case)).text)
    row = row_of(data, "open_questions", question.pk)
    data |= {f"{row}-position": [""], f"{row}-text": ["here"]}
    add_row(data, "open_questions", position="4")
    number = case.open_questions.count()
    send(admin_client, address(case), data)
    question.refresh_from_db()
    assert (question.text, question.position, case.open_questions.count()) == ("here", 7, number)


def test_the_words_for_an_offence_propose_its_categories_once_and_an_editor_decides(admin_client: Any) -> None:
    call_command("load_reference", verbosity=0)
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    add_row(data, "allegations", claim="Carried it.", offence_as_stated="cocaine trafficking and bribery")
    add_row(data, "allegations", claim="Was there.")
    send(admin_client, ADD, data)
    first, second = record.Allegation.objects.order_by("pk")
    told = list(first.offences.values_list("offence__code", "proposed"))
    assert told == [("06012", True), ("07031", True)] and not second.offences.exists()
    first.offences.all().delete()
    page = address(record.Incident.objects.get())
    send(admin_client, page, filled(admin_client.get(page).text) | {"title": ["Another title"]})
    assert not first.offences.exists(), "what an editor took away does not come back by itself"


def test_words_propose_how_sure_a_tie_is_and_an_editor_says_it(admin_client: Any) -> None:
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    for number, (role, more) in enumerate(
        [("jefe (según un testigo)", {}), ("member", {}), ("alleged boss", {"certainty": "established"})]
    ):
        pair = {"member": f"new:person:Persona {number} Inventada", "organization": "new:organization:Banda Inventada"}
        add_row(data, "memberships", role=role, **pair, **more)
    send(admin_client, ADD, data)
    found = record.Membership.objects.order_by("pk").values_list("certainty", "certainty_proposed")
    assert list(found) == [("alleged", True), ("stated", True), ("established", False)]
