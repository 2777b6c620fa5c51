"""A merge is undone, also after later edits: both parties are as they were, and what was edited since stays edited."""

from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.db import DatabaseError, transaction
from django.utils import timezone

from incidents import workflow
from incidents.models import (
    Actor,
    Allegation,
    Citation,
    Incident,
    Involvement,
    Membership,
    Merge,
    NameUse,
    Party,
    PartyName,
    Relationship,
    SpeechLink,
)
from incidents.workflow import identity
from tests import factories
from tests.factories import make_actor, make_incident, make_organization
from tests.test_history import gaps

pytestmark = pytest.mark.django_db
BECAUSE = "The same number of the identity card."
AGAIN = "The card was misread."


# Beside the merges: what is made of names, and what the lists of the site are answered from.
LEFT_BEHIND = {
    "Merge",
    "MergedRow",
    "PartyNameKey",
    "LikelyPair",
    "Change",
    "StoredIndex",
    "Correction",
    "Passage",
    "HiddenPassage",
    "Word",
}


def everything() -> dict[str, str]:
    """The whole record as text, but for history and for what merges leave behind."""
    models = apps.get_app_config("incidents").get_models()
    kept = [m for m in models if not hasattr(m, "history_date") and m.__name__ not in LEFT_BEHIND]
    return {m.__name__: serialize("json", m._default_manager.order_by("pk")) for m in kept}


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    return make_actor("Aurelio Quispe Inventado"), make_actor("Aurelio Quizpe")


@pytest.fixture
def shared(two: Any) -> Incident:
    """A case that has both, with something of every kind to be joined, and another that has only the second."""
    kept, merged = two
    band = make_organization("Los Inventados")
    both = [(kept, "mentioned"), (merged, "suspect")]
    case = make_incident("Both", parties=both, claims=[{"about": [kept, merged], "steps": ["charged"]}])
    mine, theirs = case.involvements.get(party=kept), case.involvements.get(party=merged)
    PartyName.objects.create(party=merged, name="Aurelio Quispe Inventado", kind="alias")
    for row, party in ((mine, kept), (theirs, merged)):
        NameUse.objects.create(involvement=row, name=party.names.order_by("pk")[0], is_heading=True)
        Citation.objects.create(incident=case, reading=case.readings.get(), involvement=row, page="1")
    Involvement.objects.filter(pk=theirs.pk).update(description="A driver", count_as_stated="one")
    Relationship.objects.create(incident=case, a=kept, b=merged, kind="family")
    Citation.objects.create(incident=case, reading=case.readings.get(), relationship=Relationship.objects.get())
    for member in two:
        factories.add_membership(case, member, band)
    SpeechLink.objects.create(allegation=case.allegations.get(), party=merged, step=1)
    make_incident("Only the second", stage="draft", parties=[(merged, "suspect")])
    return case


def only_the_second() -> Involvement:
    return Involvement.objects.get(incident__title="Only the second")


def test_merged_and_undone_the_record_is_what_it_was_to_the_last_column(two: Any, shared: Incident) -> None:
    before = everything()
    done = identity.merge(*two, None, BECAUSE)
    assert everything() != before
    undone = identity.undo(done, None, AGAIN)
    assert everything() == before
    assert not undone.notes and not undone.added
    done.refresh_from_db()
    assert done.undone_because == AGAIN and done.undone_at <= timezone.now()


def test_merging_and_undoing_leave_no_row_without_its_history(two: Any) -> None:
    kept, merged = two
    case = make_incident(stage="draft", parties=[(kept, "suspect"), (merged, "witness")], claims=[{"about": merged}])
    for row in case.involvements.filter(party=merged):
        row.protection = "witness"
        row.save()
    known = set(gaps())
    done = identity.merge(kept, merged, None, BECAUSE)
    assert set(gaps()) <= known
    identity.undo(done, None, AGAIN)
    assert set(gaps()) <= known
    moments = Involvement.history.filter(history_change_reason=AGAIN).values_list("history_date", flat=True)
    assert len(set(moments)) == 1


def test_protection_that_came_with_a_merge_goes_with_its_undoing(two: Any) -> None:
    kept, merged = two
    draft = make_incident("Draft", stage="draft", parties=[(kept, "suspect"), (merged, "witness")])
    draft.involvements.filter(party=merged).update(protection="minor")
    before = everything()
    done = identity.merge(*two, None, BECAUSE)
    assert Actor.objects.get(pk=kept.pk).protection == "minor"
    identity.undo(done, None, AGAIN)
    assert everything() == before


