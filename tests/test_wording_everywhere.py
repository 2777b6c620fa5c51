"""Every legal status × every role × every surface, in both languages: nowhere a sentence of guilt before a final
conviction, and everywhere the presumption, also after an acquittal."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from incidents import wording, workflow
from incidents.exchange.casebook.dump_case import card_of
from incidents.exchange.casebook.dumping import as_yaml
from incidents.history import Past
from incidents.models import AllegationParty, Incident, Involvement, PartyRole, RelatedIncident
from incidents.models.record import change
from tests import factories as make
from tests.test_wording import GUILT, LANGUAGES, STATUSES

pytestmark = pytest.mark.django_db
CLAIM = "Drove an invented lorry"
# Surfaces that say the standing itself: looked at in both languages.
TELLING = ("incident page", "allegation page", "list of actors", "list of incidents", "list of allegations")
# Claims of authority that only a final conviction bears out, as a title or a list would shorten them.
SHORT = {
    "en": re.compile(r"\b(?:the|a) (?:guilty|convict|offender|felon)\b|\bguilty (?:of|party|person)\b", re.I),
    "es": re.compile(r"\b(?:el|la|un|una) (?:culpable|condenad[oa]|delincuente|reo)\b|\bculpable de\b", re.I),
}


@dataclass
class World:
    """A case in which one person of each role stands beside one claim, and another case that leads to it."""

    case: Incident
    people: dict[str, Any]

    def give(self, status: str) -> None:
        """Everybody's standing becomes this one, as a change with history, after another one."""
        for one in (next(code for code in wording.BY_CODE if code != status), status):
            with change(f"Standing {one}."):
                for link in AllegationParty.objects.filter(allegation__incident=self.case):
                    link.legal_status = one
                    link.save()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        people = {role: make.make_actor(f"Persona {role.title()} Inventada") for role in PartyRole.values}
        region = make.make_region("Valle Inventado", "XA-1")
        with change("First told."):
            case = make.make_incident(
                "A lorry stopped",
                stage="draft",
                summary="Police say that they stopped a lorry.",
                places=[(region, "location")],
                parties=[(person, role) for role, person in people.items()],
                claims=[{"about": list(people.values()), "claim": CLAIM}],
            )
            other = make.make_incident("Another lorry", parties=[(people["witness"], "witness")])
            RelatedIncident.objects.create(incident=other, target=case, target_key="900-x")
        workflow.publish(case)
        workflow.corrections.record(case, "correction", "The lorry was green.")
        User.objects.create_superuser("desk")
        yield World(case, people)
        transaction.set_rollback(True)


def public_pages(world: World) -> dict[str, str]:
    case = world.case
    claim = case.allegations.get()
    other = Incident.objects.get(title="Another lorry")
    today = Past(case).versions[-1].at.date().isoformat()
    found = {
        "incident page": case.get_absolute_url(),
        "page of a related case": other.get_absolute_url(),
        "allegation page": claim.get_absolute_url(),
        "source page": case.readings.get().source.get_absolute_url(),
        "region page": reverse("region", args=["XA-1"]),
        "home": reverse("home"),
        "versions": reverse("incident_versions", args=[case.public_id]),
        "as published": reverse("as_published", args=[case.public_id, today]),
        "corrections": reverse("corrections"),
        "search": reverse("incidents") + "?q=lorry",
        "search of claims": reverse("allegations") + "?q=lorry",
    }
    found |= {f"list of {name}": reverse(name) for name in ("incidents", "allegations", "actors", "sources", "regions")}
    return found


def in_turn(pages: dict[str, str], code: str, language: str) -> dict[str, str]:
    """Half of the pages: each is looked at with each status in one of the two languages, whose words are compared with
    each other elsewhere."""
    turn = list(wording.BY_CODE).index(code) + LANGUAGES.index(language)
    return dict(list(pages.items())[turn % 2 :: 2])


