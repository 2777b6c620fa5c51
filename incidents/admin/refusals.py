"""What the verbs and the database refuse, in sentences for an editor."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents import workflow

_TRIES = 3


def attempt(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """What the act gives, all of it done or nothing; None where it is refused, and then messages say why. Where others were
    saving the same rows, it is tried again."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return act()
        except workflow.NotAllowed as refusal:
            _say(request, refusal.problems)
            break
        except DatabaseError as error:
            if not (tries_left and _is_in_the_way(error) and _is_a_transaction_of_its_own()):
                _say(request, [sentence(error)])
                break
    return None


def _say(request: HttpRequest, problems: list[str]) -> None:
    """Each sentence once, also where a page asks for the same thing twice: done, and only looked at."""
    waiting: Any = messages.get_messages(request)
    said = {message.message for message in waiting}
    waiting.used = False  # only looked at: the page still has to show them
    for problem in problems:
        if problem not in said:
            messages.error(request, problem)


def sentence(error: DatabaseError) -> str:
    """Why the database refused, and what to do."""
    if isinstance(error, ProtectedError | RestrictedError):
        objects = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        used = sorted({f"{item._meta.verbose_name}: {item}" for item in objects})
        return _("Still in use by: %(uses)s. Remove it there first.") % {"uses": "; ".join(used[:20])}
    text = (str(error).splitlines() or [""])[0].strip()
    for name, words in _constraints().items():
        if re.search(rf"\b{name}\b", text):
            return words
    if _is_in_the_way(error):
        return _("Somebody else was saving the same thing at this moment. Nothing was saved: do it again.")
    if text.endswith(".") and "failed" not in text:
        return text  # A guard of the record speaks in sentences of its own.
    if "unique" in text.lower():
        return _("The same thing stands here twice: look for the double entry and remove it.")
    return _("The record refused this: %(text)s. Nothing was saved.") % {"text": text}


def _is_a_transaction_of_its_own() -> bool:
    """Whether what was rolled back is all that the request has done."""
    return not transaction.get_connection().in_atomic_block


def _is_in_the_way(error: DatabaseError) -> bool:
    """Whether nothing was wrong but that somebody else was saving the same rows."""
    return "deadlock" in str(error) or "database is locked" in str(error)


def _constraints() -> dict[str, str]:
    found = {}
    for model in apps.get_app_config("incidents").get_models():
        for constraint in model._meta.constraints:
            found[constraint.name] = str(constraint.get_violation_error_message())
    return found
