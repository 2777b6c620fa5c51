"""The versions of a whole case at the desk: listed, read as they stood, compared in words."""

import re
from typing import Any

import pytest

from incidents import models as record
from incidents import workflow
from incidents.figures.told import Naming, differences, tell
from incidents.history import Past
from incidents.models.record import change
from tests.admin.cases import full_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> record.Incident:
    with change("First told.", None):
        return full_case()


def told(case: record.Incident, number: int) -> str:
    """A version in plain text."""
    past = Past(case)
    return str(tell(Naming(past.state(past.versions[number].at))))


def differing(case: record.Incident) -> dict[str, Any]:
    """What the newest version changed: the name of the fact → its difference."""
    past = Past(case)
    old, new = (tell(Naming(past.state(version.at))) for version in past.versions[-2:])
    return {one.name: one for section in differences(old, new) for one in section.differences}


def test_a_case_has_one_version_for_each_change_with_who_and_why(admin_client: Any, case: Any, admin_user: Any) -> None:
    workflow.publish(case, by=admin_user, reason="Ready for readers.")
    with change("A slip of the pen.", admin_user):
        case.title = "Another title"
        case.save()
        case.seizures.get().delete()
    versions = Past(case).versions
    assert [version.reason for version in versions] == ["First told.", "Ready for readers.", "A slip of the pen."]
    assert [version.by for version in versions] == ["", "admin", "admin"]
    page = admin_client.get(f"/admin/incidents/incident/{case.pk}/versions/").text
    assert page.index("A slip of the pen.") < page.index("Ready for readers.") < page.index("First told.")
    chosen = re.findall(r'aria-label="(Version \d as the (?:older|newer) one)" checked', page)
    assert chosen == ["Version 3 as the newer one", "Version 2 as the older one"], "the last change is offered"


def test_a_version_that_a_decision_made_says_which(admin_client: Any, case: Any, admin_user: Any) -> None:
    workflow.submit(case, admin_user, "Looked at with care.")
    workflow.publish(case, by=admin_user, reason="Looked at with care.")
    with change("A slip of the pen.", admin_user):
        case.title = "Another title"
        case.save()
    assert [version.verb for version in Past(case).versions] == ["", "Submit for review", "Publish", ""]
    page = admin_client.get(f"/admin/incidents/incident/{case.pk}/versions/").text
    told = ["Publish</strong>: Looked at with care.", "Submit for review</strong>: Looked at with care."]
    assert page.index("A slip of the pen.") < page.index(told[0]) < page.index(told[1])


def test_a_version_is_the_whole_case_as_it_stood(case: Any) -> None:
    before = told(case, -1)
    for words in (
        "cocaine",
        "Led the group.",
        "Did not lead the group.",
        "arrested",
        "Los Ejemplos",
        "who paid",
        "nine",
        "901-y",
        "court documents",
        "group within group",
        "500",
        "US dollar",
        "on allegation",
    ):
        assert words in before, words
    with change("Everything told anew."):
        for claim in case.allegations.all():
            claim.delete()
        case.seizures.get().delete()
        who = record.PartyName.objects.get(name="Dairo Úsuga")
        who.name = "Dario Úsuga"
        who.save()
    after = told(case, -1)
    assert "Led the group." not in after and "cocaine: " not in after and "Dario Úsuga" in after
    assert told(case, 0) == before


def test_a_difference_names_facts_and_says_old_and_new_words(case: Any) -> None:
    step = record.Step.objects.get()
    with change("The court has decided."):
        step.kind, step.words, step.kind_proposed = "acquitted", "acquitted by the court", False
        step.save()
        case.casualties.get().delete()
        record.OpenQuestion.objects.create(incident=case, text="who sold", position=5)
    found = differing(case)
    status = found["Claim “Led the group.”, About Dairo Úsuga"]
    assert status.sign == "~" and [line.label for line in status.changed] == ["Legal status"]
    assert status.changed[0].old.startswith("Arrested, not convicted")
    assert status.changed[0].new.startswith("Acquitted")
    kind = {line.label: (line.old, line.new) for line in found["Proceedings of the case, Step “arrested”"].changed}
    assert kind["Kind"] == ("arrested or detained", "acquitted")
    assert found["Figure “killed”"].sign == "-"
    assert found["Not known: “who sold”"].sign == "+"
    closed = found["Proceedings of the case"].changed
    assert [(line.label, line.old, line.new) for line in closed] == [("Open", "yes", "")]
    assert len(found) == 5


def test_words_not_codes_stand_in_a_difference(admin_client: Any, case: Any) -> None:
    about = record.AllegationParty.objects.get()
    with change("They answered."):
        about.reply_status, about.reply_text, about.capacity_proposed = "received", "It was not me.", False
        about.save()
        case.embargo_until = None
        case.language = "es"
        case.save()
    past = Past(case)
    old, new = past.versions
    page = admin_client.get(
        f"/admin/incidents/incident/{case.pk}/versions/difference/?old={new.stamp}&new={old.stamp}"
    ).text
    main = re.sub(r"<[^>]+>", " ", page[page.index('id="content"') :])
    assert "we have not asked for a reply" in main and "replied" in main and "It was not me." in main
    assert "received" not in main and "not_sought" not in main


