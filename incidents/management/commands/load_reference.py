"""`manage.py load_reference`: regions, zones, offences, currencies and units; safe to repeat and to interrupt."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.exchange.reference.loader import load_reference


class Command(BaseCommand):
    help = "Loads the reference data of incidents/data/reference/. What editors added is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        tallies = []
        for tally in load_reference():
            self.stdout.write(str(tally))
            tallies.append(tally)
        if not any(tally.changed for tally in tallies):
            self.stdout.write("Nothing to change: the reference data was there already.")
