"""Lines that a page has by the hundred, made in one go: as templates they would take most of its time.

Nothing is escaped here by itself: every text goes through `escape`, every query of an address through `_query`.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django import template
from django.utils.formats import localize
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.facets import Choice, Year
from incidents.figures.lines import Line
from incidents.search.marking import Segment
from incidents.templatetags.dates import when

register = template.Library()
CHOSEN = ' class="chosen"'
_name = lru_cache(maxsize=8192)(escape)  # of values of filters: every page has the same


def _query(query: str) -> str:
    """A query that `Question` has composed: of what HTML gives a meaning, it can hold “&” alone."""
    return query.replace("&", "&amp;")


@lru_cache(maxsize=4096)
def _number(number: int, language: str | None) -> str:
    """The number as the reader's language writes it."""
    return str(localize(number))


@register.simple_tag
def facet_choices(choices: list[Choice]) -> str:
    """The values of one filter as items of a list."""
    language = get_language()
    hidden = escape(_("(chosen; remove this filter)"))
    leave = f' <span aria-hidden="true">×</span><span class="visually-hidden">{hidden}</span>'
    return mark_safe(
        "\n".join(
            f'<li{CHOSEN if one.chosen else ""}><a href="?{_query(one.query)}" rel="nofollow">'
            f"{_name(one.label)}{leave if one.chosen else ''}</a>"
            f' <span class="number">{_number(one.number, language)}</span></li>'
            for one in choices
        )
    )


@register.simple_tag
def facet_years(years: list[Year], fullest: int) -> str:
    """The years as items of a list, each with a bar."""
    language = get_language()
    return mark_safe(
        "\n".join(
            f'<li><a href="?{_query(one.query)}" rel="nofollow">{one.year}</a> <meter min="0" max="{fullest}"'
            f' value="{one.number}" aria-hidden="true"></meter>'
            f' <span class="number">{_number(one.number, language)}</span></li>'
            for one in years
        )
    )


@register.simple_tag
def why(passage: Iterable[Segment]) -> str:
    """The passage for which a row answers words, with the words marked."""
    said = "".join(f"<mark>{escape(one.text)}</mark>" if one.marked else escape(one.text) for one in passage)
    return mark_safe(f'<p class="why">{said}</p>' if said else "")


@register.simple_tag
def incident_items(rows: Iterable[Any]) -> str:
    """Incidents as items of a list, each with its `line` and `why`."""
    return mark_safe("".join(f"<li>{incident_row(row, 'h2')}{why(row.why)}</li>" for row in rows))


@register.simple_tag
def incident_row(row: Any, level: str) -> str:
    """One incident in a list, with its `line`."""
    language = get_language()
    words = _words(language)
    title = f'<a href="{escape(row.get_absolute_url())}" lang="{escape(row.language)}">{escape(row.title)}</a>'
    return mark_safe(
        f"<{level}>\n  {title}\n  {words.perhaps if row.may_include else ''}\n</{level}>\n"
        f'<p class="meta parts">\n  {_when_what_where(row, words)}\n</p>\n'
        f'{_of_what(row.line, words)}\n<p class="meta">{_sources(row.source_count, language)}</p>\n'
    )


class _Words(NamedTuple):
    """What every line says, ready to be shown."""

    perhaps: str
    no_date: str
    no_place: str
    claims: str
    standing: str
    struck: str


@lru_cache
def _words(language: str | None) -> _Words:
    because = escape(_("Placed only in a zone that overlaps the region you asked for."))
    return _Words(
        f'<span class="tag may" title="{because}">{escape(_("may include"))}</span>',
        escape(_("date not known")),
        escape(_("place not known")),
        f'<p><span class="quiet">{escape(_("Claims:"))}</span> ',
        f'<p><span class="quiet">{escape(_("Legal standing:"))}</span> ',
        f'<span class="visually-hidden">{escape(str(wording.STRUCK))} </span>',
    )


@lru_cache(maxsize=1024)
def _sources(number: int, language: str | None) -> str:
    said = ngettext("%(number)s source", "%(number)s sources", number)
    return escape(said % {"number": _number(number, language)})


def _when_what_where(row: Any, words: _Words) -> str:
    kind = f"<span>{escape(row.line.kind)}</span>" if row.line.kind else ""
    places = escape(", ".join(row.line.places)) or words.no_place
    return f"<span>{escape(when(row)) or words.no_date}</span>\n  {kind}\n  <span>{places}</span>"


def _of_what(line: Line, words: _Words) -> str:
    """What is claimed and what came of it, each where there is something to say."""
    claims = "; ".join(
        f"{words.struck}<s>{escape(said)}</s>" if defeated else escape(said) for said, defeated in line.claims
    )
    standing = "; ".join(map(escape, line.standing))
    claimed = f"{words.claims}{claims}</p>" if claims else ""
    return f"{claimed}\n{words.standing}{standing}</p>" if standing else f"{claimed}\n"
