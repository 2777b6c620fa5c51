"""What nobody has yet is made where it is asked for, with the page that asks for it: all of it or nothing."""

import pytest

from incidents import models as record
from tests.admin.cases import organization, person
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, address, errors, send, snapshot
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(admin_client):
    return filled(admin_client.get(ADD).text) | {"title": ["A new case"], "summary": ["Somebody says so."]}


def test_parties_sources_claims_and_citations_are_made_in_one_save(admin_client, data):
    reading = add_row(data, "readings", new_publisher="Diario Inventado", new_url="https://example.org/n")
    data[f"{reading}-new_published_edtf"] = ["14 de septiembre de 2015"]
    group = add_row(data, "involvements", party="new:group:Nine people held", count_low="9", count_high="9")
    part = add_row(data, "involvements", party="new:group:Four officers", count_low="4", count_high="4")
    data[f"{part}-subset_of"] = [f"row:{group}"]
    claim = add_row(data, "allegations", claim="Led the group.")
    add_row(data, f"{claim}-parties", party="new:person:Ana  Inventada")
    add_row(data, f"{claim}-speech", words="a prosecutor")
    add_row(data, f"{claim}-citations", reading=f"row:{reading}", page="3")
    denial = add_row(data, "allegations", claim="Did not lead it.", ref="denial")
    add_row(data, f"{denial}-speech", party="new:person:Ana Inventada")
    add_row(data, "memberships", member="new:person:Ana Inventada", organization="new:organization:Los Inventados")
    proceeding = add_row(data, "proceedings")
    add_row(data, f"{proceeding}-claims", allegation=f"row:{claim}")
    step = add_row(data, f"{proceeding}-steps", words="acquitted", kind="acquitted")
    add_row(data, f"{step}-parties", party="new:person:Ana Inventada")
    add_row(data, f"{claim}-defeats", how="contradicts", by_step=f"row:{step}")
    send(admin_client, ADD, data)

    case = record.Incident.objects.get()
    source = record.Source.objects.get()
    assert (source.publisher, source.published_edtf) == ("Diario Inventado", "2015-09-14")
    ana = record.Actor.objects.get(form="named")
    assert [name.name for name in ana.names.all()] == ["Ana Inventada"]
    assert ana.involvements.get().names_used.get().is_heading
    band = record.Organization.objects.get()
    assert (str(band), band.members.get().member_id) == ("Los Inventados", ana.pk)
    nine, four = record.Actor.objects.filter(form="group").order_by("pk")
    assert [row.description for row in (nine, four)] == ["", ""]
    assert four.involvements.get().subset_of == nine.involvements.get()
    assert nine.involvements.get().description == "Nine people held"
    led = case.allegations.get(claim="Led the group.")
    assert (led.citations.get().reading.source, led.citations.get().incident) == (source, case)
    assert led.parties.get().legal_status == "acquitted"
    assert led.defeats.get().by_step.words == "acquitted"
    assert case.allegations.get(ref="denial").speech.get().party_id == ana.pk


def test_an_organization_made_in_place_is_from_where_its_case_says_and_a_known_one_stays_as_it_is(admin_client, data):
    honduras = make_region("Honduras", "HN", kind="country")
    known = organization("Los Conocidos")
    add_row(data, "involvements", party="new:organization:Compañía Inventada", country=str(honduras.pk))
    add_row(data, "involvements", party=str(known.pk), country=str(honduras.pk))
    send(admin_client, ADD, data)
    made = record.Organization.objects.exclude(pk=known.pk).get()
    assert (made.country, record.Organization.objects.get(pk=known.pk).country) == (honduras, None)


def test_a_group_may_stand_above_the_larger_one_that_it_is_part_of(admin_client, data):
    four = add_row(data, "involvements", party="new:group:Four officers")
    nine = add_row(data, "involvements", party="new:group:Nine people")
    data[f"{four}-subset_of"] = [f"row:{nine}"]
    send(admin_client, ADD, data)
    first, second = record.Involvement.objects.order_by("position")
    assert (first.description, first.subset_of) == ("Four officers", second)


def test_groups_that_would_contain_each_other_are_refused(admin_client, data):
    one = add_row(data, "involvements", party="new:group:Some")
    other = add_row(data, "involvements", party="new:group:Others")
    data |= {f"{one}-subset_of": [f"row:{other}"], f"{other}-subset_of": [f"row:{one}"]}
    assert "contain each other" in errors(admin_client.post(ADD, data))


def test_a_failed_save_makes_nothing_and_keeps_everything_on_the_page(admin_client, data):
    before = snapshot()
    reading = add_row(data, "readings", new_publisher="Diario Inventado")
    claim = add_row(data, "allegations", claim="Led the group.", date_edtf="12/03/2014")
    add_row(data, f"{claim}-parties", party="new:person:Ana Inventada")
    add_row(data, f"{claim}-citations", reading=f"row:{reading}")
    answer = admin_client.post(ADD, data)
    assert "can be read in two ways" in errors(answer)
    assert snapshot() == before
    again = filled(answer.text)
    for name in ("allegations-0-parties-0-party", "allegations-0-citations-0-reading", "readings-0-new_publisher"):
        assert again[name] == data[name]
    again[f"{claim}-date_edtf"] = ["2014-03-12"]
    send(admin_client, ADD, again)
    assert record.Actor.objects.count() == record.Source.objects.count() == record.Citation.objects.count() == 1


