"""Every role × every verb × every stage, asked of the verbs themselves and at the addresses of the desk."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction

from incidents import workflow
from incidents.models import Incident, Stage
from tests.workflow.newsroom import ROLES, TOMORROW, case_at, member

pytestmark = pytest.mark.django_db

BEFORE_PUBLIC = {"draft", "in_review", "legal_review"}
# What each role may do, and from which stages; whatever is not here is refused. The case is the contributor's.
MATRIX: dict[str, dict[str, set[str]]] = {
    "nobody": {},
    "contributor": {"submit": {"draft"}},
    "editor": {
        "submit": {"draft"},
        "pass_to_legal": {"in_review"},
        "send_back": {"in_review", "withdrawn"},
        "publish": {"in_review"},
        "approve": {"published"},
        "set_embargo": BEFORE_PUBLIC,
        "lift_embargo": BEFORE_PUBLIC,
        "ask_withdrawal": {"published"},
    },
    "legal reviewer": {
        "clear_legal": {"legal_review"},
        "send_back": {"legal_review"},
        "keep_published": {"published"},
        "withdraw": {"published"},
    },
}
MATRIX["administrator"] = {
    verb: set().union(*(role.get(verb, set()) for role in MATRIX.values())) for verb in workflow.VERBS
}
WHO = ("anonymous", *MATRIX)


@pytest.fixture(autouse=True)
def four_eyes(settings: Any) -> None:
    settings.ONE_PERSON_NEWSROOM = False


@pytest.fixture
def people() -> dict[str, User]:
    return {role: member(role) for role in ("nobody", *ROLES)}


def meetings(people: dict[str, User]) -> Iterator[tuple[Incident, str, str]]:
    """A case for each (stage, verb), with what the verb needs: an embargo to lift, a request to answer."""
    for stage in Stage.values:
        case = case_at(stage, author=people["contributor"])
        for verb in workflow.VERBS:
            with transaction.atomic():
                if verb == "lift_embargo" and stage in BEFORE_PUBLIC:
                    Incident.objects.filter(pk=case.pk).update(embargo_until=TOMORROW)
                if verb == "keep_published" and stage == "published":
                    workflow.ask_withdrawal(case, None, "A source took it back.")
                case.refresh_from_db()
                yield case, stage, verb
                transaction.set_rollback(True)


def expected(role: str, verb: str, stage: str) -> bool:
    return stage in MATRIX.get(role, {}).get(verb, set())


@pytest.mark.parametrize("role", MATRIX)
def test_a_verb_is_done_by_whom_and_where_the_matrix_says_and_nowhere_else(role: str, people: dict[str, User]) -> None:
    done = {}
    for case, stage, verb in meetings(people):
        offered = verb in workflow.verbs_for(people[role], case)
        more = {"until": TOMORROW} if verb == "set_embargo" else {}
        moves = case.stage_changes.count()
        try:
            getattr(workflow, verb)(case, by=people[role], reason="Tried.", **more)
            done[verb, stage] = case.stage_changes.count() == moves + 1
        except workflow.NotAllowed as refusal:
            case.refresh_from_db()
            done[verb, stage] = False
            assert all(refusal.problems) and case.stage == stage and case.stage_changes.count() == moves
        assert offered == done[verb, stage], f"the button and the verb disagree on {verb} of {stage}"
    wanted = {key: expected(role, *key) for key in done}
    assert done == wanted


@pytest.mark.parametrize("role", WHO)
def test_the_addresses_of_the_desk_do_the_same(role: str, people: dict[str, User], client: Any) -> None:
    if role != "anonymous":
        client.force_login(people[role])
    for case, stage, verb in meetings(people):
        address = f"/admin/incidents/incident/{case.pk}/stage/{verb}/"
        moves = case.stage_changes.count()
        answer = client.post(address, {"reason": "Tried.", "until": f"{TOMORROW:%Y-%m-%dT%H:%M}"})
        done = case.stage_changes.count() > moves
        assert done == expected(role, verb, stage), f"{verb} of {stage}: {answer.status_code}"
        ever = any(permission for permission in MATRIX.get(role, {}).get(verb, ()))
        if done:
            assert answer.status_code == 302 and answer.url.endswith("/change/")
        elif role == "anonymous":
            assert answer.status_code == 302 and "/login/" in answer.url
        elif not ever:
            assert answer.status_code == 403 and "Your account may not do this" in answer.text
        else:
            assert answer.status_code == 200 and 'class="error"' in answer.text


@pytest.mark.parametrize("role", MATRIX)
def test_the_page_of_a_case_offers_only_what_may_be_done(role: str, people: dict[str, User], client: Any) -> None:
    client.force_login(people[role])
    case = case_at("in_review", author=people["contributor"])
    answer = client.get(f"/admin/incidents/incident/{case.pk}/change/")
    if role == "nobody":
        assert answer.status_code == 403
        return
    offered = {verb for verb in workflow.VERBS if f"/stage/{verb}/" in answer.text}
    assert offered == {verb for verb in workflow.VERBS if expected(role, verb, "in_review")} - {"lift_embargo"}
    writes = CHANGES[role][0] == set(Stage.values)
    for field in ("_save", "title", "readings-0-accessed"):
        assert (f'name="{field}"' in answer.text) == writes, field


# role → the stages at which it changes a case of its own, and one of somebody else's
CHANGES: dict[str, tuple[set[str], set[str]]] = {
    "nobody": (set(), set()),
    "contributor": ({"draft"}, set()),
    "editor": (set(Stage.values), set(Stage.values)),
    "legal reviewer": (set(), set()),
    "administrator": (set(Stage.values), set(Stage.values)),
}


@pytest.mark.parametrize("role", CHANGES)
@pytest.mark.parametrize("own", [True, False], ids=["own", "of others"])
def test_a_case_is_changed_by_whom_and_where_the_roles_say(
    role: str, own: bool, people: dict[str, User], client: Any, rf: Any
) -> None:
    client.force_login(people[role])
    request = rf.get("/")
    request.user = people[role]
    for stage in Stage.values:
        case = case_at(stage, author=people[role] if own else None)
        may = stage in CHANGES[role][0 if own else 1]
        assert admin.site.get_model_admin(Incident).has_change_permission(request, case) == may, stage
        if not may:
            answer = client.post(f"/admin/incidents/incident/{case.pk}/change/", {"title": "Changed"})
            assert answer.status_code == 403
            assert Incident.objects.get(pk=case.pk).title == case.title


def test_four_roles_are_there_after_migrating_and_a_second_time_changes_nothing() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)
    through = Group.permissions.through.objects
    before = sorted(through.values_list("group__name", "permission__codename"))
    Group.objects.get(name="editor").permissions.add(Permission.objects.get(codename="withdraw_incident"))
    Group.objects.get(name="legal reviewer").delete()
    call_command("migrate", verbosity=0)
    assert sorted(through.values_list("group__name", "permission__codename")) == before


def test_only_administrators_keep_accounts_and_reference_data(people: dict[str, User]) -> None:
    for permission in ("auth.change_user", "incidents.change_region", "incidents.add_offence", "auth.change_group"):
        assert [role for role in MATRIX if people[role].has_perm(permission)] == ["administrator"]


def test_nobody_edits_what_is_kept_for_ever(people: dict[str, User], client: Any) -> None:
    client.force_login(people["administrator"])
    case = case_at("in_review")
    workflow.send_back(case, None, "An invented reason.")
    page = client.get(f"/admin/incidents/incident/{case.pk}/change/").text
    assert "An invented reason." in page and "stage_changes-0-reason" not in page
