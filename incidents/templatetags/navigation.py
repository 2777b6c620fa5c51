"""The main navigation, and where in it the reader is."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

# The list's address, the page of one of its rows, and what the list is called.
SECTIONS: tuple[tuple[str, str, Any], ...] = (
    ("incidents", "incident", _("Incidents")),
    ("actors", "actor", _("Actors")),
    ("organizations", "organization", _("Organizations")),
    ("regions", "region", _("Regions")),
    ("allegations", "allegation", _("Allegations")),
    ("sources", "source", _("Sources")),
    ("method", "legal_standing", _("Method")),
)


@dataclass(frozen=True)
class Link:
    """One entry: `current` is the value of `aria-current`, empty elsewhere."""

    url: str
    label: str
    current: str


@register.simple_tag(takes_context=True)
def section(context: dict[str, Any]) -> str:
    """The name of the address that is being read, empty where there is none."""
    match = getattr(context.get("request"), "resolver_match", None)
    return match.url_name or "" if match else ""


@register.simple_tag
def navigation(here: str) -> list[Link]:
    """The sections of the site; the one being read is marked: “page” on its list, “true” on a page inside it."""
    return [
        Link(reverse(many), str(label), "page" if here == many else "true" if here == one else "")
        for many, one, label in SECTIONS
    ]
