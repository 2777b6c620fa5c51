"""What followed what, as far as dates say it; and what came of a claim where they do not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from incidents import wording, workflow
from incidents.models import AllegationParty, Incident, Involvement, Proceeding, Step, StepParty
from incidents.models.edtf import edtf_bounds
from incidents.models.ordering import as_they_followed, surely_before, unsure
from tests import factories as make


@dataclass(frozen=True)
class Dated:
    kind: str
    date_earliest: date | None = None
    date_latest: date | None = None


def dated(kind: str, edtf: str = "") -> Dated:
    return Dated(kind, *(edtf_bounds(edtf) if edtf else (None, None)))


def ordered(*told: tuple[str, str]) -> str:
    return " ".join(row.kind for row in as_they_followed(dated(kind, edtf) for kind, edtf in told))


@pytest.mark.parametrize(
    "told,order",
    [
        ([("a", "2018-05"), ("b", "2018")], "a b"),
        ([("a", "2018"), ("b", "2018-05")], "a b"),
        ([("a", ""), ("b", "2018")], "a b"),
        ([("a", "2018"), ("b", "")], "a b"),
        ([("a", "2019"), ("b", "2018-05")], "b a"),
        ([("a", "2019"), ("b", ""), ("c", "2018")], "b c a"),
        ([("a", "2018-05/.."), ("b", "2019")], "a b"),
        ([("a", "2018-05"), ("b", "../2017")], "b a"),
        ([("a", "2018~"), ("b", "2018-03-01")], "a b"),
    ],
)
def test_what_surely_came_before_comes_before_and_all_else_stays_as_listed(
    told: list[tuple[str, str]], order: str
) -> None:
    assert ordered(*told) == order


DAYS = st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 9))
ROWS = st.tuples(DAYS, DAYS).map(lambda ends: Dated("a", *sorted(ends)) if None not in ends else Dated("a", *ends))


@given(st.lists(ROWS, max_size=7))
def test_no_row_is_lost_and_none_comes_before_one_that_was_surely_earlier(rows: list[Dated]) -> None:
    found = as_they_followed(rows)
    assert sorted(map(repr, found)) == sorted(map(repr, rows))
    assert not any(surely_before(later, row) for place, row in enumerate(found) for later in found[place + 1 :])
    assert as_they_followed(found) == found


def test_an_order_is_unsure_only_between_different_decisions() -> None:
    convicted, annulled = dated("convicted", "2018-05"), dated("annulled", "2018")
    assert unsure([dated("detained"), convicted, dated("appeal_filed"), annulled]) == [(convicted, annulled)]
    assert unsure([convicted, dated("convicted")]) == []
    assert unsure([convicted, dated("annulled", "2019")]) == []
    acquitted, sentenced = dated("acquitted", "2018-05"), dated("sentenced", "2018")
    assert unsure([acquitted, sentenced]) == [(acquitted, sentenced)]
    assert unsure([convicted, sentenced]) == [], "one judgment"
    died = dated("died")
    assert (
        unsure([died, convicted]) == [(died, convicted)] and unsure([died, annulled]) == unsure([annulled, died]) == []
    )
    assert unsure([dated("died", "2017"), convicted]) == [], "nobody is judged after death"


def tried(who: Any, *steps: tuple[str, str, str]) -> AllegationParty:
    """A claim against somebody in a draft, and what came of it, as (kind, EDTF, whether final)."""
    incident = make.make_incident("A trial", stage="draft", parties=[(who, "suspect")])
    proceeding = Proceeding.objects.create(incident=incident)
    proceeding.claims.create(allegation=make.add_claim(incident, who, "Took money"))
    for position, (kind, edtf, final) in enumerate(steps):
        step = Step.objects.create(
            proceeding=proceeding, words=f"{kind}!", kind=kind, date_edtf=edtf, final=final, position=position
        )
        StepParty.objects.create(step=step, party=who)
    return AllegationParty.objects.get(allegation__incident=incident)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "steps,status",
    [
        ([("convicted", "", "yes"), ("annulled", "2018-05-03", "")], "annulled"),
        ([("convicted", "2018-05", "yes"), ("annulled", "2018", "")], "annulled"),
        ([("convicted", "", "yes"), ("acquitted", "2019", "yes")], "acquitted"),
        ([("convicted", "2018-05", "yes"), ("retrial_ordered", "2018~", "")], "retrial"),
        ([("convicted", "2018-05", "no"), ("acquitted", "2018", "")], "acquitted"),
        ([("acquitted", "2019", "yes"), ("convicted", "2018-05", "no")], "acquitted"),
    ],
)
def test_the_last_decision_counts_also_where_its_date_is_less_exact(
    client: Client, steps: list[tuple[str, str, str]], status: str
) -> None:
    link = tried(make.make_actor("Ana Inventada"), *steps)
    assert link.legal_status == status
    incident = Incident.objects.get()
    told = [str(one) for one in workflow.checklist(incident) if "which came first" in str(one)]
    assert bool(told) is (len({edtf for _kind, edtf, _final in steps} & {"2019", "2018-05"}) < 2)
    make.bring_to(incident, "published")
    page = client.get(f"/incidents/{incident.public_id}/", follow=True).content.decode()
    assert (str(wording.UNORDERED) in page) is bool(told)
    assert "final judgment" not in page.replace("final judgment says otherwise", "")
    kinds = [kind for kind, edtf, _final in sorted(steps, key=lambda step: step[0] == status and step[1] == "2019")]
    places = [page.index(f"{kind}!") for kind in kinds]
    assert places == sorted(places)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "steps,status",
    [
        ([("acquitted", "2018-05", ""), ("convicted", "2018", "yes")], "opposed"),
        ([("acquitted", "", ""), ("convicted", "2018", "yes")], "opposed"),
        ([("acquitted", "", ""), ("convicted", "", "")], "opposed"),
        ([("dismissed", "2017/2019", ""), ("convicted", "2018", "no")], "opposed"),
        ([("acquitted", "2018", ""), ("annulled", "2018", ""), ("convicted", "2018", "yes")], "opposed"),
        ([("acquitted", "2018", ""), ("convicted", "2018", "yes"), ("pardoned", "2020", "")], "opposed"),
        ([("acquitted", "2018-05", ""), ("sentenced", "2018", "yes")], "opposed"),
        ([("acquitted", "2017", ""), ("convicted", "2018", "yes")], "convicted_final"),
        ([("convicted", "2018", "no"), ("conviction_upheld", "2018", "yes")], "convicted_final"),
        ([("plea_guilty", "2018", ""), ("convicted", "2018", "yes")], "convicted_final"),
        ([("pardoned", "", ""), ("convicted", "", "yes")], "pardoned"),
        ([("pardoned", "2017", ""), ("convicted", "2018", "yes")], "convicted_final"),
        ([("acquitted", "2018-05", ""), ("convicted", "2018", "yes"), ("charged", "2019", "")], "opposed"),
        ([("acquitted", "2018-05", ""), ("plea_guilty", "2018", "")], "opposed"),
        ([("acquitted", "2017", ""), ("plea_guilty", "2018", "")], "pleaded_guilty"),
        ([("acquitted", "2018-05", ""), ("plea_guilty", "2018", ""), ("charged", "2019", "")], "opposed"),
        ([("acquitted", "2018-05", ""), ("plea_guilty", "2018", ""), ("trial_opened", "2019", "")], "opposed"),
        ([("acquitted", "2018-05", ""), ("convicted", "2018", "yes"), ("plea_guilty", "2020", "")], "opposed"),
        ([("annulled", "2018-05", ""), ("convicted", "2018", "yes"), ("plea_guilty", "2020", "")], "opposed"),
        (
            [
                ("charged", "2017", ""),
                ("acquitted", "2018", ""),
                ("acquittal_annulled", "2019", ""),
                ("charged", "2020", ""),
            ],
            "charged",
        ),
        ([("convicted", "2018", "yes"), ("charged", "2019", "")], "convicted_final"),
        ([("convicted", "2018", "no"), ("trial_opened", "2019", "")], "convicted_not_final"),
        ([("convicted", "2018", "yes"), ("annulled", "2019", ""), ("charged", "2020", "")], "charged"),
        ([("acquitted", "2010", "yes"), ("charged", "2012", "")], "acquitted"),
        ([("convicted", "2018", "yes"), ("pardoned", "2019", ""), ("pardon_annulled", "2020", "")], "convicted_final"),
    ],
)
def test_a_conviction_that_may_have_been_taken_back_since_stands_beside_what_takes_it_back(
    client: Client, steps: list[tuple[str, str, str]], status: str
) -> None:
    link = tried(make.make_actor("Ana Inventada"), *steps)
    assert link.legal_status == status
    incident = Incident.objects.get()
    make.bring_to(incident, "published")
    told = wording.BY_CODE[status]
    assert str(told.label) in client.get("/allegations/").text
    page = client.get(f"/incidents/{incident.public_id}/", follow=True).text
    assert str(told.sentence) in page
    if status == "opposed":
        assert str(wording.UNORDERED) in page and str(wording.BY_CODE["convicted_final"].sentence) not in page


@pytest.mark.django_db
def test_a_conviction_of_a_group_convicts_nobody_who_is_part_of_it() -> None:
    officers, officer = make.make_actor("", form="group", description="Nine officers"), make.make_actor("Ana Inventada")
    link = tried(officer, ("charged", "2017", ""), ("acquitted", "2018", "yes"))
    incident = Incident.objects.get()
    whole = Involvement.objects.create(incident=incident, party=officers, role="suspect")
    incident.involvements.filter(party=officer).update(subset_of=whole)
    step = Step.objects.create(
        proceeding=Proceeding.objects.get(), words="seven of the nine", kind="convicted", date_edtf="2019", final="yes"
    )
    StepParty.objects.create(step=step, party=officers)
    link.refresh_from_db()
    assert link.legal_status == "acquitted"
    StepParty.objects.create(step=step, party=officer)
    link.refresh_from_db()
    assert link.legal_status == "convicted_final"
