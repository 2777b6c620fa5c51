"""From steps to standing: what follows from what, and what never does."""

from itertools import permutations

import pytest

from incidents import wording
from incidents.models import StepKind
from incidents.models.standing import StepFact, counting, derive, outcome


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
        (("convicted", "pardoned"), "pardoned_not_final"),
        (("convicted", "appeal_filed", "pardoned"), "pardoned_not_final"),
        (("convicted", "pardoned", "conviction_upheld"), "pardoned_not_final"),
        (("convicted", "pardoned", "annulled"), "annulled"),
        (("convicted", "annulled"), "annulled"),
        (("convicted", "annulled", "retrial_ordered", "convicted"), "convicted"),
        (("charged", "annulled", "dismissed"), "annulled"),
        (("acquitted",), "acquitted"),
        (("charged", "acquitted", "annulled"), "acquittal_annulled"),
        (("charged", "acquitted", "acquittal_upheld", "annulled"), "acquittal_annulled"),
        (("convicted", "acquitted", "annulled"), "acquittal_annulled"),
        (("charged", "acquittal_annulled"), "acquittal_annulled"),
        (("charged", "acquitted", "acquittal_annulled"), "acquittal_annulled"),
        (("acquitted", "annulled", "detained"), "acquittal_annulled"),
        (("acquitted", "annulled", "appeal_filed"), "acquittal_annulled"),
        (("acquitted", "annulled", "retrial_ordered"), "retrial"),
        (("acquitted", "retrial_ordered", "annulled"), "retrial"),
        (("acquitted", "annulled", "trial_opened"), "on_trial"),
        (("acquitted", "annulled", "acquitted"), "acquitted"),
        (("acquitted", "annulled", "convicted"), "convicted"),
        (("acquitted", "annulled", "dismissed"), "dismissed"),
        (("acquitted", "annulled", "annulled"), "annulled"),
        (("acquitted", "annulled", "died"), "acquittal_annulled"),
        (("acquitted", "retrial_ordered", "died"), "acquittal_annulled"),
        (("acquitted", "convicted", "acquittal_annulled"), "convicted"),
        (("convicted", "annulled", "retrial_ordered"), "retrial"),
        (("convicted", "annulled", "trial_opened"), "on_trial"),
        (("convicted", "annulled", "dismissed"), "annulled"),
        (("charged", "dismissed", "annulled"), "charged"),
        (("investigation_opened", "dismissed", "annulled"), "investigated"),
        (("dismissed", "annulled"), "steps_only"),
        (("acquitted", "acquittal_upheld"), "acquitted"),
        (("charged", "acquitted", "detained"), "acquitted"),
        (("indicted", "died", "dismissed"), "dismissed"),
        (("indicted", "killed"), "closed_by_death"),
        (("convicted", "died"), "convicted"),
        (("convicted", "appeal_filed", "died"), "convicted_died"),
        (("convicted", "appeal_filed", "killed", "conviction_upheld"), "convicted_died"),
        (("died", "convicted"), "closed_by_death"),
        (("convicted", "died", "conviction_upheld"), "convicted"),
        (("convicted", "appeal_filed", "died", "annulled"), "annulled"),
        (("removed_from_post",), "sanctioned"),
        (("removed_from_post", "detained"), "detained"),
        (("detained", "removed_from_post"), "detained"),
        (("administrative_cleared", "removed_from_post"), "sanctioned"),
        (("disciplinary_opened", "disciplinary_closed"), "cleared_administratively"),
        (("complaint",), "complaint"),
        (("complaint", "investigation_opened"), "investigated"),
        (("acquitted", "dismissed"), "acquitted"),
        (("convicted", "retrial_ordered", "died"), "annulled"),
        (("pardoned",), "steps_only"),
        (("extradited",), "steps_only"),
        (("other",), "steps_only"),
        (("killed",), "closed_by_death"),
        (("charged", "killed", "trial_opened"), "closed_by_death"),
        (("killed", "charged"), "closed_by_death"),
        (("acquitted", "died", "charged"), "acquitted"),
        (("annulled", "died", "indicted"), "annulled"),
        (("convicted", "died", "appeal_filed"), "convicted_died"),
        (("convicted", "appeal_filed", "died", "retrial_ordered"), "annulled"),
        (("acquitted", "died", "retrial_ordered"), "acquittal_annulled"),
        (("charged", "dismissed", "died", "annulled"), "closed_by_death"),
        (("convicted", "annulled", "retrial_ordered", "trial_opened", "died"), "annulled"),
        (("convicted", "retrial_ordered", "trial_opened", "died"), "annulled"),
        (("convicted", "annulled", "charged", "died"), "annulled"),
        (("convicted", "annulled", "plea_guilty", "died"), "annulled"),
        (("acquitted", "acquittal_annulled", "charged", "killed"), "acquittal_annulled"),
        (("acquitted", "retrial_ordered", "trial_opened", "killed"), "acquittal_annulled"),
    ],
)
def test_the_status_follows_from_the_steps(kinds: tuple[str, ...], status: str) -> None:
    assert after(*kinds) == status


