"""A proceeding is open until its steps leave nothing to follow for anybody; and what groups and silence leave open."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from incidents.models import Actor, AllegationParty, Incident, Involvement, Proceeding, Step, StepParty
from incidents.models.courses import Said, is_open, is_open_for_anybody
from incidents.models.groups import Groups
from incidents.models.standing import StepFact
from incidents.workflow import deriving, identity
from tests import factories as make

ANA, BEN, CRIS, SOME, ALL = range(1, 6)


@pytest.mark.parametrize(
    "kinds",
    [
        ("convicted", "died"),
        ("convicted", "appeal_filed", "died"),
        ("charged", "killed"),
        ("charged", "killed", "trial_opened"),
        ("convicted", "died", "retrial_ordered"),
        ("acquitted", "died", "retrial_ordered"),
    ],
)
def test_nothing_is_open_after_death(kinds: tuple[str, ...]) -> None:
    assert not is_open(StepFact(kind) for kind in kinds)
    assert is_open([StepFact("convicted"), StepFact("appeal_filed")])


def test_findings_of_several_courts_are_open_only_for_the_living() -> None:
    differing = [StepFact("convicted", "yes", place="US"), StepFact("acquitted", place="PE")]
    assert is_open(differing) and not is_open([*differing, StepFact("died")])


def opened(*told: tuple[str, set[int]], groups: dict[int, set[int]] | None = None) -> bool:
    facts = [(StepFact(kind, final="yes" if kind == "convicted" else "", proceeding=1), named) for kind, named in told]
    return is_open_for_anybody(
        1, [Said(fact, fact, named) for fact, named in facts], Groups(parts=groups or {}, whole=frozenset(groups or ()))
    )


def test_a_step_that_names_nobody_opens_a_proceeding_and_closes_it_for_nobody_who_is_named() -> None:
    assert opened(("charged", {ANA}), ("acquitted", set()))
    assert opened(("acquitted", {ANA}), ("retrial_ordered", set()))
    assert not opened(("charged", {ANA}), ("trial_opened", set()), ("acquitted", {ANA}))
    assert opened(("charged", set())) and not opened(("charged", set()), ("acquitted", set()))


def test_a_group_is_settled_once_something_was_decided_about_each_of_its_parts() -> None:
    charged, each = ("charged", {ALL}), [("acquitted", {ANA}), ("convicted", {BEN}), ("killed", {CRIS})]
    groups = {ALL: {ANA, BEN, CRIS}}
    assert not opened(charged, *each, groups=groups)
    assert opened(charged, *each[:2], groups=groups), "nothing was decided about the third"
    assert opened(charged, *each, ("charged", {CRIS, ANA, ALL}), groups=groups), "the group is charged again"
    assert opened(*each, charged, groups=groups), "the charge came later"
    assert opened(charged, *each[:2], ("indicted", {CRIS}), groups=groups)
    assert opened(charged, *each), "there may be others"


def test_groups_inside_groups_are_settled_by_the_parts_of_the_smaller_ones() -> None:
    groups = {ALL: {ANA, SOME}, SOME: {BEN, CRIS}}
    each = [("acquitted", {ANA}), ("acquitted", {BEN}), ("acquitted", {CRIS})]
    assert not opened(("charged", {ALL}), *each, groups=groups)
    assert opened(("charged", {ALL}), *each[:2], groups=groups)
    assert not opened(("charged", {ALL}), each[0], ("acquitted", {SOME}), groups=groups)
    circle = {ALL: {SOME}, SOME: {ALL}}
    assert opened(("charged", {ALL, SOME}), groups=circle)


def case_of_a_group(count: int | None) -> tuple[Incident, list[Any]]:
    """A group charged, and two that are part of it."""
    whole, *parts = [
        Actor.objects.create(form="group", description="Officers"),
        make.make_actor("Ana Inventada"),
        make.make_actor("Benito Inventado"),
    ]
    case = make.make_incident("A trial", stage="draft", parties=[(one, "suspect") for one in (whole, *parts)])
    row = case.involvements.get(party=whole)
    Involvement.objects.filter(pk=row.pk).update(count_best=count)
    case.involvements.filter(party__in=parts).update(subset_of=row)
    proceeding = Proceeding.objects.create(incident=case)
    proceeding.claims.create(allegation=make.add_claim(case, [whole, *parts]))
    take(proceeding, "charged", whole)
    return case, parts


def take(proceeding: Proceeding, kind: str, *whom: Any) -> None:
    step = Step.objects.create(proceeding=proceeding, words=kind, kind=kind, position=proceeding.steps.count())
    for one in whom:
        StepParty.objects.create(step=step, party=one)


@pytest.mark.django_db
@pytest.mark.parametrize("count,is_still_open", [(2, False), (3, True), (None, True)])
def test_a_proceeding_that_charged_a_group_closes_with_the_last_of_its_parts_if_all_are_known(
    count: int | None, is_still_open: bool
) -> None:
    case, parts = case_of_a_group(count)
    of_group = AllegationParty.objects.exclude(party__in=parts)
    for part, status_before in zip(parts, ("charged", "decided_in_part"), strict=True):
        assert Proceeding.objects.get().is_open and of_group.get().legal_status == status_before
        take(case.proceedings.get(), "acquitted", part)
    status = "decided_in_part" if is_still_open else "decided_by_name"
    assert Proceeding.objects.get().is_open is is_still_open and of_group.get().legal_status == status
    assert list(deriving.differences()) == []
    Proceeding.objects.update(is_open=not is_still_open)
    of_group.update(legal_status="detained")
    migration: Any = import_module("incidents.migrations.0036_groups_decided_about_member_by_member")
    migration.derive_anew(apps, None)
    assert Proceeding.objects.get().is_open is is_still_open and of_group.get().legal_status == status


def statuses() -> dict[int, str]:
    return dict(AllegationParty.objects.values_list("party", "legal_status"))


@pytest.mark.django_db
def test_of_a_member_of_a_group_that_was_convicted_nobody_says_that_no_court_has_decided() -> None:
    case, (ana, benito) = case_of_a_group(2)
    whole = case.involvements.get(subset_of=None).party
    take(case.proceedings.get(), "convicted", whole)
    assert statuses() == {whole.pk: "convicted", ana.pk: "group_decided", benito.pk: "group_decided"}
    take(case.proceedings.get(), "acquitted", ana)
    assert statuses()[ana.pk] == "acquitted" and statuses()[benito.pk] == "group_decided"
    take(case.proceedings.get(), "charged", benito)
    assert statuses()[benito.pk] == "charged", "by name, and anew"
    assert list(deriving.differences()) == []


@pytest.mark.django_db
def test_a_group_that_was_killed_leaves_those_alive_who_were_tried_since() -> None:
    case, (ana, benito) = case_of_a_group(2)
    whole = case.involvements.get(subset_of=None).party
    take(case.proceedings.get(), "killed", whole)
    assert set(statuses().values()) == {"closed_by_death"}
    take(case.proceedings.get(), "convicted", ana)
    assert statuses()[ana.pk] == "convicted" and statuses()[benito.pk] == "closed_by_death"


@pytest.mark.django_db
def test_whoever_was_killed_before_the_trial_of_their_group_is_never_on_trial() -> None:
    case, (ana, benito) = case_of_a_group(2)
    take(case.proceedings.get(), "killed", ana)
    take(case.proceedings.get(), "trial_opened", *[row.party for row in case.involvements.filter(subset_of=None)])
    assert (statuses()[ana.pk], statuses()[benito.pk]) == ("closed_by_death", "on_trial")


@pytest.mark.django_db
def test_a_merge_of_two_parts_of_a_group_leaves_one_part_missing_until_it_is_undone() -> None:
    case, (ana, benito) = case_of_a_group(2)
    take(case.proceedings.get(), "acquitted", ana, benito)
    assert not Proceeding.objects.get().is_open
    done = identity.merge(ana, benito, None, "One person under two names.")
    assert Proceeding.objects.get().is_open and list(deriving.differences()) == []
    identity.undo(done, None, "Two persons.")
    assert not Proceeding.objects.get().is_open and list(deriving.differences()) == []


@pytest.mark.django_db
def test_a_death_that_one_proceeding_tells_ends_the_others_of_the_case_for_whoever_died() -> None:
    ana, case = make.make_actor("Ana Inventada"), make.make_incident("Two trials", stage="draft")
    first, second, silent = [Proceeding.objects.create(incident=case, name=name) for name in "ABC"]
    for proceeding, word in ((first, "Took money"), (second, "Took cars")):
        proceeding.claims.create(allegation=make.add_claim(case, ana, word))
        take(proceeding, "charged", ana)
    take(silent, "trial_opened")
    take(second, "died", ana)
    assert set(AllegationParty.objects.values_list("legal_status", flat=True)) == {"closed_by_death"}
    assert set(Proceeding.objects.filter(is_open=True)) == {silent}, "nobody says whom it concerns"
    assert list(deriving.differences()) == []
    AllegationParty.objects.update(legal_status="charged")
    Proceeding.objects.update(is_open=True)
    assert len(list(deriving.differences())) == 4
    migration: Any = import_module("incidents.migrations.0036_groups_decided_about_member_by_member")
    migration.derive_anew(apps, None)
    assert list(deriving.differences()) == []
    StepParty.objects.get(step__kind="died").delete()
    assert set(AllegationParty.objects.values_list("legal_status", flat=True)) == {"charged"}
    assert Proceeding.objects.filter(is_open=True).count() == 3