def test_what_a_removed_row_asked_for_is_not_made(admin_client, data):
    claim = add_row(data, "allegations", claim="Led the group.", DELETE="on")
    add_row(data, f"{claim}-parties", party="new:person:Ana Inventada")
    send(admin_client, ADD, data)
    assert not record.Party.objects.exists() and not record.Allegation.objects.exists()


def test_a_row_that_is_only_pointed_at_and_empty_is_refused_where_it_is_chosen(admin_client, data):
    reading = add_row(data, "readings")
    claim = add_row(data, "allegations", claim="Led the group.")
    add_row(data, f"{claim}-citations", reading=f"row:{reading}")
    assert "still empty" in errors(admin_client.post(ADD, data))
    data |= {f"{claim}-citations-0-reading": ["row:readings-7"]}
    assert "is gone" in errors(admin_client.post(ADD, data))


def test_a_new_source_with_the_address_of_one_in_the_record_is_that_one_or_is_refused(admin_client, data):
    there = record.Source.objects.create(publisher="Diario Inventado", url="https://example.org/n")
    reading = add_row(data, "readings", new_publisher="Otro Diario", new_url="https://example.org/n")
    assert "is in the record already" in errors(admin_client.post(ADD, data))
    data[f"{reading}-new_publisher"] = ["Diario Inventado"]
    send(admin_client, ADD, data)
    assert record.IncidentSource.objects.get().source == there


def test_a_new_source_without_a_publisher_is_told_so_beside_the_field(admin_client, data):
    add_row(data, "readings", new_title="A headline")
    answer = admin_client.post(ADD, data)
    assert "new_publisher" in errors(answer)


def test_a_name_that_a_party_does_not_have_yet_is_added_to_it(admin_client, data):
    police = organization("Policía Inventada")
    part = add_row(data, "involvements", party=police.pk)
    add_row(data, f"{part}-names_used", name="new:name:PI")
    send(admin_client, ADD, data)
    name = police.names.get(name="PI")
    assert (name.kind, name.uses.get().involvement.party_id) == ("alias", police.pk)


def test_words_that_name_one_party_exactly_choose_it_without_a_list(admin_client, data):
    ana = person("Ana Inventada")
    add_row(data, "involvements", **{"party-words": "ana inventada"})
    send(admin_client, ADD, data)
    assert record.Involvement.objects.get().party_id == ana.pk


def test_words_that_nobody_chose_are_not_lost(admin_client, data):
    part = add_row(data, "involvements", role_as_stated="suspect", **{"party-words": "Ana Desconocida"})
    answer = admin_client.post(ADD, data)
    assert "choose it from the list" in errors(answer)
    assert filled(answer.text)[f"{part}-party-words"] == ["Ana Desconocida"]


@pytest.mark.parametrize("title", [" ", "\u200b", "\u00a0\u2060"])
def test_a_title_in_which_nothing_can_be_seen_is_none(admin_client, data, title):
    assert "This field is required" in errors(admin_client.post(ADD, data | {"title": [title]}))
    assert not record.Incident.objects.exists()


@pytest.mark.parametrize(
    "token",
    ["new:person:", "new:person:\u200b", "new:king:Ana", "new:body:", "new:person:" + "x" * 1001, "new:person:a\x00b"],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(admin_client, data, token):
    add_row(data, "involvements", party=token)
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and not record.Party.objects.exists()


def test_rows_of_another_case_cannot_be_changed_through_this_one(admin_client):
    mine, other = (record.Incident.objects.create(title=title) for title in ("Mine", "Other"))
    date = record.IncidentDate.objects.create(incident=other, what="theirs", date_edtf="2015")
    data = filled(admin_client.get(address(mine)).text)
    row = add_row(data, "dates", what="changed", id=date.pk, incident=mine.pk)
    assert row == "dates-0"
    data["dates-INITIAL_FORMS"] = ["1"]
    admin_client.post(address(mine), data)
    date.refresh_from_db()
    assert (date.what, date.incident) == ("theirs", other)


def test_what_no_card_can_say_of_somebody_is_refused_also_where_the_page_makes_them(admin_client, data):
    row = add_row(data, "involvements", party="new:person:Ana Inventada", kind_as_stated="a gang")
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and "Only an organization has a kind" in errors(answer)
    data[f"{row}-kind_as_stated"], data[f"{row}-part_of"] = [""], ["new:organization:Los Inventados"]
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and "Only an organization is a part of another" in errors(answer)
    data[f"{row}-part_of"], data[f"{row}-party"] = [""], ["new:organization:Los Inventados"]
    data[f"{row}-protection"] = ["witness"]
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and "Only a person can be protected" in errors(answer)
    data[f"{row}-protection"] = [""]
    for band in ("new:organization:Los Inventados", organization("Los Conocidos").pk):
        data[f"{row}-party"] = data[f"{row}-part_of"] = [str(band)]
        answer = admin_client.post(ADD, data)
        assert answer.status_code == 200 and "An organization is not a part of itself" in errors(answer)
    assert not record.Incident.objects.exists() and not record.Actor.objects.exists()
