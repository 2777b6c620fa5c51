"""Nothing that is not published, and nobody who is protected, can be reached at any public address.

Rows in every hidden state carry marked words. Every address pattern of the site is walked with every row, hidden and
public, in every query form; no answer (page, redirect, header, suggestion, count) may hold a marked word.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from incidents import workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationOffence,
    AllegationParty,
    Casualty,
    Citation,
    CitedOrigin,
    Contradiction,
    ContradictionVersion,
    Correction,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    NameUse,
    Offence,
    OpenQuestion,
    Organization,
    Party,
    PartyName,
    Proceeding,
    ProceedingAllegation,
    Rate,
    Region,
    RelatedIncident,
    Relationship,
    Route,
    RouteStop,
    Seizure,
    Source,
    SpeechLink,
    Stage,
    Step,
    StepParty,
)
from incidents.workflow import identity

pytestmark = pytest.mark.django_db

MARK = "zqxv"  # the start of every word that must stay hidden; readers never type it
HINT = "krtw"  # the second word of every hidden text; readers do type it


def marked(what: str, state: str) -> str:
    return f"{MARK}{what}{state} {HINT}"


def case(state: str, word: Any) -> Incident:
    """A case with a fact of every kind, whose words `word(what)` gives; still a draft."""
    country = Region.objects.get(code="XA")
    incident = Incident.objects.create(
        title=word("title"), summary=word("summary"), key=word("key"), sources_read_until="2020"
    )
    IncidentDate.objects.create(incident=incident, what=word("date"), date_edtf="2020-05", is_main=True)
    place_region = Region.objects.add_child(country, instance=Region(kind="facility", name=word("region")))
    IncidentPlace.objects.create(incident=incident, name=word("place"), country=country, region=place_region)
    source = Source.objects.create(
        publisher=word("publisher"), title=word("sourcetitle"), url=f"https://example.org/{word('url').split()[0]}"
    )
    reading = IncidentSource.objects.create(incident=incident, source=source)
    CitedOrigin.objects.create(reading=reading, words=word("origin"))
    actor = Actor.objects.create(form="named", description=word("actordescription"), key=f"p.{word('actorkey')}")
    gang = Organization.objects.create(kind="criminal_group", description=word("gangdescription"))
    for party in (actor, gang):
        name = PartyName.objects.create(party=party, name=word(f"name{party.pk}"), is_primary=True)
        part = Involvement.objects.create(
            incident=incident,
            party=party,
            description=word("involved"),
            role_as_stated=word("role"),
            named_publicly=True,
        )
        NameUse.objects.create(involvement=part, name=name, is_heading=True)
    Membership.objects.create(incident=incident, member=actor, organization=gang, role=word("membership"))
    Relationship.objects.create(incident=incident, a=actor, b=gang, kind="leader", as_stated=word("tie"))
    claim = Allegation.objects.create(
        incident=incident, claim=word("claim"), quote=word("quote"), outcome_as_stated=word("outcome")
    )
    AllegationParty.objects.create(allegation=claim, party=actor, reply_status="received", reply_text=word("reply"))
    AllegationOffence.objects.create(allegation=claim, offence=Offence.objects.get(code="XX01"))
    SpeechLink.objects.create(allegation=claim, words=word("speaker"))
    proceeding = Proceeding.objects.create(incident=incident, name=word("proceeding"))
    ProceedingAllegation.objects.create(proceeding=proceeding, allegation=claim)
    step = Step.objects.create(proceeding=proceeding, words=word("step"), kind="detained")
    StepParty.objects.create(step=step, party=actor)
    seizure = Seizure.objects.create(incident=incident, what=word("seizure"))
    Measurement.objects.create(seizure=seizure, quantity_as_stated=word("quantity"), is_preferred=True)
    route = Route.objects.create(incident=incident, commodity=word("commodity"))
    RouteStop.objects.create(route=route, name=word("stop"), role="from")
    Casualty.objects.create(incident=incident, what=word("casualty"))
    Rate.objects.create(incident=incident, what=word("rate"))
    OpenQuestion.objects.create(incident=incident, text=word("question"))
    contradiction = Contradiction.objects.create(incident=incident, fact=word("contradiction"))
    ContradictionVersion.objects.create(contradiction=contradiction, text=word("version"))
    Citation.objects.create(incident=incident, reading=reading, quote=word("passage"), allegation=claim)
    Citation.objects.create(incident=incident, reading=reading)
    return incident


@pytest.fixture
def world() -> dict[str, Any]:
    """One public case, cases in every hidden state that touch its parties, and protected people inside it."""
    Region.objects.add_root(
        instance=Region(code="XA", kind="country", name="Invented Country", country_code="XA", reference=True)
    )
    Offence.objects.create(code="XX01", name_en="An invented offence", level=1)
    public = case("public", lambda what: f"Visible {what}")
    actor = Actor.objects.get(involvements__incident=public)
    gang = Organization.objects.get(involvements__incident=public)
    _protected(public, actor, gang)
    workflow.publish(public)
    for state in ("draft", "in_review", "legal_review", "embargoed", "withdrawn"):
        _hidden(state, public, actor, gang)
    _merged(actor)
    return {"public": public, "actor": actor, "gang": gang}


def _protected(public: Incident, actor: Actor, gang: Organization) -> None:
    for kind in ("minor", "victim", "witness", "private"):
        person = Actor.objects.create(form="named", key=f"p.{MARK}{kind}")
        heading = PartyName.objects.create(party=person, name=marked("protected", kind), is_primary=True)
        alias = PartyName.objects.create(party=person, name=marked("alias", kind), kind="alias")
        part = Involvement.objects.create(
            incident=public, party=person, description=f"A protected {kind}", protection=kind, role="witness"
        )
        NameUse.objects.create(involvement=part, name=heading, is_heading=True)
        NameUse.objects.create(involvement=part, name=alias)
        Membership.objects.create(incident=public, member=person, organization=gang)
        Relationship.objects.create(incident=public, a=person, b=actor, kind="family")
        claim = Allegation.objects.create(incident=public, claim=f"Visible claim of the {kind}")
        AllegationParty.objects.create(allegation=claim, party=actor)
        AllegationParty.objects.create(allegation=claim, party=person, capacity="toward")
        SpeechLink.objects.create(allegation=claim, party=person, words=f"({kind})")


def _hidden(state: str, public: Incident, actor: Actor, gang: Organization) -> None:
    incident = case(state, lambda what: marked(what, state))
    RelatedIncident.objects.create(incident=public, target_key=incident.key or "", target=incident)
    part = Involvement.objects.create(
        incident=incident,
        party=actor,
        description=marked("sharedactor", state),
        role_as_stated=marked("sharedrole", state),
        named_publicly=True,
    )
    alias = PartyName.objects.create(party=actor, name=marked("draftalias", state), kind="alias")
    NameUse.objects.create(involvement=part, name=alias)
    claim = Allegation.objects.create(incident=incident, claim=marked("sharedclaim", state))
    AllegationParty.objects.create(allegation=claim, party=actor)
    SpeechLink.objects.create(allegation=claim, party=gang)
    Membership.objects.create(incident=incident, member=actor, organization=gang, role=marked("sharedmember", state))
    Relationship.objects.create(incident=incident, a=gang, b=actor, kind="rival", as_stated=marked("sharedtie", state))
    if state in ("embargoed", "withdrawn"):
        workflow.publish(incident)
        workflow.corrections.record(incident, "correction", marked("note", state))
    else:
        Correction.objects.create(incident=incident, kind="correction", note=marked("note", state))
    if state == "withdrawn":
        workflow.withdraw(incident, by=None, reason=marked("reason", state))
    elif state == "embargoed":
        tomorrow = timezone.now() + timedelta(days=1)
        Incident.objects.filter(pk=incident.pk).update(embargo_until=tomorrow, first_published=tomorrow)
    else:
        Incident.objects.filter(pk=incident.pk).update(stage=Stage(state))


def _merged(actor: Actor) -> None:
    """People found to be the public actor: one of a draft, and one of no case; readers knew neither."""
    draft = Incident.objects.get(stage=Stage.DRAFT)
    for what in ("mergedfromdraft", "mergedfromnowhere"):
        other = Actor.objects.create(form="named", description=marked(what, "description"), key=f"p.{MARK}{what}")
        PartyName.objects.create(party=other, name=marked(what, "name"), is_primary=True)
        PartyName.objects.create(party=other, name=marked(what, "alias"), kind="alias")
        if what == "mergedfromdraft":
            Involvement.objects.create(incident=draft, party=other, named_publicly=True)
        identity.merge(actor, other, None, marked(what, "reason"))


def public_patterns() -> Iterator[tuple[str, list[str]]]:
    """Every public address pattern: its text with {} for each argument, and the arguments' names."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
        for pattern in patterns:
            text = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                if not text.startswith("admin/"):
                    yield from walk(pattern.url_patterns, text)
            elif isinstance(pattern, URLPattern):
                yield re.sub(r"<[^>]+>", "{}", text), list(pattern.pattern.converters)

    yield from walk(get_resolver().url_patterns, "")