def desk_pages(case: Incident) -> dict[str, str]:
    page = f"/admin/incidents/incident/{case.pk}/"
    versions = Past(case).versions
    both = f"old={versions[-2].stamp}&new={versions[-1].stamp}"
    return {
        "desk: case": f"{page}change/",
        "desk: version": f"{page}versions/{versions[-1].stamp}/",
        "desk: difference": f"{page}versions/difference/?{both}",
        "desk: claims": "/admin/incidents/allegation/",
        "desk: first page": "/admin/",
    }


def files(case: Incident) -> dict[str, str]:
    """Whatever leaves the site without being a page."""
    public = Client()
    lists = {
        f"file of {name}": b"".join(public.get(reverse(f"{name}_csv")).streaming_content).decode()
        for name in ("incidents", "allegations", "actors")
    }
    return lists | {
        "file": as_yaml(card_of(case)),
        "feed": public.get(reverse("corrections_feed")).text,
        "suggestions": public.get(reverse("suggest", args=["actors"]) + "?q=persona").text,
    }


def refuse(where: str, language: str, words: str) -> None:
    for pattern in (GUILT[language], SHORT[language]):
        found = pattern.search(words)
        assert not found, f"{where}: {words[max(0, found.start() - 60) : found.end() + 60]}"


@pytest.mark.parametrize("code", wording.BY_CODE)
def test_nothing_that_leaves_the_site_without_being_a_page_states_guilt(code: str, world: World, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    world.give(code)
    for language in LANGUAGES:
        with translation.override(language):
            for name, words in files(world.case).items():
                refuse(name, language, words)


@pytest.mark.parametrize("code", STATUSES)
def test_no_page_states_guilt_and_all_keep_the_presumption(code: str, world: World, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    world.give(code)
    of_roles = {f"actor page, {role}": who.get_absolute_url() for role, who in world.people.items()}
    for language in LANGUAGES:
        pages = public_pages(world)
        telling = {name: pages.pop(name) for name in TELLING}
        for name, address in (telling | in_turn(pages | of_roles, code, language)).items():
            look_at_public(name, address, code, language)
        for name, address in in_turn(desk_pages(world.case), code, language).items():
            look_at_desk(name, address, code, language)


def look_at_public(name: str, address: str, code: str, language: str) -> None:
    page = html.unescape(Client(headers={"accept-language": language}).get(address, follow=True).text)
    head, body = page.split("</head>")
    refuse(f"{name}, head", language, head)
    refuse(name, language, strip_tags(body))
    assert 'name="description"' in head and 'property="og:description"' in head, name
    with translation.override(language):
        label, presumption = str(wording.BY_CODE[code].label), str(wording.PRESUMPTION)
        roles = {role: str(words) for role, words in wording.ROLES.items()}
    assert presumption in body, name
    if name in TELLING:
        assert label in strip_tags(body), name
    if name == "incident page" or name.startswith("actor page"):
        assert label in body and presumption in head, name
    if name.startswith("actor page"):
        assert roles[name.removeprefix("actor page, ")] in body, name


def look_at_desk(name: str, address: str, code: str, language: str) -> None:
    editor = Client(headers={"accept-language": language})
    editor.force_login(User.objects.get(username="desk"))
    text = html.unescape(strip_tags(editor.get(address).text.split('id="content"')[1]))
    refuse(name, language, text)
    if name in {"desk: case", "desk: version", "desk: difference"}:
        with translation.override(language):
            assert str(wording.BY_CODE[code].label) in text, name


def test_the_words_of_each_role_are_shown_with_the_one_who_has_it(world: World) -> None:
    page = html.unescape(Client().get(world.case.get_absolute_url(), follow=True).text)
    for role in Involvement.objects.filter(incident=world.case).values_list("role", flat=True):
        assert str(wording.ROLES[role]) in page, role


def test_the_check_itself_sees_guilt() -> None:
    for language, words in (
        ("en", "He is guilty"),
        ("en", "the convict"),
        ("es", "fue culpable"),
        ("es", "el condenado"),
    ):
        with pytest.raises(AssertionError):
            refuse("here", language, words)
