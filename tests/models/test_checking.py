"""Proceedings that may have moved on since somebody last looked."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import workflow
from incidents.models import Actor, Incident, Proceeding, Step, StepParty
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2020, 6, 30)


def proceeding(name: str, *kinds: str, checked: str = "", **fields: str) -> Proceeding:
    incident, _made = Incident.objects.get_or_create(title="A case")
    day = datetime.date.fromisoformat(checked) if checked else None
    row = Proceeding.objects.create(incident=incident, name=name, checked_on=day)
    for position, kind in enumerate(kinds):
        Step.objects.create(proceeding=row, words=kind, kind=kind, position=position, **fields)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    "kinds,final,is_open",
    [
        ((), "unknown", True),
        (("investigation_opened",), "unknown", True),
        (("detained", "charged"), "unknown", True),
        (("convicted",), "unknown", True),
        (("convicted",), "no", True),
        (("convicted",), "yes", False),
        (("convicted", "pardoned"), "unknown", False),
        (("charged", "acquitted"), "unknown", False),
        (("charged", "acquitted", "retrial_ordered"), "unknown", True),
        (("charged", "acquitted", "annulled"), "unknown", True),
        (("charged", "acquitted", "annulled", "died"), "unknown", False),
        (("convicted", "annulled"), "unknown", False),
        (("convicted", "annulled", "retrial_ordered"), "unknown", True),
        (("charged", "dismissed", "annulled"), "unknown", True),
        (("charged", "dismissed"), "unknown", False),
        (("removed_from_post",), "unknown", False),
        (("charged", "killed"), "unknown", False),
    ],
)
def test_a_proceeding_is_open_until_its_steps_say_that_nothing_is_to_follow(
    kinds: tuple[str, ...], final: str, is_open: bool
) -> None:
    assert proceeding("one", *kinds, final=final).is_open is is_open


def test_it_is_open_for_as_long_as_it_is_so_for_anybody() -> None:
    row = proceeding("of two", "charged")
    first, second = (Actor.objects.create(form="unnamed") for _ in range(2))
    acquitted = Step.objects.create(proceeding=row, words="acquitted", kind="acquitted", position=5)
    for who in (first, second):
        StepParty.objects.create(step=row.steps.all()[0], party=who)
    StepParty.objects.create(step=acquitted, party=first)
    row.refresh_from_db()
    assert row.is_open
    link = StepParty.objects.create(step=acquitted, party=second)
    row.refresh_from_db()
    assert not row.is_open
    link.delete()
    row.refresh_from_db()
    assert row.is_open


def test_due_are_the_open_ones_never_looked_at_first_then_the_longest_ago(settings: object) -> None:
    settings.RECHECK_DAYS = 30
    recent = proceeding("recent", "charged", checked="2020-06-15")
    older = proceeding("older", "charged", checked="2020-05-31")
    oldest = proceeding("oldest", "charged", checked="2019-01-01")
    never = proceeding("never", "charged")
    proceeding("over", "acquitted")
    assert list(Proceeding.objects.all().due_for_check(TODAY)) == [never, oldest, older]
    settings.RECHECK_DAYS = 10
    assert recent in Proceeding.objects.all().due_for_check(TODAY)


def test_the_desk_lists_them_in_that_order_on_either_engine(admin_client: Client) -> None:
    recent, never = proceeding("recent", "charged", checked="2020-06-15"), proceeding("never", "charged")
    older = proceeding("older", "charged", checked="2020-05-31")
    listed = admin_client.get(reverse("admin:incidents_proceeding_changelist"), {"due": "yes"})
    assert list(listed.context["cl"].queryset) == [never, older, recent]


def test_every_open_proceeding_says_on_its_page_when_somebody_last_looked(client: Client) -> None:
    case = make_incident(claims=[{"about": make_actor("Persona Inventada"), "steps": ["charged"]}])
    told = "open; not looked at again since it was recorded"
    assert told in client.get(case.get_absolute_url(), follow=True).text
    workflow.mark_checked(case.proceedings.all(), by=None)
    page = client.get(case.get_absolute_url(), follow=True).text
    assert "open; last checked" in page and told not in page


def test_the_desk_marks_proceedings_as_checked_today_and_keeps_who_did(admin_client: Client, admin_user: User) -> None:
    row, other = proceeding("first", "charged"), proceeding("second", "charged")
    address = reverse("admin:incidents_proceeding_changelist")
    listed = admin_client.get(address, {"due": "yes"})
    assert list(listed.context["cl"].queryset) == [row, other]
    admin_client.post(address, {"action": "checked_today", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.checked_on == timezone.localdate()
    change = row.history.first()
    assert change.history_user_id == admin_user.pk and change.history_change_reason
    assert list(admin_client.get(address, {"due": "yes"}).context["cl"].queryset) == [other]


def test_the_list_leads_to_the_case(admin_client: Client) -> None:
    row = proceeding("first", "charged")
    answer = admin_client.get(reverse("admin:incidents_proceeding_change", args=[row.pk]))
    assert answer.headers["Location"].endswith(f"/incident/{row.incident_id}/change/#proceedings-group")


def test_marking_keeps_what_the_steps_say() -> None:
    row = proceeding("over", "acquitted")
    workflow.mark_checked([row], by=None)
    row.refresh_from_db()
    assert not row.is_open
