"""Pages of actors and organizations: public names, what came of each claim, and nothing of the hidden."""

import re

import pytest
from django.test import Client

from incidents import workflow
from incidents.figures.addresses import address
from incidents.models import Actor, Incident, Membership, Organization, Party, PartyName, SpeechLink
from tests.views import detail_rows as rows
from tests.views.asked import statements_of_new_pages
from tests.views.test_incident_page import section, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    return rows.full_case()


def page_of(client: Client, party: Party) -> str:
    kind = "actors" if party.is_actor else "organizations"
    answer = client.get(f"/{kind}/{party.public_id}/", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def called(name: str) -> Party:
    return Party.objects.get(names__name=name)


@pytest.mark.usefixtures("incident")
def test_the_acquittal_stands_before_the_claim_in_the_same_size_as_any_standing(client: Client) -> None:
    claims = section(page_of(client, called("Ana Quispe")), "claims")
    assert claims.index("Acquitted") < claims.index("led the theft")
    assert claims.count('<p class="standing') == 1
    assert "A court acquitted them of this charge." in claims


@pytest.mark.usefixtures("incident")
def test_ties_come_with_time_and_source(client: Client) -> None:
    ties = section(page_of(client, called("Ana Quispe")), "ties")
    assert "“officer”" in words(ties) and "2014" in words(ties)
    assert re.search(r'class="cite"><a href="/incidents/\w+/loads-of-the-valley/#source-1"', ties)
    tie = words(section(page_of(client, called("The Second Group")), "ties"))
    assert "The Second Group – rival of – National Police" in tie and "alleged" in tie


@pytest.mark.usefixtures("incident")
def test_an_organization_tells_its_members_and_whether_it_exists(client: Client) -> None:
    assert "Ana Quispe" in section(page_of(client, called("National Police")), "members")
    assert "Whether it exists: disputed: it may not exist." in words(page_of(client, called("The Second Group")))


@pytest.mark.usefixtures("incident")
def test_parts_of_an_organization_link_both_ways(client: Client) -> None:
    whole, part = Organization.objects.get(names__name="National Police"), rows.organization("Drug Squad")
    other = rows.draft("A part")
    rows.involve(other, part, part_of=whole)
    rows.involve(other, whole)
    rows.publish(other)
    assert "Its parts Drug Squad" in words(page_of(client, whole))
    assert "Part of National Police" in words(page_of(client, part))


@pytest.mark.usefixtures("incident")
def test_company_counts_incidents_and_leaves_the_protected_out(client: Client) -> None:
    company = words(section(page_of(client, called("Ana Quispe")), "company"))
    assert "National Police 1 incident" in company
    assert "informant" not in company


@pytest.mark.usefixtures("incident")
def test_a_protected_person_has_a_page_without_a_name_or_what_they_said(client: Client) -> None:
    informant = Actor.objects.get(protection="witness")
    html = page_of(client, informant)
    assert "Secret" not in html
    assert "<h1>an informant</h1>" in html
    assert "led the theft" not in html
    right = client.get(f"/actors/{informant.public_id}/")["Location"]
    assert right == f"/actors/{informant.public_id}/an-informant/"


@pytest.mark.usefixtures("incident")
def test_claims_ties_and_names_of_drafts_do_not_show(client: Client) -> None:
    known = Actor.objects.get(names__name="Ana Quispe")
    unseen = rows.draft("Hidden case")
    involvement = rows.involve(unseen, known, description="hidden description")
    involvement.names_used.create(name=PartyName.objects.create(party=known, name="Hidden Nick"))
    rows.claim(unseen, "Hidden claim", known)
    Membership.objects.create(incident=unseen, member=known, organization=rows.organization("Hidden Club"))
    assert "idden" not in page_of(client, known).replace("visually-hidden", "")


def test_a_party_of_drafts_only_is_nowhere_and_of_withdrawn_cases_gone(client: Client, incident: Incident) -> None:
    unseen = rows.actor("Somebody Else")
    rows.involve(rows.draft("Not yet"), unseen)
    assert client.get(f"/actors/{unseen.public_id}/").status_code == 404
    ana = called("Ana Quispe")
    workflow.withdraw(incident, None, "An error.")
    answer = client.get(f"/actors/{ana.public_id}/ana-quispe/")
    assert answer.status_code == 410
    assert "Quispe" not in answer.content.decode()


@pytest.mark.usefixtures("incident")
def test_an_actor_is_not_found_among_organizations(client: Client) -> None:
    assert client.get(f"/organizations/{called('Ana Quispe').public_id}/").status_code == 404


@pytest.mark.usefixtures("incident")
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client: Client) -> None:
    for party in (called("Ana Quispe"), called("National Police")):
        first = rows.draft(f"First case of {party.pk}")
        rows.involve(first, party)
        rows.claim(first, "A first claim", party)
        rows.publish(first)
        page_of(client, party)  # from here on the row itself knows what it is
        with statements_of_new_pages() as few:
            page_of(client, party)
        for n in range(3):
            case = rows.draft(f"Case {n} of {party.pk}", sources=2)
            rows.involve(case, party)
            rows.claim(case, f"A claim {n}", party)
            peer = rows.actor(f"Peer {n}")
            rows.involve(case, peer)
            if not party.is_actor:
                Membership.objects.create(
                    incident=case, member=peer, organization=Organization.objects.get(pk=party.pk)
                )
            rows.publish(case)
        page_of(client, party)  # the first answer after a change reads what has changed
        with statements_of_new_pages() as many:
            page_of(client, party)
        assert len(many) == len(few)


def test_a_protected_speaker_is_nowhere_on_the_page_of_their_claim(client: Client, incident: Incident) -> None:
    informant = Actor.objects.get(protection="witness")
    assert SpeechLink.objects.get(party=informant).protected
    made = SpeechLink.objects.get(party=informant).allegation
    html = client.get(address(made)).content.decode()
    assert informant.public_id not in html and "Secret" not in html
