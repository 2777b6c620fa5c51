"""A claim that was retracted or defeated is struck through wherever it appears, with what defeated it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from incidents import workflow
from incidents.models import Allegation, Defeat
from tests import factories as make

pytestmark = pytest.mark.django_db
CLAIM = "Hid an invented lorry"


@pytest.fixture
def struck() -> Allegation:
    person = make.make_actor("Aurelia Inventada Quispe")
    gang = make.make_organization("Banda Inventada")
    incident = make.make_incident("A lorry", stage="draft", parties=[(person, "suspect"), (gang, "mentioned")])
    claim = make.add_claim(incident, [person, gang], CLAIM, offence=make.make_offence("XX01", "Invented hiding"))
    denial = make.add_claim(incident, person, "The lorry never existed", speaker="the same prosecutor")
    Defeat.objects.create(defeated=claim, by_allegation=denial, how="retracts", words="in court")
    make.bring_to(incident, "published")
    return claim


def pages(claim: Allegation) -> dict[str, str]:
    found = {
        "incident": reverse("incident", args=[claim.incident.public_id]),
        "allegation": reverse("allegation", args=[claim.public_id]),
        "allegations": reverse("allegations"),
    }
    for link in claim.parties.all():
        found[f"party {link.pk}"] = link.party.get_absolute_url()
    return found


def test_it_is_struck_through_with_what_defeated_it(client: Client, struck: Allegation) -> None:
    for name, address in pages(struck).items():
        page = unescape(client.get(address, follow=True).content.decode())
        body = page.split("<main")[1]
        places = [match.start() for match in re.finditer(re.escape(CLAIM), body)]
        assert places, name
        for place in places:
            assert body[:place].endswith("<s>"), f"{name}: {body[place - 80 : place + 40]}"
            assert "struck out:" in body[place - 80 : place], f"{name}: not said to who cannot see it"
        assert "Retracted" in body and "The lorry never existed" in body and "in court" in body, name


def test_titles_and_descriptions_say_it_where_nothing_can_be_struck_through(client: Client, struck: Allegation) -> None:
    head = client.get(reverse("allegation", args=[struck.public_id]), follow=True).content.decode().split("</head>")[0]
    assert head.count(CLAIM) == head.count(f"Struck-out claim: {CLAIM}") == 4


def test_a_kind_of_claim_is_struck_in_lists_once_no_claim_of_it_stands(client: Client, struck: Allegation) -> None:
    page = client.get(reverse("incidents")).content.decode()
    assert "<s>Invented hiding</s>" in page
    Defeat.objects.all().delete()
    assert "<s>" not in client.get(reverse("incidents")).content.decode()


def test_what_the_sources_report_as_retracted_is_struck_too(client: Client, struck: Allegation) -> None:
    Defeat.objects.all().delete()
    Allegation.objects.filter(pk=struck.pk).update(reported_status="retracted")
    page = client.get(reverse("allegation", args=[struck.public_id]), follow=True).content.decode()
    assert f"<s>{CLAIM}</s>" in page and "as the sources last report" in page


def test_what_ends_a_claim_in_another_case_that_is_not_public_is_not_told(client: Client, struck: Allegation) -> None:
    other = make.make_incident("Another", stage="draft")
    secret = make.add_claim(other, make.make_actor("Berta Inventada"), "A secret ending")
    Defeat.objects.all().delete()
    Defeat.objects.create(defeated=struck, by_allegation=secret, how="contradicts", words="as told")
    for name, address in pages(struck).items():
        page = client.get(address, follow=True).content.decode()
        assert "A secret ending" not in page and "Contradicted" in page, name


def test_a_published_page_counts_sources_and_independent_origins(client: Client, struck: Allegation) -> None:
    page = client.get(reverse("allegation", args=[struck.public_id]), follow=True).content.decode()
    assert "1 source, 1 independent origin" in re.sub(r"\s+", " ", page)
    workflow.withdraw(struck.incident, None, "Invented reason.")
    assert client.get(reverse("allegation", args=[struck.public_id])).status_code == 410


def test_the_form_about_a_claim_says_that_it_is_one(client: Client, struck: Allegation) -> None:
    def about(claim: Allegation) -> str:
        page = client.get(reverse("request", args=["allegation", claim.public_id])).text
        lede = page[page.index('class="lede"') :]
        return " ".join(re.sub(r"<[^>]+>", "", lede[lede.index(">") + 1 : lede.index("</p>")]).split())

    standing = Allegation.objects.exclude(pk=struck.pk).get()
    assert about(standing) == f"About: Claim: {standing.claim}"
    assert about(struck) == f"About: Struck-out claim: struck out: {CLAIM}"
    of_the_case = client.get(reverse("request", args=["incident", struck.incident.public_id])).text
    assert "Claim:" not in of_the_case
