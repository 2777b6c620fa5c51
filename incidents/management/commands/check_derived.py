"""`check_derived`: proves that what is derived equals the record, or says where it does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from incidents.answers import LISTS, Keeper, traces
from incidents.workflow import deriving

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Compares the indexes of the lists, as a worker that starts now would have them, with the record read anew, and"
        " legal statuses and open proceedings with what follows from the steps."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = traces.missing(connection)
        troubles = [f"Triggers are missing ({', '.join(missing)}): run migrate."] if missing else []
        keeper = Keeper()
        for name in LISTS:
            with keeper.reading(name) as index:
                self.stdout.write(f"{name}: {len(index.rows)} public rows")
        if keeper.reads:
            self.stdout.write("Nothing usable is put away: workers read the record when they start.")
        troubles += keeper.differences()
        troubles += deriving.differences()
        if troubles:
            raise CommandError("\n".join([*troubles[:SHOWN], f"{len(troubles)} differences: run rebuild_derived."]))
        self.stdout.write("The indexes equal the record, and legal standing follows from the steps.")
