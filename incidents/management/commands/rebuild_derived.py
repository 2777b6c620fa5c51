"""`rebuild_derived`: derives legal standing and reads the record anew, and puts the indexes of the lists away, while the
site runs."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from incidents.answers import LISTS, Keeper
from incidents.answers.words import filling
from incidents.workflow import deriving


class Command(BaseCommand):
    help = (
        "Derives legal standing anew from the steps, brings the passages in which words are looked for to what the record"
        " says, puts the indexes of the lists away"
        " for workers that start, and shortens the log of changes. The site may run meanwhile; stopped half-way, it leaves nothing half done."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        wrong = deriving.derive_anew()
        self.stdout.write(f"standing: {wrong} rows were wrong, {time.monotonic() - begun:.1f} s")
        begun = time.monotonic()
        wrong = filling.fill()
        self.stdout.write(f"words: {wrong} passages were wrong or missing, {time.monotonic() - begun:.1f} s")
        keeper = Keeper(from_store=False)
        for name in LISTS:
            begun = time.monotonic()
            with keeper.reading(name) as index:
                rows = len(index.rows)
            self.stdout.write(f"{name}: {rows} public rows, {time.monotonic() - begun:.1f} s")
        keeper.put_away()
        self.stdout.write("Put away. Run check_derived to compare with the record.")
