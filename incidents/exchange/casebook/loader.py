"""Cards into the tables, each in a transaction of its own: a card is loaded whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from incidents import workflow
from incidents.exchange.casebook.checks import content_problems
from incidents.exchange.casebook.context import Context, General, Library, reference_problems
from incidents.exchange.casebook.dump_values import key_of
from incidents.exchange.casebook.load_case import load_card
from incidents.exchange.casebook.one_place import place_problems
from incidents.exchange.casebook.publishing import publish, stay_published
from incidents.exchange.casebook.reading import documents, files_of
from incidents.exchange.casebook.report import CardError, Outcome, Problem, at
from incidents.exchange.casebook.rows import REASON
from incidents.exchange.casebook.schema import shape_problems, with_dates_as_text, without_blanks
from incidents.exchange.casebook.uninvolved import unheard_problems, uninvolved_problems
from incidents.models import Actor, Incident, Involvement, Party, Stage
from incidents.models.record import change
from incidents.workflow import identity

_LOADING = 7_261_904_311  # the lock that loads of cards take, one card at a time
_LIKELY = 3  # parties that are named of those that a new one may be
_CHECKS = (content_problems, place_problems, uninvolved_problems)


class _OnlyChecked(Exception):
    """Takes back what was made only to be counted."""


def card_files(paths: Iterable[Path]) -> tuple[list[Path], list[Outcome]]:
    """The files to read, each once, and an outcome for each path that is none."""
    files: list[Path] = []
    missing: list[Outcome] = []
    for path in paths:
        found, wrong = files_of(path)
        files += found
        missing += [Outcome(str(entry), problems=error.problems) for entry, error in wrong]
    once: dict[Path, Path] = {}
    for file in files:
        once.setdefault(file.resolve(), file)
    return list(once.values()), missing


class Loader:
    """Loads files of cards one after the other. Stopped between two cards, it leaves whole cards."""

    def __init__(self, publish: bool = False) -> None:
        self.publish = publish
        self.library = Library()
        self._files: dict[str, str] = {}
        self._documents: dict[str, tuple[Path, int]] = {}
        self._stale: set[str] = set()
        self._said: dict[General, str] = {}

    @property
    def lacks_reference(self) -> bool:
        return self.library.is_empty

    def load(self, file: Path) -> Iterator[Outcome]:
        """An outcome for each document of the file, or one for the file where it cannot be read."""
        try:
            found = list(documents(file))
        except CardError as error:
            yield Outcome(str(file), problems=error.problems)
            return
        for number, document in enumerate(found):
            name = str(file) if len(found) == 1 else f"{file}, document {number + 1}"
            if isinstance(document, CardError):
                yield Outcome(name, problems=document.problems)
            else:
                outcome = self._load_one(name, document)
                self._documents.setdefault(outcome.card, (file, number))
                yield outcome

    def once_more(self) -> Iterator[Outcome]:
        """Loads the cards of the run again in which somebody speaks or is named whom a later card protects: what is only
        proposed (how they are called, what was done to them) is proposed of a protected person. An outcome for each."""
        for card in sorted(self._stale & set(self._documents)):
            file, number = self._documents[card]
            document = list(documents(file))[number]
            if not isinstance(document, CardError):
                yield self._load_one(self._files[card], document)

    def check(self, files: Iterable[Path]) -> list[Outcome]:
        """The outcomes that loading would have; nothing stays."""
        outcomes: list[Outcome] = []
        with suppress(_OnlyChecked), transaction.atomic():
            for file in files:
                outcomes += self.load(file)
            outcomes += (outcome for outcome in self.once_more() if outcome.failed)
            raise _OnlyChecked
        return outcomes

    def _load_one(self, name: str, document: Any) -> Outcome:
        card = without_blanks(with_dates_as_text(document))
        outcome = Outcome(name, card=str(card.get("id", "")) if isinstance(card, dict) else "")
        outcome.problems = (
            self._already_met(name, card)
            or shape_problems(card)
            or [problem for check in _CHECKS for problem in check(card)] + reference_problems(card, self.library)
        )
        if outcome.problems:
            return outcome
        try:
            with transaction.atomic(), change(REASON):
                _wait_for_others(str(card["id"]))
                says = self._write(card, outcome)
            self._said |= says
        except CardError as error:
            outcome.problems = error.problems
        except workflow.NotAllowed as error:
            outcome.problems = [Problem("", f"not published: {problem}") for problem in error.problems]
        except (DatabaseError, ProtectedError, ValidationError, ValueError) as error:
            outcome.problems = [Problem("", f"the database refused it: {_first_line(error)}")]
        return outcome

    def _already_met(self, name: str, card: Any) -> list[Problem]:
        """A card is the whole of its case, so two of them in one run would undo each other."""
        card_id = card.get("id") if isinstance(card, dict) else None
        if not isinstance(card_id, str):
            return []
        first = self._files.setdefault(card_id, name)
        return [] if first == name else [Problem("id", f"“{card_id}” is the id of the card in {first} already")]

    def _write(self, card: dict[str, Any], outcome: Outcome) -> dict[General, str]:
        """Loads and publishes; gives back what the card says of parties in every case."""
        before = Incident.objects.of_card(card["id"])
        said_before: Counter[str] = Counter()
        if before is not None and before.stage == Stage.PUBLISHED and before.anonymisations.exists():
            said_before = workflow.namesakes_in(before)
        context = load_card(card, self.library, self.publish, self._said)
        if problems := [*unheard_problems(context), *_named_though_protected(context)]:
            raise CardError(problems)
        if context.is_published and context.incident.stage != Stage.PUBLISHED:
            publish(context)
        elif context.incident.stage == Stage.PUBLISHED and context.writer.changes:
            stay_published(context, said_before)
        outcome.counts, outcome.changes = context.counts, context.writer.changes
        asked = [*_namesakes(context), *_accusing(context)] if outcome.changes else []
        outcome.notes = [*context.overruled, *_likely(context), *asked]
        outcome.done = "created" if before is None else "updated" if outcome.changes else "unchanged"
        self._stale.discard(card["id"])
        elsewhere = Involvement.objects.filter(party__in=context.hidden).exclude(incident=context.incident)
        self._stale |= {row.incident.card_id for row in elsewhere.select_related("incident")}
        return context.says


def _wait_for_others(card_id: str) -> None:
    """Until no other command loads a card, and nobody saves its case at the desk. SQLite has one writer at a time anyway; on
    PostgreSQL two cards may make the same party, and two loads the same rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
    Incident.objects.select_for_update().of_card(card_id)


