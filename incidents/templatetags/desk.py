"""For the first page of the desk, and for its lists."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser, User
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from incidents.figures.front import Section, sections_for

register = template.Library()


@register.simple_tag
def what_waits(user: User | AnonymousUser) -> list[Section]:
    """The sections of the first page that are the user's business."""
    return list(sections_for(user))


@register.simple_tag
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> SafeString:
    """The cells of a row of a list, each with what the head of its column says: a phone has no room for the heads."""
    heads = [*(header["text"] for header in headers), ""]
    return mark_safe("".join(_labelled(cell, head) for cell, head in zip(cells, heads, strict=False)))


def _labelled(cell: str, head: Any) -> str:
    """Only cells of data: a box to tick says itself what it is for, and so does what the row is called."""
    if not str(cell).startswith('<td class="field-') or not head:
        return cell
    return format_html('<td data-label="{}"', capfirst(str(head))) + cell.removeprefix("<td")
