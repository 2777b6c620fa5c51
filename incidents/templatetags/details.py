"""Small words of the detail pages: a citation beside a statement, a party's name, a date, a number, an address."""

import datetime
from dataclasses import asdict
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext

from incidents import wording
from incidents.figures import addresses, dates, inexact
from incidents.figures.cast import Called
from incidents.figures.notes import Notes
from incidents.search.turning import unturned

register = template.Library()

PARTIALS = "incidents/partials"


@register.inclusion_tag(f"{PARTIALS}/detail_cite.html")
def cite(notes: Notes, fact: Any, incident: Any = None, instead: Any = None) -> dict[str, Any]:
    """The numbers of the sources that support the fact; `incident` where the page is not that of the incident.

    `instead` is the fact that it belongs to, whose citations count where it has none of its own.
    """
    return {"marks": notes.marks(fact, incident, instead)}


@register.inclusion_tag(f"{PARTIALS}/detail_cite.html")
def cite_case(notes: Notes, incident: Any = None) -> dict[str, Any]:
    """The numbers of the sources that support the summary; without any, of all sources of the case."""
    return {"marks": notes.marks(None, incident)}


@register.simple_tag
def party(called: Called) -> str:
    """What the page calls a party, linked to its page where it has one."""
    if not called.url:
        return format_html("<span>{}</span>", called.label)
    return format_html('<a href="{}">{}</a>', called.url, called.label)


@register.inclusion_tag(f"{PARTIALS}/detail_when.html")
def when(edtf: str, as_stated: str = "") -> dict[str, Any]:
    """A date as exactly as known: for a machine only where one day is known."""
    return asdict(dates.told(edtf, as_stated))


@register.simple_tag
def spread(row: Any, prefix: str) -> str:
    """Low, best and high of a row in words."""
    return inexact.spread(row, prefix)


@register.simple_tag
def region_link(region: Any, page: Any = None, called: str = "", language: str = "") -> str:
    """What the page calls a region, linked to its page where it has one: as all of the gazetteer have, and those that some
    public case has put on the map. `page` knows the numbers of such (`placed`), and is asked only where it matters."""
    spoken = format_html(' lang="{}"', language) if language else ""
    if region and (region.reference or (page and region.pk in page.placed)):
        return format_html('<a href="{}"{}>{}</a>', addresses.address(region), spoken, called or region)
    return format_html("<span{}>{}</span>", spoken, called or region)


@register.simple_tag
def address(row: Any) -> str:
    """The public address of a row, with its slug."""
    return addresses.address(row)


@register.simple_tag
def day(value: datetime.date | None) -> str:
    """A day on which the desk itself did something, so it is exact."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.date_in_words(value.isoformat()))


@register.filter
def member(cast: Any, party_id: int) -> Called:
    """Whom a key stands for on this page."""
    found: Called = cast.get(party_id)
    return found


@register.filter("unturned", is_safe=True)
def without_open_marks(text: str) -> str:
    """A text that was cut, or that somebody has typed, without marks whose end is missing."""
    return unturned(str(text))


@register.simple_tag
def allegation_lead() -> Any:
    return wording.ALLEGATION_LEAD


@register.simple_tag
def struck() -> Any:
    """For those who cannot see that a claim is struck through."""
    return wording.STRUCK


@register.simple_tag
def presumption() -> Any:
    return wording.PRESUMPTION


@register.filter
def language_name_or_code(code: str) -> str:
    """The language's name in the reader's language; a code without a name stays a code."""
    try:
        return str(gettext(get_language_info(code)["name"]))
    except KeyError:
        return code


@register.filter
def unquoted(words: str) -> str:
    """Words that the page puts between quotation marks, without a pair of marks of their own."""
    pairs = {("“", "”"), ("«", "»"), ('"', '"'), ("„", "“"), ("‘", "’")}
    text = words.strip()
    inner = text[1:-1]
    is_quoted = len(text) > 2 and (text[0], text[-1]) in pairs and not {text[0], text[-1]} & set(inner)
    return inner if is_quoted else text
