"""The form of a question, as a page shows it: what can be asked, what was typed, and what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import get_language

from incidents.filters import Question
from incidents.filters.asking import Asks, Codes, OneCode, Period, Search, Setting
from incidents.search.turning import unturned


class Choice(NamedTuple):
    """One box or option."""

    code: str
    label: str
    chosen: bool


class Typed(NamedTuple):
    """A value in a text field, and how what it names is called."""

    value: str
    label: str = ""


class Control(NamedTuple):
    """One parameter in the form. `kind` chooses the template's branch."""

    name: str
    kind: str
    label: str
    hint: str
    typed: tuple[Typed, ...] = ()
    choices: tuple[Choice, ...] = ()
    errors: tuple[str, ...] = ()
    suggest: str = ""
    optional: bool = True

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of what stands below it: how to fill it in, and what is wrong with what was typed."""
        said = {"hint": self.hint, "error": self.errors}
        return " ".join(f"{self.id}_{what}" for what, told in said.items() if told)


def controls(question: Question) -> Iterator[Control]:
    """Every control but the search box, in the order of the filters."""
    for name, one in question.filters.items():
        if not isinstance(one, Search):
            yield control(question, name, one)


def control(question: Question, name: str, one: Asks) -> Control:
    return Control(
        name,
        "day" if isinstance(one, Period) else one.control,
        str(one.label),
        str(one.extra.get("help_text", "")),
        tuple(_typed(question, name, one)),
        tuple(_choices(question, name, one)),
        tuple(question.errors.get(name, ())),
        getattr(one, "suggest", ""),
        not isinstance(one, Setting),
    )


def _typed(question: Question, name: str, one: Asks) -> list[Typed]:
    if one.control in {"choices", "select"}:
        return []
    named = [Typed(code, label if label != code else "") for code, label in one.named(question.value(name))]
    if named and name not in question.errors:
        return named if one.control == "names" else named[:1]
    given = [Typed(unturned(value)) for value in question.data.getlist(name) if value.strip()]
    return given[:20] if one.control == "names" else given[:1]


def _choices(question: Question, name: str, one: Asks) -> list[Choice]:
    if not isinstance(one, (Codes, OneCode)):
        return []
    given = set(question.data.getlist(name))
    if isinstance(one, Setting) and not given & {code for code, _label in one.choices()}:
        given = {one.default}
    changing = isinstance(one, Codes) and one.offered is not one.choices
    offered = one.offered() if changing else _said(one.choices, get_language())
    missing = given - {code for code, _label in offered}
    more = [(code, label) for code, label in one.choices() if code in missing] if missing else []
    return [Choice(code, str(label), code in given) for code, label in (*offered, *more)]


@cache
def _said(choices: Callable[[], Iterable[tuple[str, Any]]], language: str | None) -> list[tuple[str, str]]:
    """The choices of a filter that has always the same, in the reader's language."""
    return [(code, str(label)) for code, label in choices()]
