"""A program of its own, on a database of its own: editors who merge, undo and save at the same moment. Says what came of it."""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from incidents import workflow
from incidents.models import (
    AllegationParty,
    Incident,
    Involvement,
    Merge,
    Party,
    PartyName,
    ReaderRequest,
    Region,
    Source,
)
from incidents.workflow import identity, places, requests
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident, make_organization

setup_test_environment()
BECAUSE = "At the same moment."


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What came of each: “done”, or why not."""
    start, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            with transaction.atomic():
                act()
            said[number] = "done"
        except workflow.NotAllowed as refusal:
            said[number] = f"refused: {refusal}"
        except DatabaseError as error:
            said[number] = f"database: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def both_ways() -> dict[str, Any]:
    one, other = make_actor("Uno Inventado"), make_actor("Otro Inventado")
    make_incident(stage="draft", parties=[(one, "suspect"), (other, "suspect")])
    said = at_once(lambda: identity.merge(one, other, None, BECAUSE), lambda: identity.merge(other, one, None, BECAUSE))
    left = Party.objects.not_merged().get(pk__in=[one.pk, other.pk])
    return {"said": said, "parts": left.involvements.count(), "merges": Merge.objects.standing().count()}


def saved_meanwhile() -> dict[str, Any]:
    kept, merged = make_actor("Se Queda Inventado"), make_actor("Se Va Inventado")
    cases = [make_incident(f"Case {n}", stage="draft", parties=[(merged, "suspect")]) for n in range(3)]
    new = [make_incident(f"New {n}", stage="draft") for n in range(3)]
    stale = [Involvement.objects.get(incident=case, party=merged) for case in cases]

    def edit(part: Any) -> None:
        part.description = "Edited meanwhile"
        part.save()

    edits = [lambda part=part: edit(part) for part in stale]
    adds = [lambda case=case: Involvement.objects.create(incident=case, party=merged) for case in new]
    names = [lambda: PartyName.objects.create(party=merged, name="Un Alias Inventado", kind="alias")]
    said = at_once(lambda: identity.merge(kept, merged, None, BECAUSE), *edits, *adds, *names)
    done = sum(word == "done" for word in said[4:7])
    is_merged = said[0] == "done"
    owner = kept if is_merged else merged
    return {
        "said": said,
        "lost": Party.objects.get(pk=merged.pk).involvements.count() if is_merged else 0,
        "parts": owner.involvements.count() == 3 + done,
        "edited": Involvement.objects.filter(description="Edited meanwhile").count()
        == sum(word == "done" for word in said[1:4]),
    }


def undone_twice() -> dict[str, Any]:
    kept, merged = make_actor("Tercero Inventado"), make_actor("Cuarto Inventado")
    case = make_incident(stage="draft", parties=[(merged, "suspect")])
    done = identity.merge(kept, merged, None, BECAUSE)
    part = Involvement.objects.get(incident=case)

    def edit() -> None:
        part.description = "Edited while it is undone"
        part.save(update_fields=["description", "search_text"])

    said = at_once(lambda: identity.undo(done, None, BECAUSE), lambda: identity.undo(done, None, BECAUSE), edit)
    part.refresh_from_db()
    edited = (part.description != "") == (said[2] == "done")
    return {"said": said, "edited": edited, "owner": part.party_id == merged.pk}


def saved_whole_from_before() -> dict[str, Any]:
    """Copies of rows read while the two are one, saved whole while the merge is undone; then the other way round."""
    kept, merged = make_actor("Quinto Inventado"), make_actor("Sexto Inventado")
    cases = [make_incident(f"Copy {n}", stage="draft", parties=[(merged, "suspect")]) for n in range(6)]
    apart = [Involvement.objects.get(incident=case) for case in cases[:3]]
    before = Party.objects.get(pk=merged.pk)
    done = identity.merge(kept, merged, None, BECAUSE)
    joined = [Involvement.objects.get(incident=case) for case in cases[3:]]
    joined_party = Party.objects.get(pk=merged.pk)

    def save(row: Any, words: str) -> None:
        row.description = words
        row.save()

    late = [lambda row=row: save(row, "Read apart") for row in apart] + [lambda: save(before, "Read apart")]
    soon = [lambda row=row: save(row, "Read joined") for row in joined] + [lambda: save(joined_party, "Read joined")]
    said = at_once(lambda: identity.undo(done, None, BECAUSE), *late, *soon)
    undone = said[0] == "done"
    owners = set(Involvement.objects.filter(incident__in=cases).values_list("party", flat=True))
    written = Involvement.objects.filter(incident__in=cases, description__startswith="Read").count()
    return {
        "said": said,
        "owners": owners == {merged.pk if undone else kept.pk},
        "is_merged": Party.objects.get(pk=merged.pk).merged_into_id == (None if undone else kept.pk),
        "written": written == sum(word == "done" for word in said[1:4] + said[5:8]),
        "undone": undone,
    }


def changed_while_anonymised() -> dict[str, Any]:
    """Somebody adds a sentence right after the texts were collected and before the confirmed words are saved, where the
    database lets them."""
    who = make_actor("Anacleto Septimo Inventado")
    case = make_incident("Shared", summary="Anacleto Septimo Inventado was there.", parties=[(who, "suspect")])
    editor = User.objects.create_superuser("racing", password="unused")
    client, address = Client(), f"/admin/incidents/actor/{who.pk}/anonymise/"
    client.force_login(editor)
    form = client.post(address, {"description": "a driver"}).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"reason": BECAUSE}
    collect, collected, saved, codes = places.places_naming, threading.Event(), threading.Event(), []

    def slowly(*args: Any) -> Any:
        found = collect(*args)
        collected.set()
        saved.wait(2)
        return found

    def add() -> None:
        collected.wait(20)
        with transaction.atomic():
            now = Incident.objects.select_for_update(no_key=True).get(pk=case.pk)
            now.summary += " A new sentence."
            now.save()
        saved.set()

    places.places_naming = slowly
    try:
        said = at_once(lambda: codes.append(client.post(address, given).status_code), add)
    finally:
        places.places_naming = collect
    now = Incident.objects.get(pk=case.pk).summary
    return {"said": said, "code": codes, "summary": now}


def withdrawn_while_a_reply_is_published() -> dict[str, Any]:
    """A case is edited and withdrawn right after the texts were looked through and before the reply is saved, where the
    database lets them; and the same request is sent twice at once."""
    who = make_actor("Octavo Inventado")
    case = make_incident("Answered", parties=[(who, "suspect")], claims=[{"about": who}])
    told = {"page": "incident", "about": case.public_id, "kind": "reply", "text": "I was not there."}
    twice = at_once(*[lambda: workflow.receive(ReaderRequest(**told), "198.51.100.1") for _time in range(2)])
    link, asked = AllegationParty.objects.get(allegation__incident=case), ReaderRequest.objects.first()
    editor = User.objects.create_superuser("replying", password="unused")
    collect, collected, saved = requests.namesakes_in, threading.Event(), threading.Event()

    def slowly(incident: Incident) -> Any:
        found = collect(incident)
        collected.set()
        saved.wait(2)
        return found

    def withdraw() -> None:
        collected.wait(20)
        now = Incident.objects.select_for_update().get(pk=case.pk)
        now.summary = "Told anew."
        now.save()
        workflow.withdraw(now, None, BECAUSE)
        saved.set()

    requests.namesakes_in = slowly
    try:
        said = at_once(lambda: workflow.accept_reply(asked, link, "I was not there.", editor), withdraw)
    finally:
        requests.namesakes_in = collect
    case.refresh_from_db()
    return {"twice": twice, "requests": ReaderRequest.objects.count(), "said": said, "case": [case.stage, case.summary]}


def pages_at_once() -> dict[str, Any]:
    """For a case and for a party: two pages of it that were opened alike and are sent together, each with one field changed."""
    return {
        "incident": _pages(make_incident(stage="draft"), "title", "summary"),
        "organization": _pages(make_organization("Los Ejemplos"), "description", "key"),
    }


def _pages(row: Any, *fields: str) -> dict[str, Any]:
    page = reverse(f"admin:incidents_{row._meta.model_name}_change", args=[row.pk])
    clients = [Client(SERVER_NAME="localhost") for _field in fields]
    for client, field in zip(clients, fields, strict=True):
        client.force_login(User.objects.get_or_create(username=field, is_staff=True, is_superuser=True)[0])
    sent = [filled(client.get(page).text) | {field: ["Typed"]} for client, field in zip(clients, fields, strict=True)]
    codes: dict[str, int] = {}

    def send(number: int) -> None:
        codes[fields[number]] = clients[number].post(page, sent[number]).status_code

    said = at_once(*(lambda number=number: send(number) for number in range(len(fields))))
    row.refresh_from_db()
    kept = {field: getattr(row, field) == "Typed" for field in fields}
    return {"said": said, "codes": sorted(codes.values()), "kept": kept == {f: codes[f] == 302 for f in fields}}


def clicked_twice() -> dict[str, Any]:
    """The same page sent twice together by one who is logged in: of a case with a new row, and of a new source and region."""
    case = make_incident(stage="draft")
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("clicking"))
    change, add = reverse("admin:incidents_incident_change", args=[case.pk]), "/admin/incidents/{}/add/"
    data = filled(client.get(change).text)
    add_row(data, "open_questions", text="Asked once.")
    sources, regions = (filled(client.get(add.format(kind)).text) for kind in ("source", "region"))
    codes: list[int] = []

    def send(page: str, data: dict[str, list[str]]) -> None:
        other = Client(SERVER_NAME="localhost")
        other.cookies = client.cookies
        codes.append(other.post(page, data).status_code)

    said = at_once(*[lambda: send(change, data)] * 2)
    said += at_once(*[lambda: send(add.format("source"), sources | {"publisher": ["Clicked Twice"]})] * 2)
    said += at_once(*[lambda: send(add.format("region"), regions | {"name": ["Clicked Twice"], "kind": ["city"]})] * 2)
    made = [
        case.open_questions,
        Source.objects.filter(publisher="Clicked Twice"),
        Region.objects.filter(name="Clicked Twice"),
    ]
    return {"said": said, "codes": codes, "made": [rows.count() for rows in made]}


RACES = (
    both_ways,
    saved_meanwhile,
    undone_twice,
    saved_whole_from_before,
    changed_while_anonymised,
    withdrawn_while_a_reply_is_published,
    pages_at_once,
    clicked_twice,
)
if __name__ == "__main__":
    found = {act.__name__: act() for act in RACES}
    json.dump(found, sys.stdout)
