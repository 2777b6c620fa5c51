"""Filters that several questions ask alike: of offences, and of actors and organizations in some part."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.filters import named
from incidents.filters.asking import Several


def offences() -> Several:
    """Of which offence, finer ones included."""
    help_text = _("Code (ICCS) or name; finer ones too.")
    return Several("on_offences", named.offence, "offences", label=_("Offence"), help_text=help_text)


def actors(word: str, says: Any, label: Any) -> Several:
    """Which actor, in the part that the word of the QuerySet asks for."""
    return Several(word, named.actor, "actors", says=says, label=label, help_text=_("Name or public id."))


def organizations(word: str, says: Any, label: Any) -> Several:
    """Which organization, in the part that the word of the QuerySet asks for."""
    return Several(word, named.organization, "organizations", says=says, label=label, help_text=_("Name or public id."))
