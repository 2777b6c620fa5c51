"""The words of cases that are not public stand together in a table of their own, for the desk alone."""

from collections.abc import Callable

import pytest

from incidents.answers.words import filling
from incidents.models import Citation, HiddenPassage, Incident, Passage
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db


def kept() -> dict[str, str]:
    """Title → the words kept of the case."""
    titles = dict(Incident.objects.values_list("pk", "title"))
    return {titles[row.row]: row.text for row in HiddenPassage.objects.all()}


def a_draft(title: str = "A lorry at the bridge", stage: str = "draft") -> Incident:
    ana = make_actor("Ana Ynventada")
    return make_incident(
        title, stage=stage, parties=[(ana, "suspect")], claims=[{"about": ana, "claim": "Drove the van"}]
    )


@pytest.mark.parametrize("stage", ["draft", "in_review", "legal_review", "withdrawn"])
def test_every_case_that_is_not_published_has_its_words_there(stage: str) -> None:
    case = a_draft(stage=stage)
    case.involvements.update(search_text="a driver of lorries")
    assert list(kept()) == [case.title]
    for words in (" a lorry at the bridge ", " drove the van ", " a driver of lorries "):
        assert words in kept()[case.title]


def test_names_are_not_there_for_some_are_told_to_few() -> None:
    case = a_draft()
    case.involvements.get().names_used.create(name=case.involvements.get().party.names.get(), is_heading=True)
    assert "ynventada" not in kept()[case.title]


@pytest.mark.parametrize(
    ("change", "gone", "there"),
    [
        (lambda case: Incident.objects.filter(pk=case.pk).update(search_text="a boat"), "lorry", "boat"),
        (lambda case: case.allegations.update(search_text="sailed the boat"), "drove", "sailed"),
        (lambda case: case.allegations.all().delete(), "drove", "lorry"),
        (lambda case: case.involvements.update(search_text="a sailor"), "zzz", "sailor"),
    ],
)
def test_they_follow_every_change_whoever_made_it(change: Callable[[Incident], object], gone: str, there: str) -> None:
    case = a_draft()
    change(case)
    assert gone not in kept()[case.title]
    assert there in kept()[case.title]


def test_they_go_when_the_case_is_published_and_come_back_when_it_is_withdrawn() -> None:
    case = a_draft()
    rows = Incident.objects.filter(pk=case.pk)
    rows.update(stage="published")
    assert kept() == {} and Passage.objects.filter(incident=case.pk).exists()
    rows.update(stage="withdrawn")
    assert list(kept()) == [case.title] and not Passage.objects.filter(incident=case.pk).exists()
    Citation.objects.filter(incident=case).delete()
    case.delete()
    assert kept() == {}


def test_what_was_deleted_or_altered_by_hand_is_told_and_made_again() -> None:
    case = a_draft()
    right = kept()
    HiddenPassage.objects.update(text=" something else ")
    assert f"passage of hidden {case.pk}" in list(filling.differences())
    HiddenPassage.objects.all().delete()
    assert not filling.is_whole()
    filling.fill()
    assert filling.is_whole() and kept() == right and list(filling.differences()) == []
