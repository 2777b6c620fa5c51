"""One page that is sent twice, as by a second click before the answer is there: what the first made is not made once more, and the
second has the answer to the first, which nobody has seen."""

import hashlib
import json
from contextlib import suppress
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.http import HttpRequest

from incidents.admin.twice import AGAIN, TOUCHED

_SAVED = "desk-saved"  # in the session: which record was saved last, and what was sent for that


class SentTwice(Exception):
    """In place of saving what this very page has saved before."""

    def __init__(self, record: Model) -> None:
        self.record = record


def wait_for_the_first(request: HttpRequest) -> None:
    """Pages that are sent in one session at the same moment are saved one after the other."""
    Session.objects.select_for_update().filter(pk=request.session.session_key).first()


def note_saved(request: HttpRequest, record: Model) -> None:
    """Called in the transaction that saves, so that whoever waits for its end is told."""
    session = _session_now(request)
    session[_SAVED] = [record._meta.label, record.pk, _digest(request)]
    with suppress(UpdateError):  # logged out meanwhile: then nothing is sent again
        session.save()


def refuse_second(request: HttpRequest, model: type[Model], pk: Any = None) -> None:
    """Raises SentTwice where the last that was saved is that record (for none given: any of the kind), by the same that was
    sent now from the same page."""
    label, saved, digest = _session_now(request).get(_SAVED) or ("", None, "")
    if label != model._meta.label or pk not in (None, saved) or digest != _digest(request):
        return
    if record := model._default_manager.filter(pk=saved).first():
        raise SentTwice(record)


def _session_now(request: HttpRequest) -> Any:
    """As the first has left it, not as it was when the request came."""
    return type(request.session)(request.session.session_key)


def _digest(request: HttpRequest) -> str:
    """Stands for what was sent, and by its token for the page from which; without what differs between two clicks."""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in {AGAIN, TOUCHED})
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()
