"""What one process measures on one database: `python -m benchmarks.inside` prints it as JSON."""

import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from benchmarks.wsgi import application  # noqa: I001

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_started
from django.http import QueryDict
from django.test import RequestFactory
from django.db import DatabaseError, close_old_connections, connection, reset_queries
from django.core.signals import request_finished

from benchmarks import raw, saving
from benchmarks.stock import IncidentList
from benchmarks.subjects import Asked, Subjects
from benchmarks.timing import LONGEST, get, get_noting, milliseconds, stopped_after
from incidents.filters import IncidentQuestion
from incidents.filters.paging import SIZE, Cursor
from incidents.models import Incident
from incidents.views.remembered import PAGES

Times = dict[str, float | None]


def say(what: str) -> None:
    print(f"   {what}", file=sys.stderr, flush=True)


def page(address: str, again: bool = False, **headers: str) -> Callable[[], Any]:
    """Asks for the page, which is made anew each time, or (`again`) given as it was made before while nothing has changed.

    Whatever is no answer counts as given up, as a statement that was stopped does.
    """

    def ask() -> None:
        if not again:
            PAGES.forget()
        answered = get(application, address, **headers)
        if answered.status not in {200, 304}:
            raise DatabaseError(f"{address}: {answered.status}")

    return ask


def named(what: str, question: str) -> str:
    return f"{what}, {question}" if question else what


def lists(chosen: Subjects) -> Times:
    """Every question, put to the raw statement, to our list, and to the stock list."""
    took: Times = {}
    for name, asked in chosen.questions.items():
        say(f"list: {name or 'unfiltered'}")
        statement = raw.statement(asked.sql)
        took[named("raw", name)] = milliseconds(lambda statement=statement: raw.run(statement))
        took[named("list", name)] = milliseconds(page(f"/incidents/?{asked.ours}"))
        took[named("list again", name)] = milliseconds(page(f"/incidents/?{asked.ours}", again=True))
        took[named("stock", name)] = milliseconds(page(f"/bench/stock/?{asked.stock}"))
    took["deep page"] = milliseconds(page(deep()))
    took["constant"] = milliseconds(page("/bench/constant/"))
    took["raw prefix"] = milliseconds(lambda: raw.run(raw.prefix(chosen.prefix)))
    return took


def same(asked: Asked) -> int:
    """How many rows the first page has; fails unless the raw statement, our list and the stock list give the same."""
    ours = [row.pk for row in IncidentQuestion(QueryDict(asked.ours)).page().rows]
    stock = IncidentList()
    stock.setup(RequestFactory().get(f"/bench/stock/?{asked.stock}"))
    plain = [row[0] for row in raw.run(raw.statement(asked.sql))]
    other = list(stock.get_queryset().values_list("pk", flat=True)[:SIZE])
    if not ours == plain == other:
        raise AssertionError(f"not the same rows: {asked.ours}: {ours[:5]}, raw {plain[:5]}, stock {other[:5]}")
    return len(ours)


def deep() -> str:
    """The address of a page in the middle of the list."""
    question = IncidentQuestion()
    runs = question.runs()
    row = Incident.objects.numbered(runs[len(runs) // 2]).with_newest_day().newest_first()[0]
    place = question.sort.place(question.sort.key(row.newest_day, row.pk))
    return f"/incidents/?after={Cursor('newest', *place)}"


def not_modified() -> float | None:
    """The time of an answer that says that nothing has changed; None where pages have no mark to compare."""
    tag = get(application, "/incidents/").headers.get("ETag")
    if not tag or get(application, "/incidents/", HTTP_IF_NONE_MATCH=tag).status != 304:
        return None
    return milliseconds(page("/incidents/", HTTP_IF_NONE_MATCH=tag))


def admin_list() -> float | None:
    """The editors' list of incidents, for an editor who may do everything."""
    users = get_user_model()._default_manager
    editor = users.filter(username="bench").first() or users.create_superuser("bench", password=None)
    session = SessionStore()
    session["_auth_user_id"] = str(editor.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = editor.get_session_auth_hash()
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return milliseconds(page("/admin/incidents/incident/", HTTP_COOKIE=cookie))


def keep_connection() -> None:
    """One connection for the whole run, as a worker keeps his: opening it is not what is measured."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)


def statements(addresses: dict[str, str]) -> dict[str, Any]:
    """Of each page: how many statements, how long the slowest takes, whether one skips rows or counts them all."""
    found: dict[str, Any] = {}
    for name, address in addresses.items():
        try:
            get(application, address)
            PAGES.forget()
            with stopped_after(LONGEST):
                noted = get_noting(application, address).statements
        except DatabaseError:
            found[name] = {"number": 0, "slowest": LONGEST * 1000, "offset": False, "count": False}
            continue
        found[name] = {
            "number": len(noted),
            "slowest": round(max((took for _sql, took in noted), default=0.0), 2),
            "offset": any(" OFFSET " in sql.upper() for sql, _took in noted),
            "count": any(sql.upper().startswith("SELECT COUNT(") for sql, _took in noted),
        }
    return found


def main() -> None:
    keep_connection()
    logging.disable(logging.CRITICAL)
    say("choosing what to ask")
    chosen = Subjects()
    rows = {name: same(asked) for name, asked in chosen.questions.items()}
    took = lists(chosen)
    for name, address in chosen.pages.items():
        say(f"page: {name}")
        took[name] = milliseconds(page(address))
    say("304, the admin's list, saving")
    took |= {"304": not_modified(), "admin list": admin_list(), **saving.both()}
    asked = {named("list", name): f"/incidents/?{one.ours}" for name, one in chosen.questions.items()}
    found = {
        "milliseconds": took,
        "statements": statements({**asked, **chosen.pages}),
        "questions": {name: one.ours for name, one in chosen.questions.items()},
        "sql": {name: one.sql for name, one in chosen.questions.items()},
        "rows of the first page, the same for all": rows,
        "cases": raw.run("SELECT count(*) FROM incidents_incident")[0][0],
        "engine": connection.vendor,
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
