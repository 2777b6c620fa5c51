"""No sentence states guilt before a final conviction, on any surface, for any legal status."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from incidents import wording, workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Citation,
    Incident,
    IncidentSource,
    Involvement,
    NameUse,
    PartyName,
    Source,
    SpeechLink,
)

GUILT = re.compile(
    r"\b(?:is|was|are|were|found|proven|proved) guilty\b|\bcommitted\b|\bperpetrators?\b|\bculprits?\b|\bthe criminals?\b"
    r"|\bmurderers?\b|\btraffickers? who\b|\bresponsible for the crime\b|(?<!no )\bguilt (?:is|was) (?:proven|established|certain)\b",
    re.IGNORECASE,
)
CONVICTION = re.compile(r"\bconvict", re.IGNORECASE)
ABOUT_CONVICTION = {"convicted", "convicted_not_final", "convicted_final", "pardoned"}


@pytest.fixture
def claim(db: None) -> AllegationParty:
    incident = Incident.objects.create(title="A lorry stopped", summary="Police say that they stopped a lorry.")
    source = Source.objects.create(publisher="El Diario Inventado", url="https://example.org/a")
    reading = IncidentSource.objects.create(incident=incident, source=source)
    Citation.objects.create(incident=incident, reading=reading)
    person = Actor.objects.create(form="named")
    name = PartyName.objects.create(party=person, name="Aurelio Quispe Inventado", is_primary=True)
    part = Involvement.objects.create(incident=incident, party=person, role="suspect", named_publicly=True)
    NameUse.objects.create(involvement=part, name=name, is_heading=True)
    allegation = Allegation.objects.create(incident=incident, claim="Drove the lorry")
    SpeechLink.objects.create(allegation=allegation, words="police")
    link = AllegationParty.objects.create(allegation=allegation, party=person)
    workflow.publish(incident)
    return link


def surfaces(link: AllegationParty) -> dict[str, str]:
    incident = link.allegation.incident
    return {
        "incident page": reverse("incident", args=[incident.public_id]),
        "allegation page": reverse("allegation", args=[link.allegation.public_id]),
        "actor page": reverse("actor", args=[link.party.public_id]),
        "incident list": reverse("incidents"),
        "allegation list": reverse("allegations"),
        "actor list": reverse("actors"),
        "home": reverse("home"),
    }


@pytest.mark.parametrize("code", wording.BY_CODE)
def test_a_status_is_said_on_every_surface_in_its_own_words(code: str, claim: AllegationParty, client: Client) -> None:
    AllegationParty.objects.filter(pk=claim.pk).update(legal_status=code)
    status = wording.BY_CODE[code]
    for name, address in surfaces(claim).items():
        page = client.get(address, follow=True).content.decode()
        head = page.split("</head>")[0]
        text = strip_tags(page.split("<main")[1].split("</main>")[0])
        for where, words in (("text", text), ("head", head)):
            assert not GUILT.search(words), f"{name}, {where}: {GUILT.search(words)}"
            if code not in ABOUT_CONVICTION:
                plain = (
                    words.replace("no conviction", "").replace("not convicted", "").replace("without a conviction", "")
                )
                plain = re.sub(r"administrative measure, not a conviction", "", plain, flags=re.IGNORECASE)
                plain = plain.replace(str(status.label), "").replace(str(status.sentence), "")
                assert name == "actor list" or not CONVICTION.search(_without_forms(plain)), f"{name}, {where}: {code}"
        if name in {"incident page", "allegation page", "actor page"}:
            assert str(status.label) in page, f"{name} does not say {code}"


def _without_forms(text: str) -> str:
    """The text without the filter panel, whose choices name every status."""
    return re.sub(r"(?s)Legal status.*?(?=Sort|Show|$)", "", text)


@pytest.mark.parametrize("status", wording.STATUSES, ids=lambda status: status.code)
def test_no_words_of_a_status_state_guilt(status: wording.Status) -> None:
    for words in (status.label, status.sentence, status.definition, status.reason):
        assert words and not GUILT.search(str(words))
    if status.code not in ABOUT_CONVICTION | {"retrial"}:
        assert "convicted them" not in str(status.sentence)


def test_only_a_final_conviction_states_guilt() -> None:
    assert [status.code for status in wording.STATUSES if status.states_guilt] == ["convicted_final"]


def test_a_favourable_end_is_said_without_a_shadow_of_doubt() -> None:
    shadow = re.compile(r"\b(?:although|but|despite|however|still suspected|for lack of)\b", re.IGNORECASE)
    favourable = [status for status in wording.STATUSES if status.favourable]
    assert {"acquitted", "annulled", "dismissed", "cleared_administratively"} == {s.code for s in favourable}
    for status in favourable:
        assert not shadow.search(f"{status.label} {status.sentence}")


@pytest.mark.django_db
def test_the_legal_standing_page_defines_every_status_and_says_why(client: Client) -> None:
    page = client.get(reverse("legal_standing")).content.decode()
    for status in wording.STATUSES:
        assert f'id="status-{status.code}"' in page
        for words in (status.label, status.definition, status.reason):
            assert strip_tags(str(words)) in _unescaped(page)


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def test_every_claim_is_marked_as_a_claim(claim: AllegationParty, client: Client) -> None:
    for name in ("incident page", "allegation page"):
        page: Any = client.get(surfaces(claim)[name], follow=True).content.decode()
        assert str(wording.ALLEGATION_LEAD) in page, name