def test_protection_that_a_case_gave_since_stays(two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=merged.pk).update(protection="private")
    done = identity.merge(*two, None, BECAUSE)
    later = make_incident("Later", stage="draft", parties=[(kept, "victim")])
    later.involvements.update(protection="victim")
    Actor.objects.filter(pk=kept.pk).update(protection="victim")
    identity.undo(done, None, AGAIN)
    kept.refresh_from_db()
    assert kept.protection == "victim" and not kept.names.filter(confidential=False).exists()


@pytest.mark.parametrize("who", ["the kept one", "the other", "nobody"])
@pytest.mark.parametrize("how", ["anonymised", "on the page"])
def test_whoever_was_protected_since_the_merge_is_named_by_neither_after_its_undoing(
    two: Any, who: str, how: str, client: Any
) -> None:
    kept, merged = two
    for party in two:
        workflow.publish(make_incident(f"Case {party.pk}", parties=[(party, "mentioned")], stage="draft"))
    first = {"the kept one": kept, "the other": merged}.get(who)
    if first:
        Actor.objects.filter(pk=first.pk).update(protection="victim", description="A trader")
    done = identity.merge(*two, None, BECAUSE)
    if how == "anonymised":
        workflow.anonymise(Actor.objects.get(pk=kept.pk), None, "Asked for.", "A dealer", {})
    else:
        now = Actor.objects.get(pk=kept.pk)
        now.protection, now.description = "witness", "A trader"
        now.save()
    identity.undo(done, None, AGAIN)
    for party in Actor.objects.filter(pk__in=[kept.pk, merged.pk]):
        assert party.protection and not party.names.filter(confidential=False).exists()
        for address in (f"/actors/{party.public_id}/", "/actors.csv", "/incidents/"):
            assert "uispe" not in client.get(address, follow=True).getvalue().decode()


def test_whoever_was_protected_through_two_merges_stays_so_after_both_are_undone(two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=merged.pk).update(protection="victim", description="A trader")
    first = identity.merge(*two, None, BECAUSE)
    last = make_actor("Aurelio K. Inventado")
    make_incident("The last", parties=[(last, "mentioned")])
    second = identity.merge(last, Actor.objects.get(pk=kept.pk), None, BECAUSE)
    workflow.anonymise(Actor.objects.get(pk=last.pk), None, "Asked for.", "A dealer", {})
    for done in (second, first):
        identity.undo(done, None, AGAIN)
    for party in Actor.objects.filter(pk__in=[kept.pk, merged.pk, last.pk]):
        assert party.protection and not party.names.filter(confidential=False).exists()


def test_whom_a_case_protected_since_stays_protected_after_the_undoing(two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=merged.pk).update(protection="victim", description="A trader")
    case = make_incident("The first", stage="draft", parties=[(kept, "mentioned")])
    done = identity.merge(*two, None, BECAUSE)
    part = case.involvements.get()
    part.protection = "minor"
    part.save()
    identity.undo(done, None, AGAIN)
    assert Actor.objects.get(pk=kept.pk).protection and not kept.names.filter(confidential=False).exists()


def test_texts_that_an_undoing_brings_back_are_asked_about(two: Any) -> None:
    kept, merged = two
    case = make_incident("A shared case", parties=[(kept, "victim"), (merged, "mentioned")], stage="draft")
    case.involvements.filter(party=merged).update(role_as_stated="brother of Quispe")
    case.involvements.filter(party=kept).update(role_as_stated="a trader")
    workflow.publish(case)
    done = identity.merge(*two, None, BECAUSE)
    workflow.anonymise(Actor.objects.get(pk=kept.pk), None, "Asked for.", "A trader", {})
    assert identity.preview_undo(done, None).notes
    before = everything()
    with pytest.raises(workflow.PerhapsProtected) as refused:
        identity.undo(done, None, AGAIN)
    assert refused.value.words == ["Quispe"] and everything() == before
    identity.undo(done, None, AGAIN, others=["Quispe"])
    assert case.involvements.get(party=merged).role_as_stated == "brother of Quispe"


def test_rows_edited_since_go_back_with_their_edits(two: Any, shared: Incident) -> None:
    kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    part = only_the_second()
    part.role, part.description = "convicted", "Edited since"
    part.save()
    joined = shared.involvements.get(party=kept)
    joined.description = "Edited, too"
    joined.save()
    undone = identity.undo(done, None, AGAIN)
    part.refresh_from_db()
    assert (part.party_id, part.role, part.description) == (merged.pk, "convicted", "Edited since")
    assert shared.involvements.get(party=kept).description == "Edited, too"
    assert shared.involvements.get(party=merged).description == "A driver"
    assert any("edited since" in note for note in undone.notes)


