"""Every address of the desk × every role, by GET and by POST with forged forms: nobody changes what is not theirs."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver

from incidents import models as record
from incidents import workflow
from incidents.history import Past
from incidents.models.record import change
from incidents.workflow import identity
from tests import factories as make
from tests.admin.filled import filled
from tests.workflow.newsroom import TOMORROW, case_at, member

pytestmark = pytest.mark.django_db
STAGES = ("draft", "legal_review", "published")  # every stage × every verb is in the matrix of the workflow
SECRET = "Zqxvword"
# Addresses that open nothing of the record: to everybody, or to whoever has an account.
OPEN = re.compile(r"^/admin/(?:login|logout|jsi18n|password_change)")


class Scene:
    """A case in some stages, and one row of whatever the desk has an address for."""

    def __init__(self) -> None:
        who = make.make_actor(f"Persona {SECRET}")
        self.other = make.make_actor("Otra Inventada")
        region, source = make.make_region("Valle Inventado", "XA-1"), make.make_source(f"Diario {SECRET}")
        whole: dict[str, Any] = {
            "parties": [(who, "suspect")],
            "places": [(region, "location")],
            "sources": [source],
            "claims": [{"about": who, "steps": ["charged"]}],
        }
        with change("First told."):
            self.cases = {stage: case_at(stage, title=f"Case {SECRET}", **whole) for stage in STAGES}
        self.merge = identity.merge(make.make_actor("Una Tercera"), make.make_actor("Una Cuarta"), None, "One.")
        self.pair = identity.tell_apart(self.other, make.make_actor("Una Quinta"), None, "Two.")
        self.band = make.make_organization(f"Banda {SECRET}")
        self.request = record.ReaderRequest.objects.create(
            kind="reply", page="incident", about=self.cases["published"].public_id, text=SECRET, name=SECRET
        )
        self.who, self.region, self.source = who, region, source
        make.make_offence("0601", "Invented")

    def rows(self, model: Any) -> list[Any]:
        """The rows of a table that an address is tried with."""
        chosen = {record.Incident: list(self.cases.values()), record.Actor: [self.who], record.Party: [self.who]}
        if model in chosen:
            return chosen[model]
        first = model._default_manager.order_by("pk").first()
        return [first] if first is not None else []

    def past(self) -> list[Any]:
        """What must not grow by a hand that may not: versions of the cases, decisions, words to readers."""
        kept = [record.StageChange, record.Correction, record.Merge, record.NotTheSame, record.RequestEvent]
        kept += [record.Offence, User, Group]
        versions = [len(Past(case).versions) for case in self.cases.values()]
        return [*versions, *(model.objects.count() for model in kept), Group.permissions.through.objects.count()]


def everything() -> int:
    """How many rows of history there are: whatever is written of the record leaves one."""
    tracked = [m for m in apps.get_app_config("incidents").get_models() if hasattr(m, "history_date")]
    rows: list[Any] = [model._default_manager.order_by().values("history_id") for model in tracked]
    return int(rows[0].union(*rows[1:], all=True).count())


def addresses(scene: Scene) -> Iterator[str]:
    """Every address of the desk with every row that it may be about."""
    models = {(m._meta.app_label, m._meta.model_name): m for m in admin.site._registry}
    for route in routes(admin.site.get_urls()):
        app, name, *_rest = [*route.split("/"), "", ""]
        model = models.get((app, name))
        for row in (scene.rows(model) if model else []) or [None]:
            yield from fill(route, row, scene)


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern).removeprefix("^").replace("\\Z", "").replace("$", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def fill(route: str, row: Any, scene: Scene) -> Iterator[str]:
    pk = getattr(row, "pk", 1)
    stamp = Past(row).versions[0].stamp if isinstance(row, record.Incident) and "stamp" in route else ""
    given = {"merge_id": scene.merge.pk, "pair_id": scene.pair.pk, "other_id": scene.other.pk, "stamp": stamp}
    verbs = [*workflow.VERBS, "take", "answer", "accept_reply"] if "verb" in route else [""]
    for verb in verbs:
        values = given | {"verb": verb}
        path = re.sub(r"<(?:\w+:)?(\w+)>", partial(_given, values, pk), route)
        if "(?P" not in path:
            yield f"/admin/{path}"


def _given(values: dict[str, Any], pk: Any, found: re.Match[str]) -> str:
    return str(values.get(found[1], pk))


def forged(scene: Scene) -> dict[str, Any]:
    """A form that has something for every page."""
    return {
        "title": "Forged", "stage": "published", "reason": "Forged.", "change_reason": "Forged.", "text": "Forged",
        "accepted": "yes", "description": "Forged", "name": "Forged", "username": "forged", "post": "yes",
        "until": f"{TOMORROW:%Y-%m-%dT%H:%M}", "action": "delete_selected", "_selected_action": [scene.who.pk],
        "link": record.AllegationParty.objects.order_by("-pk").values_list("pk", flat=True)[0],
    }  # fmt: skip


def entered(role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != "anonymous":
        client.force_login(member(role))
    return client


@pytest.mark.parametrize("role", ["anonymous", "nobody"])
def test_whoever_has_no_part_sees_nothing_and_changes_nothing(role: str) -> None:
    scene, client = Scene(), entered(role)
    before, rows = scene.past(), everything()
    walked = set(addresses(scene))
    assert len(walked) > 150
    for address in sorted(walked):
        for answer in (client.get(address), client.post(address, forged(scene))):
            if role == "anonymous" and not OPEN.match(address):
                assert answer.status_code in {302, 404, 405}, address
            if answer.status_code == 200 and not OPEN.match(address):
                assert SECRET not in answer.text, address
    assert (scene.past(), everything()) == (before, rows)


def test_a_legal_reviewer_changes_nothing_but_by_the_verbs_of_the_role() -> None:
    scene, client = Scene(), entered("legal reviewer")
    mine = re.compile(r"/stage/(?:clear_legal|send_back|withdraw|keep_published)/$|/actor/\d+/anonymise/$")
    before, rows = scene.past(), everything()
    for address in sorted(set(addresses(scene))):
        client.get(address)
        if not mine.search(address):
            client.post(address, forged(scene))
    assert (scene.past(), everything()) == (before, rows)


def test_a_contributor_adds_no_version_to_a_case_of_somebody_else() -> None:
    scene, client = Scene(), entered("contributor")
    versions = scene.past()[: len(scene.cases)]
    for address in sorted(set(addresses(scene))):
        client.get(address)
        client.post(address, forged(scene))
    assert scene.past()[: len(scene.cases)] == versions
    assert not record.StageChange.objects.exists() and not record.Correction.objects.exists()


@pytest.mark.parametrize("role", ["nobody", "contributor", "legal reviewer"])
def test_a_form_that_an_administrator_could_send_is_refused_from_another(role: str) -> None:
    """The page as it stands, with one word changed and every box of the form filled in rightly."""
    scene, boss, client = Scene(), entered("administrator"), entered(role)
    region, case = scene.region, scene.cases["published"]
    pages = {
        f"/admin/incidents/incident/{case.pk}/change/": {"title": ["Forged"], "change_reason": ["Forged."]},
        f"/admin/incidents/actor/{scene.who.pk}/change/": {"description": ["Forged"]},
        f"/admin/incidents/source/{scene.source.pk}/change/": {"publisher": ["Forged"]},
        f"/admin/incidents/region/{region.pk}/change/": {"name": ["Forged"]},
        "/admin/incidents/offence/add/": {"code": ["9999"], "name_en": ["Forged"], "level": ["1"]},
        "/admin/auth/user/add/": {
            "username": ["forged"], "usable_password": ["true"], "password1": ["zq-8-xv-7"], "password2": ["zq-8-xv-7"],
        },
    }  # fmt: skip
    for address, changes in pages.items():
        data = filled(boss.get(address).text) | changes
        before = (scene.past(), everything())
        answer = client.post(address, data)
        assert answer.status_code == 403, address
        assert (scene.past(), everything()) == before, address
        with transaction.atomic():  # the same form would have been taken from somebody who may
            assert boss.post(address, data).status_code == 302, address
            assert (scene.past(), everything()) != before, address
            transaction.set_rollback(True)


def test_no_form_of_the_case_moves_its_stage_or_its_author() -> None:
    scene, editor = Scene(), entered("editor")
    for stage, case in scene.cases.items():
        address = f"/admin/incidents/incident/{case.pk}/change/"
        data = filled(editor.get(address).text) | {
            "stage": ["published"], "author": ["1"], "embargo_until_0": ["2001-01-01"], "change_reason": ["Forged."],
            "public_id": ["forged"], "first_published_0": ["2001-01-01"], "stage_changes-0-reason": ["Forged."],
        }  # fmt: skip
        assert editor.post(address, data).status_code == 302
        now = record.Incident.objects.get(pk=case.pk)
        for column in ("stage", "author", "embargo_until", "public_id", "first_published"):
            assert getattr(now, column) == getattr(case, column), (stage, column)
    assert not record.StageChange.objects.exists()


def test_a_word_that_nobody_used_for_a_case_comes_with_the_case_of_a_contributor() -> None:
    client = entered("contributor")
    add = "/admin/incidents/incident/add/"
    data = filled(client.get(add).text) | {"title": ["A case"], "features": ["Relayed twice"]}
    assert client.post(add, data).status_code == 302
    assert record.Incident.objects.get().features.get().code == "relayed_twice"
