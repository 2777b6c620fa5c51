"""A case that was written very often: what a page of its versions reads and tells does not grow with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents import models as record
from incidents import workflow
from incidents.figures import editions
from incidents.figures.editions import SHOWN
from incidents.figures.told import tell
from incidents.history import Past
from incidents.models.record import change
from tests.admin.cases import full_case
from tests.factories import make_actor, make_incident, make_offence, make_source
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> record.Incident:
    case = full_case()
    with change("First."):
        workflow.publish(case)
    return case


def write(case: record.Incident, times: int) -> None:
    """Versions, each of them with another title, offence, link, source and person of its own, which change themselves too."""
    claim = case.allegations.earliest("pk")
    for _time in range(times):
        number = record.Incident.history.count()
        other = make_incident(f"Case {number}", stage="draft")
        record.Incident.objects.filter(pk=other.pk).update(key=f"{number}-other")
        with change("Written again."):
            case.title = f"Title {number}"
            case.save()
            offence = make_offence(f"06{number}", f"Invented {number}")
            record.AllegationOffence.objects.create(allegation=claim, offence=offence)
            record.RelatedIncident.objects.create(incident=case, target_key=f"{number}-other")
            source, person = make_source(f"Diario {number}"), make_actor(f"Zulema Pacori {number}")
            record.IncidentSource.objects.create(incident=case, source=source)
            record.Involvement.objects.create(incident=case, party=person, role="witness", named_publicly=True)
        with change("Of the source and the person."):
            source.title = "A title"
            source.save()
            person.deceased = True
            person.save()


@contextmanager
def states_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The states of a case that are made inside."""
    read, state = [], Past.state

    def noted(past: Past, at: Any) -> Any:
        read.append(at)
        return state(past, at)

    with monkeypatch.context() as patched:
        patched.setattr(Past, "state", noted)
        yield read


def pages(case: record.Incident) -> dict[str, str]:
    """The newest versions, older ones, and one as it was."""
    address = reverse("incident_versions", args=[case.public_id])
    versions = Past(case).versions
    moment = versions[-4].at.strftime("%Y-%m-%dT%H%M%S.%fZ")
    first = reverse("as_published", args=[case.public_id, moment])
    return {"newest": address, "older": f"{address}?before={moment}", "one": first}


def test_pages_of_versions_ask_as_much_for_many_versions_as_for_few(client: Client, case: record.Incident) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for name, address in pages(case).items():
            with statements_of_new_pages() as captured:
                assert client.get(address).status_code == 200
            found[name] = len(captured)
        return found

    write(case, 4)
    few = cost()
    write(case, 6)
    assert cost() == few


def test_no_state_is_made_that_the_page_does_not_tell(
    client: Client, case: record.Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2 * SHOWN):
        with change(f"Change {number}."):
            case.title = f"Title {number}"
            case.save()
        with change("Of a source, beside the case."):
            source = record.Source.objects.get()
            source.title = f"Title {number}"
            source.save()
    for name, address in pages(case).items():
        with states_read(monkeypatch) as read:
            assert client.get(address).status_code == 200
        assert len(read) <= (2 if name == "one" else SHOWN + 2), name


def test_a_source_or_person_that_changed_counts_only_while_the_case_had_them(case: record.Incident) -> None:
    source, person = make_source("Diario Inventado"), make_actor("Zulema Pacori")

    def written() -> int:
        """How many versions there are more when both have changed."""
        before = len(Past(case).versions)
        with change("The source."):
            source.title = f"{source.title}, again"
            source.save()
        with change("The person."):
            person.description = f"{person.description}, again"
            person.save()
        return len(Past(case).versions) - before

    assert written() == 0
    with change("In the case."):
        reading = record.IncidentSource.objects.create(incident=case, source=source)
        part = record.Involvement.objects.create(incident=case, party=person, role="witness")
    assert written() == 2
    with change("Another source, another person."):
        reading.source, part.party = make_source("Diario Otro"), make_actor("Rufino Pacori")
        reading.save()
        part.save()
    assert written() == 0


def test_what_nobody_could_read_is_told_once_however_often_it_was_written(
    client: Client, case: record.Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(editions, "tell", lambda naming: told.append(naming) or tell(naming))
    for number in range(40):
        with change("For the desk."):
            case.key = f"906-{number}"
            case.save()
    page = client.get(reverse("incident_versions", args=[case.public_id])).text
    assert page.count("/as-published/") == len(told) == 1