def test_rows_added_since_stay_with_the_kept_party_unless_an_editor_gives_them_back(two: Any, shared: Incident) -> None:
    kept, merged = two
    draft = only_the_second().incident
    done = identity.merge(*two, None, BECAUSE)
    new = make_incident("New since", stage="draft", parties=[(kept, "suspect")])
    stays, goes = (factories.add_claim(draft, kept, f"Claim {n}") for n in (1, 2))
    alias = PartyName.objects.create(party=kept, name="El Inventado", kind="alias")
    stranger = identity.tell_apart(kept, make_actor("Nadie Más"), None, "Another card.")
    seen = {one.text: one.key for one in identity.preview_undo(done, None).added}
    keys = {seen[text] for text in seen if "Claim 1" not in text}
    undone = identity.undo(done, None, AGAIN, back=keys)
    assert {one.key for one in undone.added if one.goes_back} == keys and len(seen) == 5
    assert stays.parties.get().party_id == kept.pk and goes.parties.get().party_id == merged.pk
    assert [part.party_id for part in new.involvements.all()] == [merged.pk]
    for row in (alias, stranger):
        row.refresh_from_db()
    assert alias.party_id == merged.pk and merged.pk in (stranger.a_id, stranger.b_id)
    assert not set(gaps())


def test_what_the_other_has_already_cannot_be_given_back_and_nothing_is_undone(two: Any, shared: Incident) -> None:
    kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    claim = shared.allegations.get()
    claim.parties.get(party=kept).delete()
    again = claim.parties.create(party=kept, reply_status="not_sought")
    before = everything()
    with pytest.raises(workflow.NotAllowed, match="the like already"):
        identity.undo(done, None, AGAIN, back={f"allegationparty-{again.pk}-party"})
    assert everything() == before
    identity.undo(done, None, AGAIN)
    assert set(claim.parties.values_list("party", flat=True)) == {kept.pk, merged.pk}


# Copies that somebody read at one moment and saves whole at another.


def parts(case: Incident) -> set[int]:
    return set(case.involvements.values_list("party", flat=True))


def test_a_whole_row_read_before_an_undoing_and_saved_after_it_stays_with_its_owner(two: Any, shared: Incident) -> None:
    kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    stale = only_the_second()
    assert stale.party_id == kept.pk
    identity.undo(done, None, AGAIN)
    stale.description = "A pilot"
    stale.save()
    assert (only_the_second().party_id, only_the_second().description) == (merged.pk, "A pilot")
    assert stale.party_id == merged.pk and not set(gaps())


def test_a_whole_row_read_before_a_merge_and_saved_after_it_is_moved_with_it(two: Any, shared: Incident) -> None:
    stale = only_the_second()
    identity.merge(*two, None, BECAUSE)
    stale.description = "A pilot"
    stale.save()
    assert (only_the_second().party_id, only_the_second().description) == (two[0].pk, "A pilot")


def test_a_row_that_two_give_to_different_parties_is_refused_to_the_second(two: Any, shared: Incident) -> None:
    _kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    stale = only_the_second()
    identity.undo(done, None, AGAIN)
    stale.party = make_actor("Tercera Persona")
    with pytest.raises(DatabaseError, match="moved this to another meanwhile"), transaction.atomic():
        stale.save()
    assert only_the_second().party_id == merged.pk


def test_a_row_that_a_merge_dropped_is_not_brought_back_by_an_old_copy(two: Any, shared: Incident) -> None:
    stale = shared.involvements.get(party=two[1])
    identity.merge(*two, None, BECAUSE)
    with pytest.raises(DatabaseError, match="removed this meanwhile"), transaction.atomic():
        stale.save()
    assert shared.involvements.count() == 1


def test_an_old_copy_of_a_party_neither_undoes_a_merge_nor_repeats_it(two: Any, shared: Incident) -> None:
    kept, merged = two
    apart = Actor.objects.get(pk=merged.pk)
    done = identity.merge(*two, None, BECAUSE)
    as_merged = Actor.objects.get(pk=merged.pk)
    apart.description = "A driver"
    apart.save()
    assert Party.objects.get(pk=merged.pk).merged_into_id == kept.pk
    identity.undo(done, None, AGAIN)
    as_merged.save()
    assert Party.objects.get(pk=merged.pk).merged_into_id is None


def test_rows_added_since_stay_with_the_kept_party_and_are_listed(two: Any, shared: Incident) -> None:
    kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    draft = only_the_second().incident
    added = factories.add_claim(draft, kept, "Added since the merge.")
    undone = identity.undo(done, None, AGAIN)
    assert added.parties.get().party_id == kept.pk
    assert [one.case for one in undone.added] == [draft]
    assert set(draft.involvements.values_list("party", flat=True)) == {kept.pk, merged.pk}


