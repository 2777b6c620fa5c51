"""Public addresses: the public id (a region: its code), then a slug made of what the page publicly calls the row."""

from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incidents.models import Actor, Allegation, Incident, Organization, Party, Region, Source
from incidents.search import fold

TAKEN = frozenset({"versions"})  # words that mean a page of their own after the id of an incident


def _slug(label: str) -> str:
    """Decoration, made of the public label, never stored."""
    return slugify(fold(label))[:60].strip("-")


def slug_for(row: Any) -> str:
    """The readable end of the row's address. A party must carry `public_label` (see `PartyQuerySet.labelled`)."""
    if isinstance(row, Incident):
        slug = _slug(row.title)
        return "" if slug in TAKEN else slug
    if isinstance(row, Allegation):
        return _slug(row.claim)
    if isinstance(row, Source):
        return _slug(f"{row.publisher} {row.title}")
    if isinstance(row, Region):
        return _slug(row.name)
    return _slug(row.public_label)


def label_of(row: Any) -> str:
    """What the row is publicly called. A party must carry `public_label` (see `PartyQuerySet.labelled`)."""
    if isinstance(row, Incident):
        return row.title
    if isinstance(row, Allegation):
        return row.claim
    if isinstance(row, Source):
        return ": ".join(part for part in (row.publisher, row.title) if part)
    if isinstance(row, Region):
        return row.label
    return str(row.public_label or _("Not named"))


def address(row: Any) -> str:
    """Where the row's page is, with its slug."""
    own = row.reference_code if isinstance(row, Region) else row.public_id
    slug = slug_for(row)
    return reverse(page_of(row), args=[own, slug] if slug else [own])


def page_of(row: Any) -> str:
    """The name of the row's page in `incidents.urls`."""
    if isinstance(row, Party):
        return (
            "actor"
            if isinstance(row, Actor) or (not isinstance(row, Organization) and row.is_actor)
            else "organization"
        )
    return str(row._meta.model_name)
