"""Whom a public case names is called by name there, whatever becomes of the other cases that use the name."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Incident, Involvement, NameUse, Party
from tests.factories import make_actor, make_incident, make_organization
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NAMES = ("Anselmo Inventado Yupa", "Comercial Inventada")


@pytest.fixture
def two_cases() -> tuple[Incident, Incident]:
    """A first case that gave two parties their names, and a second one that chose them from the list."""
    parties: list[Party] = [make_actor(NAMES[0]), make_organization(NAMES[1])]
    first = make_incident("The first", stage="draft", parties=[(party, "suspect") for party in parties])
    for part in Involvement.objects.filter(incident=first):
        NameUse.objects.create(involvement=part, name=part.party.names.get(), is_heading=True)
    second = make_incident("The second", stage="draft", parties=[(party, "suspect") for party in parties])
    Involvement.objects.filter(incident=second).update(named_publicly=True)
    return first, second


def read(case: Incident) -> str:
    return Client().get(case.get_absolute_url(), follow=True).text


def test_a_case_names_whom_it_names_publicly_though_the_case_that_named_them_first_is_a_draft(two_cases: Any) -> None:
    _first, second = two_cases
    workflow.publish(second, member("editor"), "Read and approved.")
    page = read(second)
    assert all(name in page for name in NAMES)
    assert "withheld" not in page


def test_and_though_that_case_is_withdrawn_later(two_cases: Any) -> None:
    first, second = two_cases
    editor = member("editor")
    Involvement.objects.filter(incident=first).update(named_publicly=True)
    workflow.publish(first, editor, "Read and approved.")
    workflow.publish(second, editor, "Read and approved.")
    workflow.withdraw(first, member("legal reviewer"), "It cannot be held up.")
    assert all(name in read(second) for name in NAMES)


def test_whoever_no_public_source_names_is_not_called_by_name(two_cases: Any) -> None:
    _first, second = two_cases
    body = second.involvements.get(party__names__name=NAMES[1])
    second.involvements.exclude(pk=body.pk).update(named_publicly=False, description="A driver")
    workflow.publish(second, member("editor"), "Read and approved.")
    page = read(second)
    assert NAMES[0] not in page and NAMES[1] in page


@pytest.mark.parametrize("is_used", [False, True])
def test_whoever_no_public_source_names_is_not_published_with_a_name_that_readers_would_see_elsewhere(
    is_used: bool,
) -> None:
    """Their own page shows a name that no case uses, and that of the case shows one that is used beside a description."""
    who, editor = make_actor(NAMES[0]), member("editor")
    case = make_incident("A lorry", stage="draft", parties=[(who, "suspect")])
    case.involvements.update(named_publicly=False, description="A driver")
    if is_used:
        NameUse.objects.create(involvement=case.involvements.get(), name=who.names.get())
    with pytest.raises(workflow.NotPublishable, match="no public source names them"):
        workflow.publish(case, editor, "Read and approved.")
    case.involvements.update(named_publicly=True)
    workflow.publish(case, editor, "Read and approved.")