def test_a_change_of_a_party_or_a_source_is_a_version_of_its_cases(case: Any) -> None:
    with change("The paper has another name."):
        source = record.Source.objects.get()
        source.publisher = "La Voz Inventada"
        source.save()
    found = differing(case)
    assert any("La Voz Inventada" in str(one) for one in found.values())
    with change("Somebody else's."):
        record.Source.objects.create(publisher="Elsewhere")
        person = record.Actor.objects.create(form="unnamed")
        record.PartyName.objects.create(party=person, name="Elsewhere")
    assert Past(case).versions[-1].reason == "The paper has another name."


def test_reading_the_past_costs_the_same_for_many_facts_as_for_few(
    case: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        with change(f"Question {number}"):
            record.OpenQuestion.objects.create(incident=case, text=f"question {number}", position=number)
    with django_assert_max_num_queries(45):
        past = Past(case)
        assert len(past.versions) == 31


def test_a_match_of_ours_that_is_confirmed_is_told_at_the_desk(case: Any) -> None:
    dealt = record.ProceedingAllegation.objects.get()
    with change("Confirmed."):
        dealt.proposed = False
        dealt.save()
    (line,) = differing(case)["Proceedings of the case"].changed
    assert (line.old, line.new) == ("“Led the group.” (matched by us, not confirmed)", "“Led the group.”")


def test_an_added_or_removed_fact_is_told_with_what_its_heading_says_in_part_of_a_word_only(case: Any) -> None:
    with change("A figure."):
        figure = record.Casualty.objects.create(incident=case, what="of 22 men, killed", count_low=2, count_high=2)
    added = differing(case)["Figure “of 22 men, killed”"]
    with change("None."):
        figure.delete()
    removed = differing(case)["Figure “of 22 men, killed”"]
    assert [line.words for line in added.lines].count("2") == 2 and removed.lines == added.lines


def test_another_order_is_told_wherever_it_is(case: Any) -> None:
    """Of claims, of the speakers of one, of steps, of the stops of a route: each with the old order and the new."""
    claim, _denial = case.allegations.order_by("position")
    record.SpeechLink.objects.create(allegation=claim, words="a clerk", position=1)
    proceeding = case.proceedings.get()
    record.Step.objects.create(proceeding=proceeding, kind="charged", words="charged", position=1)
    with change("In another order."):
        for rows in (case.allegations, claim.speech, proceeding.steps, case.routes.get().stops):
            found = list(rows.order_by("position", "pk"))
            for place, row in enumerate(reversed(found)):
                row.position = place
                row.save()
    found = differing(case)
    told = {name: [(line.old, line.new) for line in one.changed] for name, one in found.items() if "order of" in name}
    assert told == {
        "The order of: allegations": [
            (
                "1. Claim “Led the group.”\n2. Claim “Did not lead the group.”",
                "1. Claim “Did not lead the group.”\n2. Claim “Led the group.”",
            )
        ],
        "Claim “Led the group.”, The order of: who says so, and who relays it": [
            (
                "1. Said by Los Ejemplos (letter)\n2. Said by a clerk",
                "1. Said by a clerk\n2. Said by Los Ejemplos (letter)",
            )
        ],
        "Proceedings of the case, The order of: steps": [
            ("1. Step “arrested”\n2. Step “charged”", "1. Step “charged”\n2. Step “arrested”")
        ],
        "Route of “cocaine”, The order of: stops": [
            ("1. from Perú\n2. by way of a boat\n3. to elsewhere", "1. to elsewhere\n2. by way of a boat\n3. from Perú")
        ],
    }
    assert set(found) == set(told)


def test_many_versions_are_paged_and_any_two_compared(admin_client: Any, case: Any) -> None:
    for number in range(2, 131):
        with change(f"Change {number}."):
            case.title = f"Title {number}"
            case.save()
    page = f"/admin/incidents/incident/{case.pk}/versions/"
    first = admin_client.get(page).text
    assert "Change 130." in first and "Change 31." in first and "Change 30." not in first
    rest = admin_client.get(f"{page}?before=31").text
    assert "Change 30." in rest and "First told." in rest and "Change 31." not in rest
    assert 'href="?before=31"' in first and "?before=" not in rest
    told = admin_client.get(f"{page}difference/?old=2&new=130").text
    assert "<del>Title 2</del>" in told and "<ins>Title 130</ins>" in told
    assert admin_client.get(f"{page}?before=x").status_code == 404


def test_the_history_of_a_case_leads_to_its_versions_and_each_page_answers(admin_client: Any, case: Any) -> None:
    page = f"/admin/incidents/incident/{case.pk}/"
    assert admin_client.get(f"{page}history/").url == f"{page}versions/"
    stamp = Past(case).versions[0].stamp
    answer = admin_client.get(f"{page}versions/{stamp}/")
    assert answer.status_code == 200 and "Led the group." in answer.text and "First line.<br>" in answer.text
    for nowhere in ("versions/20200101T000000000000Z/", "versions/difference/", "versions/difference/?old=x&new=y"):
        assert admin_client.get(page + nowhere).status_code == 404


def test_whoever_may_not_see_the_case_does_not_see_its_past(client: Any, case: Any, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert client.get(f"/admin/incidents/incident/{case.pk}/versions/").status_code == 403