@pytest.mark.parametrize(
    "final,status", [("yes", "pardoned"), ("no", "pardoned_not_final"), ("unknown", "pardoned_not_final")]
)
def test_a_pardon_makes_no_conviction_final(final: str, status: str) -> None:
    assert derive([StepFact("convicted", final), StepFact("pardoned")]) == status
    assert derive([StepFact("convicted", "no"), StepFact("pardoned"), StepFact("conviction_upheld", final)]) == status


def test_a_review_that_is_asked_of_a_final_judgment_leaves_it_final() -> None:
    final = StepFact("convicted", "yes")
    assert derive([final, StepFact("appeal_filed")]) == "convicted_final"
    assert derive([final, StepFact("appeal_filed"), StepFact("appeal_refused", "yes")]) == "convicted_final"
    assert derive([final, StepFact("appeal_filed"), StepFact("annulled")]) == "annulled"


def test_a_final_judgment_that_is_upheld_stays_final_unless_this_says_otherwise() -> None:
    final, not_final = StepFact("convicted", "yes"), StepFact("convicted", "no")
    for said in ("", "unknown", "yes"):
        assert derive([final, StepFact("conviction_upheld", said)]) == "convicted_final"
        assert derive([final, StepFact("appeal_filed"), StepFact("sentenced", said)]) == "convicted_final"
    assert derive([final, StepFact("conviction_upheld", "no")]) == "convicted_not_final"
    assert derive([not_final, StepFact("conviction_upheld")]) == "convicted"
    assert derive([final, StepFact("annulled"), StepFact("conviction_upheld")]) == "convicted"
    assert derive([final, StepFact("convicted")]) == "convicted", (
        "another judgment, of which nobody said that it is final"
    )


def test_a_pardon_that_is_set_aside_leaves_what_was_final_before_or_became_so_since() -> None:
    not_final, pardoned, undone = StepFact("convicted", "no"), StepFact("pardoned"), StepFact("pardon_annulled")
    assert derive([not_final, pardoned, StepFact("conviction_upheld", "yes"), undone]) == "convicted_final"
    assert derive([StepFact("convicted", "yes"), pardoned, undone]) == "convicted_final"
    assert derive([not_final, pardoned, undone]) == "convicted_not_final"
    assert derive([not_final, pardoned, StepFact("conviction_upheld"), undone]) == "convicted_not_final"
    assert derive([StepFact("convicted"), pardoned, undone]) == "convicted"


def test_an_acquittal_that_no_step_tells_came_between_a_final_conviction_and_its_being_set_aside() -> None:
    final, set_aside = StepFact("convicted", "yes"), StepFact("acquittal_annulled")
    assert derive([final, set_aside]) == "convicted"
    assert derive([StepFact("acquitted"), final, set_aside]) == "convicted_final"


def test_closing_a_file_takes_no_final_conviction_away() -> None:
    final, not_final = StepFact("convicted", "yes"), StepFact("convicted", "no")
    assert derive([final, StepFact("dismissed")]) == "convicted_final"
    assert derive([final, StepFact("died"), StepFact("dismissed")]) == "convicted_final"
    assert derive([not_final, StepFact("died"), StepFact("dismissed", on_merits="no")]) == "convicted_died"
    assert derive([not_final, StepFact("pardoned"), StepFact("dismissed")]) == "pardoned_not_final"
    assert derive([not_final, StepFact("dismissed")]) == "dismissed"
    elsewhere = [fact("charged", 1), fact("convicted", 1, final="yes"), fact("dismissed", 2)]
    assert derive(elsewhere) == "convicted_final"


def test_the_last_refusal_of_an_appeal_says_no_more_that_the_judgment_is_not_final() -> None:
    steps = [StepFact("convicted", "no"), StepFact("appeal_filed")]
    assert derive([*steps, StepFact("appeal_refused")]) == "convicted_not_final"
    assert derive([*steps, StepFact("appeal_refused", "yes")]) == "convicted"


