"""Before publishing, the page of a case lists what is missing; each line leads to where it is missing."""

import re
from typing import Any

import pytest

from incidents import models as record
from incidents import workflow
from tests.admin.cases import full_case
from tests.admin.filled import filled
from tests.factories import (
    add_claim,
    add_membership,
    make_actor,
    make_incident,
    make_organization,
    make_region,
    make_source,
)
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db


def page_of(client: Any, case: record.Incident) -> str:
    return str(client.get(f"/admin/incidents/incident/{case.pk}/change/").text)


def lines(page: str) -> dict[str, str]:
    """Sentence → anchor, of the checklist on the page."""
    found = re.search(r'<section class="module checklist".*?</section>', page, re.S)
    links = re.findall(r'<a href="#?([^"]+)">(.*?)</a>', found[0], re.S) if found else []
    return {sentence: anchor for anchor, sentence in links}


def the_line(page: str, words: str) -> str:
    """The anchor of the one line with these words; it must be on the page."""
    [anchor] = [anchor for sentence, anchor in lines(page).items() if words in sentence]
    assert f'id="{anchor}"' in page, anchor
    return anchor


def problem(case: record.Incident, words: str) -> workflow.Problem:
    [found] = [problem for problem in workflow.checklist(case) if words in problem.sentence]
    return found


def test_a_case_that_has_everything_has_no_list(admin_client: Any) -> None:
    case = make_incident(stage="draft", sources=[make_source(url="")])
    assert workflow.checklist(case) == []
    assert "Before publishing" not in page_of(admin_client, case)


def test_what_blocks_and_what_warns_lead_to_their_fields(admin_client: Any) -> None:
    case = record.Incident.objects.create(title="A bare case")
    record.IncidentSource.objects.create(incident=case, source=make_source())
    claim = record.Allegation.objects.create(incident=case, claim="Took part.")
    record.AllegationParty.objects.create(allegation=claim, party=make_actor("Persona Inventada"))
    page = page_of(admin_client, case)
    wanted = {
        "summary is empty": "id_summary",
        "Nothing is cited": "citations-group",
        "who makes this claim": "allegations-0-speech-group",
        "no citation of its own": "allegations-0-citations-group",
        "no reply was sought": "id_allegations-0-parties-0-reply_status",
        "say until when you looked": "id_allegations-0-checked_on",
        "no archived copy": "id_readings-0-archived_url",
    }
    assert {words: the_line(page, words) for words in wanted} == wanted
    blocks = {words: problem(case, words).blocks for words in wanted}
    assert {words for words, yes in blocks.items() if yes} == {
        "summary is empty",
        "Nothing is cited",
        "who makes this claim",
    }


def test_what_blocks_is_what_publishing_demands_and_what_warns_is_not() -> None:
    case = full_case()
    blocking = [str(problem) for problem in workflow.checklist(case) if problem.blocks]
    assert blocking == [str(problem) for problem in workflow.problems(case)]
    assert list(workflow.warnings(case)) and not blocking
    assert workflow.publish(case).stage == record.Stage.PUBLISHED


def test_a_protected_name_in_a_text_leads_to_that_text(admin_client: Any) -> None:
    case = make_incident(stage="draft", seizures=["vehicles"])
    hidden = make_actor("Zacarías Inventado Umeres")
    record.Involvement.objects.create(incident=case, party=hidden, protection="witness", description="a witness")
    case.seizures.update(what="the car of Zacarias INVENTADO Umeres")
    assert the_line(page_of(admin_client, case), "who is protected") == "id_seizures-0-what"
    assert problem(case, "who is protected").blocks


def case_of_a_child() -> tuple[record.Incident, record.Source]:
    """A draft whose texts name a protected child in many places, one of them the title of a source."""
    child = make_actor("Benita María Secreta Quispe", protection="minor", description="A child")
    seen = make_source("Diario Inventado", url="", title="Niña Benita Secreta vio la matanza")
    case = make_incident(stage="draft", sources=[seen], summary="Benita Secreta saw it. Secreta ran.")
    record.Involvement.objects.create(incident=case, party=child, protection="minor", description="the child Secreta")
    add_claim(case, make_actor("Persona Inventada"))
    claim = add_claim(case, make_actor("Otra Persona"), "Shot at somebody.", quote="I saw BENITA SECRETA there")
    record.Citation.objects.create(
        incident=case, reading=case.readings.get(), allegation=claim, quote="Secreta Quispe vio"
    )
    clan = make_organization("Clan Inventado", description="Against Benita Secreta")
    record.Involvement.objects.create(incident=case, party=clan, role="mentioned")
    return case, seen


