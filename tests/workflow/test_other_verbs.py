"""Every role × every verb that is no change of stage × every stage: the verb itself refuses, whichever door calls it."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from incidents import workflow
from incidents.history import Past
from incidents.models import Actor, Incident, NotTheSame, Proceeding, ReaderRequest, RequestState, Stage
from incidents.models.record import change
from incidents.workflow import identity
from tests.factories import make_actor
from tests.workflow.newsroom import ROLES, case_at, member

pytestmark = pytest.mark.django_db

ALL = set(Stage.values)
OWN_DRAFT = {"contributor": {"draft"}}
EDITORS = {"editor": ALL, "administrator": ALL}
WRITERS = EDITORS | {"contributor": ALL}
# verb → role → the stages of the case at which it may be done; whatever is not here is refused. The case is the
# contributor's.
MAY: dict[str, dict[str, set[str]]] = {
    "restore": EDITORS | OWN_DRAFT,
    "tried_out": EDITORS | OWN_DRAFT,
    "mark_checked": EDITORS | OWN_DRAFT,
    "corrections.record": EDITORS | OWN_DRAFT,
    "anonymise": EDITORS | {"legal reviewer": ALL},
    "take": EDITORS,
    "answer": EDITORS,
    "accept_reply": EDITORS,
    "forget_requester": EDITORS,
    "identity.merge": EDITORS,
    "identity.preview": EDITORS,
    "identity.undo": EDITORS,
    "identity.preview_undo": EDITORS,
    "identity.tell_apart": WRITERS,
    "identity.take_back": WRITERS,
}


class Scene:
    """A case at a stage, with whatever a verb needs, and every verb ready to be done by somebody."""

    def __init__(self, stage: str, author: User) -> None:
        self.person = make_actor("Persona Inventada")
        with change("First told."):
            claim = {"about": self.person, "steps": ["charged"]}
            self.case: Any = case_at(stage, author, parties=[(self.person, "suspect")], claims=[claim])
        with change("Told again."):
            self.case.title = "Told again"
            self.case.save()
        self.other, self.third, self.fourth = (make_actor(f"Otra Persona {n}") for n in ("Uno", "Dos", "Tres"))
        self.merge = identity.merge(make_actor("Una Tercera"), make_actor("Una Cuarta"), None, "One person.")
        self.pair = identity.tell_apart(self.third, self.fourth, None, "Two persons.")

    def request(self, state: str = RequestState.NEW) -> ReaderRequest:
        return ReaderRequest.objects.create(
            kind="reply", page="incident", about=self.case.public_id, text="No.", state=state
        )

    def try_out(self, by: User) -> None:
        with workflow.tried_out(self.case, Past(self.case).versions[0].at, by):
            pass

    def does(self, verb: str, by: User) -> Any:
        link = self.case.allegations.get().parties.get()
        acts: dict[str, Callable[[], Any]] = {
            "restore": lambda: workflow.restore(self.case, Past(self.case).versions[0].at, by, "Tried."),
            "tried_out": lambda: self.try_out(by),
            "mark_checked": lambda: workflow.mark_checked(Proceeding.objects.filter(incident=self.case), by),
            "corrections.record": lambda: workflow.corrections.record(self.case, "update", "More is known.", by),
            "anonymise": lambda: workflow.anonymise(Actor.objects.get(pk=self.person.pk), by, "Tried.", "somebody", {}),
            "take": lambda: workflow.take(self.request(), by),
            "answer": lambda: workflow.answer(self.request(), by, "No.", accepted=False),
            "accept_reply": lambda: workflow.accept_reply(self.request(), link, "It was not me.", by),
            "forget_requester": lambda: workflow.forget_requester(self.request(RequestState.DECLINED), by),
            "identity.merge": lambda: identity.merge(self.person, self.other, by, "Tried."),
            "identity.preview": lambda: identity.preview(self.person, self.other, by),
            "identity.undo": lambda: identity.undo(self.merge, by, "Tried."),
            "identity.preview_undo": lambda: identity.preview_undo(self.merge, by),
            "identity.tell_apart": lambda: identity.tell_apart(self.person, self.other, by, "Tried."),
            "identity.take_back": lambda: identity.take_back(NotTheSame.objects.get(pk=self.pair.pk), by, "Tried."),
        }
        return acts[verb]()


def outcome(scene: Scene, verb: str, by: User) -> str:
    """“done”, “not permitted”, or why it cannot be done now; nothing of it stays."""
    with transaction.atomic():
        try:
            scene.does(verb, by)
            return "done"
        except workflow.NotPermitted:
            return "not permitted"
        except workflow.NotAllowed as refusal:
            return str(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("stage", Stage.values)
def test_a_verb_is_done_by_whom_the_table_says_and_refused_to_everybody_else(stage: str) -> None:
    people = {role: member(role) for role in ("nobody", *ROLES)}
    scene = Scene(stage, people["contributor"])
    for verb, roles in MAY.items():
        for role, user in people.items():
            may = stage in roles.get(role, set())
            got = outcome(scene, verb, user)
            if may and verb == "corrections.record" and stage != "published":
                assert "Readers cannot see this case" in got, (role, stage)
            else:
                assert got == ("done" if may else "not permitted"), (verb, role, stage)


def test_an_author_who_has_lost_the_role_changes_nothing() -> None:
    former = member("contributor")
    scene = Scene("draft", former)
    assert outcome(scene, "restore", former) == "done"
    former.groups.clear()
    former = User.objects.get(pk=former.pk)
    for verb in MAY:
        assert outcome(scene, verb, former) == "not permitted", verb


def test_every_verb_is_in_one_of_the_two_tables() -> None:
    """A verb is what takes the user who does it; one that is new has to say here who may."""

    def verbs(module: Any, prefix: str = "") -> set[str]:
        named = {name: getattr(module, name) for name in module.__all__}
        return {f"{prefix}{name}" for name, one in named.items() if inspect.isfunction(one) and _takes_user(one)}

    found = verbs(workflow) | verbs(identity, "identity.") | {"corrections.record"}
    assert found == set(MAY) | {str(verb) for verb in workflow.VERBS}


def _takes_user(verb: Any) -> bool:
    return "by" in inspect.signature(verb).parameters


@pytest.mark.parametrize("verb", [verb for verb in workflow.VERBS if verb != "set_embargo"])
def test_nothing_is_decided_without_a_reason(verb: str, settings: Any) -> None:
    settings.ONE_PERSON_NEWSROOM = True
    boss = User.objects.create_superuser("boss")
    for stage in workflow.VERBS[verb].starts:
        case: Incident = case_at(stage)
        for empty in ("", " \n "):
            with pytest.raises(workflow.NotAllowed, match="Give a reason"):
                getattr(workflow, verb)(case, by=boss, reason=empty)
        assert not case.stage_changes.exists()
