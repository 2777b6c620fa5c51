"""The page on which a merge is undone: what stays, what stands in the way, and what the editor is asked."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from incidents import workflow
from incidents.admin import refusals
from incidents.models import Actor, Incident, Involvement, Membership
from incidents.workflow import identity
from tests.admin.filled import filled
from tests.factories import make_organization, make_two_of_one

pytestmark = pytest.mark.django_db
BASE = "/admin/incidents/party"


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    return make_two_of_one()


def test_a_fact_added_since_that_stays_leaves_both_named_in_a_published_case(admin_client: Client, two: Any) -> None:
    kept, merged = two
    case = Incident.objects.get(title="The second")
    done = identity.merge(kept, merged, None, "One card.")
    Membership.objects.create(incident=case, member=kept, organization=make_organization("Grupo Inventado"))
    workflow.involve_everybody(case)
    url = f"{BASE}/merges/{done.pk}/"
    admin_client.post(url, filled(admin_client.get(url).text) | {"reason": ["Two cards."]})
    done.refresh_from_db()
    assert done.undone_at is not None, "named there in public, as one, both are"
    assert set(case.involvements.filter(party__in=two).values_list("named_publicly", flat=True)) == {True}


def test_an_undoing_that_published_cases_would_not_bear_says_so_and_lets_the_editor_choose(
    admin_client: Client, two: Any
) -> None:
    kept, merged = two
    done = identity.merge(kept, merged, None, "One card.")
    case = Incident.objects.get(title="The second")
    Involvement.objects.filter(incident=case).update(named_publicly=False)
    page = admin_client.get(f"{BASE}/merges/{done.pk}/")
    assert "Refused as it is now" in page.text and 'id="undo_form"' in page.text


def test_words_that_an_undoing_brings_back_are_asked_about_on_its_page(admin_client: Client, two: Any) -> None:
    kept, merged = two
    case = Incident.objects.get(title="The second")
    case.involvements.create(party=kept, role="victim", role_as_stated="a trader", named_publicly=True)
    case.involvements.filter(party=merged).update(role_as_stated="brother of Quispe")
    workflow.call_by_name(case)
    done = identity.merge(kept, merged, None, "One card.")
    workflow.anonymise(Actor.objects.get(pk=kept.pk), None, "Asked for.", "A dealer", {})
    url = f"{BASE}/merges/{done.pk}/"
    answer = admin_client.post(url, filled(admin_client.get(url).text) | {"reason": ["Two cards."]})
    assert "Who is meant?" in answer.text and "stays protected" in answer.text
    assert "withdraw the published case first" in answer.text
    done.refresh_from_db()
    assert done.undone_at is None
    admin_client.post(url, filled(answer.text) | {"reason": ["Two cards."], "desk-namesake": ["Quispe"]})
    done.refresh_from_db()
    assert done.undone_at is not None


def test_a_verb_in_the_way_of_another_is_tried_again(rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_is_a_transaction_of_its_own", lambda: True)  # a test is itself inside one
    said = iter((OperationalError("deadlock detected"), OperationalError("database is locked"), None))

    def act() -> str:
        if error := next(said):
            raise error
        return "done"

    assert refusals.attempt(rf.post("/"), act) == "done"
