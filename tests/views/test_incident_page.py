"""What the page of an incident says, and what it never says."""

import re
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client

from incidents import workflow
from incidents.figures.addresses import address
from incidents.models import Actor, Allegation, Incident, PartyName, RelatedIncident, SpeechLink, Step
from tests.factories import make_incident
from tests.views import detail_rows as rows
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    """The text of a page as a reader hears it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def incident() -> Incident:
    return rows.full_case()


@pytest.fixture
def html(client: Client, incident: Incident) -> str:
    answer = client.get(address(incident))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def text(html: str) -> str:
    return words(html)


def section(html: str, name: str) -> str:
    start = html.index(f'<section aria-labelledby="{name}"')
    return html[start : html.index("</section>", start)]


def test_it_says_what_happened_and_when_and_never_a_day_that_nobody_stated(html: str, text: str) -> None:
    assert html.count("<h1") == 1
    assert "Summary of Loads of the valley." in text
    assert "July 2015" in text and "in the source: “in July”" in text
    assert "series or practice" in text
    assert 'datetime="2015-07' not in html
    assert '<time datetime="2015-09-14">14 September 2015</time>' in html


def test_headings_never_jump(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_place_that_we_matched_ourselves_says_so(html: str) -> None:
    where = words(section(html, "where"))
    assert "Qosqo – transit" in where
    assert "somewhere in it: Cusco matched by us, not confirmed" in where


def test_a_smaller_group_stands_inside_the_larger_one_and_once(html: str) -> None:
    people = section(html, "people")
    assert people.count("four officers") == 1
    assert re.search(r"nine suspects.*Among them:.*<ul.*four officers", people, re.S)
    assert "“the nine” (9)" in words(people) and "4 to 5" in words(people)


def test_a_group_without_a_number_is_not_one(client: Client) -> None:
    incident = rows.draft("A few")
    rows.involve(incident, rows.actor(form="group", description="some guards"))
    page = words(client.get(address(rows.publish(incident))).content.decode())
    assert "number not stated" in page


def test_a_withheld_name_is_said_to_be_withheld(html: str) -> None:
    assert re.search(r"a shopkeeper name withheld by us", words(section(html, "people")))


def test_the_protected_are_neither_named_nor_tied_to_what_they_said(html: str) -> None:
    informant = Actor.objects.get(protection="witness")
    assert "Secret" not in html
    claims = section(html, "claims")
    assert informant.public_id not in claims
    assert "a helper" in words(claims)


def test_a_protected_speaker_without_role_words_is_a_protected_source(client: Client, incident: Incident) -> None:
    SpeechLink.objects.filter(protected=True).update(role_words="")
    page = words(client.get(address(incident)).content.decode())
    assert "Who says so a protected source" in page


def test_each_claim_is_marked_and_says_who_says_so_through_whom(html: str) -> None:
    claims = words(section(html, "claims"))
    assert claims.count("This is a claim, not a finding.") == 3
    assert re.search(
        r"a helper \[2\] relayed by La República \[2\] relayed by InSight Crime", claims.replace("Source ", "")
    )
    assert "1 independent origin " in claims
    assert "“reportedly”" in claims


def test_origins_are_counted_and_not_links(text: str) -> None:
    assert "whose claims go back to 3 speakers" in text


def test_protected_speakers_of_one_role_are_counted_as_one_so_that_the_number_gives_nothing_away(
    client: Client,
) -> None:
    incident = rows.draft("Two who helped")
    for number in (1, 2):
        helper = rows.actor(f"Hidden {number}", protection="witness")
        claim = Allegation.objects.create(incident=incident, claim=f"Claim {number}")
        SpeechLink.objects.create(allegation=claim, party=helper, protected=True, role_words="a helper")
    page = words(client.get(address(rows.publish(incident))).content.decode())
    assert "whose claims go back to 1 speaker" in page


def test_an_acquittal_is_said_first_and_in_the_words_of_the_house(html: str) -> None:
    claims = words(section(html, "claims"))
    assert "Acquitted A court acquitted them of this charge." in claims
    assert 'legal-standing/#status-acquitted"' in html
    assert "As the sources last report it charged" in claims
    assert "“I was at home” , October 2015" in claims or "“I was at home”, October 2015" in claims


def test_a_claim_without_proceedings_says_until_when_somebody_looked(text: str) -> None:
    assert "No proceedings known over the claim as of 3 February 2020" in text


def test_no_sentence_states_guilt_without_a_final_conviction(client: Client) -> None:
    incident = rows.draft("A trial")
    who = rows.actor("Luis Rojas")
    made = rows.claim(incident, "Luis Rojas is accused of theft", who)
    rows.steps(incident, made, who, ("convicted", "2016", {"final": "no"}))
    page = words(client.get(address(rows.publish(incident))).content.decode())
    assert "They were convicted by a final judgment." not in page
    assert "A court convicted them; the judgment was not final." in page
    assert "not final at the time: it could still be appealed" in page
    Step.objects.get().delete()
    assert "convicted them" not in words(client.get(address(incident)).content.decode())


@pytest.mark.parametrize(("day", "is_said"), [("", True), ("2016-05", True), ("2017", False)])
def test_decisions_whose_dates_do_not_say_their_order_are_said_to_stand_in_that_of_the_case(
    client: Client, day: str, is_said: bool
) -> None:
    incident = rows.draft("A trial")
    who = rows.actor("Luis Rojas")
    made = rows.claim(incident, "Luis Rojas is accused of theft", who)
    rows.steps(incident, made, who, ("convicted", "2016", {}), ("acquitted", day, {}))
    page = words(client.get(address(rows.publish(incident))).content.decode())
    assert ("the dates of these decisions do not say which came first" in page) == is_said


def test_a_claim_that_ended_is_struck_through_with_what_ended_it(html: str) -> None:
    assert "<s>The group paid officers</s>" in html
    assert "Contradicted by There is no such group : denied in court" in words(section(html, "claims"))


def test_custody_and_administration_are_kept_apart_from_guilt(html: str) -> None:
    timeline = section(html, "proceedings")
    assert "custody; says nothing about guilt" in timeline
    assert "administrative measure; not a criminal finding" in timeline
    order = [timeline.index(f"step {kind}") for kind in ("detained", "convicted", "acquitted", "removed_from_post")]
    assert order == sorted(order), "2 March 2017 is not after 2017: as listed"
    assert "no proof" in timeline and "ten years" in timeline and "decided on the merits" in timeline


def test_every_measurement_is_there_with_the_doubt_and_its_reason(html: str) -> None:
    goods = words(section(html, "seizures"))
    assert "300 kg" in goods and "the figure that we count" in goods
    assert "900 kg doubted heavier than the plane" in goods


def test_figures_routes_doubts_and_questions_are_told(html: str) -> None:
    assert "killed – “nearly two dozen” (at most 24)" in words(section(html, "figures"))
    assert "fee – at least 10,000 dollars per flight" in words(section(html, "figures"))
    assert re.search(r"from the valley .*plane → to Qosqo", words(section(html, "routes")))
    assert "one, says the paper" in section(html, "disagree")
    assert "Whether she is among the nine" in section(html, "unknown")


def test_an_organization_that_may_not_exist_says_so(html: str) -> None:
    assert "The Second Group disputed: it may not exist" in words(section(html, "organizations"))


def test_only_public_cases_are_related(html: str) -> None:
    related = section(html, "related")
    assert "A later case" in related
    assert "An unseen case" not in html


def test_a_case_that_is_linked_twice_is_related_once(client: Client, incident: Incident) -> None:
    other = make_incident("Linked by its key and by its id")
    for called in ("its-key", other.public_id):
        RelatedIncident.objects.create(incident=incident, target_key=called, target=other)
    page = client.get(address(incident)).content.decode()
    assert section(page, "related").count(other.title) == 1


def test_a_number_stands_beside_every_statement(html: str) -> None:
    claims = section(html, "claims")
    assert re.search(r"led the theft <sup class=\"cite\"><a href=\"#source-2\"", claims), "its own source"
    assert "source matched by us" in claims
    for name in ("where", "people", "organizations", "ties", "seizures", "routes", "figures", "when", "proceedings"):
        part = section(html, name)
        items = len(re.findall(r"<li(?![^>]*class=\"stop)", part)) if name not in {"routes", "seizures"} else 1
        assert part.count('class="cite"') >= items, name
    assert set(re.findall(r'href="#(source-\d+)"', html)) <= set(re.findall(r'id="(source-\d+)"', html))


def test_sources_carry_passage_copy_and_day(html: str) -> None:
    sources = section(html, "sources")
    assert '<q lang="es">dirigía el robo</q>' in sources
    assert "https://archive.example/x" in sources and "2 January 2020" in sources
    assert "court papers" in sources


def test_what_changed_since_it_was_published_is_told_without_the_old_words(client: Client, incident: Incident) -> None:
    assert "Nothing has changed." in words(client.get(address(incident)).content.decode())
    changed = Allegation.objects.get(claim="There is no such group")
    changed.claim = "No such group is known"
    changed._change_reason = "The court's words"
    changed.save()
    changes = section(client.get(address(incident)).content.decode(), "changes")
    assert "allegation, corrected" in words(changes)
    assert "The court's words" not in changes  # reasons are for the desk; readers get notes of their own
    assert "There is no such group" not in changes


def test_a_missing_or_changed_slug_leads_to_the_right_address(client: Client, incident: Incident) -> None:
    right = address(incident)
    assert right.endswith("/loads-of-the-valley/")
    for other in (f"/incidents/{incident.public_id}/", f"/incidents/{incident.public_id}/old-title/"):
        answer = client.get(other)
        assert (answer.status_code, answer["Location"]) == (301, right)
        assert "no-cache" in answer["Cache-Control"], "the title may change back"


def test_withdrawn_is_gone_and_a_draft_is_nowhere(client: Client, incident: Incident) -> None:
    unseen = Incident.objects.get(title="An unseen case")
    assert client.get(f"/incidents/{unseen.public_id}/").status_code == 404
    assert client.get("/incidents/zzzzzzzz/").status_code == 404
    workflow.withdraw(incident, None, "An error.")
    answer = client.get(address(incident))
    assert answer.status_code == 410
    assert "Loads of the valley" not in answer.content.decode()


def test_names_that_only_another_draft_uses_stay_there(client: Client, incident: Incident) -> None:
    known = PartyName.objects.get(name="Ana Quispe").party
    unseen = Incident.objects.get(title="An unseen case")
    nick = PartyName.objects.create(party=known, name="La Sombra")
    involvement = rows.involve(unseen, known)
    involvement.names_used.create(name=nick)
    assert "La Sombra" not in client.get(address(incident)).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client: Client, incident: Incident) -> None:
    client.get(address(incident))  # whoever comes first after a change pays for reading it
    with statements_of_new_pages() as few:
        client.get(address(incident))
    for n in range(4):
        who = rows.actor(f"Person {n}")
        rows.involve(incident, who)
        made = rows.claim(incident, f"Claim number {n}", who)
        rows.steps(incident, made, who, ("charged", "2016", {"authority": rows.organization(f"Court {n}")}))
    client.get(address(incident))
    with statements_of_new_pages() as many:
        assert client.get(address(incident)).status_code == 200
    assert len(many) == len(few)