def identifiers() -> list[str]:
    """Every public id and every code in the database, hidden or not."""
    ids: list[str] = []
    for model in (Incident, Party, Allegation, Source, Region):
        ids += model.objects.values_list("public_id", flat=True)
    return [*ids, *Region.objects.exclude(code=None).values_list("code", flat=True)]


def addresses() -> Iterator[str]:
    for text, arguments in public_patterns():
        if not arguments:
            yield "/" + text
        elif arguments[-1:] == ["when"]:
            for value in identifiers():
                for when in (f"{timezone.now():%Y-%m-%d}", "2020-01-01"):
                    yield "/" + text.format(value, when)
        elif arguments == ["what"]:
            for what in ("regions", "actors", "organizations", "offences", "publishers", "everything", "nothing"):
                yield "/" + text.format(what)
        elif arguments == ["page", "public_id"]:
            for page in ("incident", "actor", "organization", "region", "allegation", "source", "nothing"):
                for value in identifiers():
                    yield "/" + text.format(page, value)
        else:
            for value in identifiers():
                yield "/" + text.format(*[value, HINT][: len(arguments)])


def questions(path: str) -> Iterator[dict[str, Any]]:
    """The query forms tried at an address: none, words, every id in every parameter that names a row, every sort."""
    yield {}
    yield {"q": HINT}
    if path.startswith("/corrections"):
        yield from ({"kind": "retraction"}, {"since": "2020"}, {"sort": "oldest"}, {"incident": HINT})
        return
    if not path.endswith(".csv") and (path.count("/") != 2 or path.startswith(("/method", "/legal"))):
        return
    for value in () if path.endswith(".csv") else identifiers():  # a file answers the question of its list
        for name in ("actor", "organization", "region", "incident"):
            yield {name: value}
    for name in ("publisher", "speaker"):
        yield {name: HINT}
    for name, value in {
        "status": "detained",
        "since": "2020",
        "until": "2020",
        "offence": "XX01",
        "kind": "event",
    }.items():
        yield {name: value}
    for sort in ("newest", "oldest", "title", "name", "updated", "incidents"):
        yield {"sort": sort}


