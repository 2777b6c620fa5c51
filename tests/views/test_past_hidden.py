"""Whoever is protected since stays unread in what their cases said before: in old versions and in notes for readers."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents import workflow
from incidents.models import Actor, Incident
from incidents.models.record import change
from incidents.workflow import identity
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident, make_organization, make_source

pytestmark = pytest.mark.django_db
OLD = (
    "Write to @lajalquintana or jalquintana7@example.org or ejwixtur@example.org; E.J.W. and EJW said so. E. J. Wixturpo; "
    "los jalquintana; Jalquin-\ntana stayed; Wixturpo3; see https://t.me/jalquintana and http://x.example.org/wixturpo_e now."
)
TELLING = ("jalquin", "wixtur", "eufrasina", "e.j.w", "ejw", "e. j.")


def rewritten(case: Incident, **said: str) -> None:
    """Says this of the case from now on."""
    case.refresh_from_db()
    with change("Told otherwise."):
        for column, words in said.items():
            setattr(case, column, words)
        case.save()


def past_of(client: Client, case: Incident) -> dict[str, str]:
    """What readers read of the case today and of its past, by its address."""
    versions = reverse("incident_versions", args=[case.public_id])
    links = re.findall(rf'href="(/incidents/{case.public_id}/as-published/[^"]+)"', client.get(versions).text)
    asked = (case.get_absolute_url(), versions, *links, "/corrections/", "/corrections/feed/")
    return {where: html.unescape(client.get(where, follow=True).text).lower() for where in asked}


def telling(pages: dict[str, str], words: Any) -> list[tuple[str, str]]:
    """Each of the words that can be read, and where."""
    return [(where, word) for where, page in pages.items() for word in words if word in page]


def test_what_gives_somebody_away_who_is_protected_on_their_page_is_nowhere_in_the_past_of_their_case(
    client: Client, admin_client: Client
) -> None:
    person = make_actor("Eufrasina Jalquintana Wixturpo", description="A woman of the port")
    source = make_source(title="Nota", url="https://x.example.org/lajalquintana")
    case = make_incident("A case", parties=[(person, "suspect")], summary=OLD, sources=[source])
    workflow.corrections.record(case, "update", OLD)
    rewritten(case, summary="Somebody was there.")
    with change("Another address."):
        source.url = "https://x.example.org/2"
        source.save()
    assert telling(past_of(client, case), TELLING), "nobody is protected yet"
    page = reverse("admin:incidents_actor_change", args=[person.pk])
    data = filled(admin_client.get(page).text) | {"protection": ["witness"]}
    assert admin_client.post(page, data).status_code == 302
    assert Actor.objects.get().is_protected
    pages = past_of(client, case)
    assert telling(pages, TELLING) == [] and len(pages) > 5
    assert "[name withheld]" in pages["/corrections/"]


NAME, ALIAS = "Eufrosina Jalcamarca Wixtala", "La Tirikita"
HIDDEN = ("eufrosina", "jalcamarca", "wixtala")


@pytest.fixture
def person() -> Actor:
    """Somebody who is part of one case, and openly named there."""
    person = make_actor(NAME)
    person.names.create(name=ALIAS, kind="alias")
    make_incident("Their case", parties=[(person, "suspect")])
    return person


def protect(person: Actor) -> None:
    """As the page of a person does."""
    person.refresh_from_db()
    with change("Protected."):
        person.protection, person.description = "witness", "A woman from the coast"
        person.save()


def anonymise(person: Actor) -> list[str]:
    """With the words that are proposed; gives back the titles of the cases that changed."""
    instead = "A woman from the coast"
    words = {place.text.key: place.proposed for place in workflow.places_naming(person, instead)}
    return sorted(case.title for case in workflow.anonymise(person, None, "She asked.", instead, words))


def stranger_called(*names: str) -> Incident:
    """A case that never involved them, whose old version and note call them so."""
    said = "; ".join(f"{name} was there" for name in names)
    case = make_incident("Of a stranger", summary=f"{said}.")
    workflow.corrections.record(case, "update", f"{said}.")
    rewritten(case, summary="Somebody was there.")
    return case


SHORT = ["Eufrosina Jalcamarca", "E. Jalcamarca", "Jalcamarca Wixtala", "E. Jalcamarca Wixtala", "Eufrosina W.", NAME]


@pytest.mark.parametrize("hide", [protect, anonymise])
@pytest.mark.parametrize("called", [*SHORT, "Eufrosina Jalcamarca had been misnamed; E. Jalcamarca; " + NAME])
def test_a_stranger_is_read_by_no_short_name_in_the_past_of_a_case(
    client: Client, person: Actor, called: str, hide: Any
) -> None:
    case = stranger_called(called)
    assert telling(past_of(client, case), HIDDEN), "nobody is protected yet"
    hide(person)
    assert telling(past_of(client, case), HIDDEN) == []


def test_whom_an_old_version_names_counts_in_all_others_as_one_who_is_involved(client: Client, person: Actor) -> None:
    case = stranger_called("Doña Wixtala", ALIAS, "@jalcamarca")
    protect(person)
    assert telling(past_of(client, case), ["wixtala", "tirikita", "@jalcamarca"]), (
        "single words say nothing of a stranger"
    )
    rewritten(case, summary=f"{NAME} was not there.")
    rewritten(case, summary="Nobody was there.")
    pages = past_of(client, case)
    told = {where: page for where, page in pages.items() if "versions" in where or "as-published" in where}
    assert telling(told, [*HIDDEN, "tirikita"]) == []


def test_whom_one_note_names_counts_in_the_others_of_the_case_as_one_who_is_involved(
    client: Client, person: Actor
) -> None:
    case = stranger_called("Doña Wixtala", ALIAS)
    workflow.corrections.record(case, "update", "Eufrosina Jalcamarca had been misnamed.")
    protect(person)
    pages = past_of(client, case)
    assert telling({"feed": pages["/corrections/feed/"]}, [*HIDDEN, "tirikita"]) == []


def test_short_names_of_strangers_stay_where_somebody_openly_named_is_called_so(client: Client, person: Actor) -> None:
    called = "Jalcamarca Wixtala"
    brother = make_actor("Rufino Jalcamarca Wixtala")
    case = make_incident("Of a brother", summary=f"{called} came.", parties=[(brother, "suspect")])
    workflow.corrections.record(case, "update", f"{called} came.")
    rewritten(case, summary=f"{called} left.")
    protect(person)
    pages = past_of(client, case)
    assert all("jalcamarca wixtala came" in pages[where] for where in ("/corrections/", "/corrections/feed/"))
    assert anonymise(person) == [], "what is his is no reason to seal"


def test_a_case_that_involved_somebody_once_hides_whatever_gives_them_away(client: Client, person: Actor) -> None:
    case = make_incident("By Eufrosina Jalcamarca", parties=[(person, "suspect")], summary="Eufrosina J. and Tirikita.")
    workflow.corrections.record(case, "update", f"Ms. Jalcamarca and {ALIAS} were misnamed; E.J.W. too.")
    with change("Removed."):
        case.involvements.all().delete()
    rewritten(case, title="By nobody", summary="Nobody was there.")
    words = [*HIDDEN, "tirikita", "e.j.w"]
    protect(person)
    assert telling(past_of(client, case), words) == []
    assert anonymise(person) == ["By nobody", "Their case"]
    assert telling(past_of(client, case), words) == [] and case.anonymisations.exists()


def old_source() -> Incident:
    source = make_source(title="Entrevista a Eufrosina Jalcamarca", url="https://x.example.org/eufrosina-jalcamarca")
    case = make_incident("Of a source", sources=[source])
    with change("Another title."):
        source.title, source.url = "Entrevista", "https://x.example.org/1"
        source.save()
    return case


def old_organization() -> Incident:
    group = make_organization("Clan Jalcamarca Wixtala")
    case = make_incident("Of a group", parties=[(group, "mentioned")])
    with change("Another name."):
        name = group.names.get()
        name.name = "Clan de la costa"
        name.save()
    return case


def old_claim() -> Incident:
    """A claim that is gone, with what was part of it."""
    case = make_incident(
        "Of a claim", claims=[{"about": make_actor("Rufino Umeres"), "claim": "It was Eufrosina Jalcamarca"}]
    )
    with change("Removed."):
        case.citations.exclude(allegation=None).delete()
        case.allegations.all().delete()
    rewritten(case, summary="Nothing is claimed.")
    return case


@pytest.mark.parametrize("make", [old_source, old_organization, old_claim, lambda: stranger_called(NAME)])
def test_a_case_that_named_them_before_is_hidden_and_sealed_once_they_are_anonymised(
    client: Client, person: Actor, make: Any
) -> None:
    case = make()
    assert telling(past_of(client, case), HIDDEN), "nobody is protected yet"
    protect(person)
    assert telling(past_of(client, case), HIDDEN) == []
    assert anonymise(person) == sorted([case.title, "Their case"])
    pages = past_of(client, case)
    assert telling(pages, HIDDEN) == [] and not any("name withheld" in page for page in pages.values())
    assert anonymise(person) == [], "a second time changes nothing"
    assert case.anonymisations.count() == 1


def test_what_no_reader_could_read_is_no_reason_to_seal_a_case(person: Actor) -> None:
    draft = make_incident("A draft", stage="draft", summary=f"{NAME} was there.")
    rewritten(draft, summary="Somebody was there.")
    draft.refresh_from_db()
    workflow.publish(draft)
    with_name = make_incident("Published", summary="Jalcamarca was there.")
    rewritten(with_name, summary="Somebody was there.")
    assert anonymise(person) == ["Their case"]


@pytest.mark.parametrize("whose", ["that of the merged", "that of the kept"])
@pytest.mark.parametrize("steps", [1, 2])
def test_a_former_name_of_whoever_was_merged_into_somebody_protected_is_nowhere_in_the_past_of_a_case(
    client: Client, whose: str, steps: int
) -> None:
    kept = make_actor("Kusilla Meranta Lao", description="A pilot")
    merged = make_actor("Zacarias Otrukul Pumawari", description="A driver")
    said = "Zacarias Otrukul Pumawari drove. Otrukul left; o.pumawari@example.org."
    first = make_incident("The first", parties=[(kept, "suspect")])
    second = make_incident("The second", parties=[(merged, "witness")])
    case = second if whose == "that of the merged" else first
    rewritten(case, summary=said)
    with change("A wrong name."):
        name = merged.names.get()
        name.name = "Kusilla Meranta"
        name.save()
    rewritten(case, summary="Somebody drove.")
    for number in range(steps - 1):
        between = make_actor("Kusilla Merantas", description="A sailor")
        make_incident(f"Another {number}", parties=[(between, "witness")])
        identity.merge(between, merged, None, "One card.")
        merged = between
    identity.merge(kept, merged, None, "One card.")
    assert telling(past_of(client, case), ("otrukul", "pumawari", "zacarias")), "nobody is protected yet"
    with change("Protected."):
        workflow.protection.hide(Actor.objects.get(pk=kept.pk), "A pilot")
    pages = past_of(client, case)
    assert telling(pages, ("otrukul", "pumawari", "zacarias")) == []
    assert any("[name withheld] drove. [name withheld] left" in page for page in pages.values())
