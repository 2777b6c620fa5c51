"""A case under an embargo is published and not yet public; nothing about it is known before."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import workflow
from incidents.models import Incident, Stage
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import TOMORROW, case_at, member

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def embargoed() -> Incident:
    case = case_at("in_review")
    workflow.set_embargo(case, TOMORROW, None, "Agreed with the paper.")
    return workflow.publish(case)


def public_status(case: Incident) -> int:
    return Client().get(reverse("incident", args=[case.public_id]), follow=True).status_code


def over(case: Incident) -> None:
    """The embargo has ended meanwhile."""
    Incident.objects.filter(pk=case.pk).update(
        embargo_until=timezone.now() - MINUTE, first_published=timezone.now() - MINUTE
    )


def test_it_is_first_published_when_its_embargo_ends(embargoed: Incident) -> None:
    assert embargoed.first_published == TOMORROW
    assert public_status(embargoed) == 404
    over(embargoed)
    assert public_status(embargoed) == 200


def test_lifting_the_embargo_makes_it_public_now(embargoed: Incident) -> None:
    workflow.lift_embargo(embargoed, None, "The paper was early.")
    assert public_status(embargoed) == 200
    assert embargoed.first_published is not None and embargoed.first_published <= timezone.now()


def test_an_embargo_can_be_made_longer_until_it_ends(embargoed: Incident) -> None:
    later = TOMORROW + datetime.timedelta(days=3)
    workflow.set_embargo(embargoed, later, None, "The paper is late.")
    assert (embargoed.embargo_until, embargoed.first_published) == (later, later)
    assert [change.embargo_until for change in embargoed.stage_changes.all()] == [TOMORROW, TOMORROW, later]


def test_withdrawn_during_its_embargo_it_was_never_there(embargoed: Incident) -> None:
    workflow.withdraw(embargoed, None, "The source took it back.")
    assert embargoed.stage == Stage.WITHDRAWN
    assert embargoed.first_published is None
    assert public_status(embargoed) == 404


def test_withdrawn_after_its_embargo_it_leaves_its_notice(embargoed: Incident) -> None:
    over(embargoed)
    workflow.withdraw(embargoed, None, "The source took it back.")
    assert public_status(embargoed) == 410


def published_again_under_an_embargo(case: Incident) -> None:
    """As it goes after a withdrawal: sent back, submitted, read by the lawyer, published."""
    workflow.send_back(case, None, "To be corrected.")
    workflow.submit(case, None, "Corrected.")
    workflow.pass_to_legal(case, None, "Once more.")
    workflow.clear_legal(case, None, "Fine.")
    workflow.set_embargo(case, TOMORROW, None, "Agreed with the paper.")
    workflow.publish(case)


def addresses_of(case: Incident) -> list[str]:
    """Of everything that only this case has."""
    return [
        f"/incidents/{case.public_id}/",
        f"/incidents/{case.public_id}/versions/",
        f"/incidents/{case.public_id}/as-published/{timezone.now():%Y-%m-%d}/",
        *(f"/allegations/{claim.public_id}/" for claim in case.allegations.all()),
        *(f"/actors/{part.party.public_id}/" for part in case.involvements.all()),
        *(f"/sources/{reading.source.public_id}/" for reading in case.readings.all()),
    ]


def test_a_withdrawn_case_published_again_under_an_embargo_keeps_its_notice_until_that_ends() -> None:
    person = make_actor("Rubén Imaginado Solís")
    case = make_incident("Only once read", parties=[(person, "suspect")], claims=[{"about": person}])
    seen = addresses_of(case)
    assert len(seen) == 6
    workflow.withdraw(case, None, "The source took it back.")
    told = Client().get("/corrections/").text
    assert "A record that was withdrawn" in told
    published_again_under_an_embargo(case)
    assert {url: Client().get(url, follow=True).status_code for url in seen} == dict.fromkeys(seen, 410)
    assert Client().get("/corrections/").text == told
    assert "Only once read" not in Client().get("/corrections/").text + Client().get("/incidents/").text
    workflow.withdraw(case, None, "Once more.")
    assert public_status(case) == 410
    assert Client().get("/corrections/").text == told, "that it was published again in between was never seen"
    published_again_under_an_embargo(case)
    Incident.objects.filter(pk=case.pk).update(embargo_until=timezone.now())
    assert {Client().get(url, follow=True).status_code for url in seen} == {200}
    assert "Only once read" in Client().get("/corrections/").text


def test_a_party_whose_case_was_withdrawn_keeps_the_notice_whatever_an_embargo_holds_back() -> None:
    person = make_actor("Rubén Imaginado Solís")
    make_incident("Withdrawn", stage="withdrawn", parties=[(person, "suspect")])
    make_incident("Not yet read", stage="embargoed", parties=[(person, "suspect")])
    assert Client().get(f"/actors/{person.public_id}/").status_code == 410


def test_a_moment_that_is_past_is_no_embargo() -> None:
    case = case_at("in_review")
    with pytest.raises(workflow.NotAllowed, match="That moment is past"):
        workflow.set_embargo(case, timezone.now() - MINUTE, None, "Late.")
    assert case.embargo_until is None


def test_what_is_public_is_not_hidden_by_an_embargo() -> None:
    case = workflow.publish(case_at("in_review"))
    with pytest.raises(workflow.NotAllowed, match="withdraw it instead"):
        workflow.set_embargo(case, TOMORROW, None, "Too late.")
    assert public_status(case) == 200


def test_an_embargo_that_ended_in_review_holds_nothing_back() -> None:
    case = case_at("in_review")
    Incident.objects.filter(pk=case.pk).update(embargo_until=timezone.now() - MINUTE)
    case.refresh_from_db()
    workflow.publish(case)
    assert case.embargo_until is None and public_status(case) == 200


class TestOnThePagesOfTheDesk:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        client.force_login(member("administrator"))
        return client

    def press(self, desk: Client, case: Incident, verb: str, **more: Any) -> Any:
        """Opens the page of the verb, then sends it; `more` may hold what happens in between, as `meanwhile`."""
        url = f"/admin/incidents/incident/{case.pk}/stage/{verb}/"
        seen = desk.get(url).context["seen"]
        more.pop("meanwhile", lambda: None)()
        return desk.post(url, {"reason": "An invented reason.", "seen": seen} | more)

    def test_an_embargo_that_ends_while_the_page_is_open_is_told(self, desk: Client, embargoed: Incident) -> None:
        for verb in ("lift_embargo", "set_embargo"):
            answer = self.press(
                desk, embargoed, verb, until=f"{TOMORROW:%Y-%m-%dT%H:%M}", meanwhile=lambda: over(embargoed)
            )
            assert answer.status_code == 200
            assert "public already" in answer.text and "The embargo ended on" in answer.text
        answer = self.press(desk, embargoed, "withdraw", meanwhile=lambda: over(embargoed))
        assert answer.status_code == 302

    def test_an_embargo_is_set_with_its_moment_and_told_on_the_page(self, desk: Client) -> None:
        case = case_at("in_review")
        assert "This field is required" in self.press(desk, case, "set_embargo").text
        answer = self.press(desk, case, "set_embargo", until="2037-05-04T09:30")
        page = desk.get(answer.url).text
        assert "No reader sees it before 4 May 2037" in page
        assert "Embargo until 4 May 2037" in desk.get(f"/admin/incidents/incident/{case.pk}/stage/publish/").text

    def test_a_decision_sent_twice_is_done_once(self, desk: Client) -> None:
        case = case_at("draft")
        url = f"/admin/incidents/incident/{case.pk}/stage/submit/"
        sent = {"reason": "Ready.", "seen": desk.get(url).context["seen"]}
        assert desk.post(url, sent).status_code == 302
        answer = desk.post(url, sent)
        assert answer.status_code == 200
        assert "This is done already" in answer.text and "Ready." in answer.text
        assert case.stage_changes.count() == 1

    def test_what_changed_since_the_page_was_opened_is_looked_at_first(self, desk: Client) -> None:
        case = case_at("in_review")

        def another_tab() -> None:
            Incident.objects.get(pk=case.pk).save()

        answer = self.press(desk, case, "publish", meanwhile=another_tab)
        assert "has changed since this page was opened" in answer.text
        assert Incident.objects.get(pk=case.pk).stage == Stage.IN_REVIEW
        assert self.press(desk, case, "publish").status_code == 302

    def test_a_change_of_stage_overwrites_nothing_that_was_saved_meanwhile(self) -> None:
        case = case_at("draft")
        Incident.objects.filter(pk=case.pk).update(title="Saved in another tab")
        workflow.submit(case)
        assert Incident.objects.get(pk=case.pk).title == case.title == "Saved in another tab"

    @pytest.mark.parametrize("typed", ["yesterday", "2020-01-01T10:00", "", "9999999-01-01T00:00"])
    def test_a_moment_that_makes_no_sense_is_refused_beside_the_field(self, desk: Client, typed: str) -> None:
        case = case_at("in_review")
        answer = self.press(desk, case, "set_embargo", until=typed)
        assert answer.status_code == 200 and "error" in answer.text
        assert not case.stage_changes.exists()