def _first_line(error: Exception) -> str:
    """What a database says of a row that it refuses, without the row itself."""
    return str(error).partition("\n")[0]


def _likely(context: Context) -> Iterator[str]:
    """Parties that are new with this card and may be known already. They are told, never merged."""
    for key in context.new_parties:
        found = list(identity.propose(context.parties[key]))
        for one in found[:_LIKELY]:
            yield f"  {key} may be {key_of(Party.objects.get(pk=one.party))} (“{one.name}”)"
        if len(found) > _LIKELY:
            yield f"  {key} may be one of {len(found) - _LIKELY} more"


def _namesakes(context: Context) -> Iterator[str]:
    """Words of a public case by which somebody protected is called: they may mean another, which nobody can ask here."""
    if context.incident.is_public:
        yield from (f"  {workflow.may_name_somebody(words)}" for words in workflow.namesakes_in(context.incident))


def _accusing(context: Context) -> Iterator[str]:
    """Words of the card that state guilt without a final conviction: the desk would ask about them."""
    yield from (f"  {sentence}" for sentence, _row, _column in workflow.words_of_guilt(context.incident))


def _named_though_protected(context: Context) -> Iterator[Problem]:
    """Published texts that name a person whom this card, or another one, protects."""
    for number, entry in enumerate(context.listed("persons")):
        actor = context.parties[entry["key"]]
        if isinstance(actor, Actor) and actor.is_protected and actor.names.exists():
            for sentence in workflow.published_texts_naming(actor):
                yield Problem(at("persons", number, "protect"), sentence)
