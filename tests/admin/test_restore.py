"""An earlier version of a whole case comes back as a new change: whole or not at all, and history keeps both."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from incidents import models as record
from incidents import workflow
from incidents.exchange.casebook.dump_case import card_of
from incidents.figures.told import Naming, differences, tell
from incidents.history import Past, changes_since_published
from incidents.models.record import change
from incidents.workflow import identity
from tests.admin.cases import full_case, person
from tests.admin.filled import filled
from tests.factories import make_actor, make_source
from tests.test_history import gaps

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> record.Incident:
    with change("First told."):
        return full_case()


def first(case: Any) -> Any:
    return Past(case).versions[0].at


def test_everything_comes_back_as_it_was_with_the_same_addresses(case: Any, admin_user: Any) -> None:
    before = card_of(case)
    claims = list(case.allegations.values_list("pk", "public_id"))
    with change("Told anew."):
        case.title = "Another title"
        case.save()
        case.features.clear()
        for rows in (case.allegations, case.seizures, case.routes, case.places, case.contradictions, case.dates):
            for row in rows.all():
                row.delete()
        record.OpenQuestion.objects.create(incident=case, text="something else")
        case.casualties.update(what="wounded")
        record.IncidentDate.objects.create(incident=case, what="another day", date_edtf="2001", is_main=True)
    workflow.restore(case, first(case), admin_user, "The old words were right.")
    case.refresh_from_db()
    assert card_of(case) == before
    assert list(case.allegations.values_list("pk", "public_id")) == claims
    assert case.date_edtf == "2015-07"
    assert record.AllegationParty.objects.get().legal_status == "detained"
    versions = Past(case).versions
    assert [version.reason for version in versions] == ["First told.", "Told anew.", "The old words were right."]
    assert versions[-1].by == "admin"
    assert list(gaps()) == []


def test_marks_that_only_one_row_may_have_change_places(case: Any) -> None:
    date = case.dates.get()
    with change("Another main date."):
        date.is_main = False
        date.save()
        record.IncidentDate.objects.create(incident=case, what="another day", date_edtf="2001", is_main=True)
    second = Past(case).versions[-1].at
    workflow.restore(case, first(case), None, "Back.")
    assert [(row.what, row.is_main) for row in case.dates.all()] == [("arrest", True)]
    workflow.restore(case, second, None, "And forth.")
    assert sorted((row.what, row.is_main) for row in case.dates.all()) == [("another day", True), ("arrest", False)]


def test_a_published_case_stays_publishable_or_nothing_is_restored(case: Any) -> None:
    with change("An empty beginning."):
        case.summary = ""
        case.save()
    empty = Past(case).versions[-1].at
    with change("Told."):
        case.summary = "What happened."
        case.save()
    workflow.publish(case)
    with pytest.raises(workflow.NotAllowed, match="summary is empty"):
        workflow.restore(case, empty, None, "Back.")
    case.refresh_from_db()
    assert (case.summary, case.stage) == ("What happened.", "published")
    workflow.restore(case, first(case), None, "Back.")
    case.refresh_from_db()
    assert (case.summary[:11], case.stage) == ("First line.", "published")


def test_what_is_gone_or_merged_since_is_named_and_nothing_is_restored(case: Any) -> None:
    other = person("Otra Persona")
    with change("Another witness."):
        record.Involvement.objects.create(incident=case, party=other, role="witness")
    with_witness = Past(case).versions[-1].at
    with change("No witness."):
        case.involvements.get(party=other).delete()
        other.delete()
        case.title = "Another title"
        case.save()
    with pytest.raises(workflow.NotAllowed, match=r"Otra Persona.* was removed from the record on"):
        workflow.restore(case, with_witness, None, "Back.")
    assert record.Incident.objects.get().title == "Another title"
    who = record.Actor.objects.get(names__name="Dairo Úsuga")
    kept = person("Dairo A. Úsuga")
    identity.merge(kept, who, None, "One and the same.")
    with pytest.raises(
        workflow.NotAllowed, match=r"Dairo Úsuga.* was merged into .*Dairo A. Úsuga.* undo that merge first"
    ):
        workflow.restore(case, first(case), None, "Back.")


def test_protection_is_not_lifted_by_an_older_version(case: Any) -> None:
    suspect = case.involvements.get(role="suspect")
    with change("They asked us."):
        suspect.protection, suspect.description = "private", "A private person"
        suspect.save()
    workflow.restore(case, first(case), None, "Back.")
    suspect.refresh_from_db()
    assert suspect.protection == "private"
    assert record.PartyName.objects.get(party=suspect.party).confidential


def test_the_page_lists_only_what_will_really_change(admin_client: Any, case: Any) -> None:
    suspect = case.involvements.get(role="suspect")
    with change("They asked us."):
        suspect.protection, suspect.description = "private", "A private person"
        suspect.save()
    with change("Told anew."):
        case.title = "Another title"
        case.save()
        speaker = case.allegations.get(ref="denial").speech.get()
        speaker.protected, speaker.role_words = True, "a lawyer of theirs"
        speaker.save()
    versions = Past(case).versions
    page = f"/admin/incidents/incident/{case.pk}/versions/{versions[0].stamp}/restore/"
    shown = admin_client.get(page).context["differing"]
    told = {line.label for section in shown for one in section.differences for line in one.changed}
    assert {"Title", "Description in this case"} <= told
    assert not any("rotect" in label for label in told)
    assert len(Past(case).versions) == len(versions), "looking writes nothing"
    data = filled(admin_client.get(page).text) | {"reason": "The old words were right."}
    assert admin_client.post(page, data).status_code == 302
    old, new = (tell(Naming(Past(case).state(version.at))) for version in Past(case).versions[-2:])
    assert differences(old, new) == shown


def test_what_stands_already_is_not_restored_again(admin_client: Any, client: Any, case: Any) -> None:
    """Neither the version that stands nor an earlier one that says the same: no version, no word to readers."""
    workflow.publish(case)
    versions = Past(case).versions
    assert len(versions) == 2
    for version in versions:
        with pytest.raises(workflow.NotAllowed, match=r"^Nothing differs"):
            workflow.restore(case, version.at, None, "Once more.")
        page = f"/admin/incidents/incident/{case.pk}/versions/{version.stamp}/restore/"
        assert admin_client.get(page).text.count("Nothing differs") == 1
        data = {"reason": "Once more.", "correction_kind": "correction", "correction_note": "The title was wrong."}
        answer = admin_client.post(page, data)
        assert answer.status_code == 200 and answer.text.count("Nothing differs") == 1
        assert 'name="reason"' not in answer.text
    assert Past(case).versions == versions
    assert changes_since_published(case) == [] and not record.Correction.objects.exists()


def test_a_related_case_that_came_since_stays_linked(case: Any) -> None:
    other = record.Incident.objects.create(title="It came later", key="901-y")
    with change("It is there now."):
        link = case.related.get()
        link.target = other
        link.save()
    with pytest.raises(workflow.NotAllowed, match=r"^Nothing differs"):
        workflow.restore(case, first(case), None, "Back.")
    with change("Another title."):
        case.title = "Another title"
        case.save()
    workflow.restore(case, first(case), None, "Back.")
    link.refresh_from_db()
    assert (link.target, link.target_key) == (other, "901-y")


def test_an_editor_sees_what_will_change_and_restores_with_a_reason(admin_client: Any, case: Any) -> None:
    with change("Told anew."):
        case.title = "Another title"
        case.save()
    page = f"/admin/incidents/incident/{case.pk}/versions/{Past(case).versions[0].stamp}/"
    assert f"{page}restore/" in admin_client.get(page).text
    shown = admin_client.get(f"{page}restore/").text
    assert "<del>Another title</del>" in shown and "<ins>A case with everything</ins>" in shown
    data = filled(shown)
    assert admin_client.post(f"{page}restore/", data | {"reason": " "}).status_code == 200
    assert record.Incident.objects.get().title == "Another title"
    assert admin_client.post(f"{page}restore/", data | {"reason": "The old words were right."}).status_code == 302
    assert record.Incident.objects.get().title == "A case with everything"


def test_what_somebody_saved_meanwhile_is_not_undone_unseen(admin_client: Any, case: Any) -> None:
    with change("Told anew."):
        case.title = "Another title"
        case.save()
    page = f"/admin/incidents/incident/{case.pk}/versions/{Past(case).versions[0].stamp}/restore/"
    data = filled(admin_client.get(page).text) | {"reason": "The old words were right."}
    with change("Nobody who restores has seen this."):
        question = record.OpenQuestion.objects.create(incident=case, text="Who drove?")
    for sent in (data, {"reason": "The old words were right."}):
        answer = admin_client.post(page, sent)
        assert answer.status_code == 200 and "changed since this page was opened" in answer.text
        assert record.Incident.objects.get().title == "Another title"
        assert record.OpenQuestion.objects.filter(pk=question.pk).exists()
    data = filled(answer.text) | {"reason": "The old words were right."}
    assert "Who drove?" in answer.text and admin_client.post(page, data).status_code == 302


def test_words_that_an_anonymisation_took_out_come_back_only_once_another_is_said_to_be_meant(
    admin_client: Any, case: Any
) -> None:
    person = make_actor("Rosa Benita Ynventada")
    part = {"incident": case, "party": person, "role": "witness", "named_publicly": True}
    record.Involvement.objects.create(description="a neighbour", **part)
    with change("It named them."):
        case.summary = "The wife of Ynventada drove."
        case.save()
    workflow.publish(case)
    with change("Reworded."):
        person.names.update(confidential=True)
        case.summary = "The wife of a neighbour drove."
        case.save()
    version = next(one for one in Past(case).versions if one.reason == "It named them.")
    page = f"/admin/incidents/incident/{case.pk}/versions/{version.stamp}/restore/"
    data = filled(admin_client.get(page).text)
    data |= {"reason": "As it was.", "correction_kind": "correction", "correction_note": "The old words were right."}
    answer = admin_client.post(page, data)
    assert answer.status_code == 200 and "The text says “Ynventada”" in answer.text
    assert record.Incident.objects.get().summary == "The wife of a neighbour drove."
    data = filled(answer.text) | data | {"desk-namesake": ["Ynventada"]}
    assert admin_client.post(page, data).status_code == 302
    assert record.Incident.objects.get().summary == "The wife of Ynventada drove."


def test_readers_are_told_of_a_restored_version_or_nothing_is_restored(
    admin_client: Any, client: Any, case: Any
) -> None:
    workflow.publish(case)
    with change("Told anew."):
        case.title = "Another title"
        case.save()
    page = f"/admin/incidents/incident/{case.pk}/versions/{Past(case).versions[0].stamp}/restore/"
    data = filled(admin_client.get(page).text) | {"reason": "The old words were right.", "correction_note": ""}
    assert admin_client.post(page, data).context["form"].errors == {"correction_kind": ["This field is required."]}
    data["correction_kind"] = "correction"
    assert "Say in the note for readers" in admin_client.post(page, data).text
    assert record.Incident.objects.get().title == "Another title"
    assert admin_client.post(page, data | {"correction_note": "The first title was right."}).status_code == 302
    assert "The first title was right." in client.get("/corrections/").text


def test_whoever_may_only_look_restores_nothing(client: Any, case: Any, django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    page = f"/admin/incidents/incident/{case.pk}/versions/{Past(case).versions[0].stamp}/"
    assert client.get(page).status_code == 200 and "restore/" not in client.get(page).text
    assert client.post(f"{page}restore/", {"reason": "Why not."}).status_code == 403


def test_a_published_case_is_not_restored_to_a_time_without_sources_and_says_so_in_words() -> None:
    with change("First told."):
        case = record.Incident.objects.create(title="A lorry", summary="It drove.")
    with change("With a source."):
        reading = record.IncidentSource.objects.create(incident=case, source=make_source())
        record.Citation.objects.create(incident=case, reading=reading)
    workflow.publish(case)
    with pytest.raises(workflow.NotAllowed) as refused:
        workflow.restore(case, first(case), None, "Back.")
    said = " ".join(refused.value.problems)
    assert "Nothing stays published without a citation." in said and "Cannot delete" not in said and "<" not in said
