"""Quotation marks and brackets around words that are taken out: none is left open, and none without its beginning."""

import re

_PAIRS = (("“", "”"), ("«", "»"), ("‘", "’"), ("(", ")"), ("[", "]"), ('"', '"'))
_ARTICLE = r"(?:(?:el|la|los|las|the)\s+)?"


def closed(text: str, start: int, end: int, instead: str) -> tuple[int, int, str]:
    """The place to be written over, and the words for it: a mark that stands in the place without its fellow goes if that
    stands right beside the place (“Chúcaro” Oxla), and is kept beside the new words if it stands farther away."""
    for opening, closing in _PAIRS:
        lacks_beginning, lacks_end = _lacking(text, start, end, opening, closing)
        if lacks_beginning:
            beside = re.search(rf"{re.escape(opening)}\s*{_ARTICLE}$", text[:start], re.IGNORECASE)
            start, instead = (beside.start(), instead) if beside else (start, instead + closing)
        elif lacks_end:
            beside = re.match(rf"\s*{re.escape(closing)}", text[end:])
            rest = len(text[end:].lstrip())
            end, instead = (end + beside.end(), instead) if beside else (len(text) - rest, f"{instead} {opening}")
    return start, end, instead


def _lacking(text: str, start: int, end: int, opening: str, closing: str) -> tuple[bool, bool]:
    """Whether a mark in the place ends what began before it, or begins what ends behind it."""
    before, inside, behind = text[:start], text[start:end], text[end:]
    if opening == closing:
        odd = inside.count(opening) % 2 == 1
        return odd and before.count(opening) % 2 == 1, odd and before.count(opening) % 2 == 0 and opening in behind
    more = inside.count(closing) - inside.count(opening)
    begun, ended = before.count(opening) - before.count(closing), behind.count(closing) - behind.count(opening)
    return more > 0 and begun > 0, more < 0 and ended > 0
