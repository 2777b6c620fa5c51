"""`manage.py dump_cases [ID…] [--out DIR]`: cases as fact cards; see docs/casebook.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.exchange.casebook.dump_case import card_of
from incidents.exchange.casebook.dumping import UnknownCases, as_yaml, cases, file_of


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
        if out:
            out.mkdir(parents=True, exist_ok=True)
        for incident in found:
            card = card_of(incident)
            if out:
                file_of(out, card).write_text(as_yaml(card), encoding="utf-8")
            else:
                self.stdout.write(f"---\n{as_yaml(card)}", ending="")