def test_every_place_of_a_protected_name_is_listed_at_once_says_what_it_is_and_leads_there(admin_client: Any) -> None:
    case, seen = case_of_a_child()
    page = page_of(admin_client, case)
    sentence = ": the text names “{}”, who is protected"
    clan = record.Organization.objects.get()
    wanted = {
        "Summary of the case" + sentence.format("Benita Secreta"): "id_summary",
        "Quote of claim 2" + sentence.format("BENITA SECRETA"): "id_allegations-1-quote",
        "Passage of citation 1 of claim 2" + sentence.format("Secreta Quispe"): "id_allegations-1-citations-0-quote",
        "Summary of the case: The text says “Secreta”": "id_summary",
        "Description in this case of involvement 1: The text says “Secreta”": "id_involvements-0-description",
    }
    assert {words: the_line(page, words) for words in wanted} == wanted
    elsewhere = {
        f"Title of the source “{seen}”" + sentence.format("Benita Secreta"): (
            f"/admin/incidents/source/{seen.pk}/change/#id_title"
        ),
        "Description of “Clan Inventado”" + sentence.format("Benita Secreta"): (
            f"/admin/incidents/organization/{clan.pk}/change/#id_description"
        ),
    }
    for words, address in elsewhere.items():
        assert [anchor for told, anchor in lines(page).items() if words in told] == [address]
        where, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in admin_client.get(where).text
    told = [line for line in lines(page) if "is protected" in line or "called so" in line]
    assert len(told) == len(wanted) + len(elsewhere), told


def test_publishing_is_refused_with_every_place_of_the_name() -> None:
    case, seen = case_of_a_child()
    with pytest.raises(workflow.NotPublishable) as refused:
        workflow.publish(case)
    told = [words.partition(": the text names")[0] for words in refused.value.problems if "who is protected" in words]
    assert sorted(told) == [
        "Description of “Clan Inventado”",
        "Passage of citation 1 of claim 2",
        "Quote of claim 2",
        "Summary of the case",
        f"Title of the source “{seen}”",
    ]


def test_a_name_parted_between_two_texts_still_blocks_and_an_organizations_name_leads_to_its_names(
    admin_client: Any,
) -> None:
    make_actor("Benita Secreta", protection="minor", description="A child")
    case = make_incident("Seen by Benita", stage="draft", summary="Secreta saw it.")
    assert the_line(page_of(admin_client, case), "The case: the text names") == "id_summary"
    case = make_incident("Another", stage="draft", parties=[(make_organization("Clan Benita Secreta"), "mentioned")])
    name = record.PartyName.objects.get(name="Clan Benita Secreta")
    [address] = [where for told, where in lines(page_of(admin_client, case)).items() if "is protected" in told]
    assert address == f"/admin/incidents/partyname/{name.pk}/change/#names-group"
    assert 'id="names-group"' in admin_client.get(address, follow=True).text


def test_a_name_parted_between_two_texts_is_listed_beside_one_that_stands_whole_in_a_text(admin_client: Any) -> None:
    for name in ("Benita Secreta", "Zacarías Inventado Umeres"):
        make_actor(name, protection="minor", description="A child")
    case = make_incident("Seen by Benita", stage="draft", summary="Secreta saw it. So did Zacarías Inventado Umeres.")
    page = page_of(admin_client, case)
    assert the_line(page, "Summary of the case: the text names “Zacarías Inventado Umeres”") == "id_summary"
    assert the_line(page, "The case: the text names “Benita") == "id_summary"
    record.Incident.objects.filter(pk=case.pk).update(
        summary="Secreta saw it. So did Zacarías Inventado Umeres, Benita Secreta."
    )
    told = [line for line in lines(page_of(admin_client, case)) if "who is protected" in line]
    assert len(told) == 2 and not any(line.startswith("The case") for line in told)


def test_a_charge_that_belongs_to_no_claim_is_told_at_its_proceeding(admin_client: Any) -> None:
    who = make_actor("Persona Inventada")
    case = make_incident(stage="draft", claims=[{"about": who}])
    proceeding = record.Proceeding.objects.create(incident=case)
    step = record.Step.objects.create(proceeding=proceeding, kind="charged", words="charged with smuggling")
    record.StepParty.objects.create(step=step, party=who)
    page = page_of(admin_client, case)
    assert the_line(page, "“charged with smuggling” belongs to no claim") == "proceedings-0-claims-group"
    assert the_line(page, "although steps of this case concern them") == "proceedings-0-claims-group"
    record.ProceedingAllegation.objects.create(proceeding=proceeding, allegation=case.allegations.get())
    assert not [p for p in workflow.checklist(case) if "belongs to no claim" in str(p) or "although steps" in str(p)]


