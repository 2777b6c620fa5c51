"""Two parties that are one: every row moves, nothing is said twice, nothing is lost, or nothing happens at all."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction

from incidents import workflow
from incidents.models import (
    Actor,
    AllegationParty,
    Citation,
    Incident,
    Involvement,
    Membership,
    Merge,
    MergedRow,
    NameUse,
    NotTheSame,
    Party,
    PartyName,
    Relationship,
    SpeechLink,
    StepParty,
    is_party,
)
from incidents.workflow import identity
from incidents.workflow.identity.merging import relations
from tests import factories
from tests.factories import make_actor, make_incident, make_organization

pytestmark = pytest.mark.django_db
BECAUSE = "The same number of the identity card."


def record() -> list[Any]:
    return [m for m in apps.get_app_config("incidents").get_models() if not hasattr(m, "history_date")]


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    return make_actor("Aurelio Quispe Inventado", key="p.aurelio"), make_actor("Aurelio Quizpe", key="p.quizpe")


def cases_of(party: Any) -> set[str]:
    return set(Incident.objects.filter(involvements__party=party.pk).values_list("title", flat=True))


def test_every_foreign_key_to_a_party_has_a_rule_for_merging() -> None:
    keys = {
        f"{model.__name__}.{field.name}"
        for model in record()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if is_party(field.related_model) and not getattr(field.remote_field, "parent_link", False)
    }
    assert keys == set(identity.RULES)


def test_nothing_but_names_in_use_points_at_a_name() -> None:
    pointing = [
        f"{m.__name__}.{f.name}" for m in record() for f in m._meta.local_fields if f.related_model is PartyName
    ]
    assert pointing == ["NameUse.name", "PartyNameKey.name"]  # the keys are made anew


def test_after_a_merge_no_row_points_at_the_merged_party(two: Any) -> None:
    kept, merged = two
    band = make_organization("Los Inventados")
    make_incident("Known", parties=[(kept, "suspect")])
    make_incident("With a step", parties=[(merged, "suspect")], claims=[{"about": merged, "steps": ["charged"]}])
    case = make_incident("Its own", stage="draft", parties=[(merged, "suspect")])
    factories.add_membership(case, merged, band)
    Relationship.objects.create(incident=case, a=merged, b=band, kind="leader")
    claim = factories.add_claim(case, band)
    SpeechLink.objects.create(allegation=claim, party=merged, step=1)
    identity.merge(kept, merged, None, BECAUSE)
    for model, field in relations():
        assert not model._default_manager.filter(**{field.name: merged.pk}).exists(), f"{model.__name__}.{field.name}"
    assert cases_of(kept) == {"Known", "With a step", "Its own"}
    assert kept.names.count() == 2 and kept.names.get(is_primary=True).name == "Aurelio Quispe Inventado"
    merged.refresh_from_db()
    assert merged.kept == Party.objects.get(pk=kept.pk)


def test_each_moved_row_has_a_row_of_history_that_says_who_and_why(two: Any, django_user_model: Any) -> None:
    kept, merged = two
    editor = django_user_model.objects.create_superuser("editor")
    case = make_incident(stage="draft", parties=[(merged, "suspect")], claims=[{"about": merged}])
    identity.merge(kept, merged, editor, BECAUSE)
    for row in (case.involvements.get(), AllegationParty.objects.get(), merged.__class__.objects.get(pk=merged.pk)):
        newest = row.history.first()
        assert (newest.history_change_reason, newest.history_user_id) == (BECAUSE, editor.pk)
    assert case.involvements.get().history.first().party_id == kept.pk


def test_two_parts_in_one_case_become_one_with_all_that_hangs_on_them(two: Any) -> None:
    kept, merged = two
    case = make_incident(stage="draft", parties=[(kept, "mentioned"), (merged, "suspect")])
    reading = case.readings.get()
    mine, theirs = case.involvements.get(party=kept), case.involvements.get(party=merged)
    Involvement.objects.filter(pk=theirs.pk).update(occupation="driver", description="A driver")
    Involvement.objects.filter(pk=mine.pk).update(description="A tall man")
    Citation.objects.create(incident=case, reading=reading, involvement=mine, page="1")
    Citation.objects.create(incident=case, reading=reading, involvement=theirs, page="1")
    Citation.objects.create(incident=case, reading=reading, involvement=theirs, page="2")
    NameUse.objects.create(involvement=mine, name=kept.names.get(), is_heading=True)
    NameUse.objects.create(involvement=theirs, name=merged.names.get(), is_heading=True)
    crowd = Actor.objects.create(form="group")
    part = Involvement.objects.create(incident=case, party=crowd, subset_of=theirs)
    identity.merge(kept, merged, None, BECAUSE)
    one = case.involvements.get(party=kept)
    assert (one.role, one.occupation, one.description) == ("suspect", "driver", "A tall man")
    assert sorted(one.citations.values_list("page", flat=True)) == ["1", "2"]
    assert set(one.names_used.values_list("name__name", "is_heading")) == {
        ("Aurelio Quispe Inventado", True),
        ("Aurelio Quizpe", False),
    }
    part.refresh_from_db()
    assert part.subset_of == one


def test_where_the_two_differ_the_kept_ones_word_stays_unless_the_other_is_chosen(two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=kept.pk).update(description="A pilot")
    Actor.objects.filter(pk=merged.pk).update(description="A driver", deceased=True)
    seen = identity.preview(kept, merged, None)
    assert {(one.kept, one.merged) for one in seen.conflicts} == {
        ("A pilot", "A driver"),
        ("Aurelio Quispe Inventado", "Aurelio Quizpe"),
    }
    choices = {one.key: identity.TAKE for one in seen.conflicts}
    identity.merge(kept, merged, None, BECAUSE, choices, seen=seen.seen)
    kept.refresh_from_db()
    assert (kept.description, kept.deceased) == ("A driver", True)
    assert kept.search_text == "a driver"
    assert kept.names.get(is_primary=True).name == "Aurelio Quizpe"


def test_looking_changes_nothing(two: Any) -> None:
    kept, merged = two
    make_incident(parties=[(kept, "suspect"), (merged, "suspect")])
    before = Involvement.history.count()
    seen = identity.preview(kept, merged, None)
    assert {line.action for line in seen.lines} == {"moved", "changed", "removed"}
    assert not Merge.objects.exists() and not MergedRow.objects.exists() and Involvement.history.count() == before
    assert cases_of(merged) == {"An invented case"}


def test_a_merge_that_adds_rows_is_done_as_it_was_shown(two: Any) -> None:
    """What is added gets another number than when it was only looked at."""
    kept, merged = two
    make_incident(parties=[(kept, "suspect")])
    draft = make_incident("A draft", stage="draft", parties=[(merged, "suspect")])
    seen = identity.preview(kept, merged, None)
    assert "added" in {line.action for line in seen.lines}
    identity.merge(kept, merged, None, BECAUSE, seen=seen.seen)
    assert draft.involvements.get().party_id == kept.pk


@pytest.mark.parametrize("stage", ["draft", "published"])
def test_so_is_one_that_takes_away_again_what_it_has_added(two: Any, stage: str) -> None:
    kept, merged = two
    case = make_incident(stage=stage, parties=[(kept, "suspect"), (merged, "suspect")])
    seen = identity.preview(kept, merged, None)
    identity.merge(kept, merged, None, BECAUSE, seen=seen.seen)
    assert case.involvements.get().party_id == kept.pk


def test_what_the_editor_did_not_see_is_not_merged(two: Any) -> None:
    kept, merged = two
    seen = identity.preview(kept, merged, None)
    make_incident("Came between", stage="draft", parties=[(merged, "suspect")])
    with pytest.raises(identity.Changed):
        identity.merge(kept, merged, None, BECAUSE, seen=seen.seen)
    assert cases_of(merged) == {"Came between"} and not Merge.objects.exists()


def test_ties_of_the_two_to_each_other_are_dropped_and_same_ties_are_one() -> None:
    kept, merged, other = (make_organization(name) for name in ("Los Unos", "Los Hunos", "Los Otros"))
    case = make_incident(stage="draft", parties=[(kept, "suspect"), (merged, "suspect")])
    Relationship.objects.create(incident=case, a=kept, b=merged, kind="ally")
    Relationship.objects.create(incident=case, a=kept, b=other, kind="rival")
    Relationship.objects.create(incident=case, a=merged, b=other, kind="rival")
    Relationship.objects.create(incident=case, a=other, b=merged, kind="ally")
    factories.add_membership(case, merged, kept)
    factories.add_membership(case, merged, other)
    case.involvements.filter(party=kept).update(part_of=merged)
    identity.merge(kept, merged, None, BECAUSE)
    ties = Relationship.objects.values_list("a", "kind", "b")
    assert sorted(ties) == sorted([(kept.pk, "rival", other.pk), (other.pk, "ally", kept.pk)])
    assert list(Membership.objects.values_list("member", "organization")) == [(kept.pk, other.pk)]
    assert case.involvements.get(party=kept).part_of is None


def test_one_claim_and_one_step_name_the_party_once_and_the_status_follows(two: Any) -> None:
    kept, merged = two
    case = make_incident(
        parties=[(kept, "suspect"), (merged, "suspect")],
        claims=[{"about": kept}, {"about": merged, "steps": ["charged"]}],
    )
    first, second = case.allegations.order_by("pk")
    AllegationParty.objects.create(allegation=second, party=kept, reply_status="received", reply_text="No.")
    step = second.proceedings.get().proceeding.steps.get()
    StepParty.objects.create(step=step, party=kept)
    identity.merge(kept, merged, None, BECAUSE)
    link = second.parties.get()
    assert (link.party_id, link.reply_text, link.legal_status) == (kept.pk, "No.", "charged")
    assert step.parties.count() == 1 and first.parties.get().legal_status == "none_known"


def test_protected_once_is_protected_for_good(two: Any) -> None:
    kept, merged = two
    case = make_incident(stage="draft", parties=[(merged, "witness")])
    case.involvements.update(protection="witness")
    said = factories.add_claim(case, make_organization("Los Inventados"))
    link = SpeechLink.objects.create(allegation=said, party=kept)
    seen = identity.preview(kept, merged, None)
    assert seen.becomes_protected and not seen.announced
    identity.merge(kept, merged, None, BECAUSE)
    kept.refresh_from_db()
    link.refresh_from_db()
    assert kept.protection == "witness" and link.protected
    assert not PartyName.objects.filter(confidential=False, party=kept).exists()


def test_a_merge_is_refused_where_a_published_text_names_who_becomes_protected(two: Any) -> None:
    kept, merged = two
    make_incident("Public", summary="Aurelio Quispe Inventado spoke.", parties=[(kept, "suspect")])
    draft = make_incident("Draft", stage="draft", parties=[(merged, "witness")])
    draft.involvements.update(protection="witness")
    with pytest.raises(workflow.NotPublishable, match="protected"):
        identity.merge(kept, merged, None, BECAUSE)
    kept.refresh_from_db()
    assert not kept.protection and cases_of(merged) == {"Draft"}


def test_what_can_never_be_one_is_refused_with_a_reason(two: Any, django_user_model: Any) -> None:
    kept, merged = two
    crowd = Actor.objects.create(form="group")
    band = make_organization("Los Inventados")
    reader = django_user_model.objects.create_user("reader")
    for one, other, by, reason, because in (
        (kept, kept, None, BECAUSE, "with itself"),
        (kept, band, None, BECAUSE, "never one"),
        (kept, crowd, None, BECAUSE, "group is never merged"),
        (kept, merged, None, "  ", "kept for ever"),
        (kept, merged, reader, BECAUSE, "Your account may not do this"),
    ):
        with pytest.raises(workflow.NotAllowed, match=because):
            identity.merge(one, other, by, reason)
    reader.user_permissions.add(Permission.objects.get(codename="merge_party"))
    identity.merge(kept, merged, django_user_model.objects.get(pk=reader.pk), BECAUSE)
    for one, other in ((kept, merged), (merged, kept)):
        with pytest.raises(workflow.NotAllowed, match="already"):
            identity.merge(one, other, None, BECAUSE)


def test_the_address_that_readers_know_is_the_one_that_is_kept(two: Any) -> None:
    kept, merged = two
    make_incident(parties=[(merged, "suspect")])
    with pytest.raises(workflow.NotAllowed, match="keep that one"):
        identity.merge(kept, merged, None, BECAUSE)
    assert not identity.merge(merged, kept, None, BECAUSE).was_public


def test_nothing_can_point_at_a_merged_party_by_any_door(two: Any) -> None:
    kept, merged = two
    case = make_incident(stage="draft", parties=[(kept, "suspect")])
    identity.merge(kept, merged, None, BECAUSE)
    for attempt in (
        lambda: Involvement.objects.create(incident=case, party=merged),
        lambda: case.involvements.update(party=merged),
        lambda: PartyName.objects.create(party=merged, name="Another"),
        lambda: Relationship.objects.create(incident=case, a=kept, b=merged),
    ):
        with pytest.raises(DatabaseError, match="merged into another"), transaction.atomic():
            attempt()


def test_a_merge_and_what_it_did_stay_on_record(two: Any) -> None:
    done = identity.merge(*two, None, BECAUSE)
    for attempt in (done.delete, lambda: done.rows.update(table="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_whom_an_editor_has_told_apart_is_not_merged_until_that_is_taken_back(two: Any) -> None:
    kept, merged = two
    pair = identity.tell_apart(merged, kept, None, "Born ten years apart.")
    assert (pair.a_id, pair.b_id) == (kept.pk, merged.pk)
    assert identity.tell_apart(kept, merged, None, "Again.") == pair
    with pytest.raises(workflow.NotAllowed, match="ten years apart"):
        identity.merge(kept, merged, None, BECAUSE)
    identity.take_back(pair, None, "A misprint.")
    assert NotTheSame.history.first().history_change_reason == "A misprint."
    identity.merge(kept, merged, None, BECAUSE)


def test_whoever_was_told_apart_from_the_merged_is_told_apart_from_the_kept(two: Any) -> None:
    kept, merged = two
    brother, cousin = make_actor("Emilio Quispe Inventado"), make_actor("Ramiro Quispe Inventado")
    identity.tell_apart(merged, brother, None, "His brother.")
    identity.tell_apart(merged, cousin, None, "His cousin.")
    identity.tell_apart(kept, cousin, None, "His cousin, too.")
    done = identity.merge(kept, merged, None, BECAUSE)
    assert NotTheSame.objects.told_apart_from(kept) == {brother.pk, cousin.pk}
    identity.undo(done, None, "They are two.")
    assert NotTheSame.objects.told_apart_from(merged) == {brother.pk, cousin.pk}
    assert NotTheSame.objects.told_apart_from(kept) == {cousin.pk}


def test_whoever_was_merged_is_called_at_the_desk_by_the_name_that_moved() -> None:
    kept, merged = make_actor("Aurelia Inventada Quispe"), make_actor("Aurelia Inventado Quizpe")
    for party in (kept, merged):
        make_incident(parties=[(party, "suspect")])
    merge = identity.merge(kept, merged, None, "One person.")
    assert Party.objects.get(pk=merged.pk).desk_label == "Aurelia Inventado Quizpe"
    identity.undo(merge, None, "Two after all.")
    assert Party.objects.get(pk=merged.pk).desk_label == "Aurelia Inventado Quizpe"
