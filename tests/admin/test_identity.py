"""The desk's pages about who is who: merging, undoing, telling apart; each says what it does before it does it."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from incidents.models import Actor, Incident, Merge, NotTheSame, PartyName, Step, StepParty
from incidents.search.turning import unturned
from incidents.workflow import identity
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident, make_organization, make_two_of_one

pytestmark = pytest.mark.django_db
BASE = "/admin/incidents/party"


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    return make_two_of_one()


def address(two: Any) -> str:
    return f"{BASE}/{two[0].pk}/merge/{two[1].pk}/"


def messages(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_one_finds_the_other_sees_what_would_move_merges_and_undoes(admin_client: Client, two: Any) -> None:
    kept, merged = two
    assert f"{BASE}/{kept.pk}/merge/" in admin_client.get(f"/admin/incidents/actor/{kept.pk}/change/").text
    found = admin_client.get(f"{BASE}/{kept.pk}/merge/", {"q": "quizpe"})
    assert address(two) in found.text and "witness" in found.text.lower() and "1 case" in found.text
    page = admin_client.get(address(two))
    assert "The second" in page.text and "which stays?" in page.text
    assert not Merge.objects.exists()
    data = filled(page.text) | {"reason": ["One card."]}
    answer = admin_client.post(address(two), data, follow=True)
    assert "every fact is here now" in messages(answer)
    done = Merge.objects.get()
    assert (done.reason, done.by.username) == ("One card.", "admin")
    page = admin_client.get(f"{BASE}/merges/{done.pk}/")
    assert "Undo it" in page.text
    answer = admin_client.post(f"{BASE}/merges/{done.pk}/", {"reason": ["Two cards."]}, follow=True)
    assert "stand for themselves again" in messages(answer) and "Two cards." in answer.text
    assert Incident.objects.get(involvements__party=merged).title == "The second"


def lines_of(page: Any) -> list[str]:
    """What the page says of each row, as it is read."""
    found = re.findall(r"(?s)<li>(<strong>.+?)</li>", page.text)
    return [html.unescape(" ".join(re.sub(r"<[^>]+>", "", line).split())) for line in found]


def test_each_row_says_of_which_step_or_claim_it_is_and_whose_it_was(admin_client: Client) -> None:
    kept, merged = make_actor("Rubén Imaginado Solís"), make_actor("Rubén Imaginado Solís")
    make_incident(
        "Both",
        claims=[
            {"about": [kept, merged], "claim": "Took part in the theft.", "steps": ["detained"]},
            {"about": merged, "claim": "Sold it.", "steps": ["charged", "acquitted"]},
        ],
    )
    page = admin_client.get(address((kept, merged)))
    theirs = "of the one that is merged, “Rubén Imaginado Solís” (Both)"
    said = lines_of(page)
    for words in (
        f"party of the step: charged, {theirs}",
        f"party of the step: acquitted, {theirs}",
        f"party of the step: detained, {theirs}",
        f"party of the claim: Sold it., {theirs}",
        f"party of the claim: Took part in the theft., {theirs}",
    ):
        assert said.count(words) == 1, said
    assert "different standings" not in page.text, "of both nothing else is known than of the other"
    done = identity.merge(kept, merged, None, "One card.")
    assert f"party of the step: acquitted, {theirs}" in lines_of(admin_client.get(f"{BASE}/merges/{done.pk}/"))


def test_two_who_stand_in_one_claim_differently_are_told_before_they_are_one(admin_client: Client) -> None:
    kept, merged = make_actor("Rubén Imaginado Solís"), make_actor("Rubén I. Solís")
    case = make_incident("Both", claims=[{"about": [kept, merged], "claim": "Took part.", "steps": ["charged"]}])
    cleared = Step.objects.create(proceeding=case.proceedings.get(), kind="acquitted", words="acquitted")
    StepParty.objects.create(step=cleared, party=merged)
    page = admin_client.get(address((kept, merged)))
    told = html.unescape(" ".join(re.sub(r"<[^>]+>", "", page.text).split()))
    assert "Both stand in one claim, with different standings: Took part. (Both)." in told
    assert "kept: “Charged, not convicted”; the one that is merged: “Acquitted”." in told
    assert "by the steps of both: “Acquitted”" in told
    cleared.delete()
    answer = admin_client.post(address((kept, merged)), filled(page.text) | {"reason": ["One card."]})
    assert "look again" in messages(answer) and not Merge.objects.exists()


def test_the_editor_chooses_which_word_stays(admin_client: Client, two: Any) -> None:
    kept, merged = two
    Actor.objects.filter(pk=merged.pk).update(description="A driver")
    data = filled(admin_client.get(address(two)).text) | {"reason": ["One card."]}
    name = next(key for key in data if key.endswith("-description"))
    assert data[name] == ["kept"]
    admin_client.post(address(two), data | {name: ["merged"]})
    assert Actor.objects.get(pk=kept.pk).description == "A driver"


def test_without_a_reason_or_with_another_state_nothing_is_merged_and_the_choices_stay(
    admin_client: Client, two: Any
) -> None:
    data = filled(admin_client.get(address(two)).text) | {"choice-main-name": ["merged"]}
    answer = admin_client.post(address(two), data | {"reason": [""]})
    assert "kept for ever" in answer.text and filled(answer.text)["choice-main-name"] == ["merged"]
    make_incident("Came between", parties=[(two[1], "suspect")])
    answer = admin_client.post(address(two), data | {"reason": ["One card."]})
    assert "look again" in messages(answer) and "Came between" in answer.text and "One card." in answer.text
    assert not Merge.objects.exists()


def test_what_may_not_be_merged_is_said_and_the_other_direction_offered(admin_client: Client, two: Any) -> None:
    hidden = make_actor("Nunca Visto")
    page = admin_client.get(f"{BASE}/{hidden.pk}/merge/{two[0].pk}/")
    assert "keep that one" in messages(page) and f"{BASE}/{two[0].pk}/merge/{hidden.pk}/" in page.text
    band = make_organization("Los Inventados")
    assert "never one" in messages(admin_client.get(f"{BASE}/{band.pk}/merge/{two[0].pk}/"))
    assert admin_client.get(f"{BASE}/{band.pk}/merge/99999/").status_code == 404


def test_the_page_of_the_merged_leads_to_the_kept_and_lists_show_one(admin_client: Client, two: Any) -> None:
    kept, merged = two
    identity.merge(kept, merged, None, "One card.")
    for name in ("actor", "party"):
        answer = admin_client.get(f"/admin/incidents/{name}/{merged.pk}/change/", follow=True)
        assert answer.redirect_chain[-1][0] == f"/admin/incidents/actor/{kept.pk}/change/"
        assert merged.public_id in messages(answer)
        assert list(admin_client.get(f"/admin/incidents/{name}/").context["cl"].result_list.values_list("pk")) == [
            (kept.pk,)
        ]
    asked = {"app_label": "incidents", "model_name": "involvement", "field_name": "party", "term": "quizpe"}
    rows = admin_client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in rows] == [str(kept.pk)]


def test_telling_apart_needs_a_reason_is_listed_and_can_be_taken_back(admin_client: Client, two: Any) -> None:
    page = f"{BASE}/{two[1].pk}/apart/{two[0].pk}/"
    assert "kept for ever" in admin_client.post(page, {"reason": [" "]}).text
    listed = admin_client.post(page, {"reason": ["Born ten years apart."]}, follow=True)
    assert "Born ten years apart." in listed.text
    assert "Born ten years apart" in messages(admin_client.get(address(two)))
    pair = NotTheSame.objects.get()
    assert pair.by.username == "admin"
    admin_client.post(f"{BASE}/told-apart/{pair.pk}/", {"reason": ["A misprint."]})
    assert not NotTheSame.objects.exists()


def test_whoever_may_not_merge_is_refused_at_every_address(client: Client, two: Any, django_user_model: Any) -> None:
    looker = django_user_model.objects.create_user("looker", is_staff=True)
    may_look = ["view_actor", "view_organization", "see_protected_names"]
    looker.user_permissions.add(*Permission.objects.filter(codename__in=may_look))
    client.force_login(looker)
    done = identity.merge(*two, None, "One card.")
    for page in (f"{BASE}/{two[0].pk}/merge/", address(two)):
        assert client.get(page).status_code == client.post(page, {"reason": ["x"]}).status_code == 403
    assert client.get(f"{BASE}/merges/").status_code == 200
    answer = client.post(f"{BASE}/merges/{done.pk}/", {"reason": ["x"]})
    assert "Your account may not do this" in messages(answer) and Merge.objects.standing().exists()
    answer = client.post(f"{BASE}/{two[0].pk}/apart/{make_actor('Otro').pk}/", {"reason": ["x"]})
    assert "Your account may not do this" in messages(answer) and not NotTheSame.objects.exists()
    client.logout()
    assert client.get(f"{BASE}/merges/").status_code == 302


def test_names_in_any_writing_stand_as_text(admin_client: Client, two: Any) -> None:
    other = make_actor("<script>alert(1)</script> ‮ورق")
    page = admin_client.get(f"{BASE}/{two[0].pk}/merge/{other.pk}/")
    assert "<script>alert(1)" not in page.text and "&lt;script&gt;alert(1)" in page.text


def test_a_case_saved_with_a_party_that_was_merged_meanwhile_is_refused_with_all_that_was_typed(
    admin_client: Client, two: Any
) -> None:
    kept, merged = two
    case = make_incident("Open in another window", stage="draft", parties=[(make_actor("Otra"), "suspect")])
    url = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(url).text) | {"summary": ["Typed for an hour."]}
    data["involvements-0-party"] = [str(merged.pk)]
    identity.merge(kept, merged, None, "One card.")
    answer = admin_client.post(url, data)
    assert answer.status_code == 200 and "merged into another meanwhile" in answer.text
    assert "Typed for an hour." in answer.text


def test_a_page_opened_before_an_undoing_shows_what_went_back_before_it_saves(admin_client: Client, two: Any) -> None:
    kept, merged = two
    case = Incident.objects.get(title="The second")
    done = identity.merge(kept, merged, None, "One card.")
    url = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(url).text) | {
        "summary": ["Typed for an hour."],
        "change_reason": ["An update."],
        "desk-touched": ['["summary", "change_reason"]'],
    }
    identity.undo(done, None, "Two cards.")
    answer = admin_client.post(url, data)
    assert "Somebody else has saved this case" in answer.text and "Typed for an hour." in answer.text
    assert case.involvements.get().party_id == merged.pk
    again = filled(answer.text) | {"desk-touched": ['["summary", "change_reason"]']}
    assert admin_client.post(url, again).status_code == 302
    case.refresh_from_db()
    assert case.summary == "Typed for an hour." and case.involvements.get().party_id == merged.pk


def test_each_row_added_since_a_merge_is_given_to_the_one_or_the_other(admin_client: Client, two: Any) -> None:
    done = identity.merge(*two, None, "One card.")
    new = make_incident("Came since", stage="draft", parties=[(two[0], "suspect")])
    url = f"{BASE}/merges/{done.pk}/"
    data = filled(admin_client.get(url).text)
    row = f"added-involvement-{new.involvements.get().pk}-party"
    assert data[row] == ["stays"]
    answer = admin_client.post(url, data | {row: ["back"], "reason": [" "]})
    assert "kept for ever" in answer.text and filled(answer.text)[row] == ["back"]
    admin_client.post(url, data | {row: ["back"], "reason": ["Two cards."]})
    assert new.involvements.get().party_id == two[1].pk


def test_the_page_of_a_party_that_was_merged_meanwhile_says_so_and_saves_nothing(
    admin_client: Client, two: Any
) -> None:
    kept, merged = two
    url = f"/admin/incidents/actor/{merged.pk}/change/"
    data = filled(admin_client.get(url).text) | {"description": ["Typed for an hour."]}
    add_row(data, "names", name="El Tecleado")
    identity.merge(kept, merged, None, "One card.")
    answer = admin_client.post(url, data)
    assert answer.status_code == 409
    assert "was merged with “Aurelio Quispe Inventado” while you had it open" in answer.text
    assert ">Typed for an hour.</textarea>" in answer.text and ">El Tecleado</textarea>" in answer.text
    assert ">Aurelio Quizpe</textarea>" not in answer.text
    assert not PartyName.objects.filter(name="El Tecleado").exists()
    assert not Actor.objects.filter(description="Typed for an hour.").exists()


def test_the_page_of_the_kept_opened_before_an_undoing_takes_no_name_back(admin_client: Client, two: Any) -> None:
    kept, merged = two
    done = identity.merge(kept, merged, None, "One card.")
    url = f"/admin/incidents/actor/{kept.pk}/change/"
    data = filled(admin_client.get(url).text) | {"description": ["Typed for an hour."]}
    identity.undo(done, None, "Two cards.")
    answer = admin_client.post(url, data)
    assert answer.status_code == 200 and "Typed for an hour." in answer.text
    assert [name.name for name in merged.names.all()] == ["Aurelio Quizpe"]
    assert [name.name for name in kept.names.all()] == ["Aurelio Quispe Inventado"]


def test_a_merge_sent_twice_is_done_once_and_the_second_is_told(admin_client: Client, two: Any) -> None:
    data = filled(admin_client.get(address(two)).text) | {"reason": ["One card."]}
    assert admin_client.post(address(two), data).status_code == 302
    answer = admin_client.post(address(two), data)
    assert "was merged into" in messages(answer) and Merge.objects.count() == 1


@pytest.mark.parametrize("name", ["Aurelio Quizpe", "Aurelio Quispe Inventado"], ids=["another name", "the same name"])
def test_of_two_opposite_merges_the_second_is_told_once_and_by_name(
    admin_client: Client, two: tuple[Actor, Actor], name: str
) -> None:
    one, other = two[0], make_actor(name)
    make_incident("The third", parties=[(other, "witness")])
    opposite = address((other, one))
    data = filled(admin_client.get(opposite).text) | {"reason": ["One card."]}
    identity.merge(one, other, None, "One card.")
    answer = admin_client.post(opposite, data)
    assert messages(answer) == f"“{name}” was merged into “Aurelio Quispe Inventado” already."
    assert answer.text.count("already.") == 1


@pytest.mark.parametrize(
    "reason", ["<script>alert(1)</script>", "‮سبب", "x" * 20_000, "a\x00b"], ids=["html", "right to left", "long", "NUL"]
)
def test_any_writing_is_a_reason_or_is_refused_with_a_sentence(admin_client: Client, two: Any, reason: str) -> None:
    data = filled(admin_client.get(address(two)).text) | {"reason": [reason]}
    answer = admin_client.post(address(two), data, follow=True)
    assert answer.status_code == 200 and "<script>alert(1)" not in answer.text
    done = Merge.objects.first()
    if "\x00" in reason:
        assert done is None
        return
    assert done is not None and done.reason == unturned(reason), "only a mark that would mirror the page is left out"
    assert "<script>alert(1)" not in admin_client.get(f"{BASE}/merges/{done.pk}/").text
    for page in (f"{BASE}/likely/?kind=person&name=a%00b", f"{BASE}/{two[0].pk}/merge/?q=a%00b"):
        assert admin_client.get(page).status_code in (200, 400)


def test_whoever_wants_to_merge_two_that_were_told_apart_is_led_to_taking_that_back(
    admin_client: Client, two: Any
) -> None:
    pair = identity.tell_apart(*two, None, "Two different cards.") or NotTheSame.objects.get()
    page = admin_client.get(address(two))
    assert "Take that back first" in messages(page)
    back = f"{BASE}/told-apart/{pair.pk}/"
    assert f'href="{back}"' in page.text
    admin_client.post(back, {"reason": ["One after all."]})
    assert "What happens" in admin_client.get(address(two)).text


def test_nobody_is_led_to_a_public_page_that_is_not_there(admin_client: Client, two: Any) -> None:
    known, unknown = two[0], make_actor("Somebody in no case")
    link = "viewsitelink"
    assert link in admin_client.get(f"/admin/incidents/actor/{known.pk}/change/").text
    assert link not in admin_client.get(f"/admin/incidents/actor/{unknown.pk}/change/").text
