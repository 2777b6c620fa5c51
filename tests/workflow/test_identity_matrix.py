"""Every role × merging, undoing, anonymising, telling apart and answering readers, asked of the verbs and of the addresses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from incidents import workflow
from incidents.models import Actor, ReaderRequest
from incidents.workflow import identity
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import ROLES, member

pytestmark = pytest.mark.django_db
EVERYBODY = ("nobody", *ROLES)
EDITORS, WITH_LAWYERS = {"editor", "administrator"}, {"editor", "legal reviewer", "administrator"}
MAY: dict[str, set[str]] = {
    "merge": EDITORS,
    "undo": EDITORS,
    "anonymise": WITH_LAWYERS,
    "tell apart": EDITORS,
    "answer a removal": WITH_LAWYERS,
    "answer a correction": EDITORS,
    "accept a reply": EDITORS,
    "forget who asked": WITH_LAWYERS,
}
BECAUSE = "An invented reason."


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    kept, merged = make_actor("Aurelio Quispe Inventado"), make_actor("Aurelio Quizpe")
    claims = [{"about": kept}]
    make_incident("The first", parties=[(kept, "suspect")], claims=claims)
    make_incident("The second", parties=[(merged, "suspect")])
    return kept, merged


def asked(kind: str, two: Any, state: str = "new") -> ReaderRequest:
    case = two[0].involvements.get().incident
    return ReaderRequest.objects.create(
        page="incident", about=case.public_id, kind=kind, text="I say so.", state=state, name="A Reader"
    )


def act(what: str, two: Any, by: User) -> Callable[[], Any]:
    if what == "merge":
        return lambda: identity.merge(*two, by, BECAUSE)
    if what == "undo":
        done = identity.merge(*two, None, BECAUSE)
        return lambda: identity.undo(done, by, BECAUSE)
    if what == "anonymise":
        return lambda: workflow.anonymise(two[0], by, BECAUSE, "A pilot", {})
    if what == "tell apart":
        return lambda: identity.tell_apart(*two, by, BECAUSE)
    if what == "accept a reply":
        request, link = asked("reply", two), two[0].allegations.get()
        return lambda: workflow.accept_reply(request, link, "It was not me.", by)
    if what == "forget who asked":
        request = asked("removal", two, state="declined")
        return lambda: workflow.forget_requester(request, by)
    request = asked(what.split()[-1], two)
    return lambda: workflow.answer(request, by, "Thank you.", accepted=True)


@pytest.mark.parametrize("what", MAY)
def test_a_verb_is_done_by_whom_the_matrix_says_and_refused_to_others(what: str, two: Any) -> None:
    refused = set()
    for role in EVERYBODY:
        user = member(role)
        if role in MAY[what]:
            continue
        with pytest.raises(workflow.NotAllowed):
            act(what, two, user)()
        refused.add(role)
        for merge in two[1].mergers.filter(undone_at=None):
            identity.undo(merge, None, BECAUSE)
    assert refused == set(EVERYBODY) - MAY[what]
    act(what, two, User.objects.get(username=min(MAY[what]).replace(" ", "_")))()


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_addresses_do_the_same(role: str, two: Any, client: Any) -> None:
    client.force_login(member(role))
    done = identity.merge(make_actor("Tercera Inventada"), make_actor("Tercero Inventado"), None, BECAUSE)
    removal, correction = asked("removal", two), asked("correction", two)
    base = "/admin/incidents"
    pages = {
        f"{base}/party/{two[0].pk}/merge/{two[1].pk}/": EDITORS,
        f"{base}/party/{two[0].pk}/merge/": EDITORS,
        f"{base}/party/merges/": WITH_LAWYERS,
        f"{base}/party/merges/{done.pk}/": WITH_LAWYERS,
        f"{base}/party/likely/pairs/": WITH_LAWYERS,
        f"{base}/party/told-apart/": WITH_LAWYERS,
        f"{base}/actor/{two[0].pk}/anonymise/": WITH_LAWYERS,
        f"{base}/readerrequest/": WITH_LAWYERS,
        f"{base}/readerrequest/{removal.pk}/do/answer/": WITH_LAWYERS,
        f"{base}/readerrequest/{removal.pk}/change/": WITH_LAWYERS,
        f"{base}/readerrequest/{correction.pk}/do/answer/": EDITORS,
    }
    for page, may in pages.items():
        assert (client.get(page).status_code == 200) == (role in may), page
    client.post(f"{base}/party/merges/{done.pk}/", {"reason": BECAUSE})
    done.refresh_from_db()
    assert (done.undone_at is not None) == (role in EDITORS)
    listed = client.get(f"{base}/readerrequest/").text if role in WITH_LAWYERS else ""
    assert (removal.receipt in listed) == (role in WITH_LAWYERS)
    assert (correction.receipt in listed) == (role in EDITORS)
    for request in (removal, correction):
        client.post(f"{base}/readerrequest/{request.pk}/do/answer/", {"accepted": "yes", "text": "Thank you."})
    assert ReaderRequest.objects.filter(state="accepted").count() == (
        2 if role in EDITORS else 1 if role in WITH_LAWYERS else 0
    )


def test_a_contributor_tells_a_party_of_their_own_from_a_known_one_and_takes_that_back(two: Any) -> None:
    user = member("contributor")
    own = make_actor("Aurelio Quispe Otro")
    make_incident("Of the contributor", stage="draft", author=user, parties=[(own, "suspect")])
    pair = identity.tell_apart(two[0], own, user, BECAUSE)
    identity.take_back(pair, user, BECAUSE)
