"""`rebuild_derived`: reads the record anew and puts the indexes of the lists away, while the site runs."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from incidents.answers import LISTS, Keeper


class Command(BaseCommand):
    help = (
        "Reads the record anew, puts the indexes of the lists away for workers that start, and shortens the log of"
        " changes. The site may run meanwhile; stopped half-way, it changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keeper = Keeper(from_store=False)
        for name in LISTS:
            begun = time.monotonic()
            with keeper.reading(name) as index:
                rows = len(index.rows)
            self.stdout.write(f"{name}: {rows} public rows, {time.monotonic() - begun:.1f} s")
        keeper.put_away()
        self.stdout.write("Put away. Run check_derived to compare with the record.")
