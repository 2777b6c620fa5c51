"""What the checklist asks about steps: whom they concern, which claim, and in which order they were taken."""

from typing import Any

import pytest

from incidents import workflow
from incidents.models import AllegationParty, Incident, Proceeding, Step, StepParty
from tests.admin.test_checklist import page_of, the_line
from tests.factories import add_claim, make_actor, make_incident

pytestmark = pytest.mark.django_db
NOBODY, ORDER, NO_CLAIM = "names nobody", "which came first", "belongs to no claim"


def told(case: Incident, words: str) -> list[str]:
    return [str(problem) for problem in workflow.checklist(case) if words in str(problem)]


def step(proceeding: Proceeding, kind: str, edtf: str, *whom: Any) -> Step:
    row = Step.objects.create(
        proceeding=proceeding, words=f"{kind}!", kind=kind, date_edtf=edtf, position=proceeding.steps.count()
    )
    for one in whom:
        StepParty.objects.create(step=row, party=one)
    return row


def test_a_step_that_names_nobody_says_nothing_of_anybody_and_is_asked_about(admin_client: Any) -> None:
    ana = make_actor("Ana Inventada")
    case = make_incident("A trial", stage="draft", parties=[(ana, "suspect")])
    proceeding = Proceeding.objects.create(incident=case)
    proceeding.claims.create(allegation=add_claim(case, ana))
    for kind in ("convicted", "seizure_order", "other"):
        step(proceeding, kind, "2018")
    assert AllegationParty.objects.get().legal_status == "none_known"
    (sentence,) = told(case, NOBODY)
    assert "“convicted!”" in sentence
    assert the_line(page_of(admin_client, case), NOBODY) == "proceedings-0-steps-0-parties-group"
    StepParty.objects.create(step=Step.objects.get(kind="convicted"), party=ana)
    assert told(case, NOBODY) == [] and AllegationParty.objects.get().legal_status == "convicted"


def test_the_order_of_decisions_is_asked_about_across_the_proceedings_of_a_case() -> None:
    ana = make_actor("Ana Inventada")
    case = make_incident("A trial", stage="draft", parties=[(ana, "suspect")])
    claim = add_claim(case, ana)
    for position, (kind, edtf) in enumerate([("annulled", ""), ("convicted", "2018")]):
        proceeding = Proceeding.objects.create(incident=case, name=kind, position=position)
        proceeding.claims.create(allegation=claim)
        step(proceeding, kind, edtf, ana)
    assert AllegationParty.objects.get().legal_status == "opposed"
    (sentence,) = told(case, ORDER)
    assert "“annulled!” and “convicted!”" in sentence
    Step.objects.filter(kind="annulled").update(date_edtf="2019", date_earliest="2019-01-01", date_latest="2019-12-31")
    assert told(case, ORDER) == []


@pytest.mark.parametrize(
    "kind,what,status",
    [("acquittal_annulled", "acquitted", "convicted"), ("pardon_annulled", "pardoned", "convicted_final")],
)
def test_what_is_set_aside_without_being_told_is_asked_for(kind: str, what: str, status: str) -> None:
    ana = make_actor("Ana Inventada")
    case = make_incident("A trial", stage="draft", parties=[(ana, "suspect")])
    proceeding = Proceeding.objects.create(incident=case)
    proceeding.claims.create(allegation=add_claim(case, ana))
    Step.objects.filter(pk=step(proceeding, "convicted", "2015", ana).pk).update(final="yes")
    step(proceeding, kind, "2018", ana)
    (sentence,) = told(case, "sets something aside")
    assert f"“{kind}!”" in sentence and AllegationParty.objects.get().legal_status == status
    step(proceeding, what, "2017", ana)
    assert told(case, "sets something aside") == []


def test_decisions_about_different_people_have_no_order_to_ask_about() -> None:
    ana, benito = make_actor("Ana Inventada"), make_actor("Benito Inventado")
    case = make_incident("A trial", stage="draft", parties=[(ana, "suspect"), (benito, "suspect")])
    proceeding = Proceeding.objects.create(incident=case)
    proceeding.claims.create(allegation=add_claim(case, [ana, benito]))
    step(proceeding, "convicted", "2018", ana)
    step(proceeding, "acquitted", "2018", benito)
    assert told(case, ORDER) == []
    step(proceeding, "sentenced", "2018", ana, benito)
    (sentence,) = told(case, ORDER)
    assert "“acquitted!” and “sentenced!”" in sentence, "once, and only of whom it matters for"


@pytest.mark.parametrize(
    "kind", ["charged", "sentenced", "conviction_upheld", "annulled", "retrial_ordered", "pardoned"]
)
def test_every_decision_that_belongs_to_no_claim_is_told(kind: str) -> None:
    ana = make_actor("Ana Inventada")
    case = make_incident("A trial", stage="draft", parties=[(ana, "suspect")])
    step(Proceeding.objects.create(incident=case), kind, "2018", ana)
    (sentence,) = told(case, NO_CLAIM)
    assert f"“{kind}!”" in sentence
