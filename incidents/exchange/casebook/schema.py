"""The shape of a card: the shipped JSON Schema, and its complaints in plain words with a path inside the file."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from incidents.exchange.casebook.report import Problem, at
from incidents.models import is_blank

SCHEMA = Path(__file__).resolve().parents[2] / "data" / "card.schema.json"
# Written without quotation marks these look like numbers; they are dates all the same.
_DATES = {"edtf", "published", "accessed", "sources_read_until", "checked"}
_SPACES_COUNT = {"name", "speakers"}
CARD_ID = "an id is made of letters without accents, digits, “.”, “_” and “-”, and begins with a letter or digit"
_NAME_IN_A_KEY = "the name is made of letters, digits, “_” and “-”, with no “-” first or last"
WEB_ADDRESS = "http:// or https://, without spaces"
_LONGEST_ID = 200
_TYPES = {
    "object": "a group of keys",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def is_card_id(text: str) -> bool:
    """Whether a text is of the form of a card's id, and so safe as the name of a file."""
    return len(text) <= _LONGEST_ID and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text) is not None


@cache
def validator() -> Draft202012Validator:
    """The validator of the shipped schema."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def with_dates_as_text(value: Any) -> Any:
    """The document with years that YAML took for numbers as the text that was written."""
    if isinstance(value, list):
        return [with_dates_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _date(item) if key in _DATES else with_dates_as_text(item) for key, item in value.items()}
    return value


def _date(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def without_blanks(value: Any) -> Any:
    """The document with an empty text where nothing of a text can be seen. Not in a name, which is refused (`checks`), nor
    in speakers told one by one, whose spaces count."""
    if isinstance(value, list):
        return [without_blanks(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _SPACES_COUNT else without_blanks(item) for key, item in value.items()}
    return "" if isinstance(value, str) and is_blank(value) else value


def shape_problems(document: Any) -> list[Problem]:
    """Everything about the document that is not of the shape of a card."""
    errors = sorted(validator().iter_errors(document), key=lambda error: [str(step) for step in error.absolute_path])
    return [problem for error in errors for problem in _problems(error)]


def _problems(error: Any) -> Iterator[Problem]:
    if error.context:
        yield from _nearest(error)
        return
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                yield Problem(at(_path(error), str(key)), "no such key in the format")
        return
    yield Problem(_path(error), _reason(error))


def _nearest(error: Any) -> Iterator[Problem]:
    """Of several shapes none fitted: what is wrong with the one that came nearest, else which there are."""
    other = [
        inner for inner in error.context if inner.absolute_path != error.absolute_path or inner.validator != "type"
    ]
    if other:
        yield from _problems(max(other, key=lambda inner: len(inner.absolute_path)))
        return
    allowed = [kind for inner in error.context for kind in _listed(inner.validator_value)]
    yield Problem(_path(error), f"must be {_or(allowed)}, not {_kind(error.instance)}")


def _reason(error: Any) -> str:
    wanted, value = error.validator_value, error.instance
    match error.validator:
        case "type":
            return f"must be {_or(_listed(wanted))}, not {_kind(value)}"
        case "required":
            return f"the key “{next(key for key in wanted if key not in value)}” is missing"
        case "enum":
            choices = ", ".join(str(one) for one in wanted if one is not None)
            if isinstance(value, str):
                return f"“{value}” is not one of {choices}"
            return f"must be one of {choices}, not {_kind(value)}"
        case "minLength":
            return "must not be empty"
        case "maxLength":
            return f"longer than {wanted} characters"
        case "minimum" | "maximum":
            if value < 0:
                return "must not be negative"
            return f"must be at {'least' if error.validator == 'minimum' else 'most'} {wanted}, not {value}"
        case "uniqueItems":
            return "the same entry stands twice"
        case "pattern":
            return _PATTERNS[wanted] if str(value).strip() else "must not be empty"
    raise AssertionError(f"the schema uses {error.validator}, which nobody has put into words")


# Every pattern of the schema but “not blank”, in words. `(?!\\n)`: Python's `$` would let a newline follow.
_PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$(?!\n)": f"not an id of a card: {CARD_ID}",
    r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$(?!\n)": f"not a web address ({WEB_ADDRESS})",
    r"^[A-Za-z]{2}$(?!\n)": "not a country code of two letters (ISO 3166-1)",
    r"^[a-z]{2,3}$(?!\n)": "not a language code of two or three small letters (ISO 639)",
    r"^\d{4}-\d{2}-\d{2}$(?!\n)": "not a day of the form 2015-09-14",
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$(?!\n)": (
        "not a moment of the form 2015-09-14T12:00:00Z"
    ),
    r"^[po]\.\w(?:[\w-]*\w)?$(?!\n)": f"not a key: p.name for a person, o.name for an organization; {_NAME_IN_A_KEY}",
    r"^p\.\w(?:[\w-]*\w)?$(?!\n)": f"not the key of a person: p.name; {_NAME_IN_A_KEY}",
    r"^o\.\w(?:[\w-]*\w)?$(?!\n)": f"not the key of an organization: o.name; {_NAME_IN_A_KEY}",
}


def _path(error: Any) -> str:
    return at("", *error.absolute_path)


def _listed(types: Any) -> list[str]:
    return [types] if isinstance(types, str) else list(types)


def _or(types: list[str]) -> str:
    return " or ".join(dict.fromkeys(_TYPES[kind] for kind in types if kind != "null"))


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    kinds = ((bool, "boolean"), (str, "string"), (list, "array"), (dict, "object"), ((int, float), "number"))
    return _TYPES[next(name for kind, name in kinds if isinstance(value, kind))]
