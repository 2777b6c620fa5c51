"""The addresses of parties that were merged: known ones lead on, and nobody learns what was never public."""

import re
from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.figures.addresses import address
from incidents.models import Actor, Correction, Incident, ReaderRequest
from incidents.workflow import identity
from tests.factories import make_actor, make_incident, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    kept, merged = make_actor("Aurelio Quispe Inventado"), make_actor("Aurelio Quizpe")
    make_incident("The first", parties=[(kept, "suspect")])
    make_incident("The second", parties=[(merged, "suspect")])
    return kept, merged


def labelled(party: Actor) -> Any:
    return Actor.objects.labelled().get(pk=party.pk)


def test_the_address_of_the_merged_leads_to_the_kept_and_the_page_says_so(client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    answer = client.get(f"/actors/{merged.public_id}/aurelio-quizpe/")
    assert (answer.status_code, answer["Location"]) == (302, address(labelled(kept)))
    assert "no-cache" in answer["Cache-Control"], "a merge can be undone: no browser may keep the way"
    page = client.get(address(labelled(kept))).content.decode()
    assert "Changes of identity" in page and merged.public_id in page
    assert "The first" in page and "The second" in page and "One card" not in page
    assert f"/actors/{merged.public_id}" not in client.get("/actors/").content.decode()


def test_a_chain_of_merges_leads_to_its_end(client: Client, two: Any) -> None:
    kept, merged = two
    third = make_actor("A. Quispe")
    make_incident("The third", parties=[(third, "suspect")])
    identity.merge(merged, third, None, "One card.")
    identity.merge(kept, merged, None, "One card.")
    answer = client.get(f"/actors/{third.public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, address(labelled(kept)))


def test_after_the_undoing_both_have_their_pages_and_both_tell(client: Client, two: Any) -> None:
    kept, merged = two
    identity.undo(identity.merge(kept, merged, None, "One card."), None, "Two cards.")
    for one, other in ((kept, merged), (merged, kept)):
        page = client.get(address(labelled(one))).content.decode()
        assert "told apart again" in page and f"/actors/{other.public_id}/" in page


def test_once_the_cases_of_the_merged_are_withdrawn_its_address_says_gone_and_no_more(client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    workflow.withdraw(Incident.objects.get(title="The second"), None, "Wrong.")
    assert client.get(f"/actors/{merged.public_id}/").status_code == 410
    assert merged.public_id not in client.get(address(labelled(kept))).content.decode()


def test_the_address_of_somebody_protected_leads_nowhere_and_no_page_tells(client: Client, two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=merged.pk).update(protection="minor")
    identity.merge(kept, merged, None, "One card.")
    assert client.get(f"/actors/{merged.public_id}/").status_code == 410
    page = client.get(address(labelled(kept)))
    assert page.status_code == 200 and merged.public_id not in page.content.decode()


def test_an_address_that_readers_never_knew_stays_unknown(client: Client, two: Any) -> None:
    hidden = make_actor("Nunca Visto")
    make_incident("A draft", stage="draft", parties=[(hidden, "suspect")])
    identity.merge(two[0], hidden, None, "One card.")
    assert client.get(f"/actors/{hidden.public_id}/").status_code == 404
    page = client.get(address(labelled(two[0]))).content.decode()
    assert hidden.public_id not in page and "Nunca Visto" not in page


def test_organizations_lead_on_too(client: Client) -> None:
    kept, merged = make_organization("Los Unos"), make_organization("Los Hunos")
    for party in (kept, merged):
        make_incident(parties=[(party, "suspect")])
    identity.merge(kept, merged, None, "One register.")
    answer = client.get(f"/organizations/{merged.public_id}/", follow=True)
    assert answer.redirect_chain[0][1] == 302 and "Los Unos" in answer.content.decode()
    assert client.get(f"/actors/{merged.public_id}/").status_code == 404


LISTS = ["/incidents/?actor=", "/incidents.csv?actor=", "/allegations/?actor=", "/allegations/?naming="]


def asked(client: Client, where: str, party: Actor) -> tuple[int, str]:
    """The answer, but for the id that was asked for."""
    answer: Any = client.get(f"{where}{party.public_id}{'/' if where.endswith('/') else ''}")
    return answer.status_code, said(answer, party)


def said(answer: Any, party: Actor) -> str:
    """The answer without the party's id, and without the moment at which a file was made."""
    text = answer.getvalue().decode().replace(party.public_id, "ID")
    return re.sub(r"[^,]+(?=,CC BY 4\.0\r)", "NOW", text)


@pytest.mark.parametrize("where", LISTS)
def test_lists_asked_for_the_merged_answer_for_the_kept(client: Client, where: str, two: Any) -> None:
    kept, merged = two
    third = make_actor("A. Quispe")
    make_incident("The third", parties=[(third, "suspect")], claims=[{"claim": "He drove.", "about": third}])
    identity.merge(merged, third, None, "One card.")
    done = identity.merge(kept, merged, None, "One card.")
    status, told = asked(client, where, kept)
    assert status == 200 and ("The third" in told or "He drove" in told)
    for party in (merged, third):
        answer: Any = client.get(f"{where}{party.public_id}")
        assert answer.status_code == 200 and said(answer, kept) == told
    identity.undo(done, None, "Two cards.")
    apart: Any = client.get(f"{where}{third.public_id}")
    assert said(apart, merged) == asked(client, where, merged)[1]
    assert asked(client, where, kept) != asked(client, where, merged)


@pytest.mark.parametrize("where", [*LISTS, "/requests/actor/"])
@pytest.mark.parametrize("why", ["never public", "withdrawn", "protected"])
def test_a_merge_that_readers_may_not_know_of_is_told_by_no_list_and_no_form(
    client: Client, where: str, why: str, two: Any
) -> None:
    kept, merged = two
    if why == "never public":
        merged = make_actor("Nunca Visto")
        make_incident("A draft", stage="draft", parties=[(merged, "suspect")])
    if why == "protected":
        Actor.objects.filter(pk=merged.pk).update(protection="minor")
    identity.merge(kept, merged, None, "One card.")
    if why == "withdrawn":
        workflow.withdraw(Incident.objects.get(title="The second"), None, "Wrong.")
    if where == "/requests/actor/" and why != "never public":
        status, told = asked(client, where, merged)
        assert status == 410 and kept.public_id not in told, "as the page: gone, and no more"
    else:
        assert asked(client, where, merged) == asked(client, where, Actor(public_id="zzzzzzzz"))


def test_the_form_of_requests_about_the_merged_leads_to_that_about_the_kept(client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    answer = client.get(f"/requests/actor/{merged.public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/actor/{kept.public_id}/")
    assert "no-cache" in answer["Cache-Control"], "a merge can be undone: no browser may keep the way"
    assert client.get(f"/requests/organization/{merged.public_id}/").status_code == 404


def test_a_request_sent_from_a_form_opened_before_the_merge_is_about_the_kept(client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    given = {"kind": "correction", "text": "He never drove the lorry."}
    assert client.post(f"/requests/actor/{merged.public_id}/", given).status_code == 302
    assert ReaderRequest.objects.get().about == kept.public_id


def entries(client: Client) -> str:
    return client.get("/corrections/").text + client.get("/corrections/feed/").text


def test_a_merge_and_its_undoing_are_entries_of_the_corrections_page_and_feed(client: Client, two: Any) -> None:
    kept, merged = two
    done = identity.merge(kept, merged, None, "One card.")
    told = entries(client)
    assert told.count("Two records were found to be of one") == 2 and "One card" not in told
    assert client.get("/corrections/", {"kind": "merge"}).text.count(address(labelled(kept))) == 1
    identity.undo(done, None, "Two cards.")
    told = entries(client)
    assert told.count("It was found not to be the same as: Aurelio Quizpe.") == 2 and "Two cards" not in told
    assert told.count("This was undone later") == 2


def test_no_entry_tells_of_a_merge_with_whom_readers_did_not_know(client: Client) -> None:
    kept, hidden = make_actor("Aurelio Quispe Inventado"), make_actor("Nunca Visto")
    make_incident(parties=[(kept, "suspect")])
    make_incident("Draft", stage="draft", parties=[(hidden, "suspect")])
    identity.undo(identity.merge(kept, hidden, None, "One card."), None, "Two cards.")
    assert "found" not in entries(client) and not Correction.objects.exists()


def test_an_entry_goes_with_the_case_that_made_one_of_the_two_known(client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    workflow.withdraw(Incident.objects.get(title="The second"), None, "Withdrawn.")
    told = entries(client)
    assert "found to be of one" not in told and "Aurelio" not in told
    workflow.publish(Incident.objects.get(title="The second"))
    assert "found to be of one" in entries(client)


def test_an_entry_about_somebody_protected_later_names_nobody(client: Client, two: Any) -> None:
    kept, merged = two
    identity.undo(identity.merge(kept, merged, None, "One card."), None, "Two cards.")
    for actor in two:
        workflow.anonymise(Actor.objects.get(pk=actor.pk), None, "Asked for.", "A pilot", {})
    told = entries(client).lower()
    assert "aurelio" not in told
    assert "quizpe" not in told
    assert "a pilot" in told


@pytest.mark.parametrize("which", [0, 1])
def test_whoever_was_taken_for_somebody_protected_is_not_named_beside_them(
    client: Client, two: Any, which: int
) -> None:
    identity.undo(identity.merge(*two, None, "One card."), None, "Two cards.")
    hidden, other = Actor.objects.get(pk=two[which].pk), labelled(two[1 - which])
    workflow.anonymise(hidden, None, "Asked for.", "A pilot", {})
    told = entries(client)
    assert not ("A pilot" in told and other.public_label in told)
    pages = [client.get(address(labelled(one))).text for one in two]
    assert not any("Changes of identity" in page for page in pages)


def test_no_editor_writes_an_entry_of_a_merge_by_hand(two: Any) -> None:
    with pytest.raises(workflow.NotAllowed, match="is no kind of entry"):
        workflow.corrections.record(Incident.objects.get(title="The first"), "merge", "Found to be one.")