def test_a_date_up_to_which_one_looked_is_enough_where_no_proceedings_are_known() -> None:
    case = make_incident(stage="draft", claims=[{"about": make_actor("Persona Inventada")}])
    assert problem(case, "say until when you looked")
    record.Incident.objects.filter(pk=case.pk).update(sources_read_until="2024-05")
    case.refresh_from_db()
    assert not [p for p in workflow.checklist(case) if "until when" in str(p)]


@pytest.mark.parametrize("copied", ["reading", "citation"])
def test_an_archived_copy_with_the_source_or_with_every_citation_is_enough(copied: str) -> None:
    case = make_incident(stage="draft")
    assert problem(case, "no archived copy")
    rows = case.readings if copied == "reading" else case.citations
    rows.update(archived_url="https://archive.example.org/1")
    assert workflow.checklist(case) == []


def test_a_stop_of_a_route_where_nobody_would_find_the_case_is_told() -> None:
    country = make_region("Tierra Inventada", "XA")
    port = make_region("Puerto Inventado", "XA-PTO", parent=country)
    case = make_incident(stage="draft", places=[(country, "location")])
    stop = record.Route.objects.create(incident=case, commodity="goods").stops.create(name="the port", region=port)
    assert problem(case, "is a stop of a route and no place").pk == stop.pk
    record.IncidentPlace.objects.create(incident=case, name="the port", region=port, role="transit")
    assert not [told for told in workflow.checklist(case) if "is a stop of a route" in str(told)]


class TestPossibleDuplicates:
    def case(self, **fields: Any) -> record.Incident:
        return make_incident(**({"stage": "draft", "date": "2015-07"} | fields))

    def test_the_same_date_place_and_party_make_one(self, admin_client: Any) -> None:
        place, who = make_region("Valle Inventado", "XA-1"), make_actor("Persona Inventada")
        first = self.case(
            title="The first", places=[(place, "location")], parties=[(who, "suspect")], stage="published"
        )
        second = self.case(places=[(place, "location")], parties=[(who, "suspect")])
        assert workflow.possible_duplicates(second) == [first]
        assert the_line(page_of(admin_client, second), "“The first” has the same date") == "id_title"

    @pytest.mark.parametrize("other", ["date", "place", "party"])
    def test_two_of_the_three_do_not(self, other: str) -> None:
        place, who = make_region("Valle Inventado", "XA-1"), make_actor("Persona Inventada")
        self.case(places=[(place, "location")], parties=[(who, "suspect")])
        changed: dict[str, Any] = {
            "date": {"date": "2015-08"},
            "place": {"places": [(make_region("Otro Valle", "XA-2"), "location")]},
            "party": {"parties": [(make_actor("Otra Persona"), "suspect")]},
        }[other]
        same = {"places": [(place, "location")], "parties": [(who, "suspect")]}
        assert workflow.possible_duplicates(self.case(**(same | changed))) == []

    def test_a_contributor_is_not_told_of_a_draft_that_the_desk_does_not_open_to_them(self, client: Any) -> None:
        place, gang = make_region("Valle Inventado", "XA-1"), make_organization("Banda Inventada")
        child = make_actor("Ñusta Inventada", description="A child", protection="minor")
        same: dict[str, Any] = {"places": [(place, "location")], "parties": [(gang, "mentioned")]}
        hidden = self.case(title="Death of Ñusta Inventada", **same)
        hidden.involvements.create(party=child, role="victim")
        own = self.case(title="My own", author=member("contributor"), **same)
        client.force_login(own.author)
        assert "Ñusta" not in page_of(client, own)
        client.force_login(member("editor"))
        assert "Death of Ñusta Inventada" in page_of(client, own)


def test_on_a_page_that_may_only_be_read_the_lines_lead_to_the_rows(client: Any) -> None:
    case = make_incident(stage="draft", claims=[{"about": make_actor("Persona Inventada")}])
    client.force_login(member("legal reviewer"))
    assert the_line(page_of(client, case), "no reply was sought") == "allegations-0-parties-0"


def test_the_list_costs_no_query_per_claim(django_assert_max_num_queries: Any) -> None:
    case = make_incident(stage="draft")
    for number in range(12):
        add_claim(case, make_actor(f"Persona {number}"), steps=["charged"])
    with django_assert_max_num_queries(70):
        workflow.checklist(case)


