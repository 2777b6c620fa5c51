"""What tests of the casebook share: the reference data loaded once, and the open cards on top of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The reference data for the tests of one module; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def open_cards(reference_data: None) -> str:
    """The open cards of the project, loaded; what the command said."""
    from tests.exchange import cards  # not above: it needs the models, and this file is read before they are ready

    said, errors, status = cards.load(cards.SOURCE)
    assert (errors, status) == ("", 0)
    return said
