"""Marks that turn the direction of text, and texts that are cut: neither mirrors what stands after the text on a page."""

import re

TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def unturned(text: str) -> str:
    """The text without marks that turn its direction, if one of them does not end before it does: it would mirror whatever
    stands after the text on a page. What is written from right to left needs none of them."""
    open_marks: list[str] = []
    for mark in TURNING.findall(text):
        if mark in _ENDS.values():
            if not open_marks or _ENDS[open_marks.pop()] != mark:
                return TURNING.sub("", text)
        else:
            open_marks.append(mark)
    return TURNING.sub("", text) if open_marks else text


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with “…”: never more characters than that, and no mark whose end was cut off."""
    return unturned(text if len(text) <= longest else f"{text[: longest - 1]}…")


def cut_at_word(text: str, longest: int) -> str:
    """As `cut`, but where the text has a space in the second half of what is left, it ends there."""
    if len(text) <= longest:
        return unturned(text)
    left = text[:longest]
    end = max(left.rfind(space) for space in " \n\t")
    return unturned(f"{left[: end if end > longest // 2 else longest - 1].rstrip(' ,;:')}…")
