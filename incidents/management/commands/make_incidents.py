"""`manage.py make_incidents N --seed S`: an invented record of any size, to measure with; see docs/performance.md."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.exchange.volume.making import made_so_far, make_incidents
from incidents.models import Incident, Region

INVENTED = r"^volume-[0-9]+-[0-9]{9}$"  # case ids that `key_of_case` gives


class Command(BaseCommand):
    help = (
        "Fills the database with N invented cases. The same seed makes the same cases, whatever the engine; a run that "
        "was stopped, or that wants more, goes on from what is there. Refused where there is any other case, be it of the "
        "demo casebook."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="N", help="how many cases of this seed there shall be")
        parser.add_argument("--seed", type=int, default=1, help="which invented world; 1 unless told")

    def handle(self, *args: Any, number: int, seed: int, **options: Any) -> None:
        if number < 1 or not 0 <= seed < 2**31:
            raise CommandError("Ask for at least one case, and for a seed from 0 to 2147483647.")
        if not Region.objects.filter(kind="country").exists():
            raise CommandError("There are no regions yet: run load_reference first.")
        if Incident.objects.exclude(key__regex=INVENTED).exists():
            raise CommandError(
                "This database holds cases that are not invented: accusations that are would be published among them. "
                "Name another in DATABASE_URL."
            )
        before = made_so_far(seed)
        if before:
            self.stdout.write(f"{before} cases of seed {seed} are there already.")
        made = 0
        with tqdm(total=max(number, before), initial=before, unit="case", file=sys.stderr, disable=None) as bar:
            for size in make_incidents(number, seed):
                made += size
                bar.update(size)
        self.stdout.write(f"{made} cases made; {before + made} of seed {seed} in all.")