def test_rows_removed_or_given_to_another_since_are_left_so_and_it_is_said(two: Any, shared: Incident) -> None:
    kept = two[0]
    third = make_actor("Tercera Persona")
    done = identity.merge(*two, None, BECAUSE)
    only_the_second().delete()
    SpeechLink.objects.get(party=kept).delete()
    Membership.objects.filter(member=kept).update(member=third)
    undone = identity.undo(done, None, AGAIN)
    assert not Involvement.objects.filter(incident__title="Only the second").exists()
    assert any("removed since" in note for note in undone.notes)


def test_what_hung_on_a_fact_that_is_gone_is_not_restored_and_it_is_said(two: Any, shared: Incident) -> None:
    done = identity.merge(*two, None, BECAUSE)
    Allegation.objects.all().delete()
    undone = identity.undo(done, None, AGAIN)
    assert any("not restored" in note for note in undone.notes)
    assert not Allegation.objects.exists()


def test_a_case_that_took_a_name_of_the_other_since_keeps_calling_them_so(two: Any, shared: Incident) -> None:
    kept, merged = two
    done = identity.merge(*two, None, BECAUSE)
    part = only_the_second()
    added = PartyName.objects.create(party=kept, name="El Inventado", kind="alias")
    NameUse.objects.create(involvement=part, name=added)
    identity.undo(done, None, AGAIN)
    used = part.names_used.get().name
    assert (used.name, used.party_id) == ("El Inventado", merged.pk)
    assert PartyName.objects.filter(party=kept, name="El Inventado").exists()


def test_a_main_name_given_since_stays_the_main_name(two: Any) -> None:
    kept, merged = two
    done = identity.merge(kept, merged, None, BECAUSE, {"main-name": identity.TAKE})
    kept.names.update(is_primary=False)
    PartyName.objects.create(party=kept, name="Given since", is_primary=True)
    identity.undo(done, None, AGAIN)
    assert kept.names.get(is_primary=True).name == "Given since"


def test_merged_undone_merged_again_and_undone_again(two: Any, shared: Incident) -> None:
    kept, merged = two
    before = everything()
    for one, other in ((kept, merged), (kept, merged)):
        identity.undo(identity.merge(one, other, None, BECAUSE), None, AGAIN)
    assert everything() == before and Merge.objects.count() == 2


def test_undoing_once_is_enough_and_needs_a_reason_and_the_permission(two: Any, django_user_model: Any) -> None:
    done = identity.merge(*two, None, BECAUSE)
    reader = django_user_model.objects.create_user("reader")
    for by, reason, why in ((None, " ", "kept for ever"), (reader, AGAIN, "may not")):
        with pytest.raises(workflow.NotAllowed, match=why):
            identity.undo(done, by, reason)
    identity.undo(done, None, AGAIN)
    with pytest.raises(workflow.NotAllowed, match="undone already"):
        identity.undo(done, None, AGAIN)
    with pytest.raises(DatabaseError, match="undone already"), transaction.atomic():
        Merge.objects.update(undone_at=None, undone_because="")


def test_a_chain_of_merges_is_undone_from_its_end(two: Any, shared: Incident) -> None:
    kept, merged = two
    before = everything()
    first = make_actor("A. Quispe")
    with_first = everything()
    one = identity.merge(merged, first, None, BECAUSE)
    other = identity.merge(kept, merged, None, BECAUSE)
    assert Party.objects.get(pk=first.pk).kept.pk == kept.pk
    with pytest.raises(workflow.NotAllowed, match="undo that merge first"):
        identity.undo(one, None, AGAIN)
    identity.undo(other, None, AGAIN)
    identity.undo(one, None, AGAIN)
    assert everything() == with_first != before


def test_a_later_merge_that_joined_the_same_rows_is_undone_first_and_any_other_need_not_be(
    two: Any, shared: Incident
) -> None:
    kept, merged = two
    third, stranger = make_actor("Tercera Persona"), make_actor("Nadie Más")
    Involvement.objects.create(incident=shared, party=third, role="witness", named_publicly=True)
    one = identity.merge(kept, merged, None, BECAUSE)
    identity.merge(kept, stranger, None, BECAUSE)
    entangled = identity.merge(kept, third, None, BECAUSE)
    with pytest.raises(workflow.NotAllowed, match="later merge of “Tercera Persona” touched"):
        identity.undo(one, None, AGAIN)
    identity.undo(entangled, None, AGAIN)
    identity.undo(one, None, AGAIN)
    assert set(kept.names.values_list("name", flat=True)) == {"Aurelio Quispe Inventado", "Nadie Más"}


def test_looking_at_an_undoing_changes_nothing(two: Any, shared: Incident) -> None:
    done = identity.merge(*two, None, BECAUSE)
    before = everything()
    assert identity.preview_undo(done, None).lines
    assert everything() == before and Merge.objects.standing().exists()
