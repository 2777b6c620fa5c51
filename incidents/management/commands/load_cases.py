"""`manage.py load_cases PATH… [--check] [--publish]`: fact cards into the database; see docs/casebook.md."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.exchange.casebook.loader import Loader, card_files
from incidents.exchange.casebook.report import Outcome

FEW = 5


class Command(BaseCommand):
    help = (
        "Loads fact cards: files, or folders of *.yaml. Loading twice changes nothing; a changed card updates its case."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a card file, or a folder of them")
        parser.add_argument(
            "--check",
            action="store_true",
            help="say what would be done, and do nothing; in one transaction, so that on SQLite nobody can save meanwhile",
        )
        parser.add_argument("--publish", action="store_true", help="publish each case once it is loaded")

    def handle(self, *args: Any, paths: list[Path], check: bool, publish: bool, **options: Any) -> None:
        loader = Loader(publish)
        if loader.lacks_reference:
            raise CommandError("There are no regions yet: run load_reference first.")
        files, outcomes = card_files(map(Path, paths))
        for outcome in outcomes:
            self.say(outcome)
        for outcome in self.outcomes(loader, files, check):
            self.say(outcome)
            outcomes.append(outcome)
        failed = sum(outcome.failed for outcome in outcomes)
        self.stdout.write(f"{len(outcomes) - failed} cards {'are good' if check else 'loaded'}, {failed} refused")
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} could not be loaded.", returncode=1)

    def outcomes(self, loader: Loader, files: list[Path], check: bool) -> Iterator[Outcome]:
        shown: Iterable[Path] = files
        if len(files) > FEW and sys.stderr.isatty():
            shown = tqdm(files, unit="card", file=sys.stderr)
        if check:
            yield from loader.check(shown)
            return
        for file in shown:
            yield from loader.load(file)
        for outcome in loader.once_more():
            if outcome.failed:
                yield outcome
            else:
                self.say(outcome)

    def say(self, outcome: Outcome) -> None:
        stream = self.stderr if outcome.failed else self.stdout
        for line in outcome.lines():
            stream.write(line)
