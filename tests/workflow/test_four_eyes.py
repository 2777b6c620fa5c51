"""Who wrote is not who approves."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from incidents import workflow
from incidents.history import Past
from incidents.models import Allegation, Incident, SpeechLink, Stage
from incidents.models.record import change
from incidents.workflow import identity, waiting
from tests.admin.filled import add_row, filled, row_of
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import TOMORROW, case_at, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings: Any) -> None:
    settings.ONE_PERSON_NEWSROOM = False


@pytest.fixture
def ana() -> User:
    return member("editor", "ana")


@pytest.fixture
def berta() -> User:
    return member("editor", "berta")


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(user: User, case: Incident, **changes: Any) -> None:
    """Changes the case on its page, as the user."""
    url = f"/admin/incidents/incident/{case.pk}/change/"
    client = at_the_desk(user)
    changes["change_reason"] = "A reader wrote to us."
    data = filled(client.get(url).text) | {name: [value] for name, value in changes.items()}
    assert client.post(url, data).status_code == 302


def test_whoever_made_a_case_does_not_publish_it(ana: User, berta: User) -> None:
    url = "/admin/incidents/incident/add/"
    client = at_the_desk(ana)
    assert client.post(url, filled(client.get(url).text) | {"title": ["A case of Ana's"]}).status_code == 302
    made = Incident.objects.get()
    assert made.author == ana
    ready = make_incident(stage="draft", author=ana)
    Incident.objects.filter(pk=ready.pk).update(stage=Stage.IN_REVIEW)
    with pytest.raises(workflow.NotAllowed, match="somebody else has to read"):
        workflow.publish(ready, by=ana, reason="Mine.")
    assert "publish" not in workflow.verbs_for(ana, Incident.objects.get(pk=ready.pk))
    assert workflow.publish(ready, by=berta, reason="Read.").stage == Stage.PUBLISHED


def test_whoever_submitted_it_does_not_either(ana: User, berta: User) -> None:
    case = case_at("draft")
    workflow.submit(case, by=ana, reason="Ready.")
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(case, by=ana, reason="Mine.")
    assert workflow.publish(case, by=berta, reason="Read.").stage == Stage.PUBLISHED


def test_whoever_corrected_a_word_in_review_has_written_too(ana: User, berta: User) -> None:
    case = case_at("in_review", author=ana)
    edit(berta, case, summary="Nothing of this ever happened.")
    for writer in (ana, berta):
        with pytest.raises(workflow.NotAllowed):
            workflow.publish(case, by=writer, reason="Mine.")
    workflow.publish(case, by=member("editor", "carla"), reason="Read.")


def test_a_fact_deep_in_the_case_counts_as_much_as_its_title(ana: User) -> None:
    case = make_incident(stage="draft", claims=[{"about": make_actor("Persona Inventada")}])
    Incident.objects.filter(pk=case.pk).update(stage=Stage.IN_REVIEW)
    link = case.allegations.get().speech.get()
    link._history_user = ana
    link.words = "another prosecutor"
    link.save()
    assert workflow.wrote_it(ana, case)


def test_reviewing_passing_on_and_sending_back_is_not_writing(ana: User, berta: User) -> None:
    lawyer = member("legal reviewer")
    case = case_at("in_review", author=ana)
    workflow.pass_to_legal(case, berta, "Names a judge.")
    workflow.clear_legal(case, lawyer, "May be said.")
    workflow.set_embargo(case, TOMORROW, berta, "Agreed with the paper.")
    workflow.send_back(case, berta, "One date is missing.")
    workflow.submit(case, ana, "Here it is.")
    assert not workflow.wrote_it(berta, case)
    assert workflow.publish(case, by=berta, reason="Read.").stage == Stage.PUBLISHED


def test_an_approval_ends_what_was_written_before_it(ana: User, berta: User) -> None:
    case = case_at("in_review", author=ana)
    workflow.publish(case, by=berta, reason="Read.")
    assert not workflow.wrote_it(ana, case)
    with pytest.raises(workflow.NotAllowed, match="Nothing has changed"):
        workflow.approve(case, by=ana, reason="Read again.")
    edit(berta, case, summary="Corrected.")
    assert workflow.has_unapproved_changes(case)
    with pytest.raises(workflow.NotAllowed, match="somebody else"):
        workflow.approve(case, by=berta, reason="My own.")
    workflow.approve(case, by=ana, reason="Read the correction.")
    assert not workflow.has_unapproved_changes(case)
    assert case.stage_changes.last().reason == "Read the correction."


def test_a_reason_that_repeats_an_earlier_one_does_not_hide_an_edit(ana: User, berta: User) -> None:
    case = case_at("in_review")
    workflow.pass_to_legal(case, ana, "The same words.")
    case._history_user, case._change_reason = berta, "The same words."
    case.title = "Another title"
    case.save()
    assert workflow.wrote_it(berta, case) and not workflow.wrote_it(ana, case)


def test_a_legal_reviewer_does_not_clear_what_they_wrote() -> None:
    both = member("legal reviewer")
    case = case_at("legal_review", author=both)
    with pytest.raises(workflow.NotAllowed, match="somebody else"):
        workflow.clear_legal(case, by=both, reason="Mine.")


def test_what_the_lawyer_sent_back_goes_to_the_lawyer_again(ana: User, berta: User) -> None:
    lawyer = member("legal reviewer")
    case = case_at("legal_review", author=ana)
    workflow.send_back(case, lawyer, "Do not name the judge.")
    workflow.submit(case, ana, "Done.")
    with pytest.raises(workflow.NotAllowed, match="Do not name the judge"):
        workflow.publish(case, by=berta, reason="Read.")
    workflow.pass_to_legal(case, berta, "Again.")
    workflow.clear_legal(case, lawyer, "Better.")
    assert workflow.publish(case, by=berta, reason="Read.").stage == Stage.PUBLISHED


def test_what_was_withdrawn_goes_to_a_lawyer_before_it_is_published_again(ana: User, berta: User) -> None:
    lawyer = member("legal reviewer")
    case = make_incident(author=ana)
    workflow.withdraw(case, lawyer, "A source took it back.")
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(case, berta, "Again.")
    workflow.send_back(case, berta, "Look at it anew.")
    workflow.submit(case, ana, "Read anew.")
    with pytest.raises(workflow.NotAllowed, match=r"withdrawn .*A source took it back.* legal review first"):
        workflow.publish(case, berta, "Again.")
    workflow.pass_to_legal(case, berta, "Withdrawn once.")
    workflow.clear_legal(case, lawyer, "Another source says so.")
    workflow.publish(case, berta, "Again.")
    assert Incident.objects.get().stage == Stage.PUBLISHED


def test_a_lawyer_clears_the_text_that_they_read_and_no_other(ana: User, berta: User) -> None:
    lawyer = member("legal reviewer")
    case = case_at(Stage.IN_REVIEW, author=ana)
    workflow.pass_to_legal(case, berta, "A name.")
    workflow.clear_legal(case, lawyer, "No objection.")
    edit(ana, case, title="Another title, sharper")
    with pytest.raises(workflow.NotAllowed, match="changed since legal review cleared it"):
        workflow.publish(case, berta, "Cleared.")
    workflow.pass_to_legal(case, berta, "Another title.")
    workflow.clear_legal(case, lawyer, "No objection to this one.")
    workflow.publish(case, berta, "Cleared.")
    edit(ana, case, title="A milder title")
    workflow.approve(case, berta, "What is published is approved as before.")


@pytest.mark.parametrize("verb", ["set_embargo", "lift_embargo", "ask_withdrawal", "keep_published"])
def test_no_other_decision_passes_for_an_approval(verb: str, ana: User, berta: User) -> None:
    """Whoever changed a case that is published already does not make the change approved by the way."""
    case = case_at("in_review", author=ana)
    workflow.set_embargo(case, TOMORROW, berta, "Agreed with the paper.")
    workflow.publish(case, by=berta, reason="Read.")
    edit(ana, case, summary="Not what Berta read.")
    if verb == "keep_published":
        workflow.ask_withdrawal(case, ana, "A doubt.")
    more = {"until": TOMORROW} if verb == "set_embargo" else {}
    getattr(workflow, verb)(case, by=None, reason="By the way.", **more)
    assert workflow.has_unapproved_changes(case) and workflow.wrote_it(ana, case)
    assert list(waiting.changed_since_approval()) == [case]
    workflow.approve(case, by=berta, reason="Read again.")
    assert not workflow.has_unapproved_changes(case) and not list(waiting.changed_since_approval())


def test_whoever_is_in_two_groups_is_still_one_person(berta: User) -> None:
    both = member("editor", "carla")
    both.groups.add(Group.objects.get(name="legal reviewer"), Group.objects.get(name="administrator"))
    both = User.objects.get(pk=both.pk)
    case = case_at("in_review", author=both)
    workflow.pass_to_legal(case, both, "Names a judge.")
    for verb, reader in (("clear_legal", member("legal reviewer")), ("publish", berta)):
        with pytest.raises(workflow.NotAllowed, match="somebody else has to read"):
            getattr(workflow, verb)(case, by=both, reason="Mine.")
        getattr(workflow, verb)(case, by=reader, reason="Read.")


def test_nor_is_an_administrator_or_a_superuser_an_exception() -> None:
    boss = User.objects.create_superuser("boss")
    case = case_at("in_review", author=boss)
    with pytest.raises(workflow.NotAllowed, match="somebody else has to read"):
        workflow.publish(case, by=boss, reason="Mine.")


def test_restoring_and_merging_is_writing(ana: User, berta: User) -> None:
    one, other = make_actor("Persona Inventada"), make_actor("Persona Inventada II")
    with change("First told."):
        case = case_at("draft", parties=[(one, "suspect"), (other, "mentioned")])
    first = Past(case).versions[0].at
    with change("Told anew."):
        case.title = "Another title"
        case.save()
    Incident.objects.filter(pk=case.pk).update(stage=Stage.IN_REVIEW)
    workflow.restore(case, first, ana, "The old words were right.")
    identity.merge(one, other, berta, "One person.")
    for writer in (ana, berta):
        with pytest.raises(workflow.NotAllowed, match="somebody else has to read"):
            workflow.publish(case, by=writer, reason="Mine.")


def test_looking_at_a_proceeding_again_is_not_writing_and_changing_it_is(ana: User, berta: User) -> None:
    case = make_incident(
        parties=[(who := make_actor("Persona"), "suspect")], claims=[{"about": who, "steps": ["charged"]}]
    )
    proceeding = case.proceedings.get()
    workflow.mark_checked([proceeding], ana)
    assert not workflow.has_unapproved_changes(case) and not workflow.wrote_it(ana, case)
    proceeding._history_user = berta
    proceeding.case_number = "12-2020"
    proceeding.save()
    workflow.mark_checked([proceeding], ana)
    assert workflow.wrote_it(berta, case) and not workflow.wrote_it(ana, case)
    workflow.approve(case, ana, "Looked it up.")


class TestANewsroomOfOnePerson:
    @pytest.fixture(autouse=True)
    def alone(self, settings: Any) -> None:
        settings.ONE_PERSON_NEWSROOM = True

    def test_publishes_what_it_wrote_straight_from_the_draft(self, ana: User) -> None:
        case = case_at("draft", author=ana)
        assert workflow.publish(case, by=ana, reason="Read twice.").stage == Stage.PUBLISHED

    def test_and_the_method_page_says_so(self, client: Client, settings: Any) -> None:
        assert "This newsroom has one person" in client.get("/method/").text
        settings.ONE_PERSON_NEWSROOM = False
        page = client.get("/method/").text
        assert "This newsroom has one person" not in page and "is not the one who approves it" in page


def test_a_command_needs_no_permission_and_no_second_person() -> None:
    case = case_at("draft")
    assert workflow.publish(case).stage == Stage.PUBLISHED
    assert case.stage_changes.get().by is None


def test_claims_of_a_published_case_are_not_deleted_by_another_door(client: Client) -> None:
    case = make_incident(claims=[{"about": make_actor("Persona Inventada")}])
    client.force_login(member("contributor"))
    claim = case.allegations.get()
    answer = client.post(f"/admin/incidents/allegation/{claim.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    client.force_login(member("editor"))
    answer = client.post(f"/admin/incidents/allegation/{claim.pk}/delete/", {"post": "yes"})
    assert answer.url == f"/admin/incidents/incident/{case.pk}/change/#allegations-group"
    client.post(
        "/admin/incidents/allegation/", {"action": "delete_selected", "_selected_action": [claim.pk], "post": "yes"}
    )
    assert Allegation.objects.filter(pk=claim.pk).exists()


def test_a_contributor_changes_no_party_and_no_source_that_is_part_of_others_cases(client: Client) -> None:
    writer = member("contributor")
    shared, own = make_actor("Persona Compartida"), make_actor("Persona Propia")
    published = make_incident(parties=[(shared, "suspect")])
    make_incident(stage="draft", author=writer, parties=[(shared, "suspect"), (own, "suspect")])
    client.force_login(writer)
    source = published.readings.get().source
    for name, row in (("actor", shared), ("source", source)):
        url = f"/admin/incidents/{name}/{row.pk}/change/"
        assert 'name="_save"' not in client.get(url).text
        assert client.post(url, {"description": "Changed"}).status_code == 403
    url = f"/admin/incidents/actor/{own.pk}/change/"
    data = filled(client.get(url).text)
    add_row(data, "names", name="Otro Nombre Inventado")
    assert client.post(url, data).status_code == 302
    refusal = client.post(f"/admin/incidents/partyname/{shared.names.get().pk}/change/", {"name": "Changed"})
    assert refusal.status_code == 403 and "Nothing was saved" in refusal.text


def test_approval_is_offered_only_where_something_changed_since_the_last_one(ana: User, berta: User) -> None:
    case = make_incident()
    assert "approve" not in workflow.verbs_for(berta, case)
    with change("A slip of the pen.", ana):
        case.title = "Another title"
        case.save()
    assert "approve" in workflow.verbs_for(berta, case)


def test_the_page_says_who_may_approve_what_was_changed(ana: User, berta: User) -> None:
    case = make_incident()
    page = f"/admin/incidents/incident/{case.pk}/change/"
    assert "Changed since it was last approved" not in at_the_desk(ana).get(page).text
    for user, told in ((ana, "approved by berta."), (berta, "approved by nobody: everybody who may has changed it")):
        with change("Corrected.", user):
            case.summary = f"Corrected by {user}."
            case.save()
        assert f"Changed since it was last approved: {told}" in at_the_desk(ana).get(page).text


def test_whoever_saves_the_page_of_a_case_unchanged_has_not_written_and_may_approve(client: Client) -> None:
    writer, reader = member("contributor"), member("editor")
    who = make_actor("Ana Inventada")
    claims = [{"about": who, "steps": ["charged"]}]
    case = make_incident(stage="draft", author=writer, parties=[(who, "suspect")], claims=claims)
    case.involvements.update(named_publicly=True)
    workflow.submit(case, writer, "Ready.")
    client.force_login(reader)
    url = f"/admin/incidents/incident/{case.pk}/change/"
    versions, modified = len(Past(case).versions), case.modified
    assert client.post(url, filled(client.get(url).text) | {"change_reason": ["Only read."]}).status_code == 302
    case.refresh_from_db()
    assert (len(Past(case).versions), case.modified) == (versions, modified)
    assert not workflow.wrote_it(reader, case) and "publish" in workflow.verbs_for(reader, case)
    data = filled(client.get(url).text)
    row = row_of(data, f"{row_of(data, 'allegations', case.allegations.get().pk)}-speech", SpeechLink.objects.get().pk)
    assert client.post(url, data | {f"{row}-words": ["another prosecutor"]}).status_code == 302
    case.refresh_from_db()
    assert len(Past(case).versions) == versions + 1 and case.modified > modified
    assert workflow.wrote_it(reader, case)
