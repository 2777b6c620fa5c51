"""What pages ask of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.views.remembered import PAGES


@contextmanager
def statements_of_new_pages() -> Iterator[CaptureQueriesContext]:
    """The statements inside the block, of pages that are made anew: none is given again as it was."""
    PAGES.forget()
    with CaptureQueriesContext(connection) as captured:
        yield captured
