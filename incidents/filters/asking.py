"""The kinds of filter. Each names a word of the QuerySet and knows how to say itself."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pyroaring import BitMap

from incidents.answers import Facet
from incidents.filters.fields import Day, Many, Words, is_garbled, one_of
from incidents.filters.words import in_words
from incidents.models import Incident, Offence, Party, Region, Source
from incidents.search.query import parse

Read = Callable[[Any], BitMap]
MOST = 60  # values of a facet that are counted
Choices = Callable[[], Sequence[tuple[str, Any]]] | Sequence[tuple[str, Any]]


def code_of(value: Any) -> str:
    """What names the value in an address."""
    if isinstance(value, Region):
        return value.reference_code
    if isinstance(value, Offence):
        return value.code
    return value.public_id if isinstance(value, (Party, Incident, Source)) else str(value)


def held_as(value: Any) -> Any:
    """What names the value in the indexes."""
    return value.pk if isinstance(value, (Region, Offence, Party, Incident, Source)) else value


def name_of(value: Any) -> str:
    """How the value is called in a sentence."""
    if isinstance(value, Region):
        return value.told_apart
    if isinstance(value, Party):
        return getattr(value, "public_label", "") or _("somebody not named")
    return value.title if isinstance(value, Incident) else str(value)


def called(choices: Choices) -> Callable[[], Sequence[tuple[str, Any]]]:
    return choices if callable(choices) else lambda: choices


class Asks(django_filters.Filter):
    """One parameter of a question.

    `word` is the QuerySet word that defines what it means, `says` the words around its value in the sentence, `glue`
    what parts them from the words before, `control` the way in which a form asks for it.
    """

    field_class: type[forms.Field] = Words
    control = "text"
    repeatable = False

    def __init__(self, word: str = "", says: Any = "%s", glue: str = ", ", **options: Any) -> None:
        super().__init__(**options)
        self.word, self.says, self.glue = word, says, glue

    def __deepcopy__(self, memo: Any) -> "Asks":
        """For the question that asks it, which becomes its parent; what it is made of never changes."""
        return copy(self)

    def filter(self, rows: Any, value: Any) -> Any:
        return getattr(rows, self.word)(value) if value else rows

    def read(self, value: Any) -> Read | None:
        """How the index answers it; None where nothing is asked."""
        if not value:
            return None
        return lambda index: index.having(self.field_name, held_as(value))

    def facet(self) -> Facet:
        """What is counted to show what every other value would give."""
        return Facet(self.field_name, (self.field_name,), MOST)

    def named(self, value: Any) -> list[tuple[str, str]]:
        """(code, name) of each value that was given."""
        return [(code_of(value), name_of(value))] if value else []

    def sentence(self, value: Any) -> str:
        """The filter in words, empty where nothing is asked."""
        names = [name for _code, name in self.named(value)]
        return str(self.says) % self.joined(names) if names else ""

    def joined(self, names: list[str]) -> str:
        word = _("and") if self.all_of_them else _("or")
        return f" {word} ".join(names)

    @property
    def all_of_them(self) -> bool:
        return False


class Search(Asks):
    """Words, phrases, beginnings of words that a text must have or must not have (see `search.query`)."""

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        query = parse(value)
        return getattr(rows, self.word)(query) if query else rows.none()

    def read(self, value: Any) -> Read | None:
        if not value:
            return None
        query = parse(value)
        return lambda index: BitMap(index.matching(query)) if query else BitMap()

    def named(self, value: Any) -> list[tuple[str, str]]:
        return [(value, in_words(value))] if value else []

    def trouble(self, typed: str) -> str:
        """What the reader has to be told of the words, empty where there is nothing to tell."""
        query = parse(typed)
        if typed.strip() and not query:
            return _("There is no letter or digit to look for in these words.")
        if is_garbled(typed):
            return _("A character that no text has was left out of these words.")
        if query.cut:
            return _("These words are too many: only the first of them were looked for.")
        return ""


class Several(Asks):
    """Several values, named by code or by name; `match` says whether any or all of them must be met.

    `once` marks what a row has only one of: there `match=all` could never be met and does not count.
    """

    field_class = Many
    control = "names"
    repeatable = True

    def __init__(
        self, word: str, resolve: Callable[[str], Any], suggest: str = "", once: bool = False, **o: Any
    ) -> None:
        super().__init__(word, resolve=resolve, **o)
        self.suggest, self.once = suggest, once

    @property
    def all_of_them(self) -> bool:
        return not self.once and self.parent.setting("match") == "all"

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        if not self.all_of_them:
            return getattr(rows, self.word)(*value)
        for one in value:
            rows = getattr(rows, self.word)(one)
        return rows

    def read(self, value: Any) -> Read | None:
        if not value:
            return None
        held, every = [held_as(one) for one in value], self.all_of_them

        def having(index: Any) -> BitMap:
            if every:
                return BitMap.intersection(*(index.having(self.field_name, one) for one in held))
            return BitMap(index.having_any(self.field_name, held))

        return having

    def named(self, value: Any) -> list[tuple[str, str]]:
        return [(code_of(one), name_of(one)) for one in value or []]


class Codes(Several):
    """Several codes of a closed list. `offered` shortens the list that a form shows."""

    control = "choices"

    def __init__(self, word: str, choices: Choices, offered: Choices | None = None, **options: Any) -> None:
        self.choices = called(choices)
        self.offered = self.choices if offered is None else called(offered)
        super().__init__(word, resolve=one_of(self.choices), **options)

    def named(self, value: Any) -> list[tuple[str, str]]:
        labels = dict(self.choices())
        return [(code, str(labels[code])) for code in value or []]


class Code(forms.CharField):
    """One code of a closed list."""

    def __init__(self, choices: Callable[[], Any], **options: Any) -> None:
        super().__init__(max_length=60, **options)
        self.resolve = one_of(choices)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return self.resolve(text) if text else ""


class OneCode(Asks):
    """One code of a closed list."""

    field_class = Code
    control = "select"

    def __init__(self, word: str, choices: Choices, **options: Any) -> None:
        self.choices = called(choices)
        super().__init__(word, choices=self.choices, **options)

    def named(self, value: Any) -> list[tuple[str, str]]:
        return [(value, str(dict(self.choices())[value]))] if value else []


class Setting(OneCode):
    """How the other parameters are read, or the rows sorted; without the parameter, the first choice counts."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__("", choices, **options)

    def filter(self, rows: Any, value: Any) -> Any:
        return rows

    def read(self, value: Any) -> Read | None:
        return None

    def sentence(self, value: Any) -> str:
        return ""

    @property
    def default(self) -> str:
        return str(self.choices()[0][0])


class Period(Asks):
    """One end of the period: `since` its first day, `until` its last."""

    field_class = Day
    control = "day"

    def __init__(self, end: int, **options: Any) -> None:
        super().__init__("", end=end, **options)
        self.end = end

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        ends = (None, value[1]) if self.end else (value[1], None)
        certain = self.certain
        return rows.certainly_within(*ends) if certain else rows.possibly_within(*ends)

    @property
    def certain(self) -> bool:
        return bool(self.parent.setting("reading") == "certain")

    def read(self, value: Any) -> Read | None:
        if not value:
            return None
        certain = self.certain
        since, until = (None, value[1]) if self.end else (value[1], None)
        return lambda index: BitMap(index.within(since, until, certain))

    def named(self, value: Any) -> list[tuple[str, str]]:
        return [(value[0], value[0])] if value else []


def matches() -> list[tuple[str, Any]]:
    return [("any", _("at least one of them")), ("all", _("all of them"))]


def readings() -> list[tuple[str, Any]]:
    return [
        ("possible", pgettext("reading of dates", "possibly")),
        ("certain", pgettext("reading of dates", "certainly")),
    ]
