"""What a page says of itself to search engines and to whoever shares its address: its title and one sentence."""

from typing import Any

from django import template
from django.core.exceptions import DisallowedHost
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import mark_safe

register = template.Library()


class _About(template.Node):
    """The blocks of the page write its title and its sentence once; the head says them in every way that is read."""

    child_nodelists = ("title", "sentence")

    def __init__(self, title: NodeList, sentence: NodeList) -> None:
        self.title, self.sentence = title, sentence

    def render(self, context: Any) -> str:
        context["page_title"] = _in_attribute(self.title.render(context))
        context["page_sentence"] = _in_attribute(self.sentence.render(context))
        context["page_address"] = _address(context.get("request"))
        return ""


@register.tag
def about(parser: Parser, token: Token) -> template.Node:
    """`{% about %}title{% in_a_sentence %}one sentence{% endabout %}` gives page_title, page_sentence, page_address."""
    title = parser.parse(("in_a_sentence",))
    parser.delete_first_token()
    sentence = parser.parse(("endabout",))
    parser.delete_first_token()
    return _About(title, sentence)


def _in_attribute(rendered: str) -> str:
    """What the template engine has escaped already, in one line; our own words may hold quotation marks."""
    return mark_safe(" ".join(rendered.split()).replace('"', "&quot;"))


def _address(request: Any) -> str:
    try:
        return str(request.build_absolute_uri(request.path)) if request else ""
    except DisallowedHost:
        return ""  # the page that says so
