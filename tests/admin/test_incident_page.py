"""One page edits a case with all its facts: what is sent unchanged changes nothing, what is changed is changed."""

import pytest
from django.contrib import admin

from incidents import models as record
from incidents.admin import IncidentAdmin
from tests.admin.cases import full_case, organization, person, source
from tests.admin.filled import add_row, filled, row_of
from tests.factories import make_incident

pytestmark = pytest.mark.django_db
ADD = "/admin/incidents/incident/add/"
MADE_OF_IT = (record.Change, record.HiddenPassage, record.Passage, record.StoredIndex, record.Word)


@pytest.fixture
def case(admin_client):
    return full_case()


def address(case: record.Incident) -> str:
    return f"/admin/incidents/incident/{case.pk}/change/"


def send(client, url, data):
    """Posts the form; fails with the errors on the page if it was not saved."""
    answer = client.post(url, data)
    assert answer.status_code == 302, errors(answer)
    return answer


def errors(answer) -> str:
    found = [answer.context["errors"]] if answer.context and "errors" in answer.context else []
    for inline in answer.context["inline_admin_formsets"] if answer.context else []:
        found += _errors_in(inline.formset)
    return "\n".join(map(str, filter(None, found)))


def _errors_in(formset):
    found = [str(formset.non_form_errors())] + [str(error) for error in formset.errors if error]
    for form in formset.forms:
        for inner in getattr(form, "nested_formsets", []):
            found += _errors_in(inner)
    return found


def snapshot() -> dict[str, list]:
    """Every row of the record, without what is stamped by the clock and what is made of the others."""
    found = {}
    for model in vars(record).values():
        if isinstance(model, type) and hasattr(model, "_meta") and not issubclass(model, MADE_OF_IT):
            found[model.__name__] = [
                {key: value for key, value in row.items() if key != "modified"}
                for row in model._default_manager.order_by("pk").values()
            ]
    return found


def test_a_page_sent_back_unchanged_changes_nothing(admin_client, case):
    before, versions = snapshot(), record.Allegation.history.count()
    send(admin_client, address(case), filled(admin_client.get(address(case)).text))
    assert snapshot() == before
    assert record.Allegation.history.count() == versions


# group of the first form with that fact → (field, new value, column that shows it)
CHANGES = {
    "readings-0": ("archived_url", "https://example.org/copy"),
    "readings-0-cites-0": ("words", "a witness"),
    "citations-0": ("quote", "about the summary"),
    "dates-0": ("what", "arrest of two"),
    "dates-0-citations-0": ("page", "7"),
    "places-0": ("name", "Callao"),
    "places-0-citations-0": ("page", "8"),
    "involvements-0": ("description", "an officer"),
    "involvements-0-names_used-0": ("position", "3"),
    "involvements-0-citations-0": ("page", "9"),
    "allegations-0": ("claim", "Led the group, they say."),
    "allegations-0-parties-0": ("reply_status", "sought"),
    "allegations-0-parties-0-citations-0": ("page", "10"),
    "allegations-0-speech-0": ("words", "(second letter)"),
    "allegations-0-speech-0-citations-0": ("page", "11"),
    "allegations-0-offences-0": ("position", "2"),
    "allegations-0-defeats-0": ("words", "in court"),
    "allegations-0-citations-0": ("page", "12"),
    "proceedings-0": ("case_number", "12-2015"),
    "proceedings-0-claims-0": ("position", "4"),
    "proceedings-0-steps-0": ("details", "at the airport"),
    "proceedings-0-steps-0-parties-0": ("position", "5"),
    "proceedings-0-steps-0-citations-0": ("page", "13"),
    "memberships-0": ("role", "boss"),
    "memberships-0-citations-0": ("page", "14"),
    "relationships-0": ("as_stated", "leads them"),
    "relationships-0-citations-0": ("page", "15"),
    "seizures-0": ("substance", "cocaine base"),
    "seizures-0-measurements-0": ("quantity_low", "501.5"),
    "seizures-0-measurements-0-citations-0": ("page", "16"),
    "seizures-0-citations-0": ("page", "17"),
    "routes-0": ("commodity", "money"),
    "routes-0-stops-1": ("means", "ship"),
    "routes-0-citations-0": ("page", "18"),
    "casualties-0": ("count_high", "3"),
    "casualties-0-citations-0": ("page", "19"),
    "rates-0": ("per", "kilogram"),
    "rates-0-citations-0": ("page", "20"),
    "contradictions-0": ("fact", "how many and who"),
    "contradictions-0-versions-0": ("text", "ten"),
    "open_questions-0": ("text", "who was paid"),
    "related-0": ("target_key", "902-z"),
}


