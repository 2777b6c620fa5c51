"""What an editor changes on the page of a loaded case shows in its dump, and only that."""

import io
import re
import tempfile

import pytest
import yaml
from django.core.management import call_command

from incidents import models as record
from tests.admin.filled import add_row, filled, row_of
from tests.admin.test_incident_page import ADD, address, send

KEY = "001-condori-huacac"
pytestmark = pytest.mark.django_db


def dumped(key: str = KEY) -> dict:
    out = io.StringIO()
    call_command("dump_cases", key, stdout=out)
    return yaml.safe_load(out.getvalue())


def cells(value, path: str = "") -> set[tuple[str, str]]:
    """Every leaf of the card with the keys on the way to it; the order of lists does not count."""
    if isinstance(value, dict):
        return {cell for key, inner in value.items() for cell in cells(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {cell for inner in value for cell in cells(inner, path)}
    return {(path, str(value))}


@pytest.fixture(scope="module")
def loaded(reference_data):
    call_command("load_cases", f"incidents/data/casebook/{KEY}.yaml", stdout=io.StringIO())


@pytest.fixture
def case(loaded, admin_client):
    return record.Incident.objects.get(key=KEY)


def test_one_fact_of_every_kind_changed_shows_in_the_dump_and_only_they(admin_client, case):
    first = dumped()
    before = cells(first)
    data = filled(admin_client.get(address(case)).text)
    send(admin_client, address(case), data)
    assert dumped() == first, "what was sent back unchanged has changed"
    data = filled(admin_client.get(address(case)).text)
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


# What the card leaves to be proposed, and an editor settles by sending it in a new row.
PROPOSED = {
    ".persons.role",
    ".organizations.role",
    ".allegations.offences",
    ".allegations.proceedings",
    ".seizures.kind",
    ".flows.regions",
}
# Where a row points at another row of its page: the end of its name, and where that row stands.
POINTS = {
    r"-citations-\d+-reading": r"readings-\d+",
    r"^citations-\d+-reading": r"readings-\d+",
    r"-claims-\d+-allegation": r"allegations-\d+",
    r"-defeats-\d+-by_allegation": r"allegations-\d+",
    r"-defeats-\d+-by_step": r"proceedings-\d+-steps-\d+",
    r"^involvements-\d+-subset_of": r"involvements-\d+",
}


def owners(formset):
    """The fields that say of which row each row is a part."""
    for form in formset.forms:
        yield f"{form.prefix}-{formset.fk.name}"
        for inner in getattr(form, "nested_formsets", []):
            yield from owners(inner)


def as_a_new_case(page, empty) -> dict:
    """What the page for a new case sends for the facts on this page: its rows have no numbers, and point at each other by
    where they stand."""
    data = filled(page.text)
    sent = data | {name: values for name, values in filled(empty.text).items() if name.startswith("desk-")}
    sent |= {name: ["0"] for name in data if name.endswith("-INITIAL_FORMS")}
    sent |= {name: [""] for name in data if name.endswith("-id")}
    for name in [
        name for name in data if name.startswith("readings-__prefix__-new_")
    ]:  # a saved row has no fields for another
        sent |= {
            name.replace("__prefix__", str(row)): data[name] for row in range(int(data["readings-TOTAL_FORMS"][0]))
        }
    for inline in page.context["inline_admin_formsets"]:
        sent |= {name: [""] for name in owners(inline.formset) if name in data}
    for name, values in data.items():
        for pointer, place in POINTS.items():
            if values != [""] and re.search(f"{pointer}$", name):
                [row] = [at for at, number in data.items() if re.fullmatch(f"{place}-id", at) and number == values]
                sent[name] = [f"row:{row.removesuffix('-id')}"]
    return sent


def test_the_whole_case_entered_anew_with_one_save_is_the_same_card(admin_client, case):
    sent = as_a_new_case(admin_client.get(address(case)), admin_client.get(ADD))
    send(admin_client, ADD, sent | {"key": ["901-entered-anew"]})
    before, after = cells(dumped()), cells(dumped("901-entered-anew"))
    assert before - after == {(".id", KEY)}
    assert {path for path, _value in after - before} == {".id", *PROPOSED}


def test_who_says_so_is_protected_and_cited_in_the_dump_and_only_there(admin_client, case):
    before = cells(dumped())
    claims = list(case.allegations.all())
    number, claim = next((n, c) for n, c in enumerate(claims) if c.speech.filter(party=None, step=0).count() == 1)
    speaker = claim.speech.get(party=None, step=0)
    data = filled(admin_client.get(address(case)).text)
    row = row_of(data, f"allegations-{number}-speech", speaker.pk)
    data |= {f"{row}-protected": ["on"], f"{row}-role_words": ["a person close to the inquiry"]}
    add_row(data, f"{row}-citations", reading=case.readings.first().pk, page="7", quote="What was said")
    send(admin_client, address(case), data)
    assert cells(dumped()) - before >= {
        (".allegations.speakers.protected", "True"),
        (".allegations.speakers.role_words", "a person close to the inquiry"),
        (".allegations.speakers.citations.page", "7"),
        (".allegations.speakers.citations.quote", "What was said"),
    }
    assert {path.split(".speakers.")[0] for path, _value in cells(dumped()) - before} == {".allegations"}
    assert before - cells(dumped()) == set()
    comes_back()


def test_what_holds_beyond_the_case_shows_in_the_dump_and_comes_back(admin_client, case):
    before = cells(dumped())
    actor = record.Actor.objects.filter(involvements__incident=case, form="named", protection="").first()
    body = record.Organization.objects.filter(involvements__incident=case).first()
    page = f"/admin/incidents/actor/{actor.pk}/change/"
    data = filled(admin_client.get(page).text)
    data |= {"description": ["Known beyond this case"], "deceased": ["on"]}
    add_row(data, "names", name="Another Invented Name", kind="legal", language="es", confidential="on")
    send(admin_client, page, data)
    page = f"/admin/incidents/organization/{body.pk}/change/"
    data = filled(admin_client.get(page).text)
    send(admin_client, page, data | {"description": ["A body beyond this case"], "existence": ["disputed"]})
    assert cells(dumped()) - before == {
        (".persons.general_description", "Known beyond this case"),
        (".persons.deceased", "True"),
        (".persons.general_names.name", "Another Invented Name"),
        (".persons.general_names.kind", "legal"),
        (".persons.general_names.language", "es"),
        (".persons.general_names.never_public", "True"),
        (".organizations.general_description", "A body beyond this case"),
        (".organizations.existence", "disputed"),
    }
    comes_back()


def test_the_address_and_the_copy_of_a_source_show_in_the_dump_and_a_book_can_be_cited(admin_client, case):
    before = cells(dumped())
    reading = case.readings.first()
    page = f"/admin/incidents/source/{reading.source_id}/change/"
    send(admin_client, page, filled(admin_client.get(page).text) | {"title": ["A changed headline"]})
    book = record.Source.objects.create(publisher="An invented press", title="An invented book", kind="book")
    data = filled(admin_client.get(address(case)).text)
    data[f"{row_of(data, 'readings', reading.pk)}-archived_url"] = ["https://archive.example.org/copy"]
    add_row(data, "readings", source=book.pk, ref="book", accessed="2024-05-06")
    send(admin_client, address(case), data)
    data = filled(admin_client.get(address(case)).text)
    fact = row_of(data, "dates", case.dates.first().pk)
    add_row(data, f"{fact}-citations", reading=case.readings.get(source=book).pk, page="12")
    send(admin_client, address(case), data)
    assert cells(dumped()) - before >= {
        (".sources.title", "A changed headline"),
        (".sources.archived_url", "https://archive.example.org/copy"),
        (".sources.title", "An invented book"),
        (".sources.ref", "book"),
        (".sources.accessed", "2024-05-06"),
        (".dates.citations.source", "book"),
        (".dates.citations.page", "12"),
    }
    load_dump()  # with a second source, fewer citations can be proposed
    comes_back()


def load_dump() -> str:
    with tempfile.TemporaryDirectory() as folder:
        call_command("dump_cases", KEY, out=folder, stdout=io.StringIO())
        said = io.StringIO()
        call_command("load_cases", folder, stdout=said)
    return said.getvalue()


def comes_back() -> None:
    """Loading what was dumped changes nothing."""
    card = dumped()
    assert f"{KEY}: unchanged (" in load_dump()
    assert dumped() == card
