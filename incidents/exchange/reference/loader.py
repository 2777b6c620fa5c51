"""All reference data, table by table: what is interrupted is repeated from the last whole table."""

from collections.abc import Callable, Iterator

from django.db import transaction

from incidents.exchange.reference.regions import load_regions
from incidents.exchange.reference.tally import Tally
from incidents.exchange.reference.vocabulary import load_currencies, load_offences, load_units
from incidents.exchange.reference.zones import load_overlaps

TABLES: tuple[Callable[[], Tally], ...] = (
    load_currencies,
    load_units,
    load_offences,
    load_regions,
    load_overlaps,
)


def load_reference() -> Iterator[Tally]:
    """Loads one table after the other, each in a transaction of its own, and says of each what was done."""
    for load in TABLES:
        with transaction.atomic():
            tally = load()
        yield tally
