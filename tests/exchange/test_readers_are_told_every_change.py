"""Every kind of fact, and every column: where readers see a change of it, the versions of the case say what it was and is.

Kinds and columns are read from the record itself: a new one is tried here as soon as it exists.
"""

import datetime
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import models as record
from incidents.figures.editions import Editions
from incidents.history import TABLES, owner_of
from incidents.models.record import change
from tests.exchange.everything import Everything
from tests.factories import make_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
KINDS = (*TABLES, record.Source, record.PartyName)
PROTECTING = {"protection", "protected", "confidential"}
NO_FACTS = {
    *PROTECTING,  # what is protected today is so in every version
    *("stage", "first_published", "embargo_until"),  # whether there is a version at all
    *("incident", "party_ptr", "merged_into"),  # nobody moves a fact to another case
}
UNTOLD = {
    "Citation.position": "the list of sources has the passages of all facts in one order; a version has each below its fact",
}


@pytest.fixture
def case() -> record.Incident:
    """Published, and nothing in it is protected; beside it another case and another source to point at."""
    with change("First told."):
        made = Everything().case
        for model in (record.Involvement, record.Actor, record.SpeechLink, record.PartyName):
            for row in model._default_manager.all():
                for column in PROTECTING & {field.name for field in model._meta.fields}:
                    setattr(row, column, type(getattr(row, column))())
                row.save()
        record.refresh_statuses(made.allegations.all())
        case = record.Incident.objects.get(pk=made.pk)
        case.stage, case.first_published, case.embargo_until = record.Stage.PUBLISHED, timezone.now(), None
        case.save()
        make_incident("A third case")
        record.Source.objects.create(publisher="Another source")
        record.Allegation.objects.create(incident=case, claim="A third claim.", position=9)
    return case


def others(row: Any, field: Any) -> Iterator[Any]:
    """Values that the column does not hold; which of them it takes is for the record to say."""
    held = getattr(row, field.attname)
    if field.is_relation:
        rows = field.related_model._default_manager.exclude(pk=held).order_by("-pk")
        yield from rows.values_list("pk", flat=True)[:9]
    elif field.choices:
        yield from (code for code, _label in field.choices if code != held)
    elif isinstance(field, models.BooleanField):
        yield not held
    elif isinstance(field, models.DateField):
        yield datetime.date(2031, 5, 17)
    elif isinstance(field, models.DecimalField | models.IntegerField):
        yield from ((held or 0) + 1, (held or 0) - 1)
    elif field.name.endswith(("edtf", "read_until")):
        yield "2031-05"
    elif field.name.endswith("language"):
        yield "fr"
    else:
        yield "https://example.org/other" if isinstance(field, models.URLField) else f"other {field.name}"


def seen(client: Client, case: record.Incident) -> tuple[str, list[Any]]:
    """What a reader reads: the page of the case without the list of its changes, and its newest version; and what each
    version changed."""
    page = client.get(reverse("incident", args=[case.public_id]), follow=True).text
    page = re.sub(r'<section aria-labelledby="changes">.*?</section>', "", page, flags=re.DOTALL)
    steps = Editions(case).page(None).steps
    version = render_to_string("told/sections.html", {"sections": steps[0].edition.sections})
    words = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")] + version)
    return re.sub(r"\s+", " ", html.unescape(words)), [step.differing for step in steps]


def rows_of(model: Any, case: record.Incident) -> list[Any]:
    where = {getattr(model, "incident_path", "incident") or "pk": case.pk} if model in TABLES else {}
    where = {"pk": case.pk} if model is record.Incident else where
    return list(model._default_manager.filter(**where).order_by("pk"))


def change_one(row: Any, field: Any, value: Any) -> list[str]:
    """Gives the words that it had and has. Raises IntegrityError where the record refuses the value."""
    texts = [getattr(row, field.attname), value] if isinstance(field, models.TextField) and not field.choices else []
    with change("For the desk."):
        setattr(row, field.attname, value)
        row.save()
    return [repr(text)[1:-1] for text in texts]


@pytest.mark.parametrize("model", KINDS, ids=[model.__name__ for model in KINDS])
def test_readers_are_told_of_every_change_that_they_see(model: Any, case: record.Incident, client: Client) -> None:
    owner = owner_of(model) if model in TABLES else None
    columns = [one for one in model._meta.concrete_fields if one.editable and one.name not in NO_FACTS and one != owner]
    before, _nothing = seen(client, case)
    found = {}
    for field in (one for one in columns if not one.primary_key and f"{model.__name__}.{one.name}" not in UNTOLD):
        tries = ((row, value) for row in rows_of(model, case) for value in others(row, field))
        found[field.name] = "never tried"
        for row, value in tries:
            try:
                with transaction.atomic():
                    words = change_one(row, field, value)
                    after, changes = seen(client, case)
                    transaction.set_rollback(True)
            except IntegrityError:
                row.refresh_from_db()
                continue
            told = str(changes[0]) if len(changes) == 2 else ""
            right = bool(changes[0]) and all(text in told for text in words) if before != after else len(changes) == 1
            found[field.name] = "" if right else f"told: {told}"
            break
    assert {name: missing for name, missing in found.items() if missing} == {}
