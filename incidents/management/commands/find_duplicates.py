"""`manage.py find_duplicates`: looks through all names for parties that may be one, for the list of the desk."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.models import LikelyPair, Party, PartyName, kind_of
from incidents.workflow import identity


class Command(BaseCommand):
    help = "Finds parties that may be one, by their names, and keeps the pairs for the desk. Merges nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in PartyName.objects.filter(keys__isnull=True).select_related("party").iterator():
            name.keys.keep(name, kind_of(name.party))
        for party in Party.objects.not_merged().filter(names__isnull=False).distinct().iterator():
            identity.propose(party)
        self.stdout.write(f"{LikelyPair.objects.count()} pairs are likely duplicates")