def test_no_judgment_becomes_final_after_death_and_what_clears_the_dead_still_counts() -> None:
    not_final, upheld = StepFact("convicted", "no"), StepFact("conviction_upheld", "yes")
    assert derive([not_final, StepFact("died"), upheld]) == "convicted_died"
    assert derive([StepFact("died"), StepFact("convicted", "yes")]) == "closed_by_death"
    assert derive([not_final, StepFact("died"), upheld, StepFact("annulled")]) == "annulled"
    assert derive([not_final, StepFact("died"), StepFact("acquitted", "yes")]) == "acquitted"


@pytest.mark.parametrize(
    "told,counted",
    [
        ("group detained, group charged", "detained charged"),
        ("group charged, group convicted, group sentenced, group conviction_upheld", "charged"),
        ("acquitted, group convicted", "acquitted"),
        ("acquitted, group charged, group annulled", "acquitted"),
        ("convicted, group annulled", "convicted annulled"),
        ("convicted, group charged", "convicted"),
        ("group charged, group acquitted", "charged acquitted"),
        ("detained, group charged, convicted", "detained charged convicted"),
    ],
)
def test_a_step_about_a_larger_group_makes_nobody_guilty_and_overrides_no_decision(told: str, counted: str) -> None:
    steps = [(StepFact(words.split()[-1]), not words.startswith("group")) for words in told.split(", ")]
    kinds = [step.kind for (step, _own), counts in zip(steps, counting(steps), strict=True) if counts]
    assert " ".join(kinds) == counted


def fact(kind: str, proceeding: int = 1, place: str = "", **more: str) -> StepFact:
    return StepFact(kind, proceeding=proceeding, place=place, **more)


def test_a_case_that_was_closed_without_a_word_on_the_merits_is_said_to_be_so() -> None:
    assert derive([fact("charged"), fact("dismissed", on_merits="no")]) == "closed_not_on_merits"
    assert derive([fact("charged"), fact("dismissed", on_merits="yes")]) == "dismissed"
    assert derive([fact("charged"), fact("dismissed")]) == "dismissed"


@pytest.mark.parametrize(
    "steps,status,findings",
    [
        # Courts of two countries, in two proceedings and in one.
        ([fact("convicted", 1, "US"), fact("acquitted", 2, "PE")], "opposed", {"convicted", "acquitted"}),
        ([fact("convicted", 1, "US"), fact("acquitted", 1, "PE")], "opposed", {"convicted", "acquitted"}),
        # Two proceedings of one country go their own way.
        ([fact("acquitted", 1, "PE"), fact("convicted", 2, "PE")], "opposed", {"convicted", "acquitted"}),
        ([fact("acquitted", 1), fact("charged", 2)], "opposed", {"acquitted", "charged"}),
        # A prosecutor who closes the file does not undo a foreign conviction, nor the reverse.
        ([fact("convicted", 1, "US"), fact("dismissed", 2, "PE")], "opposed", {"convicted", "dismissed"}),
        # Where it stands, a conviction is not in doubt because another case is still open.
        ([fact("convicted", 1, "US", final="yes"), fact("charged", 2, "PE")], "convicted_final", {"convicted_final", "charged"}),
        ([fact("charged", 1, "US"), fact("trial_opened", 2, "PE")], "on_trial", {"charged", "on_trial"}),
        # One authority after the other, in one proceeding: the later decision counts.
        ([fact("convicted", 1, "PE"), fact("acquitted", 1, "PE")], "acquitted", set()),
        ([fact("charged", 1), fact("convicted", 1, "PE"), fact("annulled", 1)], "annulled", set()),
        # A habeas corpus, a pardon, a death count for the case that they end.
        ([fact("convicted", 1, "PE"), fact("annulled", 2, "PE")], "annulled", set()),
        ([fact("convicted", 1, "PE"), fact("pardoned", 2)], "pardoned_not_final", set()),
        ([fact("convicted", 1, final="yes"), fact("pardoned", 2)], "pardoned", set()),
        ([fact("convicted", 1, final="yes"), fact("convicted", 2), fact("pardoned", 3)], "pardoned", {"pardoned", "pardoned_not_final"}),
        ([fact("charged", 1, "PE"), fact("charged", 2, "US"), fact("killed", 3, "CO")], "closed_by_death", {"closed_by_death"}),
        # An acquittal that was set aside is an open case: a conviction elsewhere stands, and so does another acquittal.
        ([fact("acquitted", 1, "PE"), fact("annulled", 2, "PE")], "acquittal_annulled", set()),
        ([fact("acquitted", 1), fact("annulled", 1), fact("convicted", 2, final="yes")], "convicted_final", {"convicted_final", "acquittal_annulled"}),
        ([fact("acquitted", 1), fact("annulled", 1), fact("acquitted", 2)], "opposed", {"acquitted", "acquittal_annulled"}),
        ([fact("acquitted", 1), fact("annulled", 1), fact("charged", 2)], "charged", {"charged", "acquittal_annulled"}),
        # An arrest abroad is custody, not a finding.
        ([fact("convicted", 1, "PE"), fact("detained", 1, "US")], "convicted", set()),
        # The same result twice is one result.
        ([fact("acquitted", 1, "PE"), fact("acquitted", 2, "US")], "acquitted", {"acquitted"}),
    ],
)  # fmt: skip
def test_what_one_authority_decides_does_not_hide_what_another_decided(
    steps: list[StepFact], status: str, findings: set[str]
) -> None:
    found = outcome(steps)
    assert found.status == status
    assert {finding.status for finding in found.side_by_side} == findings


