"""Values as they stand in the boxes of a form."""

from typing import Any

from django.forms import CheckboxInput, Field


def plain_number(value: Any) -> str | None:
    """A decimal number without the zeros that the column adds; any other value as it is."""
    text = "" if value is None else str(value)
    whole, point, rest = text.partition(".")
    return (
        (whole + point + rest.rstrip("0")).rstrip(".")
        if point and rest.isdigit() and _is_whole(whole)
        else text or None
    )


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdigit()


def put(data: Any, where: str, field: Field, value: Any) -> None:
    """Into what a browser sent: the value, as the browser would have sent it."""
    if isinstance(field.widget, CheckboxInput):
        data.pop(where, None)
        if value:
            data[where] = "on"
    elif isinstance(value, list | tuple):
        data.setlist(where, [str(item) for item in value])
    else:
        data[where] = plain_number(value) or ""
