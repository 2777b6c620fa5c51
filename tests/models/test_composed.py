"""Statements that are composed once say what the record says now, and who is asking now may see."""

import datetime
from typing import Any

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from incidents.models import Actor, Composed, Incident, PartyName
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db


def public() -> Composed:
    return Composed(lambda numbers, now: Incident.objects.published(now).filter(pk__in=numbers).values_list("title"))


def test_the_sql_is_composed_once_and_the_record_is_read_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, one, two = public(), make_incident("One"), make_incident("Two")
    assert asked.of([one.pk]) == [("One",)]

    def compose(*_: Any, **__: Any) -> None:
        raise AssertionError("composed again")

    Incident.objects.filter(pk=two.pk).update(title="Changed")
    monkeypatch.setattr(SQLCompiler, "as_sql", compose)
    assert sorted(asked.of([one.pk, two.pk])) == [("Changed",), ("One",)]
    assert asked.of([]) == asked.of([0]) == []


def test_what_may_be_read_depends_on_the_moment_of_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    asked, hidden, draft = public(), make_incident("Hidden", embargo_until=soon), make_incident("Draft", stage="draft")
    numbers = [hidden.pk, draft.pk]
    assert asked.of(numbers) == []
    monkeypatch.setattr(timezone, "now", lambda: soon + datetime.timedelta(seconds=1))
    assert asked.of(numbers) == [("Hidden",)]
    monkeypatch.undo()
    assert asked.of(numbers) == []


def test_a_statement_that_would_keep_the_moment_in_which_it_was_composed_is_refused() -> None:
    wrong = Composed(lambda numbers, now: Incident.objects.published().filter(pk__in=numbers).values_list("title"))
    with pytest.raises(ValueError, match="Not to be kept"):
        wrong.of([1])


def test_many_numbers_are_one_parameter() -> None:
    incident = make_incident("Among many")
    assert public().of(range(incident.pk, incident.pk + 100_000)) == [("Among many",)]


def test_objects_and_values_are_those_of_the_queryset() -> None:
    incident = make_incident("Dated", date="2019-03-04", embargo_until=timezone.now())
    objects = Composed(lambda numbers, now: Incident.objects.published(now).with_newest_day().filter(pk__in=numbers))
    (row,) = objects.of([incident.pk])
    fields = [field.attname for field in Incident._meta.concrete_fields]
    assert row == incident and not row.get_deferred_fields()
    assert row.newest_day == datetime.date(2019, 3, 4)
    kept = Incident.objects.get(pk=incident.pk)
    assert [getattr(row, name) for name in fields] == [getattr(kept, name) for name in fields]
    values = Composed(lambda numbers, now: Incident.objects.filter(pk__in=numbers).values_list(*fields))
    assert values.of([incident.pk]) == list(Incident.objects.filter(pk=incident.pk).values_list(*fields))


def test_a_party_is_told_by_the_names_that_are_public_now() -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    named = Composed(lambda ids, now: Actor.objects.labelled(now).filter(public_id__in=ids), "texts")
    actor = make_actor("Aurelia Inventada")
    make_incident(parties=[(actor, "witness")], embargo_until=soon)
    (row,) = named.of([actor.public_id, "no id'; DROP"])
    assert row.public_label == Actor.objects.labelled().get(pk=actor.pk).public_label
    PartyName.objects.filter(party=actor.pk).update(name="Berta Ficticia")
    assert [row.public_label for row in named.of([actor.public_id])] == ["Berta Ficticia"]
