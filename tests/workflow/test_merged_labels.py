"""What the desk calls whoever was merged: by the names that the party had then, whatever was merged and undone before."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Party, PartyName
from incidents.models.visibility import looked_at_by
from incidents.workflow import identity
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    kept, merged = make_actor("Hilario Sotomayor Pacsi"), make_actor("Hilario Sotomayor P")
    for party in (kept, merged):
        make_incident(parties=[(party, "suspect")])
    return kept, merged


def label(party: Party) -> str:
    return Party.objects.get(pk=party.pk).desk_label


def test_names_that_came_with_an_undone_merge_are_not_those_of_the_merged(admin_client: Client, two: Any) -> None:
    kept, merged = two
    identity.undo(identity.merge(kept, merged, None, "One card."), None, "Two cards.")
    identity.undo(identity.merge(merged, kept, None, "One card."), None, "Two cards.")
    identity.merge(kept, merged, None, "One card.")
    assert label(merged) == "Hilario Sotomayor P" and label(kept) == "Hilario Sotomayor Pacsi"
    listed = admin_client.get("/admin/incidents/party/merges/").text
    assert listed.count("<bdi>Hilario Sotomayor P</bdi> → <bdi>Hilario Sotomayor Pacsi</bdi>") == 2
    with pytest.raises(workflow.NotAllowed, match="“Hilario Sotomayor P” was merged into “Hilario Sotomayor Pacsi”"):
        identity.merge(kept, merged, None, "Again.")


def test_the_main_name_of_the_merged_comes_before_one_that_is_the_main_name_of_the_kept(two: Any) -> None:
    kept, merged = two
    for name in ("El Pacsi", "Hilario Sotomayor Pacsi"):
        PartyName.objects.create(party=merged, name=name)
    identity.merge(kept, merged, None, "One card.")
    assert label(merged) == "Hilario Sotomayor P"


def test_the_main_name_comes_first_even_if_it_was_written_last(two: Any) -> None:
    kept, merged = two
    first = merged.names.get()
    first.is_primary = False
    first.save()
    PartyName.objects.create(party=merged, name="Hilario S.", is_primary=True)
    merge = identity.merge(kept, merged, None, "One card.", {"main-name": "merged"})
    assert label(merged) == "Hilario S."
    identity.undo(merge, None, "Two cards.")
    identity.merge(kept, merged, None, "One card.")
    assert label(merged) == "Hilario S."


def test_without_a_main_name_the_oldest_is_told_and_without_names_the_description(two: Any) -> None:
    kept, merged = two
    nameless = make_actor("", description="A driver from the coast")
    make_incident(parties=[(nameless, "suspect")])
    first = merged.names.get()
    first.is_primary = False
    first.save()
    PartyName.objects.create(party=merged, name="El Pacsi")
    for party in (merged, nameless):
        identity.merge(kept, party, None, "One card.")
    assert label(merged) == "Hilario Sotomayor P" and label(nameless) == "A driver from the coast"


def test_a_name_that_both_had_and_names_that_moved_on_are_still_those_of_the_merged(two: Any) -> None:
    kept, merged = two
    third = make_actor("Hilario Sotomayor P")
    make_incident(parties=[(third, "suspect")])
    identity.merge(merged, third, None, "One card.")
    identity.merge(kept, merged, None, "One card.")
    assert label(merged) == label(third) == "Hilario Sotomayor P"


def test_a_name_written_better_since_the_merge_is_told_so(two: Any) -> None:
    kept, merged = two
    PartyName.objects.create(party=merged, name="El Pacsi")
    identity.merge(kept, merged, None, "One card.")
    moved = PartyName.objects.get(name="Hilario Sotomayor P")
    moved.name = "Hilario Sotomayor Pérez"
    moved.save()
    assert label(merged) == "Hilario Sotomayor Pérez"


def test_names_of_the_protected_are_told_to_nobody_who_may_not_see_them(two: Any) -> None:
    kept, merged = two
    Actor.objects.protect(merged.pk, "minor")
    identity.merge(kept, merged, None, "One card.")
    with looked_at_by(member("contributor")):
        assert "Hilario" not in label(merged)
    assert label(merged) == "Hilario Sotomayor P"
