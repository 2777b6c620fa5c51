"""What tests of the casebook share: the open cards on top of the reference data."""

import pytest


@pytest.fixture(scope="module")
def open_cards(reference_data: None) -> str:
    """The open cards of the project, loaded; what the command said."""
    from tests.exchange import cards  # not above: it needs the models, and this file is read before they are ready

    said, errors, status = cards.load(cards.SOURCE)
    assert (errors, status) == ("", 0)
    return said