def test_one_fact_of_every_kind_changed_is_changed_and_nothing_else(admin_client, case):
    before = snapshot()
    data = filled(admin_client.get(address(case)).text)
    for prefix, (name, value) in CHANGES.items():
        assert f"{prefix}-{name}" in data, prefix
        data[f"{prefix}-{name}"] = [value]
    send(admin_client, address(case), data)
    changed = _differences(before, snapshot())
    assert sorted(changed) == sorted(CHANGES.values())


@pytest.mark.parametrize("column", ["date_edtf", "date_as_stated"])
def test_a_step_that_is_still_to_come_is_refused_at_its_field(admin_client, case, column):
    before = snapshot()
    data = filled(admin_client.get(address(case)).text)
    data["proceedings-0-steps-0-date_edtf"] = [""]
    data[f"proceedings-0-steps-0-{column}"] = ["1 January 2226"]
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "This is still to come" in answer.text
    assert snapshot() == before


def _differences(before: dict, after: dict) -> list[tuple[str, str]]:
    """(column, new value) of every cell that differs; no row may come or go."""
    found = []
    for model, rows in after.items():
        assert len(rows) == len(before[model]), model
        for old, new in zip(before[model], rows, strict=True):
            found += [
                (key, f"{new[key]:f}".rstrip("0") if key == "quantity_low" else str(new[key]))
                for key in new
                if new[key] != old[key]
            ]
    return [cell for cell in found if cell[0] != "search_text"]  # follows from the others


def test_a_new_case_with_claim_source_and_citation_is_published(admin_client):
    who, paper = person("Ana Ejemplo"), source("Otro Diario")
    data = filled(admin_client.get(ADD).text)
    data |= {"title": ["A new case"], "summary": ["The paper says that it happened."]}
    add_row(data, "readings", source=paper.pk)
    claim = add_row(data, "allegations", claim="Took part.")
    add_row(data, f"{claim}-parties", party=who.pk)
    add_row(data, f"{claim}-speech", words="the prosecutor")
    send(admin_client, ADD, data)
    case = record.Incident.objects.get(title="A new case")
    assert case.involvements.get().role == "mentioned"

    stage = f"/admin/incidents/incident/{case.pk}/stage/publish/"
    answer = admin_client.post(stage, {"reason": "Ready."})
    assert answer.status_code == 200
    assert "add a source and a citation" in answer.text

    data = filled(admin_client.get(address(case)).text)
    prefix = row_of(data, "allegations", case.allegations.get().pk)
    add_row(data, f"{prefix}-citations", reading=case.readings.get().pk, page="3")
    data[f"{row_of(data, 'involvements', case.involvements.get().pk)}-named_publicly"] = ["on"]
    send(admin_client, address(case), data)
    citation = case.citations.get()
    assert citation.allegation == case.allegations.get()
    assert admin_client.post(stage, {"reason": "Ready."}).status_code == 302
    assert record.Incident.objects.published().get() == case
    assert case.stage_changes.get().reason == "Ready."


