"""What the lines of the lists say, composed from what the QuerySet has fetched: no look-ups here."""

from collections import Counter
from typing import Any

from django import template
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.claims import End, ends_of
from incidents.filters.languages import language_name
from incidents.models import Capacity, Existence, IncidentKind, PartyRole, PlaceRole

register = template.Library()


@register.filter
def standing_words(incident: Any) -> list[str]:
    """The derived legal statuses of the accused, in short, with how many of each: “Arrested, not convicted (2)”."""
    links = (link for claim in incident.allegations.all() for link in claim.parties.all())
    numbers = Counter(link.legal_status for link in links if link.capacity == Capacity.ACCUSED)
    return [
        f"{status.label} ({numbers[status.code]})" if numbers[status.code] > 1 else str(status.label)
        for status in wording.STATUSES
        if numbers[status.code]
    ]


@register.filter
def claim_words(incident: Any) -> list[tuple[str, bool]]:
    """The kinds of claims, each once: the offences of the classification, else the sources' own words; and whether all
    claims of that kind were defeated."""
    rows = incident.allegations.all()
    said = [(str(link.offence), claim.is_defeated) for claim in rows for link in claim.offences.all()]
    said = said or [(claim.offence_as_stated, claim.is_defeated) for claim in rows if claim.offence_as_stated]
    standing = {words for words, defeated in said if not defeated}
    return [(words, words not in standing) for words in dict.fromkeys(words for words, _defeated in said)]


@register.filter
def kind_word(incident: Any) -> str:
    """Said only of a series: that something happened once goes without saying."""
    return str(incident.get_kind_display()) if incident.kind == IncidentKind.SERIES else ""


@register.filter
def place_words(place: Any) -> str:
    """The place as written, with its role unless it is where the incident happened."""
    return place.name if place.role == PlaceRole.LOCATION else f"{place.name} ({place.get_role_display()})"


@register.filter
def existence_words(organization: Any) -> str:
    """Said only where the organization's existence is in doubt."""
    doubted = organization.existence != Existence.ESTABLISHED
    return str(organization.get_existence_display()) if doubted else ""


@register.filter
def role_words(party: Any) -> list[str]:
    """The parts that a party had in public incidents, each once."""
    return [str(PartyRole(role).label) for role in party.roles]


@register.filter
def standing_of_party(party: Any) -> list[str]:
    """The derived legal statuses on claims about a party, each once; what stands beside a role that is about guilt."""
    said = [str(label) for label in wording.labels_of(party.statuses)]
    return said or [str(wording.NO_STANDING)] * bool(wording.ROLES_OF_GUILT & {*party.roles})


@register.filter
def party_label(party: Any) -> str:
    """The public name or words for a party; never its desk label."""
    return party.public_label or _("Not named")


@register.filter
def accused_links(allegation: Any) -> list[Any]:
    """The links to those whom a claim is about."""
    return [link for link in allegation.parties.all() if link.capacity == Capacity.ACCUSED]


@register.filter
def ends(allegation: Any) -> list[End]:
    """What ended a claim."""
    return ends_of(allegation)


@register.filter
def language(code: str) -> str:
    """The language of a code, in the reader's language."""
    return language_name(code)
