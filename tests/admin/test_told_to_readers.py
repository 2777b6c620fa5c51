"""What an editor tells readers at the desk stands on the corrections page, in its feed and with the case; by every verb."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents import workflow
from incidents.models import OF_PARTIES, Actor, Correction, CorrectionKind, Incident, ReaderRequest
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NOTE = "The lorry was blue, not red."


@pytest.fixture
def editor() -> User:
    return member("editor")


@pytest.fixture
def case() -> Incident:
    who = make_actor("Benzaita Xecreto Quispillo")
    return make_incident("A public case", parties=[(who, "suspect")], claims=[{"about": who}])


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_who_anonymises_sees_what_the_cases_go_on_to_say_of_the_person(case: Incident, editor: User) -> None:
    part = case.involvements.get()
    part.description, part.occupation = "the mayor of Valle Hondo", "mayor"
    part.save()
    page = at_the_desk(editor).get(f"/admin/incidents/actor/{part.party_id}/anonymise/").text
    assert f'/incident/{case.pk}/change/#involvements-group">A public case</a>: the mayor of Valle Hondo; mayor' in page


def told_on_the_page(case: Incident, user: User, kind: str) -> str:
    """On the page of the case, with a change of it."""
    client, address = at_the_desk(user), f"/admin/incidents/incident/{case.pk}/change/"
    changes = {
        "summary": ["Another."],
        "change_reason": ["Asked."],
        "correction_kind": [kind],
        "correction_note": [NOTE],
    }
    assert client.post(address, filled(client.get(address).text) | changes).status_code == 302
    return NOTE


def withdrawn(case: Incident) -> str:
    client, address = at_the_desk(member("legal reviewer")), f"/admin/incidents/incident/{case.pk}/stage/withdraw/"
    assert client.post(address, {"reason": "Secret reason."}).status_code == 302
    return "A record that was withdrawn"


def anonymised(case: Incident, user: User) -> str:
    client, who = at_the_desk(user), Actor.objects.get()
    given = {"description": "A driver from the coast", "reason": "Secret reason."}
    assert client.post(f"/admin/incidents/actor/{who.pk}/anonymise/", given).status_code == 302
    return "A person is no longer named."


def entries(where: str) -> Any:
    answer = Client().get(where)
    assert answer.status_code == 200 and "Secret reason" not in answer.text
    return answer.text


@pytest.mark.parametrize("kind", [kind for kind in CorrectionKind if kind not in OF_PARTIES])
def test_every_verb_of_the_desk_is_read_by_readers_and_in_the_feed(kind: Any, case: Incident, editor: User) -> None:
    assert str(kind.label) not in entries("/corrections/feed/")
    if kind == CorrectionKind.RETRACTION:
        told = withdrawn(case)
    elif kind == CorrectionKind.ANONYMISATION:
        told = anonymised(case, editor)
    else:
        told = told_on_the_page(case, editor, kind)
    entry = Correction.objects.get()
    assert (entry.kind, entry.incident_id) == (kind, case.pk) and entry.by is not None
    for where in ("/corrections/", "/corrections/feed/", f"/corrections/?kind={kind}"):
        text = entries(where)
        assert str(kind.label) in text and told in text and case.public_id in text, where
    others = next(code for code in CorrectionKind if code not in (kind, *OF_PARTIES))
    assert told not in entries(f"/corrections/?kind={others}")
    page = Client().get(case.get_absolute_url(), follow=True)
    assert page.status_code == (410 if kind == CorrectionKind.RETRACTION else 200)
    assert (told in page.text) == (kind != CorrectionKind.RETRACTION)


@pytest.mark.parametrize("kind", [kind for kind in CorrectionKind if kind not in OF_PARTIES])
def test_a_retraction_and_every_other_entry_can_be_told_with_a_note_of_its_own(
    kind: Any, case: Incident, editor: User
) -> None:
    told_on_the_page(case, editor, kind)
    assert NOTE in entries("/corrections/") and NOTE in entries("/corrections/feed/")
    withdrawn(case)
    for where in ("/corrections/", "/corrections/feed/"):
        assert NOTE not in entries(where) and "A record that was withdrawn" in entries(where)


def test_a_reply_that_a_reader_sent_is_told_when_it_is_accepted(case: Incident, editor: User) -> None:
    asked = ReaderRequest.objects.create(page="incident", about=case.public_id, kind="reply", text="I was elsewhere.")
    link = case.allegations.get().parties.get()
    workflow.take(asked, editor)
    address = f"/admin/incidents/readerrequest/{asked.pk}/do/accept_reply/"
    answer = at_the_desk(editor).post(address, {"link": link.pk, "text": "I was elsewhere."})
    assert answer.status_code == 302
    assert Correction.objects.get().kind == CorrectionKind.REPLY
    assert str(CorrectionKind.REPLY.label) in entries("/corrections/feed/")


def test_nobody_is_offered_a_reply_of_whom_another_stands_already(admin_client: Client) -> None:
    first, second = make_actor("Primo Inventado"), make_actor("Segundo Inventado")
    case = make_incident(parties=[(who, "suspect") for who in (first, second)], claims=[{"about": first}])
    claim = case.allegations.get()
    claim.parties.create(party=second)
    claim.parties.filter(party=first).update(reply_status="received", reply_text="I was elsewhere.")
    answered = claim.parties.get(party=first)

    def offered(text: str) -> str:
        asked = ReaderRequest.objects.create(page="incident", about=case.public_id, kind="reply", text=text)
        return f"/admin/incidents/readerrequest/{asked.pk}/do/accept_reply/"

    page = admin_client.get(offered("Never.")).text
    assert "Segundo Inventado" in page and "Primo Inventado" not in page
    assert "Primo Inventado" in admin_client.get(offered("I was elsewhere.")).text, "the letter that brought it"
    late = admin_client.post(offered("Never."), {"link": answered.pk, "text": "Never."})
    assert "A reply stands there already" in late.text


def test_a_request_is_never_deleted_whoever_asks(case: Incident, admin_client: Client) -> None:
    asked = ReaderRequest.objects.create(page="incident", about=case.public_id, kind="correction", text="Not so.")
    url = f"/admin/incidents/readerrequest/{asked.pk}"
    assert admin_client.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    assert (
        ReaderRequest.objects.filter(pk=asked.pk).exists()
        and "deletelink" not in admin_client.get(f"{url}/change/").text
    )
