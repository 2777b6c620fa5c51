"""What the lines of the lists say, composed from what the QuerySet has fetched: no look-ups here."""

from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.claims import End, ends_of
from incidents.figures.facets import Choice, Year
from incidents.figures.lines import Line
from incidents.filters.languages import language_name
from incidents.models import Capacity, Existence, PartyRole
from incidents.templatetags.dates import when

register = template.Library()
CHOSEN = ' class="chosen"'


@lru_cache(maxsize=4096)
def _number(number: int, language: str | None) -> str:
    """The number as the reader's language writes it."""
    return str(localize(number))


@register.simple_tag
def facet_choices(choices: list[Choice]) -> str:
    """The values of one filter as items of a list. Made here, in one go: a page has hundreds."""
    language = get_language()
    hidden = escape(_("(chosen; remove this filter)"))
    leave = f' <span aria-hidden="true">×</span><span class="visually-hidden">{hidden}</span>'
    return mark_safe(
        "\n".join(
            f'<li{CHOSEN if one.chosen else ""}><a href="?{escape(one.query)}" rel="nofollow">'
            f"{escape(one.label)}{leave if one.chosen else ''}</a>"
            f' <span class="number">{_number(one.count, language)}</span></li>'
            for one in choices
        )
    )


@register.simple_tag
def facet_years(years: list[Year], fullest: int) -> str:
    """The years as items of a list, each with a bar."""
    language = get_language()
    return mark_safe(
        "\n".join(
            f'<li><a href="?{escape(one.query)}" rel="nofollow">{one.year}</a> <meter min="0" max="{fullest}"'
            f' value="{one.count}" aria-hidden="true"></meter>'
            f' <span class="number">{_number(one.count, language)}</span></li>'
            for one in years
        )
    )


@register.simple_tag
def incident_row(row: Any, level: str) -> str:
    """One incident in a list, with its `line`. Made here like the facets: a template would take most of the page's time."""
    title = f'<a href="{escape(row.get_absolute_url())}" lang="{escape(row.language)}">{escape(row.title)}</a>'
    number = _number(row.source_count, get_language())
    sources = ngettext("%(number)s source", "%(number)s sources", row.source_count) % {"number": number}
    return mark_safe(
        f"<{level}>\n  {title}\n  {_perhaps() if row.may_include else ''}\n</{level}>\n"
        f'<p class="meta parts">\n  {_when_what_where(row)}\n</p>\n'
        f'{_of_what(row.line)}\n<p class="meta">{escape(sources)}</p>\n'
    )


def _perhaps() -> str:
    """Said where an incident is only perhaps in the region that was asked for."""
    why = escape(_("Placed only in a zone that overlaps the region you asked for."))
    return f'<span class="tag may" title="{why}">{escape(_("may include"))}</span>'


def _when_what_where(row: Any) -> str:
    parts = [when(row) or _("date not known"), row.line.kind, ", ".join(row.line.places) or _("place not known")]
    return "\n  ".join(f"<span>{escape(part)}</span>" if part else "" for part in parts)


def _of_what(line: Line) -> str:
    """What is claimed and what came of it, each where there is something to say."""
    claims = "; ".join(_struck(words) if defeated else escape(words) for words, defeated in line.claims)
    standing = "; ".join(map(escape, line.standing))
    said = ((_("Claims:"), claims), (_("Legal standing:"), standing))
    return "\n".join(
        f'<p><span class="quiet">{escape(label)}</span> {html}</p>' if html else "" for label, html in said
    )


def _struck(words: str) -> str:
    return f'<span class="visually-hidden">{escape(str(wording.STRUCK))} </span><s>{escape(words)}</s>'


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