def test_a_changed_value_confirms_what_was_only_proposed(admin_client, case):
    data = filled(admin_client.get(address(case)).text)
    data["involvements-0-role"] = ["victim"]
    assert data["allegations-0-offences-0-proposed"] == ["on"]
    del data["allegations-0-offences-0-proposed"]
    send(admin_client, address(case), data)
    assert record.Involvement.objects.filter(role_proposed=True).count() == 0
    assert not record.AllegationOffence.objects.get().proposed
    assert record.Seizure.objects.get().kind_proposed


def test_legal_status_follows_from_the_steps_after_saving(admin_client, case):
    assert record.AllegationParty.objects.get().legal_status == "detained"
    data = filled(admin_client.get(address(case)).text)
    data["proceedings-0-steps-0-kind"] = ["acquitted"]
    send(admin_client, address(case), data)
    assert record.AllegationParty.objects.get().legal_status == "acquitted"


def test_the_mark_of_the_main_date_moves_in_one_save(admin_client):
    small = record.Incident.objects.create(title="A small case")
    one, other = (record.IncidentDate(incident=small, what=what, date_edtf="2016") for what in ("arrest", "trial"))
    one.is_main = True
    one.save()
    other.save()
    data = filled(admin_client.get(address(small)).text)
    data["dates-1-is_main"] = ["on"]
    answer = admin_client.post(address(small), data)
    assert "Only one of them can have this mark" in errors(answer)
    del data["dates-0-is_main"]
    send(admin_client, address(small), data)
    assert small.dates.get(is_main=True) == other


WRONG = {
    "dates-0-date_edtf": ("12/03/2014", "can be read in two ways"),
    "memberships-0-date_edtf": ("one fine day", "is not a date"),
    "casualties-0-count_high": ("1", "must not be above"),
    "seizures-0-measurements-0-unit_as_stated": ("", "needs a unit"),
    "allegations-0-parties-0-reply_status": ("received", "Give the reply in words"),
    "allegations-0-ref": ("denial", "only one can"),
    "routes-0-stops-1-role": ("from", "only one can"),
    "open_questions-0-text": (" ", "This field is required"),
}


def test_errors_say_what_to_do_and_stand_in_the_form(admin_client, case):
    before = snapshot()
    data = filled(admin_client.get(address(case)).text)
    for field, (value, _words) in WRONG.items():
        assert field in data
        data[field] = [value]
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200
    found = errors(answer)
    assert not [words for _value, words in WRONG.values() if words not in found], found
    assert answer.text.count("only one can") >= 2
    assert snapshot() == before


def test_a_date_typed_in_words_is_kept_in_both_forms(admin_client):
    small = record.Incident.objects.create(title="A small case")
    data = filled(admin_client.get(address(small)).text)
    add_row(data, "dates", what="arrest", date_edtf="hacia 2012")
    send(admin_client, address(small), data)
    date = small.dates.get()
    assert (date.date_as_stated, date.date_edtf) == ("hacia 2012", "2012~")


def test_what_the_database_refuses_is_an_error_of_the_form_and_nothing_is_half_saved(admin_client, case):
    admin_client.post(f"/admin/incidents/incident/{case.pk}/stage/publish/", {"reason": "Ready."})
    case.citations.exclude(page="1").delete()
    before = snapshot()
    data = filled(admin_client.get(address(case)).text)
    data |= {"citations-0-DELETE": ["on"], "title": ["A new title"], "change_reason": ["A reader wrote to us."]}
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200
    assert "Nothing stays published without a citation." in answer.text
    assert "A new title" in answer.text
    assert snapshot() == before


def test_one_person_is_not_counted_as_many(admin_client, case):
    data = filled(admin_client.get(address(case)).text)
    prefix = row_of(data, "involvements", case.involvements.get(role="suspect").pk)
    data[f"{prefix}-count_low"] = ["4"]
    answer = admin_client.post(address(case), data)
    assert "is one person. For several, choose" in answer.text


