"""Cards into the tables, each in a transaction of its own: a card is loaded whole or not at all."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from incidents import workflow
from incidents.exchange.casebook.checks import content_problems
from incidents.exchange.casebook.context import Library, reference_problems
from incidents.exchange.casebook.load_case import load_card
from incidents.exchange.casebook.reading import documents, files_of
from incidents.exchange.casebook.report import CardError, Outcome, Problem
from incidents.exchange.casebook.schema import shape_problems, with_dates_as_text
from incidents.models import Incident, Stage

PUBLISHED_BECAUSE = "Published with its card of the casebook."


class _OnlyChecked(Exception):
    """Takes back what was made only to be counted."""


def card_files(paths: Iterable[Path]) -> tuple[list[Path], list[Outcome]]:
    """The files to read, and an outcome for each path that is not there."""
    files: list[Path] = []
    missing: list[Outcome] = []
    for path in paths:
        try:
            files += files_of(path)
        except CardError as error:
            missing.append(Outcome(str(path), problems=error.problems))
    return list(dict.fromkeys(files)), missing


class Loader:
    """Loads files of cards one after the other. Stopped between two cards, it leaves whole cards."""

    def __init__(self, publish: bool = False) -> None:
        self.publish = publish
        self.library = Library()

    @property
    def lacks_reference(self) -> bool:
        return self.library.is_empty

    def load(self, file: Path) -> Iterator[Outcome]:
        """An outcome for each card of the file, or one for the file where it cannot be read."""
        try:
            found = list(documents(file))
        except CardError as error:
            yield Outcome(str(file), problems=error.problems)
            return
        for number, document in enumerate(found, 1):
            name = str(file) if len(found) == 1 else f"{file}, document {number}"
            yield self._load_one(name, document)

    def check(self, files: Iterable[Path]) -> list[Outcome]:
        """The outcomes that loading would have; nothing stays."""
        outcomes: list[Outcome] = []
        with suppress(_OnlyChecked), transaction.atomic():
            for file in files:
                outcomes += self.load(file)
            raise _OnlyChecked
        return outcomes

    def _load_one(self, name: str, document: Any) -> Outcome:
        card = with_dates_as_text(document)
        outcome = Outcome(name, card=str(card.get("id", "")) if isinstance(card, dict) else "")
        outcome.problems = shape_problems(card) or [*content_problems(card), *reference_problems(card, self.library)]
        if outcome.problems:
            return outcome
        try:
            with transaction.atomic():
                self._write(card, outcome)
        except CardError as error:
            outcome.problems = error.problems
        except workflow.NotAllowed as error:
            outcome.problems = [Problem("", f"not published: {problem}") for problem in error.problems]
        except (DatabaseError, ProtectedError, ValidationError, ValueError) as error:
            outcome.problems = [Problem("", f"the database refused it: {error}")]
        return outcome

    def _write(self, card: dict[str, Any], outcome: Outcome) -> None:
        is_new = not Incident.objects.filter(key=card["id"]).exists()
        context = load_card(card, self.library)
        if self.publish and context.incident.stage not in (Stage.PUBLISHED, Stage.WITHDRAWN):
            workflow.publish(context.incident, reason=PUBLISHED_BECAUSE)
            context.writer.changes += 1
        outcome.counts, outcome.changes = context.counts, context.writer.changes
        outcome.done = "created" if is_new else "updated" if outcome.changes else "unchanged"