def test_dates_of_which_none_says_when_it_happened_are_told(admin_client: Any) -> None:
    case = make_incident(stage="draft", date="")
    assert not [p for p in workflow.checklist(case) if "when it happened" in str(p)], (
        "without dates there is none to mark"
    )
    record.IncidentDate.objects.create(incident=case, what="arrest", date_edtf="2015-07")
    assert the_line(page_of(admin_client, case), "when it happened") == "dates-group"
    case.dates.update(is_main=True)
    assert not [p for p in workflow.checklist(case) if "when it happened" in str(p)]


def test_a_date_that_says_when_it_happened_and_was_not_understood_is_told_as_that(admin_client: Any) -> None:
    case = make_incident(stage="draft", date="")
    for what, words in (("arrest", ""), ("event", "a few weeks later")):
        edtf = "" if words else "2015-07"
        record.IncidentDate.objects.create(
            incident=case, what=what, date_as_stated=words, date_edtf=edtf, is_main=bool(words)
        )
    [told] = [p for p in workflow.checklist(case) if "when it happened" in str(p)]
    assert "no day that was understood" in str(told) and "None of the dates" not in str(told) and not told.blocks
    row = 1 if case.dates.all()[1].is_main else 0
    assert the_line(page_of(admin_client, case), "no day that was understood") == f"id_dates-{row}-date_edtf"
    case.dates.filter(is_main=False).delete()
    assert problem(case, "no day that was understood"), "also where it is the only date"
    case.dates.get().delete()
    record.IncidentDate.objects.create(incident=case, what="event", date_edtf="2014/..", is_main=True)
    assert not [p for p in workflow.checklist(case) if "when it happened" in str(p)]


@pytest.mark.parametrize("status", ["none_known", "charged", "convicted", "convicted_not_final", "pardoned_not_final"])
def test_belonging_to_a_criminal_group_is_not_established_without_a_final_conviction(
    admin_client: Any, status: str
) -> None:
    who, band = make_actor("Persona Inventada"), make_organization("Banda Inventada", kind="criminal_group")
    case = make_incident(claims=[{"about": who}], sources=[make_source(url="")])
    row = add_membership(case, who, band, "leader")
    record.AllegationParty.objects.update(legal_status=status)
    assert not any("established" in line.sentence for line in workflow.checklist(case))
    row.certainty = "established"
    row.save()
    told = "“Persona Inventada – leader – Banda Inventada” is marked established by a court or record, but no final"
    found = problem(case, told)
    assert not found.blocks
    assert the_line(page_of(admin_client, case), told) == "id_memberships-0-certainty"
    workflow.withdraw(case, None, "To be published again.")
    workflow.send_back(case, None, "Again.")
    workflow.publish(case)  # it warns and does not block


@pytest.mark.parametrize("status", ["convicted_final", "pardoned"])
def test_a_final_conviction_in_any_case_or_another_kind_of_organization_needs_no_warning(status: str) -> None:
    who, band = make_actor("Persona Inventada"), make_organization("Banda Inventada", kind="criminal_group")
    case = make_incident(stage="draft")
    row = add_membership(case, who, band)
    row.certainty = "established"
    row.save()
    make_incident("Where it was decided", claims=[{"about": who}])
    record.AllegationParty.objects.update(legal_status=status)
    assert not any("established" in line.sentence for line in workflow.checklist(case))
    record.AllegationParty.objects.update(legal_status="acquitted")
    assert any("established" in line.sentence for line in workflow.checklist(case))
    record.Organization.objects.update(kind="police")
    assert not any("established" in line.sentence for line in workflow.checklist(case))


@pytest.mark.parametrize("member,kind", [("person", "other"), ("group", "criminal_group"), ("group", "other")])
def test_a_membership_is_not_established_where_no_proceeding_is_on_record(
    admin_client: Any, member: str, kind: str
) -> None:
    who = make_actor("Persona Inventada") if member == "person" else make_organization("Célula Inventada")
    case = make_incident(stage="draft")
    row = add_membership(case, who, make_organization("Los Inventados", kind=kind))
    told = "is marked established by a court or record, but no proceeding is on record"
    assert not any(told in str(line) for line in workflow.checklist(case)), "only stated"
    row.certainty = "established"
    row.save()
    assert the_line(page_of(admin_client, case), told) == "id_memberships-0-certainty"
    assert not problem(case, told).blocks
    proceeding = record.Proceeding.objects.create(incident=make_incident("Where it was heard"))
    step = record.Step.objects.create(proceeding=proceeding, kind="charged", words="charged")
    assert problem(case, told), "that of another case says nothing of them"
    record.StepParty.objects.create(step=step, party=who)
    assert not any(told in str(line) for line in workflow.checklist(case))
    record.StepParty.objects.all().delete()
    record.Proceeding.objects.create(incident=case)
    assert not any(told in str(line) for line in workflow.checklist(case))


