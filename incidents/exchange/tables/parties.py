"""The lists of actors and of organizations as tables."""

from typing import Any

from django.db.models import CharField, F

from incidents import wording
from incidents.exchange.tables.columns import TERMS, Table, cited, made
from incidents.exchange.tables.expressions import Known, called, labelled, worded
from incidents.models import Actor, ActorForm, Existence, Organization, OrganizationKind, PartyRole


def _parts(known: tuple[int, list[str], list[str]]) -> list[Any]:
    number, roles, statuses = known
    standing = wording.standing_of_party(statuses, roles)
    return [number, "; ".join(str(PartyRole(role).label) for role in roles), "; ".join(map(str, standing))]


_NAME = made("name", "The public name, or the words that describe who is not named.", labelled)
_PARTS = (
    made("roles", "The parts that public incidents give them; none is a finding.", lambda: Known(1, CharField())),
    made("incidents", "In how many public incidents they have a part.", lambda: F("incident_count")),
)

_STANDING = made(
    "legal_standing",
    "The derived legal statuses on public claims about them, in short, as the list says them.",
    lambda: Known(2, CharField()),
)

ACTORS = Table(
    lambda: Actor.objects.published().labelled(),
    (
        *cited("actors"),
        _NAME,
        made(
            "form", "A named person, somebody not named, or a group.", lambda: worded("form", dict(ActorForm.choices))
        ),
        *_PARTS,
        _STANDING,
        *TERMS,
    ),
    _parts,
)
ORGANIZATIONS = Table(
    lambda: Organization.objects.published().labelled(),
    (
        *cited("organizations"),
        _NAME,
        made("kind", "What sort of organization.", lambda: worded("kind", dict(OrganizationKind.choices))),
        made(
            "existence",
            "Whether it is beyond doubt that it exists or existed.",
            lambda: worded("existence", dict(Existence.choices)),
        ),
        made("country", "Where it is based.", lambda: called("country__", "country__name")),
        *_PARTS,
        _STANDING,
        *TERMS,
    ),
    _parts,
)
