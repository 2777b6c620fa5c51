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
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident, make_source

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