def test_a_summary_that_calls_somebody_guilty_is_asked_about_unless_it_says_who_says_so() -> None:
    case = make_incident("A lorry", summary="Pacori is guilty.")
    (told,) = [line for line in workflow.checklist(case) if "final judgment" in str(line)]
    assert "The summary says “guilty”" in str(told) and not told.blocks
    record.Incident.objects.update(summary="Prosecutors say that Pacori is guilty.")
    case.refresh_from_db()
    assert not any("final judgment" in str(line) for line in workflow.checklist(case))


def test_words_that_state_guilt_are_asked_about_until_a_final_conviction_is_on_record(admin_client: Any) -> None:
    who = make_actor("Persona Inventada")
    case = make_incident("Drug lord escapes", stage="draft", parties=[(who, "suspect")], claims=[{"about": who}])
    case.involvements.update(description="A convicted murderer")
    told = [str(line) for line in workflow.checklist(case) if "final" in str(line)]
    assert ["Drug lord" in told[0], "convicted" in told[1], len(told)] == [True, True, 2]
    assert the_line(page_of(admin_client, case), "“Drug lord”") == "id_title"
    page = f"/admin/incidents/actor/{who.pk}/change/"
    data = filled(admin_client.get(page).text) | {"description": ["El asesino del valle"]}
    assert "“asesino”" in admin_client.post(page, data, follow=True).text
    record.AllegationParty.objects.update(legal_status="convicted_final")
    assert not [line for line in workflow.checklist(case) if "final" in str(line)]
    assert "“asesino”" not in admin_client.post(page, data, follow=True).text.partition("<form")[0]


@pytest.mark.parametrize("column,anchor", [("title", "id_title"), ("summary", "id_summary")])
def test_an_accusation_in_the_records_own_voice_is_asked_about_and_does_not_block(
    admin_client: Any, column: str, anchor: str
) -> None:
    case = make_incident(stage="draft", **{column: "Asprilla murdered the passengers"})
    assert the_line(page_of(admin_client, case), "says “murdered”") == anchor
    assert not problem(case, "says “murdered”").blocks
    record.Incident.objects.filter(pk=case.pk).update(
        **{column: "Prosecutors say that Asprilla murdered the passengers"}
    )
    case.refresh_from_db()
    assert not [line for line in workflow.checklist(case) if "murdered" in str(line)]


def test_what_is_said_of_somebody_in_every_case_is_asked_about_and_leads_to_their_page(admin_client: Any) -> None:
    who = make_actor("Persona Inventada", description="The boss of smugglers")
    case = make_incident(stage="draft", parties=[(who, "suspect")])
    [(told, address)] = [line for line in lines(page_of(admin_client, case)).items() if "boss of smugglers" in line[0]]
    assert "Persona Inventada" in told and address == f"/admin/incidents/actor/{who.pk}/change/#id_description"
    assert 'id="id_description"' in admin_client.get(address).text


def test_lines_and_refusals_quote_only_the_beginning_of_what_is_long(admin_client: Any) -> None:
    words = "He said what they had done. " * 2000
    case = make_incident(stage="draft", claims=[{"about": make_actor("Persona Inventada"), "claim": words}])
    record.SpeechLink.objects.all().delete()
    told = [str(line) for line in workflow.checklist(case) if "He said" in str(line)]
    assert len(told) > 3 and all("…”: " in line and len(line) < 300 for line in told), told
    assert len(lines(page_of(admin_client, case))) > 3 and all(
        len(line) < 300 for line in lines(page_of(admin_client, case))
    )
    with pytest.raises(workflow.NotPublishable) as refused:
        workflow.publish(case)
    assert len(str(refused.value)) < 300 and "…”: say who makes this claim" in str(refused.value)


def test_only_the_accused_are_to_be_asked_for_a_reply() -> None:
    accused, victim = make_actor("Persona Inventada"), make_actor("Delfina Inventada")
    case = make_incident(stage="draft", claims=[{"about": [accused, victim]}])
    record.AllegationParty.objects.filter(party=victim).update(capacity="toward")
    told = [str(line) for line in workflow.checklist(case) if "reply" in str(line)]
    assert len(told) == 1 and "from Persona Inventada" in told[0]