def said_by(answer: Any) -> str:
    """All that an answer says: its page or file."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def test_no_answer_of_the_site_holds_a_hidden_word(client: Client, world: dict[str, Any]) -> None:
    asked = 0
    for path in addresses():
        for question in questions(path):
            answer = client.get(path, question)
            asked += 1
            said = said_by(answer) + str(dict(answer.headers))
            assert MARK not in said.lower(), f"{path} {question} ({answer.status_code})"
            assert answer.status_code != 500, f"{path} {question}"
    assert asked > 500


def test_the_walk_would_find_a_word_that_is_shown(client: Client, world: dict[str, Any]) -> None:
    draft = Incident.objects.get(stage=Stage.DRAFT)
    workflow.publish(draft)
    walked = list(addresses())

    def shows(path: str) -> bool:
        return MARK in said_by(client.get(path)).lower()

    for kind in ("incidents", "actors", "organizations", "allegations", "sources", "regions"):
        assert any(shows(path) for path in walked if path.startswith(f"/{kind}/")), kind
        assert f"/{kind}.csv" in walked and shows(f"/{kind}.csv")


def test_hidden_rows_change_no_count(client: Client, world: dict[str, Any]) -> None:
    for name in ("incidents", "actors", "organizations", "allegations", "sources"):
        rows = client.get(reverse(name)).context["total"]
        visible = {
            "incidents": 1,
            "actors": 1 + 4,
            "organizations": 1,
            "allegations": 1 + 4,
            "sources": 1,
        }[name]
        assert rows == visible, name
        assert said_by(client.get(reverse(f"{name}_csv"))).count(f"/{name}/") == visible, name


def test_a_protected_speaker_is_never_linked(client: Client, world: dict[str, Any]) -> None:
    protected = Actor.objects.exclude(protection="")
    for claim in Allegation.objects.filter(claim__startswith="Visible claim of the"):
        page = client.get(reverse("allegation", args=[claim.public_id]), follow=True).content.decode()
        chain = page.split("Who says so")[1].split("<dt>")[0]
        assert "protected source" in chain
        for person in protected:
            assert person.public_id not in chain


def test_an_embargo_that_ends_makes_the_case_public_and_only_then(client: Client, world: dict[str, Any]) -> None:
    embargoed = Incident.objects.get(embargo_until__isnull=False)
    address = reverse("incident", args=[embargoed.public_id])
    assert client.get(address, follow=True).status_code == 404
    Incident.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
    assert client.get(address, follow=True).status_code == 200


def test_a_withdrawn_case_says_so_and_nothing_else(client: Client, world: dict[str, Any]) -> None:
    withdrawn = Incident.objects.get(stage=Stage.WITHDRAWN)
    for address in (
        reverse("incident", args=[withdrawn.public_id]),
        reverse("allegation", args=[withdrawn.allegations.all()[0].public_id]),
    ):
        answer = client.get(address)
        assert answer.status_code == 410 and "withdrawn" in answer.content.decode().lower()


def test_logged_in_readers_see_no_more_than_anybody(
    client: Client, world: dict[str, Any], django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create_user("reader"))
    draft = Incident.objects.get(stage=Stage.DRAFT)
    assert client.get(reverse("incident", args=[draft.public_id])).status_code == 404
    assert MARK not in client.get(reverse("incidents")).content.decode()


def test_the_public_case_is_really_there(client: Client, world: dict[str, Any]) -> None:
    page = client.get(reverse("incident", args=[world["public"].public_id]), follow=True)
    assert page.status_code == 200 and "Visible claim" in page.content.decode()


def test_a_withdrawn_case_that_is_worked_on_again_keeps_its_notice(client: Client, world: dict[str, Any]) -> None:
    withdrawn = Incident.objects.get(stage=Stage.WITHDRAWN)
    workflow.send_back(withdrawn, by=None, reason="To be corrected.")
    answer = client.get(reverse("incident", args=[withdrawn.public_id]))
    assert answer.status_code == 410 and MARK not in answer.content.decode()


def test_publishing_does_not_list_a_protected_speaker_among_those_involved(world: dict[str, Any]) -> None:
    draft = Incident.objects.get(stage=Stage.DRAFT)
    speaker = Organization.objects.create(kind="media", description="An invented paper")
    SpeechLink.objects.create(
        allegation=draft.allegations.all()[0], party=speaker, protected=True, role_words="a paper"
    )
    workflow.publish(draft)
    assert not Involvement.objects.filter(incident=draft, party=speaker).exists()


def test_words_find_a_case_by_its_people_and_never_by_hidden_names(client: Client, world: dict[str, Any]) -> None:
    shown = PartyName.objects.filter(party=world["actor"], is_primary=True).get().name.split()[1]
    assert client.get(reverse("incidents"), {"q": shown}).context["total"] == 1
    for kind in ("minor", "victim", "witness", "private"):
        assert client.get(reverse("incidents"), {"q": f"{MARK}protected{kind}"}).context["total"] == 0
    assert client.get(reverse("incidents"), {"q": f"{MARK}draftaliasdraft"}).context["total"] == 0
