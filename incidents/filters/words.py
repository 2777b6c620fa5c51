"""A question to texts, said in words."""

from django.utils.translation import gettext as _

from incidents.search.query import Alternative, Term, parse


def in_words(text: str) -> str:
    """What a visitor's text asks: “coca”, “madre de dios”, without “chapo”."""
    query = parse(text)
    every = [one for choice in query.choices for one in choice]
    if all(len(choice) == 1 for choice in query.choices) and all(_is_plain(one) for one in every):
        return f"“{text}”"
    said = [_(" or ").join(map(_said, choice)) for choice in query.choices]
    return ", ".join(said)


def _is_plain(one: Alternative) -> bool:
    return not one.absent and len(one.term.words) == 1 and not one.term.prefix


def _said(one: Alternative) -> str:
    words = _term(one.term)
    return _("without %(words)s") % {"words": words} if one.absent else words


def _term(term: Term) -> str:
    return f"“{' '.join(term.words)}{'…' if term.prefix else ''}”"
