"""The first load of the reference data, into empty tables: it may be interrupted, and asks little of the database."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.exchange.reference import loader
from incidents.models import Offence, Region, Unit

pytestmark = pytest.mark.django_db


def test_an_interruption_leaves_whole_tables_and_the_next_run_finishes() -> None:
    steps = loader.load_reference()
    next(steps)
    next(steps)
    steps.close()
    assert Unit.objects.exists() and not Region.objects.exists()
    said = StringIO()
    call_command("load_reference", stdout=said)
    assert "regions: 2" in said.getvalue()
    assert Region.objects.exists()


def test_rows_are_made_many_at_once() -> None:
    with CaptureQueriesContext(connection) as asked:
        tallies = [load() for load in loader.TABLES[:3]]
    assert sum(tally.created for tally in tallies) > 300 and Offence.objects.count() == tallies[2].created
    assert len(asked) < 30
