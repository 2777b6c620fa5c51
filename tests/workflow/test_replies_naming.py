"""A reader's reply and the words in it by which somebody protected is called: each is asked about in the reply itself."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from incidents import workflow
from incidents.models import AllegationParty, Incident, ReaderRequest, Source
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "Muchawi the witness lies."


@pytest.fixture
def incident() -> Incident:
    """A published claim about the bakery of a name that a protected witness of the case has too."""
    region = make.make_region("Invented Country", "XA", "country")
    accused = make.make_actor("Aurelia Inventada")
    hidden = make.make_actor("Hilario Muchawi Qqente", protection="private", description="A driver")
    return make.make_incident(
        "A lorry",
        places=[(region, "location")],
        parties=[(accused, "suspect"), (hidden, "witness")],
        claims=[{"about": accused, "claim": "She burned the Muchawi bakery"}],
    )


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", password="invented")


def asked_for(incident: Incident) -> ReaderRequest:
    return ReaderRequest.objects.create(
        kind="reply", text=WORDS, name="A. Inventada", page="incident", about=incident.public_id
    )


def test_a_word_of_a_reply_is_asked_about_though_the_case_has_it_elsewhere_of_something_else(
    incident: Incident, editor: User, admin_client: Client
) -> None:
    asked, link = asked_for(incident), AllegationParty.objects.get()
    assert list(workflow.namesakes_in(incident)) == ["Muchawi"], "the bakery, published as such"
    with pytest.raises(workflow.PerhapsProtected, match="The text says “Muchawi”"):
        workflow.accept_reply(asked, link, WORDS, editor)
    do = reverse("admin:incidents_readerrequest_do", args=[asked.pk, "accept_reply"])
    given: dict[str, Any] = {"link": link.pk, "text": WORDS, "answer": ""}
    page = admin_client.post(do, given)
    assert page.status_code == 200 and 'name="desk-namesake" value="Muchawi"' in page.text
    link.refresh_from_db()
    assert link.reply_text == "" and not Source.objects.filter(kind="statement").exists()
    assert admin_client.post(do, given | {"desk-namesake": "Muchawi"}).status_code == 302
    link.refresh_from_db()
    assert link.reply_text == WORDS


def test_a_reply_is_not_asked_about_words_that_stand_only_elsewhere_in_the_case(
    incident: Incident, editor: User
) -> None:
    link = workflow.accept_reply(asked_for(incident), AllegationParty.objects.get(), "I never drove it.", editor)
    assert link.reply_status == "received"
