"""Readers' requests: received within a limit, private, answered by verbs; a reply becomes a cited part of the claim."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import workflow
from incidents.figures.notes import Notes
from incidents.models import (
    Actor,
    AllegationParty,
    Incident,
    Organization,
    ReaderRequest,
    Region,
    RequestSalt,
    RequestTrace,
    Source,
)
from incidents.workflow import identity
from tests import factories as make

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "correction", "text": "The lorry was green, not blue."}
REPLY = {"kind": "reply", "text": "I never drove it.", "name": "A. Inventada", "email": "a@example.org"}


@pytest.fixture
def incident() -> Incident:
    region = make.make_region("Invented Country", "XA", "country")
    person, gang = make.make_actor("Aurelia Inventada"), make.make_organization("Banda Inventada")
    return make.make_incident(
        "A lorry",
        places=[(region, "location")],
        parties=[(person, "suspect"), (gang, "mentioned")],
        claims=[{"about": person}],
    )


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", password="invented")


def address(page: str = "incident", about: str = "") -> str:
    return reverse("request", args=[page, about or Incident.objects.get().public_id])


def send(client: Client, where: str, **given: str) -> Any:
    return client.post(where, GIVEN | given)


@pytest.mark.usefixtures("incident")
def test_every_public_record_page_leads_to_the_form(client: Client) -> None:
    rows = [Incident.objects.get(), Actor.objects.get(), Organization.objects.get(), Source.objects.get()]
    rows += [Incident.objects.get().allegations.get(), Region.objects.get(code="XA")]
    for row in rows:
        page = client.get(row.get_absolute_url(), follow=True).content.decode()
        link = re.search(r'href="(/requests/[^"]+)"', page)
        assert link, row
        form = client.get(link[1])
        assert form.status_code == 200 and "csrfmiddlewaretoken" in form.content.decode()
        sent = send(client, link[1], text=f"About {row.pk} {row._meta.model_name}", kind="correction")
        assert sent.status_code == 302, sent.content.decode()
        ReaderRequest.objects.filter(text__startswith=f"About {row.pk} {row._meta.model_name}").get()
        RequestTrace.objects.all().delete()


def test_what_was_sent_is_kept_and_the_reader_gets_a_receipt(client: Client, incident: Incident) -> None:
    answer = client.post(address(), REPLY, follow=True)
    asked = ReaderRequest.objects.get()
    assert (asked.page, asked.about, asked.kind, asked.text) == ("incident", incident.public_id, "reply", REPLY["text"])
    page = answer.content.decode()
    assert asked.receipt in page and "new" in page
    assert REPLY["text"] not in page and REPLY["email"] not in page and REPLY["name"] not in page


@pytest.mark.usefixtures("incident")
@pytest.mark.parametrize(
    "given,field",
    [
        ({"text": ""}, "text"),
        ({"text": "\u200b" * 30}, "text"),
        ({"text": "\u3164 \n\u00ad" * 30}, "text"),
        ({"text": "short"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "nothing\x00 of this kind"}, "text"),
        ({"kind": "ransom"}, "kind"),
        ({"kind": "removal"}, "email"),
        ({"kind": "reply", "email": "a@example.org"}, "name"),
        ({"kind": "reply", "email": "a@example.org", "name": "\u2060\u200b"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"website": "https://spam.example.org"}, "website"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, given: dict[str, str], field: str
) -> None:
    answer = send(client, address(), **{"text": "Words that I typed.", **given})
    assert answer.status_code == 400 and set(answer.context["form"].errors) == {field}
    if "text" not in given:
        assert "Words that I typed." in answer.content.decode()
    assert not ReaderRequest.objects.exists()


@pytest.mark.usefixtures("incident")
def test_a_text_of_which_nothing_can_be_seen_is_refused_like_an_empty_one(client: Client) -> None:
    told = [send(client, address(), text=text).context["form"].errors["text"] for text in ("", "\u200b" * 30)]
    assert told[0] == told[1]


@pytest.mark.usefixtures("incident")
def test_what_is_sent_is_text_and_never_becomes_markup(client: Client, admin_client: Client) -> None:
    evil = "<script>alert(1)</script> \u202egnp.exe {{ 7|add:7 }}"
    assert send(client, address(), text=evil).status_code == 302
    asked = ReaderRequest.objects.get()
    assert asked.text == evil
    for verb in ("change", "do"):
        arguments = [asked.pk] if verb == "change" else [asked.pk, "answer"]
        page = admin_client.get(reverse(f"admin:incidents_readerrequest_{verb}", args=arguments)).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "<bdi" in page
    shown = send(client, address(), text=evil, email="nobody").content.decode()
    assert "<script>alert" not in shown


@pytest.mark.usefixtures("incident")
def test_a_flood_from_one_connection_is_kept_out_and_others_are_not(client: Client, settings: Any) -> None:
    settings.REQUESTS_PER_HOUR = 3
    for number in range(3):
        assert send(client, address(), text=f"Request number {number}").status_code == 302
    refused = send(client, address(), text="One too many, it seems")
    assert refused.status_code == 429 and "One too many, it seems" in refused.content.decode()
    other = client.post(address(), GIVEN, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302
    RequestTrace.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    assert send(client, address(), text="An hour later, again").status_code == 302


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:a:b:c", True),
        ("2001:db8:1:2::1", "2001:DB8:1:2:0:0:0:1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:198.51.100.7", "198.51.100.7", True),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.8", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("no address", "no address", True),
    ],
)
@pytest.mark.usefixtures("incident")
def test_all_addresses_of_one_connection_count_as_one(
    client: Client, settings: Any, first: str, second: str, is_one: bool
) -> None:
    settings.REQUESTS_PER_HOUR = 1
    assert client.post(address(), GIVEN, REMOTE_ADDR=first).status_code == 302
    again = client.post(address(), GIVEN | {"text": "Another text now"}, REMOTE_ADDR=second)
    assert again.status_code == (429 if is_one else 302)


@pytest.mark.usefixtures("incident")
def test_an_invented_header_does_not_get_round_the_limit(client: Client, settings: Any) -> None:
    settings.REQUESTS_PER_HOUR = 1
    assert client.post(address(), GIVEN, headers={"x-forwarded-for": "192.0.2.1"}).status_code == 302
    again = client.post(address(), GIVEN | {"text": "Another text now"}, headers={"x-forwarded-for": "192.0.2.2"})
    assert again.status_code == 429
    settings.BEHIND_PROXY = True
    for forged in ("192.0.2.3, 203.0.113.9", "192.0.2.4, 203.0.113.9"):
        last = client.post(address(), GIVEN | {"text": f"Through {forged}"}, headers={"x-forwarded-for": forged})
    assert last.status_code == 429


@pytest.mark.usefixtures("incident")
def test_the_address_of_a_sender_is_kept_nowhere(client: Client) -> None:
    client.post(address(), GIVEN, REMOTE_ADDR="198.51.100.77")
    assert "198.51.100.77" not in str(list(RequestTrace.objects.values()) + list(ReaderRequest.objects.values()))
    first = RequestSalt.objects.get()
    RequestSalt.objects.update(day=first.day - datetime.timedelta(days=1))
    RequestTrace.objects.update(at=timezone.now() - datetime.timedelta(days=2))
    client.post(address(), GIVEN | {"text": "On the next day, again"}, REMOTE_ADDR="198.51.100.77")
    assert RequestSalt.objects.get().salt != first.salt and RequestTrace.objects.count() == 1


@pytest.mark.usefixtures("incident")
def test_the_same_request_sent_twice_is_one(client: Client) -> None:
    first, second = send(client, address()), send(client, address())
    assert first.headers["Location"] == second.headers["Location"]
    assert ReaderRequest.objects.count() == 1


def test_only_what_is_public_can_be_asked_about(client: Client, incident: Incident) -> None:
    where = address()
    draft = make.make_incident("A draft", stage="draft")
    for page, about, status in (
        ("incident", draft.public_id, 404),
        ("incident", "nothing", 404),
        ("ransom", incident.public_id, 404),
        ("actor", incident.public_id, 404),
    ):
        assert client.get(address(page, about)).status_code == status
        assert send(client, address(page, about)).status_code == status
    workflow.withdraw(incident, None, "Invented reason.")
    assert client.get(where).status_code == send(client, where).status_code == 410
    assert not ReaderRequest.objects.exists()


@pytest.mark.usefixtures("incident")
def test_a_form_without_its_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(), GIVEN).status_code == 403
    assert not ReaderRequest.objects.exists()


def asked_for(incident: Incident, **given: str) -> ReaderRequest:
    row = ReaderRequest(page="incident", about=incident.public_id, **(REPLY | given))
    return workflow.receive(row, "198.51.100.1")


def test_taking_and_answering_leave_who_did_what(incident: Incident, editor: User) -> None:
    asked = asked_for(incident)
    assert workflow.take(asked, editor).owner == editor
    assert ReaderRequest.objects.all().waiting().get() == asked
    with pytest.raises(workflow.NotAllowed):
        workflow.answer(asked, editor, " ", accepted=True)
    done = workflow.answer(asked, editor, "Thank you.", accepted=False)
    assert (done.state, done.answer, done.is_open) == ("declined", "Thank you.", False)
    assert [event.by for event in done.events.all()] == [None, editor, editor]
    for again in (lambda: workflow.take(asked, editor), lambda: workflow.answer(asked, editor, "No.", True)):
        with pytest.raises(workflow.NotAllowed):
            again()


def test_an_accepted_reply_becomes_a_cited_part_of_the_claim(client: Client, incident: Incident, editor: User) -> None:
    asked = asked_for(incident)
    link = AllegationParty.objects.get()
    workflow.accept_reply(asked, link, "I never drove it.", editor, "It stands beside the claim.")
    assert ReaderRequest.objects.get().answer == "It stands beside the claim."
    link.refresh_from_db()
    assert (link.reply_status, link.reply_text) == ("received", "I never drove it.")
    citation = link.citations.get()
    assert citation.reading.source.kind == "statement" and citation.reading.incident == incident
    change: Any = link.history.first()
    assert change.history_user_id == editor.pk and asked.receipt in change.history_change_reason
    page = client.get(incident.get_absolute_url(), follow=True).content.decode()
    assert "“I never drove it.”" in page
    for private in (REPLY["email"], REPLY["name"]):
        assert private not in page
    asked.refresh_from_db()
    assert asked.state == "accepted" and asked.owner == editor


def test_a_reply_from_the_page_of_somebody_merged_since_answers_the_claims_of_whom_they_are_now(
    incident: Incident, editor: User
) -> None:
    merged = Actor.objects.get()
    asked = ReaderRequest.objects.create(kind="reply", page="actor", about=merged.public_id, text="No.")
    kept = make.make_actor("Aurelia Ynventada")
    make.make_incident("A boat", parties=[(kept, "suspect")])
    identity.merge(kept, merged, editor, "One person.")
    link = AllegationParty.objects.get()
    assert list(AllegationParty.objects.filter(asked.answerable)) == [link] and link.party_id != merged.pk


def test_the_letter_that_brought_a_reply_supports_nothing_else(client: Client, editor: User) -> None:
    """Statements without a source of their own lean on those of the case as before, and it is not read until a later day."""
    read = make.make_source(published_edtf="2014-09-14")
    who = make.make_actor("Aurelia Inventada")
    case = make.make_incident("A lorry", parties=[(who, "suspect")], claims=[{"about": who}], sources=[read])
    case.readings.update(position=4)
    pages = (case.get_absolute_url(), who.get_absolute_url(), case.allegations.get().get_absolute_url())

    def told(page: str) -> str:
        text = re.sub(r"<[^>]+>", " ", client.get(page, follow=True).text)
        return re.sub(r"\s+", " ", text)

    for page in pages:
        assert "[1]" in told(page) and "as of 14 September 2014" in told(page)
    workflow.accept_reply(asked_for(case), AllegationParty.objects.get(), "Never.\n\nNot once.", editor)
    for page in pages:
        text = told(page)
        assert "[1]" in text and "[1–2]" not in text and "as of 14 September 2014" in text, page
        assert re.search(r"“Never. Not once.”( , \d+ \w+ \d{4})? Source \[2\]", text), page
    newer = make.IncidentSource.objects.create(incident=case, source=make.make_source(), position=9)
    make.Citation.objects.create(incident=case, reading=newer)
    allegation = case.allegations.get()
    assert [(mark.number, mark.last) for mark in Notes.of_case(case).marks(allegation)] == [(1, 1), (3, 3)]


def test_a_reply_never_overwrites_another(incident: Incident, editor: User) -> None:
    link = AllegationParty.objects.get()
    workflow.accept_reply(asked_for(incident), link, "I never drove it.", editor)
    second = asked_for(incident, text="Another reply altogether")
    with pytest.raises(workflow.NotAllowed):
        workflow.accept_reply(second, link, "Something else.", editor)
    second.refresh_from_db()
    assert second.is_open and Source.objects.filter(kind="statement").count() == 1


def test_a_reply_that_names_a_protected_person_is_not_published(incident: Incident, editor: User) -> None:
    child = make.make_actor("Benita Secreta", protection="minor", description="A child")
    make.Involvement.objects.create(incident=incident, party=child, role="witness")
    with pytest.raises(workflow.NotAllowed):
        workflow.accept_reply(asked_for(incident), AllegationParty.objects.get(), "Ask Benita Secreta.", editor)
    link = AllegationParty.objects.get()
    assert link.reply_text == "" and not Source.objects.filter(kind="statement").exists()


def test_a_reply_with_one_word_of_a_protected_name_is_published_only_once_the_editor_says_that_another_is_meant(
    incident: Incident, editor: User, admin_client: Client
) -> None:
    hidden = make.make_actor("Wilfredo Ttitomayhua Umeres", protection="private", description="A driver")
    make.Involvement.objects.create(incident=incident, party=hidden, role="witness")
    asked, link = asked_for(incident), AllegationParty.objects.get()
    with pytest.raises(workflow.PerhapsProtected, match="The text says “Ttitomayhua”"):
        workflow.accept_reply(asked, link, "It was señor Ttitomayhua himself.", editor)
    do = reverse("admin:incidents_readerrequest_do", args=[asked.pk, "accept_reply"])
    given: dict[str, Any] = {"link": link.pk, "text": "It was señor Ttitomayhua himself.", "answer": ""}
    page = admin_client.post(do, given)
    assert page.status_code == 200 and "Who is meant?" in page.text and 'href="#id_text"' in page.text
    assert 'name="desk-namesake" value="Ttitomayhua"' in page.text
    link.refresh_from_db()
    asked.refresh_from_db()
    assert link.reply_text == "" and asked.is_open and not Source.objects.filter(kind="statement").exists()
    other = admin_client.post(do, given | {"desk-namesake": "Wilfredo"})
    assert other.status_code == 200 and "Who is meant?" in other.text
    assert admin_client.post(do, given | {"desk-namesake": "Ttitomayhua"}).status_code == 302
    link.refresh_from_db()
    assert link.reply_text == "It was señor Ttitomayhua himself."


def test_who_asked_is_forgotten_some_time_after_the_answer(incident: Incident, editor: User, capsys: Any) -> None:
    asked, still_open = asked_for(incident), asked_for(incident, text="Still waiting for you")
    workflow.answer(asked, editor, "Thank you.", accepted=True)
    call_command("forget_requesters")
    asked.refresh_from_db()
    assert asked.email == REPLY["email"], "not yet"
    ReaderRequest.objects.filter(pk=asked.pk).update(closed=timezone.now() - datetime.timedelta(days=181))
    call_command("forget_requesters")
    asked.refresh_from_db()
    still_open.refresh_from_db()
    assert (asked.name, asked.email, asked.answer) == ("", "", "Thank you.")
    assert still_open.email == REPLY["email"]
    with pytest.raises(workflow.NotAllowed):
        workflow.forget_requester(still_open)


def test_the_desk_answers_through_its_inbox(incident: Incident, editor: User) -> None:
    asked = asked_for(incident)
    desk = Client()
    desk.force_login(editor)
    page = desk.get(reverse("admin:incidents_readerrequest_change", args=[asked.pk])).content.decode()
    for words in ("Take it", "Answer and close", "Publish the reply", REPLY["email"]):
        assert words in page
    do = [reverse("admin:incidents_readerrequest_do", args=[asked.pk, verb]) for verb in ("take", "accept_reply")]
    assert desk.post(do[0]).status_code == 302
    link = AllegationParty.objects.get()
    assert desk.get(do[1]).context["form"]["text"].value() == REPLY["text"]
    assert desk.post(do[1], {"link": link.pk, "text": "I never drove it."}).status_code == 302
    link.refresh_from_db()
    assert link.reply_status == "received"
    assert desk.post(do[1], {"link": link.pk, "text": "Again."}).status_code in {302, 200}
    assert Source.objects.filter(kind="statement").count() == 1


def test_an_editor_without_the_permission_cannot_read_or_answer(incident: Incident) -> None:
    asked = asked_for(incident)
    desk = Client()
    desk.force_login(User.objects.create_user("helper", is_staff=True))
    assert desk.get(reverse("admin:incidents_readerrequest_changelist")).status_code == 403
    assert desk.get(reverse("admin:incidents_readerrequest_change", args=[asked.pk])).status_code == 403
    assert desk.post(reverse("admin:incidents_readerrequest_do", args=[asked.pk, "take"])).status_code == 403
