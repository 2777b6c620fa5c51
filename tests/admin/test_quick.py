"""The page of a case asks the database a bounded number of questions, however many rows it has, and stays light and quick."""

import time

import pytest

from incidents import models as record
from tests.admin.cases import full_case
from tests.admin.filled import filled
from tests.admin.test_incident_page import ADD, address, send

pytestmark = pytest.mark.django_db
OPENING, SAVING = 120, 360  # questions


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


def test_parties_without_a_name_and_rows_that_point_at_others_cost_no_question_each(
    admin_client, long_case, django_assert_max_num_queries
):
    for number in range(40):
        who = record.Actor.objects.create(form="unnamed")
        record.Involvement.objects.create(incident=long_case, party=who, description=f"somebody {number}")
        claim = record.Allegation.objects.create(incident=long_case, claim=f"claim {number}")
        record.AllegationParty.objects.create(allegation=claim, party=who)
        record.RelatedIncident.objects.create(
            incident=long_case, target_key=f"{number}-x", target=record.Incident.objects.create(title=f"case {number}")
        )
    with django_assert_max_num_queries(OPENING):
        answer = admin_client.get(address(long_case))
    assert "somebody 39" in answer.text and "case 39" in answer.text


def test_two_hundred_rows_take_a_few_times_what_an_empty_page_takes(admin_client, long_case):
    """Measured in the server's own time, so that a busy machine does not matter; the empty page has all patterns of rows."""

    def cost(url):
        costs = []
        for _once in range(4):
            begun = time.process_time()
            admin_client.get(url)
            costs.append(time.process_time() - begun)
        return min(costs)

    empty, long = cost(ADD), cost(address(long_case))
    assert long < 10 * empty, f"{long:.2f} seconds, against {empty:.2f} for the page of a new case"
