"""What a verb raises when it may not be done: sentences, never codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from incidents.search.turning import cut_at_word

_QUOTED = 120  # letters of a text of the record in a sentence about it


@dataclass(frozen=True)
class Problem:
    """Something that a case lacks: what to do about it, and where. `blocks`: it cannot be published like this.

    `model` and `pk` name the row, `name` its column, or the relation (`speech`) in which something is missing.
    """

    blocks: bool
    sentence: str
    model: type[Model]
    pk: Any
    name: str

    def __str__(self) -> str:
        return self.sentence


def quoted(text: object) -> str:
    """A text of the record inside a sentence about it: its beginning, where it is long."""
    return cut_at_word(str(text), _QUOTED)


class NotAllowed(Exception):
    """A verb that cannot be done now. `problems` says in sentences what stands in the way, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class NotPermitted(NotAllowed):
    """A verb that this user may not do, whatever is in the case."""


class NotPublishable(NotAllowed):
    """The case lacks what publishing demands. `lacking` says the same as `problems`, each with its place in the record."""

    def __init__(self, problems: list[str], lacking: Sequence[Problem] = ()) -> None:
        super().__init__(problems)
        self.lacking = lacking
