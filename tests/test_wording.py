"""No sentence states guilt before a final conviction, on any surface, for any legal status."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import strip_tags

from incidents import wording, workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Capacity,
    Certainty,
    Citation,
    Incident,
    IncidentSource,
    Involvement,
    NameUse,
    PartyName,
    PartyRole,
    Source,
    SpeechLink,
    StepKind,
)

GUILT = {
    "en": re.compile(
        r"\b(?:is|was|are|were|found|proven|proved) guilty\b|\bcommitted\b|\bperpetrators?\b|\bculprits?\b"
        r"|\bthe criminals?\b|\bmurderers?\b|\btraffickers? who\b|\bresponsible for the crime\b"
        r"|(?<!no )\bguilt (?:is|was) (?:proven|established|certain)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:es|son|era|eran|fue|fueron|resultó|resultaron|hallad[oa]s?|declarad[oa]s?) culpables?\b|\bcometi(?:ó|eron)\b"
        r"|\bperpetrador|\bautor(?:es|a)? del (?:delito|crimen)\b|\blos (?:criminales|delincuentes|culpables)\b"
        r"|\basesin[oa]s?\b|\bculpabilidad (?:quedó|está|fue|queda) (?:probada|establecida|demostrada)\b"
        r"|\bresponsables? del (?:delito|crimen)\b|\bel delito (?:cometido|que cometió)\b",
        re.IGNORECASE,
    ),
}
CONVICTION = {"en": re.compile(r"\bconvict", re.IGNORECASE), "es": re.compile(r"\bconden", re.IGNORECASE)}
# Ways of saying that there is none.
NO_CONVICTION = {
    "en": re.compile(r"no conviction|not convicted|without a conviction|not a conviction", re.IGNORECASE),
    "es": re.compile(r"no consta condena|sin condena|no una condena", re.IGNORECASE),
}
ABOUT_CONVICTION = {
    "convicted",
    "convicted_not_final",
    "convicted_died",
    "convicted_final",
    "pardoned_not_final",
    "pardoned",
}
LANGUAGES = ("en", "es")
# The words of a page follow from the status in Python, whatever database holds it: most are looked at on one engine.
ON_BOTH_ENGINES = {"detained", "acquitted"}
STATUSES = [code if code in ON_BOTH_ENGINES else pytest.param(code, marks=pytest.mark.once) for code in wording.BY_CODE]


@pytest.fixture
def both_languages(settings: Any) -> None:
    """The site as if it were offered in Spanish too: the legal words are ready before the rest is."""
    settings.LANGUAGES = [("en", "English"), ("es", "español")]


@pytest.fixture(scope="module")
def claim_of_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[AllegationParty]:
    with django_db_blocker.unblock(), transaction.atomic():
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
        other = Actor.objects.create(form="unnamed", description="An invented driver")
        Involvement.objects.create(incident=incident, party=other, role="mentioned")
        AllegationParty.objects.create(allegation=allegation, party=other, capacity="toward")
        workflow.publish(incident)
        yield link
        transaction.set_rollback(True)


@pytest.fixture
def claim(db: None, claim_of_all: AllegationParty) -> AllegationParty:
    return AllegationParty.objects.get(pk=claim_of_all.pk)


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


def words_of(client: Client, address: str, language: str) -> tuple[str, str, str]:
    """What the page at the address says: its text, its head, and its source."""
    page = client.get(address, follow=True, headers={"accept-language": language}).content.decode()
    head = html.unescape(page.split("</head>")[0])
    return html.unescape(strip_tags(page.split("<main")[-1].split("</main>")[0])), head, html.unescape(page)


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", STATUSES)
def test_a_status_is_said_on_every_surface_in_its_own_words(
    code: str, language: str, claim: AllegationParty, client: Client
) -> None:
    AllegationParty.objects.filter(pk=claim.pk).update(legal_status=code)
    status = wording.BY_CODE[code]
    with translation.override(language):
        label, sentence = str(status.label), str(status.sentence)
    for name, address in surfaces(claim).items():
        text, head, page = words_of(client, address, language)
        for where, words in (("text", text), ("head", head)):
            assert not GUILT[language].search(words), f"{name}, {where}: {GUILT[language].search(words)}"
            if code not in ABOUT_CONVICTION and name != "actor list":
                plain = NO_CONVICTION[language].sub("", words.replace(label, "").replace(sentence, ""))
                assert not CONVICTION[language].search(_without_forms(plain)), f"{name}, {where}: {code}"
        if name in {"incident page", "allegation page", "actor page"}:
            assert label in page and sentence in page, f"{name} does not say {code}"
        if name in {"incident list", "allegation list", "actor list", "home"}:
            assert label in text, f"{name} does not say {code}"


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", wording.BY_CODE)
def test_a_file_says_each_status_in_its_own_words(
    code: str, language: str, claim: AllegationParty, client: Client
) -> None:
    AllegationParty.objects.filter(pk=claim.pk).update(legal_status=code)
    with translation.override(language):
        label, lead = str(wording.BY_CODE[code].label), str(wording.ALLEGATION_LEAD)
    for name in ("incidents", "actors", "allegations"):
        answer: Any = client.get(reverse(f"{name}_csv"), headers={"accept-language": language})
        text = b"".join(answer.streaming_content).decode()
        assert label in text and not GUILT[language].search(text), name
        assert name != "allegations" or lead in text
        if code not in ABOUT_CONVICTION:
            assert not CONVICTION[language].search(NO_CONVICTION[language].sub("", text.replace(label, ""))), name


def _without_forms(text: str) -> str:
    """The text without the filter panel, whose choices name every status."""
    return re.sub(r"(?s)Legal status.*?(?=Sort|Show|$)", "", text)


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", STATUSES)
def test_whoever_is_not_accused_gets_no_status(
    code: str, language: str, claim: AllegationParty, client: Client
) -> None:
    """The claim also names somebody to whom it was done: no standing of the accused may rub off on them."""
    links = AllegationParty.objects.filter(allegation=claim.allegation)
    links.update(legal_status=code)
    other = links.get(capacity="toward")
    with translation.override(language):
        label, toward = str(wording.BY_CODE[code].label), str(wording.CAPACITIES["toward"])
    text, head, page = words_of(client, reverse("actor", args=[other.party.public_id]), language)
    assert toward in text and label not in page and label not in head


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_admin_says_each_status_in_its_own_words(
    language: str, claim: AllegationParty, admin_client: Client
) -> None:
    change = reverse("admin:incidents_incident_change", args=[claim.allegation.incident_id])
    for code in wording.BY_CODE:
        with translation.override(language):  # what a read-only field of the admin shows
            assert AllegationParty(legal_status=code).get_legal_status_display() == str(wording.BY_CODE[code].label)
    AllegationParty.objects.filter(pk=claim.pk).update(legal_status="acquitted")
    page = admin_client.get(change, headers={"accept-language": language}).content.decode()
    text = html.unescape(strip_tags(page.split('id="content"')[1]))
    with translation.override(language):
        assert str(wording.BY_CODE["acquitted"].label) in text
    assert not GUILT[language].search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", wording.STATUSES, ids=lambda status: status.code)
def test_no_words_of_a_status_state_guilt(status: wording.Status, language: str) -> None:
    with translation.override(language):
        for words in (status.label, status.sentence, status.definition, status.reason):
            assert words and not GUILT[language].search(str(words))
        if status.code not in ABOUT_CONVICTION | {"retrial"}:
            assert not re.search("convicted them|dictó condena", str(status.sentence))


def pairs() -> dict[str, Any]:
    """Every legal word with a name of its own."""
    found = {
        f"{name}.{code}": words
        for name in dir(wording)
        if isinstance(getattr(wording, name), dict)
        for code, words in getattr(wording, name).items()
        if isinstance(words, Promise)
    }
    found |= {name: getattr(wording, name) for name in dir(wording) if isinstance(getattr(wording, name), Promise)}
    for status in wording.STATUSES:
        for part in ("label", "sentence", "definition", "reason"):
            found[f"{status.code}.{part}"] = getattr(status, part)
    return found


def test_every_legal_word_exists_in_both_languages_and_differs_from_the_other() -> None:
    words = pairs()
    assert len(words) > 150
    for name, both in words.items():
        with translation.override("en"):
            english = str(both)
        with translation.override("es"):
            spanish = str(both)
        assert english.strip() and spanish.strip(), name
        assert english != spanish or not english.isascii(), f"{name}: {english}"


def test_no_two_statuses_share_their_words() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            for part in ("label", "sentence", "definition"):
                said = [str(getattr(status, part)) for status in wording.STATUSES]
                assert len(set(said)) == len(said), (language, part)


def test_the_roles_and_steps_of_the_record_take_their_words_from_here() -> None:
    for choices, words in (
        (PartyRole, wording.ROLES),
        (StepKind, wording.STEPS),
        (Capacity, wording.CAPACITIES),
        (Certainty, wording.CERTAINTIES),
    ):
        assert {code: label for code, label in choices.choices} == words
        with translation.override("es"):
            assert [str(label) for _code, label in choices.choices] == [str(label) for label in words.values()]


def test_a_role_never_says_more_than_the_standing_does() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            for words in (wording.ROLES, wording.STEPS, wording.REPORTED, wording.REPLIES, wording.DEFEATS):
                for code, label in words.items():
                    assert not GUILT[language].search(str(label)), code


def test_only_a_final_conviction_states_guilt() -> None:
    assert [status.code for status in wording.STATUSES if status.states_guilt] == ["convicted_final"]


def test_a_conviction_that_was_not_final_is_not_told_as_one_that_stands_after_a_pardon() -> None:
    for code in ("pardoned_not_final", "convicted", "convicted_not_final"):
        words = f"{wording.BY_CODE[code].label} {wording.BY_CODE[code].sentence}"
        assert "They were convicted" not in words and "not overturned" not in words
        assert "final" in words
    with translation.override("es"):
        sentence = str(wording.BY_CODE["pardoned_not_final"].sentence)
        assert "no consta que la sentencia fuera firme" in sentence and "no fue anulada" not in sentence


def test_a_favourable_end_is_said_without_a_shadow_of_doubt() -> None:
    shadow = {
        "en": re.compile(r"\b(?:although|but|despite|however|still suspected|for lack of)\b", re.IGNORECASE),
        "es": re.compile(r"\b(?:aunque|pero|pese|sin embargo|sigue bajo sospecha|por falta de)\b", re.IGNORECASE),
    }
    favourable = [status for status in wording.STATUSES if status.favourable]
    assert {"acquitted", "annulled", "dismissed", "closed_not_on_merits", "cleared_administratively"} == {
        s.code for s in favourable
    }
    for language in LANGUAGES:
        with translation.override(language):
            for status in favourable:
                assert not shadow[language].search(f"{status.label} {status.sentence}")


@pytest.mark.django_db
@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legal_standing_page_defines_every_status_and_says_why(language: str, client: Client) -> None:
    _text, _head, page = words_of(client, reverse("legal_standing"), language)
    with translation.override(language):
        for status in wording.STATUSES:
            assert f'id="status-{status.code}"' in page
            for words in (status.label, status.sentence, status.definition, status.reason):
                assert str(words) in page


def test_every_claim_is_marked_as_a_claim(claim: AllegationParty, client: Client) -> None:
    for name in ("incident page", "allegation page"):
        page: Any = client.get(surfaces(claim)[name], follow=True).content.decode()
        assert str(wording.ALLEGATION_LEAD) in page, name
