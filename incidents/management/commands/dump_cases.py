"""`manage.py dump_cases [ID…] [--out DIR]`: cases as fact cards; see docs/casebook.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.exchange.casebook.dump_case import card_of
from incidents.exchange.casebook.dumping import UnknownCases, as_yaml, cases, file_of, write
from incidents.exchange.casebook.report import visible
from incidents.models import Incident


class Command(BaseCommand):
    help = "Writes cases as fact cards, for the desk: names that are never public are in them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", metavar="ID", help="case ids or public ids; without any, all cases")
        parser.add_argument("--out", type=Path, metavar="DIR", help="a file per case into this folder")

    def handle(self, *args: Any, ids: list[str], out: Path | None = None, **options: Any) -> None:
        try:
            found = cases(ids)
        except UnknownCases as error:
            raise CommandError(f"No such case: {error}", returncode=1) from None
        if out is None:
            for incident in found:
                self.stdout.write(f"---\n{as_yaml(card_of(incident))}", ending="")
            return
        try:
            self.into(Path(out), found)
        except OSError as error:
            raise CommandError(f"{error.filename or out}: cannot be written: {error.strerror}", returncode=1) from None

    def into(self, folder: Path, found: Iterable[Incident]) -> None:
        """A file per case; one whose id names no file is told at the end, and the others are written."""
        folder.mkdir(parents=True, exist_ok=True)
        unnamed: list[str] = []
        for incident in found:
            card = card_of(incident)
            try:
                file = file_of(folder, card)
            except ValueError as error:
                unnamed.append(visible(f"{incident.public_id}: not written, {error}"))
                continue
            write(file, as_yaml(card))
        if unnamed:
            raise CommandError("\n".join(unnamed), returncode=1)
