"""Parts of pages that follow from a few values alone: rendered once for these values and the reader's language."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.translation import get_language

register = template.Library()
MOST = 200  # of one part; then it begins anew


class _Kept(template.Node):
    """Its block sees the named values and nothing else of the page, so that it cannot show what it is not kept by."""

    def __init__(self, block: NodeList, names: list[str]) -> None:
        self.nodelist, self.names = block, names
        self._held: dict[Any, str] = {}

    def render(self, context: Any) -> str:
        values = {name: context[name] for name in self.names}
        key = (get_language(), get_script_prefix(), *values.values())
        held = self._held.get(key)
        if held is None:
            if len(self._held) >= MOST:
                self._held = {}
            held = self._held[key] = self.nodelist.render(context.new(values))
        return held


@register.tag
def kept(parser: Parser, token: Token) -> template.Node:
    """`{% kept name … %}…{% endkept %}`: the values must be hashable, and what they are must not change."""
    _tag, *names = token.split_contents()
    block = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(block, names)
