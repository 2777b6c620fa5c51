"""A number that no row can have is no row: a choice is refused, and no page fails."""

import pytest
from django.http import HttpRequest

from incidents.admin.visit import page_of
from incidents.models import Actor, Currency, Organization, Party, Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["9" * 25, "9" * 400, "-" + "9" * 400, "9" * 5000, "abc", "1.5"])
@pytest.mark.parametrize("model", [Actor, Organization, Party, Region, Currency])
def test_a_number_that_no_row_can_have_is_no_row(model: type, number: str) -> None:
    assert page_of(HttpRequest()).row(model, number) is None
