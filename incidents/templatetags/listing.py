"""What the lines of the lists say, composed from what the QuerySet has fetched: no look-ups here."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.claims import End, ends_of
from incidents.filters.languages import language_name
from incidents.models import Capacity, Existence, PartyRole
from incidents.search.turning import cut_at_word

register = template.Library()
_LONGEST = 600  # letters of a claim in a list


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
    return [str(label) for label in wording.standing_of_party(party.statuses, party.roles)]


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


@register.filter
def in_a_list(text: str) -> str:
    """A claim in a line of a list, which leads to the page that has the whole of it."""
    return cut_at_word(text, _LONGEST)
