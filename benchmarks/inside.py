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
from django.db import DatabaseError, close_old_connections, reset_queries
from django.core.signals import request_finished

from benchmarks import raw, saving, subjects
from benchmarks.timing import LONGEST, get, get_noting, milliseconds, stopped_after


def page(address: str, **headers: str) -> Callable[[], Any]:
    """Asks for the page; whatever is no answer counts as given up, as a statement that was stopped does."""

    def ask() -> None:
        answered = get(application, address, **headers)
        if answered.status not in {200, 304}:
            raise DatabaseError(f"{address}: {answered.status}")

    return ask


def lists(chosen: subjects.Subjects) -> dict[str, float | None]:
    filters = [
        raw.in_region(chosen.country.path),
        raw.on_offence(chosen.offence.path),
        raw.since(f"{chosen.since}-01-01"),
    ]
    plain, narrow = raw.statement([]), raw.statement(filters)
    stock = f"?region={chosen.country.code}&offence={chosen.offence.code}&since={chosen.since}-01-01"
    return {
        "raw": milliseconds(lambda: raw.run(plain)),
        "raw, three filters": milliseconds(lambda: raw.run(narrow)),
        "list": milliseconds(page("/incidents/")),
        "list, three filters": milliseconds(page(f"/incidents/?{chosen.three}")),
        "deep page": milliseconds(page(deep())),
        "stock": milliseconds(page("/bench/stock/")),
        "stock, three filters": milliseconds(page(f"/bench/stock/{stock}")),
        "constant": milliseconds(page("/bench/constant/")),
        "raw prefix": milliseconds(lambda: raw.run(raw.prefix("mon"))),
    }


def deep() -> str:
    """The address of a page somewhere in the middle."""
    from incidents.filters import IncidentQuestion
    from incidents.filters.paging import Cursor
    from incidents.models import Incident

    middle = Incident.objects.published().filter(date_latest__lte="2012-06-15").newest_first().first()
    name = next(iter(IncidentQuestion.sorts))
    return f"/incidents/?after={Cursor(name, middle.date_latest, middle.pk)}"


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
    """How many statements each page sends, how long the slowest takes, and whether one of them counts rows away."""
    found = {}
    for name, address in addresses.items():
        with stopped_after(LONGEST):
            noted = get_noting(application, address).statements
        found[name] = {
            "number": len(noted),
            "slowest": round(max((took for _sql, took in noted), default=0.0), 2),
            "offset": any(" OFFSET " in sql.upper() for sql, _took in noted),
        }
    return found


def main() -> None:
    keep_connection()
    logging.disable(logging.CRITICAL)
    chosen = subjects.choose()
    took: dict[str, float | None] = dict(lists(chosen))
    for name, address in chosen.pages.items():
        took[name] = milliseconds(page(address))
    took |= {"304": not_modified(), "admin list": admin_list(), **saving.both()}
    asked = {"list": "/incidents/", "list, three filters": f"/incidents/?{chosen.three}", **chosen.pages}
    json.dump(
        {"milliseconds": took, "statements": statements(asked), "three": chosen.three, "paths": chosen.paths},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
