"""What the database refuses, in sentences for an editor."""

import re

from django.apps import apps
from django.db import DatabaseError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Constraints whose own message would be a name of the database.
SENTENCES = {
    "incidentdate_one_main": gettext_lazy("Another date is already the incident's own: take the mark off there first."),
    "measurement_one_preferred": gettext_lazy("Another measurement is already preferred: take the mark off there."),
    "nameuse_one_heading": gettext_lazy("Another name already heads the entry: take the mark off there first."),
    "nameuse_once": gettext_lazy("This name stands here twice: remove one."),
    "partyname_one_primary": gettext_lazy("Another name is already the main one: take the mark off there first."),
    "partyname_not_empty": gettext_lazy("Give the name, or remove the line."),
    "routestop_one_from": gettext_lazy("A route starts in one place: make this stop “by way of”."),
    "routestop_one_to": gettext_lazy("A route ends in one place: make this stop “by way of”."),
    "allegation_ref_once": gettext_lazy("Another claim of this case has the same short name: choose another."),
    "allegation_has_claim": gettext_lazy("Say what is claimed."),
    "incident_has_title": gettext_lazy("Give the incident a title."),
    "defeat_not_by_itself": gettext_lazy("A claim cannot end itself: choose the other claim."),
    "involvement_not_its_own_subset": gettext_lazy("A group cannot be a part of itself: choose the larger group."),
    "regionoverlap_not_itself": gettext_lazy("A zone does not overlap itself: choose another region."),
}
_NAMED = re.compile(r"Constraint “(\w+)” is violated")


def worded(message: str) -> str:
    """Django's message about a constraint, with ours in its place where we have one."""
    found = _NAMED.search(message)
    return str(SENTENCES.get(found[1], message)) if found else message


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
    if "deadlock" in text or "database is locked" in text:
        return _("Somebody else was saving the same thing at this moment. Nothing was saved: do it again.")
    if text.endswith(".") and "failed" not in text:
        return text  # A guard of the record speaks in sentences of its own.
    if "unique" in text.lower():
        return _("The same thing stands here twice: look for the double entry and remove it.")
    return _("The record refused this: %(text)s. Nothing was saved.") % {"text": text}


def _constraints() -> dict[str, str]:
    found = {}
    for model in apps.get_app_config("incidents").get_models():
        for constraint in model._meta.constraints:
            found[constraint.name] = worded(str(constraint.get_violation_error_message()))
    return found
