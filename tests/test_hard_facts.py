"""Those of the ten hardest facts to hold that are built, because the shipped casebook has no such case (see test_casebook.py)."""

import pytest

from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Incident,
    Proceeding,
    ProceedingAllegation,
    Step,
    StepParty,
)

pytestmark = pytest.mark.django_db


def tried(incident: Incident, who: Actor, claim: str, *steps: tuple[str, str, str]) -> AllegationParty:
    """A claim against somebody, and the steps (words, kind, EDTF) that came of it."""
    allegation = Allegation.objects.create(incident=incident, claim=claim)
    link = AllegationParty.objects.create(allegation=allegation, party=who)
    proceeding, _made = Proceeding.objects.get_or_create(incident=incident, name="The trial")
    ProceedingAllegation.objects.create(proceeding=proceeding, allegation=allegation)
    for position, (words, kind, edtf) in enumerate(steps):
        step = Step.objects.create(proceeding=proceeding, words=words, kind=kind, date_edtf=edtf, position=position)
        StepParty.objects.create(step=step, party=who)
    link.refresh_from_db()
    return link


def test_fact_3_convicted_annulled_retried_upheld_and_one_dropped_out_midway() -> None:
    incident = Incident.objects.create(title="A retrial")
    first, second = Actor.objects.create(form="unnamed"), Actor.objects.create(form="unnamed")
    history = [
        ("convicted", "convicted", "2001"),
        ("judgment annulled", "annulled", "2003"),
        ("new trial", "retrial_ordered", "2003-05"),
        ("at large", "wanted", "2004"),
        ("convicted again", "convicted", "2006"),
        ("upheld", "conviction_upheld", "2008"),
        ("still at large", "escaped", "2009"),
    ]
    stages = [tried(incident, Actor.objects.create(form="unnamed"), f"Claim {n}", *history[:n]) for n in range(1, 8)]
    assert [link.legal_status for link in stages] == [
        "convicted",
        "annulled",
        "retrial",
        "retrial",
        "convicted",
        "convicted",
        "convicted",
    ]
    dropped = tried(
        incident, second, "The same, by the other", ("charged", "charged", "2001"), ("dropped", "dismissed", "2002")
    )
    main = tried(incident, first, "The same, by the first", *history)
    assert (main.legal_status, dropped.legal_status) == ("convicted", "dismissed")


def test_fact_3_custody_is_kept_apart_from_guilt() -> None:
    incident = Incident.objects.create(title="Held and freed")
    link = tried(
        incident,
        Actor.objects.create(form="unnamed"),
        "Did it",
        ("acquitted", "acquitted", "2001"),
        ("held", "detained", "2002"),
    )
    assert link.legal_status == "acquitted"
    assert {step.family for step in Step.objects.filter(proceeding__incident=incident)} == {"criminal", "custody"}


def test_fact_5_a_sanction_listed_and_lifted_is_no_criminal_finding() -> None:
    incident = Incident.objects.create(title="Listed and taken off")
    who = Actor.objects.create(form="unnamed")
    listed = tried(incident, who, "Laundered", ("listed abroad", "sanction_listed", "2010"))
    assert listed.legal_status == "sanctioned"
    lifted = tried(
        incident, who, "Laundered too", ("listed", "sanction_listed", "2010"), ("lifted", "sanction_lifted", "2014")
    )
    assert lifted.legal_status == "cleared_administratively"
