"""What an editor changes on the page of a loaded case shows in its dump, and only that."""

import io

import pytest
import yaml
from django.core.management import call_command

from incidents import models as record
from tests.admin.filled import filled, row_of
from tests.admin.test_incident_page import address, send

KEY = "001-condori-huacac"
pytestmark = pytest.mark.django_db


def dumped() -> dict:
    out = io.StringIO()
    call_command("dump_cases", KEY, stdout=out)
    return yaml.safe_load(out.getvalue())


def cells(value, path: str = "") -> set[tuple[str, str]]:
    """Every leaf of the card with the keys on the way to it; the order of lists does not count."""
    if isinstance(value, dict):
        return {cell for key, inner in value.items() for cell in cells(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {cell for inner in value for cell in cells(inner, path)}
    return {(path, str(value))}


@pytest.fixture
def case(admin_client):
    call_command("load_reference", verbosity=0)
    call_command("load_cases", f"incidents/data/casebook/{KEY}.yaml", stdout=io.StringIO())
    return record.Incident.objects.get(key=KEY)


def test_one_fact_of_every_kind_changed_shows_in_the_dump_and_only_they(admin_client, case):
    first = dumped()
    before = cells(first)
    data = filled(admin_client.get(address(case)).text)
    send(admin_client, address(case), data)
    assert dumped() == first, "what was sent back unchanged has changed"
    wanted = set()
    for path, (group, fact, name) in facts(case).items():
        column = f"{row_of(data, group, fact.pk)}-{name}"
        data[column] = [f"Changed-{path}"]
        wanted.add((f".{path}", f"Changed-{path}"))
    data["title"] = ["Changed title"]
    send(admin_client, address(case), data)
    after = cells(dumped())
    assert after - before == wanted | {(".title", "Changed title")}
    assert len(before - after) <= len(wanted) + 1


def facts(case) -> dict:
    """Where the card says it → (group of forms, the fact, its column)."""
    seizure = case.seizures.first()
    claims = list(case.allegations.all())
    number, claim = next((n, c) for n, c in enumerate(claims) if c.speech.filter(party=None, step=0).count() == 1)
    proceeding = case.proceedings.first()
    found = {
        "dates.what": ("dates", case.dates.first(), "what"),
        "places.name": ("places", case.places.first(), "name"),
        "memberships.role": ("memberships", case.memberships.first(), "role"),
        "relationships.as_stated": ("relationships", case.relationships.first(), "as_stated"),
        "allegations.claim": ("allegations", claim, "claim"),
        "legal_timeline.details": ("proceedings-0-steps", proceeding.steps.first(), "details"),
        "seizures.what": ("seizures", seizure, "what"),
        "flows.as_stated": ("routes", case.routes.first(), "as_stated"),
        "casualties.what": ("casualties", case.casualties.filter(listed_as="casualties").first(), "what"),
        "rates.what": ("rates", case.rates.first(), "what"),
        "unsure": ("open_questions", case.open_questions.first(), "text"),
        "contradictions.fact": ("contradictions", case.contradictions.first(), "fact"),
        "related_cards": ("related", case.related.first(), "target_key"),
        "allegations.made_by": (f"allegations-{number}-speech", claim.speech.get(party=None, step=0), "words"),
    }
    return {path: fact for path, fact in found.items() if fact[1] is not None}
