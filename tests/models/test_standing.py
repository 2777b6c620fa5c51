"""From steps to standing: what follows from what, and what never does."""

import pytest

from incidents import wording
from incidents.models import StepKind
from incidents.models.standing import StepFact, derive


def after(*kinds: str, final: str = "unknown") -> str:
    steps = [StepFact(kind) for kind in kinds]
    return derive([*steps[:-1], StepFact(kinds[-1], final)]) if kinds else derive([])


@pytest.mark.parametrize(
    "kinds,status",
    [
        ((), "none_known"),
        (("investigation_opened",), "investigated"),
        (("detained",), "detained"),
        (("detained", "released"), "detained"),
        (("detained", "charged"), "charged"),
        (("charged", "detained"), "charged"),
        (("indicted", "trial_opened"), "on_trial"),
        (("plea_guilty", "sentenced"), "convicted"),
        (("convicted", "appeal_filed"), "convicted_not_final"),
        (("convicted", "pardoned"), "pardoned"),
        (("convicted", "annulled"), "annulled"),
        (("convicted", "annulled", "retrial_ordered", "convicted"), "convicted"),
        (("charged", "annulled", "dismissed"), "annulled"),
        (("acquitted",), "acquitted"),
        (("acquitted", "acquittal_upheld"), "acquitted"),
        (("charged", "acquitted", "detained"), "acquitted"),
        (("indicted", "died", "dismissed"), "dismissed"),
        (("indicted", "killed"), "closed_by_death"),
        (("convicted", "died"), "convicted"),
        (("removed_from_post",), "sanctioned"),
        (("removed_from_post", "detained"), "detained"),
        (("detained", "removed_from_post"), "detained"),
        (("administrative_cleared", "removed_from_post"), "sanctioned"),
        (("disciplinary_opened", "disciplinary_closed"), "cleared_administratively"),
        (("pardoned",), "none_known"),
        (("extradited",), "none_known"),
    ],
)
def test_the_status_follows_from_the_steps(kinds: tuple[str, ...], status: str) -> None:
    assert after(*kinds) == status


def test_only_a_final_judgment_ends_the_presumption_of_innocence() -> None:
    guilty = {kind for kind in StepKind.values if wording.BY_CODE[after(kind)].states_guilt}
    assert guilty == set()
    guilty_if_final = {kind for kind in StepKind.values if wording.BY_CODE[after(kind, final="yes")].states_guilt}
    assert guilty_if_final == {"convicted", "sentenced", "conviction_upheld"}


def test_nothing_but_a_court_takes_an_acquittal_back() -> None:
    courts = {
        "convicted",
        "sentenced",
        "conviction_upheld",
        "annulled",
        "retrial_ordered",
        "acquitted",
        "acquittal_upheld",
    }
    prosecutors = {"charged", "indicted", "trial_opened", "plea_guilty", "dismissed"}
    for kind in set(StepKind.values) - courts - prosecutors:
        assert after("charged", "acquitted", kind) == "acquitted", kind


def test_every_status_that_can_be_derived_has_its_words() -> None:
    for first in StepKind.values:
        for second in StepKind.values:
            assert after(first, second) in wording.BY_CODE
