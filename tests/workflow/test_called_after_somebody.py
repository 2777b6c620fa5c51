"""Organizations that are called after somebody protected: their whole name is theirs, and silences nothing else."""

import datetime

import pytest

from incidents import models as record
from incidents import workflow
from incidents.workflow.checklist import checklist
from tests import factories as make

pytestmark = pytest.mark.django_db
COMPANY = "Transportes Muchawi Qqente"


@pytest.fixture
def case() -> record.Incident:
    """A case with a protected witness, and the company that the family has."""
    region = make.make_region("Invented Country", "XA", "country")
    accused = make.make_actor("Aurelia Inventada")
    hidden = make.make_actor("Hilario Muchawi Qqente", protection="private", description="A driver")
    return make.make_incident(
        "A lorry",
        places=[(region, "location")],
        parties=[(accused, "suspect"), (hidden, "witness"), (make.make_organization(COMPANY), "mentioned")],
        claims=[{"about": accused}],
        summary=f"A lorry of {COMPANY} burned.",
    )


def told(case: record.Incident) -> list[str]:
    """Where the checklist tells of a word of the hidden name; none of it blocks."""
    found = [problem for problem in checklist(case) if "somebody protected is called so" in str(problem)]
    assert not any(problem.blocks for problem in found)
    return [str(problem) for problem in found]


def test_the_whole_name_of_an_organization_is_its_own(case: record.Incident) -> None:
    assert told(case) == [] and list(workflow.namesakes_in(case)) == []


def test_each_place_that_says_words_of_the_hidden_name_is_told_but_for_the_name_of_the_organization(
    case: record.Incident,
) -> None:
    source = make.make_source(title="What Muchawi Qqente saw")
    record.IncidentSource.objects.create(incident=case, source=source, accessed=datetime.date.today(), position=7)
    record.Proceeding.objects.create(incident=case, name="The state against Muchawi Qqente")
    goods = record.Seizure.objects.create(incident=case, what="The papers of Muchawi Qqente")
    record.Measurement.objects.create(seizure=goods, quantity_as_stated="two boxes of Muchawi Qqente")
    record.OpenQuestion.objects.create(incident=case, text=f"Did Muchawi know? Did {COMPANY}?")
    found = told(case)
    for place in ("source “", "roceeding 1", "seizure 1", "measurement 1", "uestion"):
        assert any("Muchawi" in one.partition(": ")[2] and place in one.partition(": ")[0] for one in found), place
    assert len(found) == 9, "both words at four places, one of them at the fifth"


def test_the_word_is_told_only_where_it_is_not_within_the_name_of_the_organization(case: record.Incident) -> None:
    record.OpenQuestion.objects.create(incident=case, text="Did Muchawi know?")
    (only,) = told(case)
    assert "uestion" in only


def test_a_person_who_is_openly_called_so_silences_the_words(case: record.Incident) -> None:
    brother = make.make_actor("Rufo Muchawi Qqente")
    make.Involvement.objects.create(incident=case, party=brother, role="mentioned", named_publicly=True)
    record.OpenQuestion.objects.create(incident=case, text="Did Muchawi Qqente know?")
    assert told(case) == []


def test_somebody_protected_of_another_case_is_told_in_a_short_form_although_an_organization_is_called_so(
    case: record.Incident,
) -> None:
    make.make_actor("Aniceta Muchawi Qqente", protection="private", description="A cook")
    case.involvements.filter(role="witness").delete()
    assert told(case) == []
    record.OpenQuestion.objects.create(incident=case, text="Did Muchawi Qqente know?")
    (only,) = told(case)
    assert "“Muchawi Qqente”" in only and "uestion" in only
