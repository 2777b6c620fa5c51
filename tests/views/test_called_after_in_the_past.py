"""What an organization is called, after somebody protected since, uncovers nobody in old versions and notes for readers: its
whole name stays where it stands while readers know it by that, and no more of it."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.figures.told.masking import Mask
from incidents.models import Actor, Incident, Organization
from incidents.models.record import change
from tests.factories import make_actor, make_incident, make_organization
from tests.views.test_past_hidden import past_of, rewritten, telling

pytestmark = pytest.mark.django_db
NAME = "Eutimio Kallimarka Onqoy"
TELLING = ("kallimarka", "onqoy", "eutimio")
TOLD = "Kallimarka fled; E. Kallimarka too; kallimarka@example.org; los kallimarka; @kallimarka; Clan Kallimarka."


def protected(who: Actor) -> None:
    with change("Protected."):
        workflow.protection.hide(who, "A person from the coast")


def elsewhere(name: str = NAME) -> Actor:
    """A person of another public case."""
    who = make_actor(name)
    make_incident("Another case", parties=[(who, "suspect")])
    return who


def gone(case: Incident, *parties: Any) -> None:
    with change("Not part of it."):
        case.involvements.filter(party__in=[party.pk for party in parties]).delete()


def with_organization(name: str, **fields: Any) -> tuple[Incident, Organization]:
    called = make_organization(name)
    others = [(called, "other"), (make_actor("Rufo Inventado"), "suspect")]
    return make_incident("A case", parties=others, **fields), called


@pytest.mark.parametrize("in_a_draft", [False, True])
def test_the_whole_name_of_whom_an_organization_of_old_was_called_after_is_nowhere_in_the_past(
    client: Client, in_a_draft: bool
) -> None:
    who = elsewhere()
    case, clan = with_organization(f"Clan {NAME}", summary=f"Clan {NAME} met; {NAME} came.")
    workflow.corrections.record(case, "update", f"{NAME} was misnamed, and Kallimarka, E. Kallimarka.")
    rewritten(case, summary="Somebody met.")
    if in_a_draft:
        make_incident("A draft", stage="draft", parties=[(clan, "other")])
    gone(case, clan)
    assert telling(past_of(client, case), TELLING), "nobody is protected yet"
    protected(who)
    workflow.stay_publishable(Incident.objects.all())
    pages = past_of(client, case)
    assert telling(pages, TELLING) == []
    assert any("clan [name withheld]" in page for page in pages.values())
    assert "[name withheld] was misnamed, and [name withheld]" in pages["/corrections/"]


def test_an_organization_of_the_same_surname_keeps_its_own_name_and_uncovers_nothing_else(client: Client) -> None:
    who = make_actor(NAME)
    case, clan = with_organization("Clan Kallimarka", summary=TOLD)
    with change("One more."):
        part = case.involvements.create(party=who, role="suspect", named_publicly=True)
        case.involvements.filter(pk=part.pk).update(position=9)
    workflow.corrections.record(case, "update", TOLD)
    rewritten(case, summary="Nobody.")
    protected(who)
    pages = past_of(client, case)
    for page in pages.values():
        assert page.count("kallimarka") == page.count("clan kallimarka") + page.count("clan-kallimarka")
    assert "los [name withheld]; [name withheld]; clan kallimarka." in pages["/corrections/"]
    assert "clan kallimarka" in pages[case.get_absolute_url()]
    gone(case, clan)
    assert telling(past_of(client, case), TELLING) == [], "no reader knows the organization any more"


def test_whom_the_case_never_named_is_called_by_no_word_of_an_organization_that_readers_know(client: Client) -> None:
    who = elsewhere()
    case, _clan = with_organization("Clan Kallimarka Onqoy", summary="Clan Kallimarka Onqoy came from Kallimarka.")
    workflow.corrections.record(case, "update", "Clan Kallimarka Onqoy came from Kallimarka.")
    rewritten(case, summary="Nobody.")
    protected(who)
    pages = past_of(client, case)
    assert "clan kallimarka onqoy came from kallimarka." in pages["/corrections/"]
    rewritten(case, summary="Kallimarka Onqoy fled.")
    rewritten(case, summary="Nobody at all.")
    versions = past_of(client, case)
    told = next(page for where, page in versions.items() if where.endswith("/versions/"))
    assert "[name withheld] fled." in told and "clan kallimarka onqoy came from [name withheld]." in told


def test_a_word_of_a_note_is_hidden_where_the_case_once_named_somebody_although_an_organization_has_it(
    client: Client,
) -> None:
    who = elsewhere()
    case, _clan = with_organization("Clan Kallimarka", summary=f"{NAME} fled.")
    workflow.corrections.record(case, "update", "Kallimarka was misnamed by Clan Kallimarka.")
    rewritten(case, summary="Nobody.")
    protected(who)
    for where in ("/corrections/", "/corrections/feed/", case.get_absolute_url()):
        assert "[name withheld] was misnamed by Clan Kallimarka." in client.get(where, follow=True).text


@pytest.mark.parametrize("in_public", [True, False])
def test_a_brother_shelters_the_words_that_they_share_only_while_readers_may_see_him(
    client: Client, in_public: bool
) -> None:
    who, brother = make_actor(NAME), make_actor("Rufo Kallimarka")
    parties = [(who, "suspect"), (brother, "witness")]
    case = make_incident("A case", parties=parties, summary="Kallimarka fled from Onqoy.")
    make_incident("Another case", stage="published" if in_public else "draft", parties=[(brother, "witness")])
    rewritten(case, summary="Nobody.")
    gone(case, brother)
    protected(who)
    told = past_of(client, case)
    assert ("kallimarka" in {word for _where, word in telling(told, TELLING)}) is in_public
    assert not telling(told, ("onqoy", "eutimio"))


def test_the_address_of_an_organization_is_its_own_by_short_words_too() -> None:
    mask = Mask(["Ana Paz Jalquin"], [], [], ["Minera Paz Quizpe"])
    assert not mask.hides("https://x.example.org/minera-paz-quizpe")
    assert mask.hides("https://x.example.org/minera-paz") and mask.hides("https://x.example.org/paz")
