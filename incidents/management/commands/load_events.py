"""`manage.py load_events FILE… [--mapping NAME] [--check] [--publish]`: tables of events; see docs/events.md."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.exchange.casebook.report import visible
from incidents.exchange.events.loading import NotWritten, Tally, load_events
from incidents.exchange.events.mapping import BadMapping, Mapping, read_mapping
from incidents.exchange.events.reading import BadFile
from incidents.models import Region

TOLD = 50


class Command(BaseCommand):
    help = (
        "Loads CSV files of events, a case for each row, as drafts. Every row is checked; what is wrong is named by file, "
        "row, column and reason and left out. Loading twice changes nothing; a run that was stopped goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a CSV file, UTF-8, with a first row")
        parser.add_argument("--mapping", default="ucdp", help="a shipped mapping, or a YAML file; ucdp unless told")
        parser.add_argument("--check", action="store_true", help="read and check, and write nothing")
        parser.add_argument("--publish", action="store_true", help="publish the new cases at once")

    def handle(self, *args: Any, files: list[Path], mapping: str, **options: Any) -> None:
        if not Region.objects.filter(kind="country").exists():
            raise CommandError("There are no regions yet: run load_reference first.")
        try:
            rules = read_mapping(mapping)
        except BadMapping as error:
            raise CommandError(visible(str(error))) from None
        refused, broken = 0, 0
        for file in map(Path, files):
            tally, trouble = self._load(file, rules, options["publish"], options["check"])
            refused += tally.refused
            broken += bool(trouble)
        said = [f"{broken} files could not be read to the end"] if broken else []
        if refused:
            said.append(f"{refused} rows were refused")
        if said:
            raise CommandError(f"{' and '.join(said)}; everything else is as it should be.", returncode=1)

    def _load(self, file: Path, rules: Mapping, publish: bool, check: bool) -> tuple[Tally, str]:
        """What became of the rows, and why the file could not be read to its end, if so."""
        tally, trouble = Tally(), ""
        try:
            with tqdm(unit="row", desc=file.name, file=sys.stderr, disable=None) as bar:
                for tally in load_events(file, rules, publish, check):
                    bar.update(tally.read - bar.n)
        except BadFile as error:
            trouble = visible(str(error))
            self.stderr.write(trouble)
        except NotWritten as error:
            raise CommandError(
                visible(f"{error}. Run the command again: it goes on from there."), returncode=1
            ) from None
        if tally.read or not trouble:
            self._tell(file, tally, check)
        return tally, trouble

    def _tell(self, file: Path, tally: Tally, check: bool) -> None:
        for problem in tally.problems[:TOLD]:
            self.stderr.write(visible(str(problem)))
        if tally.found > TOLD:
            self.stderr.write(f"… and {tally.found - TOLD} more.")
        said = "are good" if check else f"read, {tally.written} cases made, {tally.there} there already"
        for note, times in tally.notes.most_common(TOLD):
            self.stderr.write(visible(f"{file.name}: {times} × {note}"))
        for why, rows in _by_reason(tally.drafts).items():
            listed = ", ".join(map(str, rows[:TOLD])) + (f" and {len(rows) - TOLD} more" if len(rows) > TOLD else "")
            self.stderr.write(f"{file.name}: not published, because {why}, so that an editor must look; rows: {listed}")
        if tally.unused:
            self.stderr.write(visible(f"{file.name}: not used by the mapping: {', '.join(tally.unused)}"))
        stay = f", new cases that stay drafts: {len(tally.drafts)}" if tally.drafts else ""
        self.stdout.write(
            f"{file.name}: {tally.read - (tally.refused if check else 0)} rows {said}, {tally.refused} refused{stay}"
        )


def _by_reason(drafts: dict[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, why in sorted(drafts.items()):
        found.setdefault(why, []).append(row)
    return found