def test_a_source_that_is_cited_stays(admin_client, case):
    data = filled(admin_client.get(address(case)).text)
    data["readings-0-DELETE"] = ["on"]
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200
    assert case.readings.count() == 1


def test_a_published_case_is_withdrawn_and_never_deleted(admin_client, case):
    stage = f"/admin/incidents/incident/{case.pk}/stage/"
    assert admin_client.post(f"{stage}publish/", {"reason": "Ready."}).status_code == 302
    answer = admin_client.post(f"/admin/incidents/incident/{case.pk}/delete/", {"post": "yes"}, follow=True)
    assert "withdraw it instead" in answer.text
    assert admin_client.post(f"{stage}withdraw/", {"reason": " "}).status_code == 200
    assert admin_client.post(f"{stage}withdraw/", {"reason": "Mistaken."}).status_code == 302
    assert record.Incident.objects.get().stage == "withdrawn"
    assert admin_client.post(f"{stage}submit/", {"reason": "No."}).status_code == 200
    assert "Mistaken." in admin_client.get(address(case)).text


def test_a_draft_that_nobody_submitted_can_be_deleted(admin_client, case):
    url = f"/admin/incidents/incident/{case.pk}/delete/"
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, {"post": "yes"}).status_code == 302
    assert not record.Incident.objects.exists()


def test_the_public_page_is_linked_only_when_it_is_public(admin_client, case):
    desk = IncidentAdmin(record.Incident, admin.site)
    assert desk.get_view_on_site_url(case) is None


def test_opening_a_case_costs_no_query_per_party_named(admin_client, case, django_assert_max_num_queries):
    band = organization("Otra Banda")
    for number in range(5):
        who = person(f"Persona {number}")
        record.Involvement.objects.create(incident=case, party=who)
        record.Membership.objects.create(incident=case, member=who, organization=band)
    with django_assert_max_num_queries(210):
        admin_client.get(address(case))


def test_what_joins_two_speakers_keeps_its_white_space(admin_client):
    small = record.Incident.objects.create(title="A small case")
    claim = record.Allegation.objects.create(incident=small, claim="Took part.")
    first, second = (record.SpeechLink(allegation=claim, words=words, joiner="; ") for words in ("one", "another"))
    first.save()
    second.save()
    data = filled(admin_client.get(address(small)).text)
    data |= {"allegations-0-speech-0-words": ["the first"], "allegations-0-speech-1-joiner": ["and"]}
    send(admin_client, address(small), data)
    assert [link.joiner for link in claim.speech.all()] == ["; ", "and"]


@pytest.mark.parametrize("stage", ["in_review", "legal_review"])
def test_a_case_that_somebody_is_looking_at_is_not_deleted(admin_client, stage):
    case = full_case()
    record.Incident.objects.filter(pk=case.pk).update(stage=stage)  # without a row that says who did it
    url = address(case).replace("/change/", "/delete/")
    assert "send the case back first" in admin_client.post(url, {"post": "yes"}, follow=True).text
    assert record.Incident.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("before", "typed", "kept"),
    [
        (("3 July 2015", "2015-07-03"), ("5 August 2016", "2015-07-03"), "2016-08-05"),
        (("3 July 2015", "2015-07-03"), ("3 July 2015", ""), "2015-07-03"),
        (("in July", "2015-07"), ("in July", ""), ""),
        (("in July", "2015-07"), ("3 July 2015", "2015-07"), "2015-07"),
        (("in July", "2015-07"), ("in August", "2015-08"), "2015-08"),
        (("3 July 2015", ""), ("3 July 2015", ""), ""),
        (("3 July 2015", "2015-07-03"), ("a few weeks later", "2015-07-03"), ""),
    ],
)
def test_a_date_follows_its_words_where_it_was_read_from_them(admin_client, case, before, typed, kept):
    date = case.dates.first()
    record.IncidentDate.objects.filter(pk=date.pk).update(date_as_stated=before[0], date_edtf=before[1])
    data = filled(admin_client.get(address(case)).text)
    send(admin_client, address(case), data | {"dates-0-date_as_stated": [typed[0]], "dates-0-date_edtf": [typed[1]]})
    date.refresh_from_db()
    assert (date.date_as_stated, date.date_edtf) == (typed[0], kept)


