"""The list of changes on a case's page tells of every table of facts, in words for readers, and of nothing that they do not see."""

from typing import Any

import pytest
from django.test import Client

from incidents import models as record
from incidents import workflow
from incidents.history import TABLES, changes_since_published
from incidents.models.record import change
from tests.admin.cases import full_case
from tests.factories import make_incident

pytestmark = pytest.mark.django_db
FACTS = [model for model in TABLES if model is not record.Incident]


@pytest.fixture
def case() -> record.Incident:
    case = full_case()
    later = make_incident("Another")
    record.RelatedIncident.objects.create(incident=case, target_key="later", target=later)
    workflow.publish(case)
    return case


def told(case: record.Incident) -> list[tuple[str, str, int]]:
    return [(str(one.what), str(one.how), one.times) for one in changes_since_published(case)]


def newest(case: record.Incident, model: Any) -> Any:
    """The row of that table that the case got last."""
    return model._default_manager.filter(**{getattr(model, "incident_path", "incident"): case.pk}).latest("pk")


def rewrite(row: Any) -> None:
    """Saves the row with other words, where a column has words."""
    for column in ("target_key", "text", "words", "quote", "name", "claim"):
        if isinstance(getattr(row, column, None), str):
            setattr(row, column, f"{getattr(row, column)} again")
            break
    with change("Corrected."):
        row.save()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_change_in_any_table_of_facts_is_told(case: record.Incident, model: Any) -> None:
    row = newest(case, model)
    assert told(case) == []
    if model is record.ProceedingAllegation:
        row.allegation = record.Allegation.objects.get(ref="denial")
    rewrite(row)
    ((_what, how, times),) = told(case)
    assert (how, times) == ("corrected", 1)


def test_facts_that_hang_on_others_are_called_so_that_readers_understand(case: record.Incident, client: Client) -> None:
    for model in (record.ContradictionVersion, record.CitedOrigin, record.RouteStop, record.RelatedIncident):
        rewrite(newest(case, model))
    page = client.get(case.get_absolute_url(), follow=True).text
    for words in (
        "version of what sources differ on, corrected",
        "source that a source names, corrected",
        "stop of a route, corrected",
        "related case, corrected",
    ):
        assert words in page, words


def test_what_readers_do_not_see_is_not_told(case: record.Incident) -> None:
    draft = make_incident("A draft", stage="draft")
    with change("Not seen."):
        record.RelatedIncident.objects.create(incident=case, target_key="a-draft", target=draft)
        record.RelatedIncident.objects.create(incident=case, target_key="nothing-yet")
        link = record.ProceedingAllegation.objects.get()
        link.proposed = False
        link.save()
    assert told(case) == []
    workflow.publish(draft)
    assert told(case) == [("related case", "added", 1)]


def test_a_case_that_a_link_had_waited_for_is_no_change(case: record.Incident) -> None:
    link = record.RelatedIncident.objects.get(target_key="901-y")
    with change("It came."):
        link.target = make_incident("The one that came later")
        link.save()
    assert told(case) == []


def test_they_are_asked_in_two_statements(case: record.Incident, django_assert_num_queries: Any) -> None:
    rewrite(record.OpenQuestion.objects.get())
    case.refresh_from_db()
    with django_assert_num_queries(2):
        assert changes_since_published(case)
