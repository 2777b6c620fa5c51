"""The page of a case asks the database a bounded number of questions, however many rows it has, and stays light."""

import pytest

from incidents import models as record
from tests.admin.cases import full_case
from tests.admin.filled import filled
from tests.admin.test_incident_page import address, send

pytestmark = pytest.mark.django_db
OPENING, SAVING = 190, 360  # questions


@pytest.fixture
def long_case():
    """A case with more than 200 nested rows."""
    case = full_case()
    reading = case.readings.get()
    for number in range(100):
        date = record.IncidentDate.objects.create(incident=case, what=f"day {number}", date_edtf="2015")
        record.Citation.objects.create(incident=case, reading=reading, date=date, page=str(number))
    return case


def test_two_hundred_rows_cost_no_more_questions_than_a_few(admin_client, long_case, django_assert_max_num_queries):
    with django_assert_max_num_queries(OPENING):
        answer = admin_client.get(address(long_case))
    assert len(answer.content) < 1_500_000
    with django_assert_max_num_queries(SAVING):
        send(admin_client, address(long_case), filled(answer.text))