def test_each_finding_points_at_the_step_that_decided_it() -> None:
    steps = [fact("charged", 1), fact("charged", 2), fact("convicted", 1), fact("acquitted", 2), fact("released", 2)]
    assert [steps[finding.step].kind for finding in outcome(steps).side_by_side] == ["convicted", "acquitted"]


def test_custody_and_administrative_measures_stand_apart_from_the_status() -> None:
    held = outcome([fact("pretrial_detention"), fact("charged"), fact("removed_from_post"), fact("house_arrest")])
    assert (held.status, held.custody, held.measure) == ("charged", "house_arrest", "sanctioned")
    freed = outcome([fact("detained"), fact("charged"), fact("removed_from_post"), fact("acquitted")])
    assert (freed.status, freed.custody, freed.measure) == ("acquitted", "", "sanctioned")


def test_custody_is_ended_by_a_decision_of_the_case_that_it_counts_in_or_by_death() -> None:
    held = [fact("pretrial_detention", 1, "PE"), fact("charged", 1, "PE"), fact("charged", 2, "CO")]
    assert outcome([*held, fact("acquitted", 2, "CO")]).custody == "pretrial_detention"
    assert outcome([*held, fact("acquitted", 1, "PE")]).custody == ""
    assert outcome([*held, fact("annulled", 3, "PE")]).custody == "", "a habeas corpus"
    assert outcome([*held, fact("annulled", 3, "CO")]).custody == "pretrial_detention"
    assert outcome([*held, fact("killed", 2, "CO")]).custody == ""
    abroad = [fact("detained", 1, "US"), fact("charged", 1, "PE"), fact("acquitted", 1, "PE")]
    assert outcome(abroad).custody == "", "nothing but an arrest was done there"
    assert outcome([fact("killed"), fact("detained")]).custody == "", "others were"


def test_what_is_begun_after_death_is_no_case_of_its_own() -> None:
    found = outcome([fact("acquitted", 1, "PE"), fact("died", 1), fact("charged", 2, "PE"), fact("convicted", 2, "PE")])
    assert (found.status, found.side_by_side) == ("acquitted", ())
    found = outcome([fact("killed", 1), fact("charged", 2, "PE"), fact("trial_opened", 2, "PE")])
    assert found.status == "closed_by_death"


def test_no_order_of_courts_makes_a_contradiction_into_a_finding() -> None:
    guilty = {"convicted_final"}
    for kinds in permutations(
        [fact("convicted", 1, "US", final="yes"), fact("acquitted", 2, "PE"), fact("detained", 2)]
    ):
        assert derive(list(kinds)) not in guilty | {"acquitted"}


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
        "acquittal_annulled",
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


def test_whoever_died_is_to_be_tried_again_nowhere() -> None:
    abroad = fact("retrial_ordered", 2, "BR")
    for steps in (
        [fact("charged", 1, "PE"), abroad, fact("killed", 3)],
        [fact("acquitted", 1, "PE"), fact("died", 1, "PE"), abroad],
        [fact("acquitted", 1, "PE"), abroad, fact("died", 1, "PE")],
    ):
        said = {finding.status for finding in outcome(steps).findings}
        assert not said & {"retrial", "on_trial", "charged"}, steps
