"""What stands beside a field, and what went and came in a text, is said also to those who do not see the page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models.record import change
from tests.factories import make_incident

pytestmark = pytest.mark.django_db


def described(page: str) -> dict[str, list[str]]:
    """The fields of the filters, each with the texts that it is tied to."""
    found = {}
    for tag in re.findall(r"<(?:input|select|fieldset|textarea)[^>]*>", page):
        name, tied = re.search(r'name="([^"]+)"', tag), re.search(r'aria-describedby="([^"]+)"', tag)
        ids = tied[1].split() if tied else []
        texts = [re.search(rf'<(\w+)[^>]* id="{one}"[^>]*>(.*?)</\1>', page, re.DOTALL) for one in ids]
        assert all(texts), f"{ids}: no such text on the page"
        found[name[1] if name else tag] = [text[2] for text in texts if text]
    return found


def test_a_hint_and_what_is_wrong_are_tied_to_their_field(client: Client) -> None:
    make_incident()
    fine = described(client.get("/incidents/").text)
    assert fine["since"] == ["2014, 2014-07 or 2014-07-03"] and fine["q"] == []
    page = client.get("/incidents/?since=nonsense&region=Nowhere&sort=odd&status=odd").text
    wrong = described(page)
    assert len(wrong["since"]) == 2 and "is not a date" in wrong["since"][1]
    assert "Nowhere" in wrong["region"][-1] and "odd" in wrong["sort"][-1]
    group = re.search(r'<fieldset class="field" aria-describedby="id_status_error">', page)
    assert group, "a group of boxes is tied as a whole"
    assert described(client.get("/incidents/").text) == fine, "and the next reader is told nothing of it"
    assert described(client.get("/corrections/?since=nonsense").text)["since"][1:]


def test_words_that_are_refused_are_tied_to_the_box(client: Client) -> None:
    make_incident()
    page = client.get("/incidents/?q=one&q=two").text
    assert 'aria-invalid="true" aria-describedby="id_q_error"' in page
    assert described(page)["q"]


def test_no_two_texts_of_a_page_have_the_same_id(client: Client) -> None:
    make_incident()
    for address in ("/incidents/", "/incidents/?since=nonsense", "/allegations/", "/corrections/", "/regions/?q=x"):
        ids = re.findall(r'\bid="([^"]+)"', client.get(address).text)
        assert len(ids) == len(set(ids)), address


def test_what_went_and_came_inside_a_text_is_said_in_words(client: Client) -> None:
    case = make_incident(
        summary="On the first day a blue lorry drove down the valley with nobody seen at the wheel of it."
    )
    with change("A slip."):
        case.summary = case.summary.replace("blue", "green")
        case.save()
    page = client.get(reverse("incident_versions", args=[case.public_id])).text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "day a removed: blueadded: green lorry" in told
    assert "<del>blue</del>" in page and "<ins>green</ins>" in page