def test_words_that_contradict_the_date_beside_them_are_asked_about(admin_client, case):
    record.IncidentDate.objects.update(date_as_stated="in July", date_edtf="2015-07")
    data = filled(admin_client.get(address(case)).text) | {"dates-0-date_as_stated": ["5 August 2016"]}
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "The words say 2016-08-05, this says 2015-07" in answer.text
    told = admin_client.get(
        "/admin/incidents/incident/understood/",
        {"kind": "words", "text": "5 August 2016", "date_edtf": "2015-07"},
    ).json()["text"]
    assert told == "The words say 2016-08-05; the date beside them counts: 2015-07."


def test_words_for_what_makes_a_case_hard_are_no_change_where_nobody_changed_them(admin_client, case):
    case.features.set(
        [record.Feature.objects.create(code="comma, inside"), record.Feature.objects.create(code="other")]
    )
    rows = record.Incident.history.count()
    data = filled(admin_client.get(address(case)).text)
    data["features"] = [data["features"][0].replace("\n", "\r\n")]  # as a browser sends it
    send(admin_client, address(case), data)
    assert record.Incident.history.count() == rows


@pytest.mark.parametrize(
    ("before", "typed", "kept"),
    [
        (("500 quetzales", 500, "GTQ"), "3 mil quetzales", (3000, "GTQ")),
        (("500 quetzales", 500, "GTQ"), "5 mil soles", (5000, "PEN")),
        (("500 quetzales", 500, "GTQ"), "mucho dinero", (None, None)),
        (("mil pesos", 1000, "COP"), "dos mil pesos", (2000, "COP")),
        (("some money", 500, "GTQ"), "3 mil quetzales", (500, "GTQ")),
    ],
)
def test_an_amount_follows_its_words_where_it_was_read_from_them_and_the_line_below_says_so(
    admin_client, case, before, typed, kept
):
    for code in ("GTQ", "PEN", "COP"):
        record.Currency.objects.get_or_create(code=code, defaults={"name_en": code})
    row = record.Measurement.objects.filter(seizure__incident=case).first()
    words, value, code = before
    record.Measurement.objects.filter(pk=row.pk).update(
        value_as_stated=words, value_low=value, value_best=None, value_high=value, currency=code
    )
    name = "seizures-0-measurements-0"
    data = filled(admin_client.get(address(case)).text) | {f"{name}-value_as_stated": [typed]}
    beside = {column: data[f"{name}-{column}"][0] for column in ("value_low", "value_high", "currency")}
    told = admin_client.get(
        "/admin/incidents/incident/understood/", {"kind": "money", "text": typed, "was": words, **beside}
    ).json()["text"]
    send(admin_client, address(case), data)
    row.refresh_from_db()
    assert (row.value_low, row.currency_id) == kept and row.value_high == kept[0]
    assert told.startswith("Understood: ") == (kept[0] not in (None, value))


def test_the_section_of_a_field_with_an_error_stands_open(admin_client, case):
    make_incident("Another", key="001-taken")
    data = filled(admin_client.get(address(case)).text)
    folded = "<details><summary>"

    def section(page, field):
        return page[: page.index(f'name="{field}"')].rpartition("<fieldset")[2]

    assert folded in section(admin_client.get(address(case)).text, "key")
    answer = admin_client.post(address(case), data | {"key": ["001-taken"]})
    assert answer.status_code == 200 and "already exists" in answer.text
    assert folded not in section(answer.text, "key")
    answer = admin_client.post(address(case), data | {"title": [""]})
    assert answer.status_code == 200 and folded in section(answer.text, "key")
