"""Every kind of fact, as the record has them: a change of it is told in words, and an earlier version brings it back.

The kinds are read from the record itself: a new table of facts is tried here as soon as it exists.
"""

import datetime
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils.html import escape

from incidents import models as record
from incidents.history import TABLES, Past
from incidents.models.record import change
from tests.admin.filled import filled
from tests.exchange.everything import Everything, columns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
# Texts with a form of their own, or that are derived from another column; none of them is what a fact says.
NO_WORDS = frozenset({"key", "date_edtf", "reply_edtf", "sources_read_until", "language", "archived_url", "url"})


@pytest.fixture(scope="module")
def everything(reference_data: None) -> record.Incident:
    with change("First told."):
        made = Everything().case
    record.refresh_statuses(made.allegations.all())
    return made


@pytest.fixture
def case(everything: record.Incident) -> record.Incident:
    return record.Incident.objects.get(pk=everything.pk)


def rows_of(model: Any, case: record.Incident) -> Any:
    path = getattr(model, "incident_path", "incident") or "pk"
    return model._default_manager.filter(**{path: case.pk}).order_by("pk")


def stored(case: record.Incident) -> dict[str, list[Any]]:
    """Every row of every kind of fact, without the clock."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "modified"} for row in rows_of(model, case).values()
        ]
        for model in TABLES
    }


def words_of(model: Any) -> list[str]:
    """The columns in which an editor says something of the fact in words."""
    return [
        field.name
        for field in columns(model)
        if isinstance(field, models.TextField) and not field.choices and field.name not in NO_WORDS
    ]


def rewrite(model: Any, case: record.Incident) -> list[str]:
    """Other words in every text of one row; where a kind of fact has none, another day, or else the row goes. Gives what is
    to be read of it."""
    row, told = rows_of(model, case).first(), []
    assert row is not None, f"the case of this test lacks a {model.__name__}"
    with change(f"Another {model.__name__}."):
        for name in words_of(model):
            told.append(f"other words in {model.__name__} {name}")
            setattr(row, name, told[-1])
        days = [field.name for field in columns(model) if type(field) is models.DateField] if not told else []
        for name in days:
            setattr(row, name, datetime.date(2031, 5, 17))
            told.append("17 May 2031")
        if told:
            row.save()
        else:
            row.delete()
        case.refresh_from_db()
        case.save()
    return told


def difference(client: Client, case: record.Incident) -> Any:
    """The newest version beside the one before, as the desk tells it."""
    old, new = (version.stamp for version in Past(case).versions[-2:])
    return client.get(f"/admin/incidents/incident/{case.pk}/versions/difference/", {"old": old, "new": new})


def test_the_case_of_this_test_has_a_fact_of_every_kind(case: record.Incident) -> None:
    assert [model.__name__ for model in TABLES if not rows_of(model, case).exists()] == []


@pytest.mark.parametrize("model", TABLES, ids=[model.__name__ for model in TABLES])
def test_a_change_of_a_fact_is_told_in_words_and_restored(
    model: Any, case: record.Incident, admin_client: Client
) -> None:
    first, before = Past(case).versions[-1], stored(case)
    told = rewrite(model, case)
    assert stored(case)[model.__name__] != before[model.__name__]
    answer = difference(admin_client, case)
    found = [one for section in answer.context["differing"] for one in section.differences]
    assert found and all(one.name and "object (" not in one.name for one in found)
    assert [words for words in told if escape(words) not in answer.text] == []
    address = f"/admin/incidents/incident/{case.pk}/versions/{first.stamp}/restore/"
    data = filled(admin_client.get(address).text) | {"reason": ["The old words were right."]}
    assert admin_client.post(address, data).status_code == 302
    assert stored(case) == before
    assert [version.reason for version in Past(case).versions][-1] == "The old words were right."


def test_all_kinds_changed_one_after_the_other_come_back_at_once(case: record.Incident, admin_client: Client) -> None:
    first, before = Past(case).versions[-1], stored(case)
    for model in TABLES:
        rewrite(model, case)
    address = f"/admin/incidents/incident/{case.pk}/versions/{first.stamp}/restore/"
    data = filled(admin_client.get(address).text) | {"reason": ["All of it."]}
    assert admin_client.post(address, data).status_code == 302
    assert stored(case) == before
