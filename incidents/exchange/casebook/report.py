"""What is said about a card: where it is wrong and why, or what was made of it."""

from collections import Counter
from dataclasses import dataclass, field

MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Problem:
    """Something wrong in a card: where inside the file, and why."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class CardError(Exception):
    """A card that cannot be loaded, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def refuse(path: str, reason: str) -> CardError:
    """The error of a card with one problem."""
    return CardError([Problem(path, reason)])


@dataclass
class Outcome:
    """What became of one card of a file."""

    file: str
    card: str = ""
    done: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return bool(self.problems)

    def lines(self) -> list[str]:
        """For the terminal: one line if all is well and one for each thing to know of, else one per problem."""
        if not self.failed:
            told = ", ".join(f"{number} {what}" for what, number in self.counts.items() if number)
            return [f"{self.card}: {self.done} ({told})", *map(visible, self.notes)]
        shown = [visible(f"{self.file}: {problem}") for problem in self.problems[:MOST_PROBLEMS]]
        more = len(self.problems) - MOST_PROBLEMS
        return [*shown, f"{self.file}: … and {more} more problems"] if more > 0 else shown


def visible(text: str) -> str:
    """The text without anything that steers a terminal: file names and values are shown as somebody else wrote them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def at(path: str, *steps: str | int) -> str:
    """A path inside a card: at("allegations", 3, "about", 0) → allegations[3].about[0]."""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}" if path else step
    return path
