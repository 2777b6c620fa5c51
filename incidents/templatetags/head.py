"""What a page says of itself to search engines and to whoever shares its address: its title and one sentence."""

from typing import Any

from django import template
from django.core.exceptions import DisallowedHost
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()


class _About(template.Node):
    """The title and the sentence are written once, by the blocks of the page, and said in every way that is read."""

    child_nodelists = ("title", "sentence")

    def __init__(self, title: NodeList, sentence: NodeList) -> None:
        self.title, self.sentence = title, sentence

    def render(self, context: Any) -> str:
        site = _("Expediente")
        title, sentence = _in_attribute(self.title.render(context)), _in_attribute(self.sentence.render(context))
        shared = [("og:title", title), ("og:description", sentence), ("og:type", "website"), ("og:site_name", site)]
        if address := _address(context.get("request")):
            shared.append(("og:url", address))
        return format_html(
            '<title>{} · {}</title>\n    <meta name="description" content="{}">\n    {}',
            title,
            site,
            sentence,
            format_html_join("\n    ", '<meta property="{}" content="{}">', shared),
        )


@register.tag
def about(parser: Parser, token: Token) -> template.Node:
    """`{% about %}title{% in_a_sentence %}one sentence{% endabout %}`."""
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
