"""Each filter of actors, organizations, regions, allegations and sources does what it says."""

from types import SimpleNamespace

import pytest

from incidents.models import AllegationParty
from tests.factories import (
    add_claim,
    add_membership,
    bring_to,
    make_actor,
    make_incident,
    make_organization,
    make_source,
)
from tests.filters.asking import answers, question

pytestmark = pytest.mark.django_db


def test_actors_by_name_form_and_role(db: None) -> None:
    ana, group = make_actor("Ana Invento"), make_actor(form="group", description="Cuatro pescadores")
    type(group).objects.filter(pk=group.pk).update(form="group")
    make_incident(parties=[(ana, "suspect"), (group, "witness")])
    make_incident(parties=[(ana, "victim")])
    make_actor("Sin Caso")
    assert answers("actors") == {ana, group}
    assert answers("actors", "q=invento") == answers("actors", "form=named") == {ana}
    assert answers("actors", "q=pescadores") == answers("actors", "role=witness") == {group}
    assert answers("actors", "role=suspect&role=victim&match=all") == {ana}


def test_actors_by_organization_region_and_status(land: SimpleNamespace) -> None:
    ana, berta, gang = make_actor("Ana Invento"), make_actor("Berta Ficción"), make_organization("Banda Uno")
    incident = make_incident(stage="draft", places=[(land.town, "location")])
    add_membership(incident, ana, gang)
    add_claim(incident, ana, steps=["charged"])
    bring_to(incident, "published")
    make_incident(parties=[(berta, "suspect")], places=[(land.south, "location")])
    assert answers("actors", f"organization={gang.public_id}") == {ana}
    assert answers("actors", "region=XA-ALT") == answers("actors", "status=charged") == {ana}


def test_what_only_a_draft_says_about_a_public_actor_does_not_count(land: SimpleNamespace) -> None:
    ana, gang = make_actor("Ana Invento"), make_organization("Banda Uno")
    make_incident(parties=[(ana, "witness"), (gang, "other")])
    draft = make_incident(stage="draft", places=[(land.town, "location")], parties=[(ana, "suspect")])
    add_membership(draft, ana, gang)
    add_claim(draft, ana, steps=["charged"])
    for query in ("role=suspect", "region=XA-ALT", "status=charged", f"organization={gang.public_id}"):
        assert answers("actors", query) == set(), query


def test_organizations(land: SimpleNamespace) -> None:
    police = make_organization("Policía de Ejemplia", kind="police", country=land.country)
    gang = make_organization("La Sombra", kind="criminal_group", existence="disputed")
    make_incident(parties=[(police, "authority"), (gang, "suspect")])
    assert answers("organizations", "kind=police") == answers("organizations", "country=XA") == {police}
    assert answers("organizations", "existence=disputed") == answers("organizations", "q=sombra") == {gang}
    assert answers("organizations", "kind=police&kind=criminal_group") == {police, gang}


def test_regions(land: SimpleNamespace) -> None:
    make_incident(places=[(land.town, "location")])
    make_incident(places=[(land.south, "location")], stage="draft")
    assert answers("regions", "q=alto") == {land.north}
    assert answers("regions", "kind=district") == {land.town}
    assert answers("regions", "within=XA-ALT") == {land.north, land.town}
    assert answers("regions", "country=XA&incidents=yes") == {land.country, land.north, land.town}
    assert answers("regions", "incidents=no") == {land.south}  # the zone contains the town


def test_allegations(crimes: SimpleNamespace) -> None:
    ana, gang = make_actor("Ana Invento"), make_organization("Banda Uno")
    incident = make_incident(stage="draft")
    first = add_claim(incident, ana, "Paid an invented judge.", crimes.bribery, ["acquitted"], date_edtf="2014-07")
    second = add_claim(incident, gang, "Moved invented loads.", crimes.trafficking, reply="declined", date_edtf="2019")
    retracted = add_claim(incident, [ana, gang], "Met in a cave.", reported_status="retracted", date_edtf="2001")
    bring_to(incident, "published")
    other = make_incident(claims=[{"about": ana, "date_edtf": "2001"}])
    AllegationParty.objects.create(allegation=first, party=gang, capacity="toward")
    for query, found in {
        "q=judge": {first},
        f"actor={ana.public_id}": {first, retracted, *other.allegations.all()},
        f"naming={gang.public_id}": {first, second, retracted},
        f"naming={ana.public_id}&naming={gang.public_id}&match=all": {first, retracted},
        f"actor={ana.public_id}&organization={gang.public_id}": {retracted},
        "offence=06": {second},
        "status=acquitted": {first},
        "reply=declined": {second},
        "standing=defeated": {retracted},
        "standing=standing": {first, second, *other.allegations.all()},
        f"incident={incident.public_id}": {first, second, retracted},
        "since=2014&until=2014": {first},
        "since=2014-07-31&until=2014": {first},
        "since=2014-07-31&until=2014&reading=certain": set(),
    }.items():
        assert answers("allegations", query) == found, query


def test_sources() -> None:
    one = make_source("El Inventado", title="Gran operación", kind="news", published_edtf="2014-07")
    two = make_source("Corte Ficticia", kind="court_document", language="pt", published_edtf="2019")
    make_incident(sources=[one, two])
    make_source("Sin Caso")
    assert answers("sources") == {one, two}
    for query in ("q=operacion", "publisher=el+inventado", "language=es", "kind=news", "until=2014"):
        assert answers("sources", query) == {one}, query
    assert answers("sources", "kind=news&kind=court_document&since=2019&reading=certain") == {two}


@pytest.mark.parametrize(
    ("name", "sorts"),
    [
        ("incidents", ["newest", "oldest", "title", "updated"]),
        ("actors", ["name", "incidents"]),
        ("organizations", ["name", "incidents"]),
        ("regions", ["place", "name", "incidents"]),
        ("allegations", ["newest", "oldest"]),
        ("sources", ["newest", "oldest", "publisher"]),
    ],
)
def test_pages_in_every_order_hold_every_row_once_in_both_directions(
    land: SimpleNamespace, name: str, sorts: list[str]
) -> None:
    ana = make_actor("Ana Invento")
    for number, date in enumerate(["2014", "", "2014-07", "2014", "", "../2013", "2015/..", "2014"]):
        actor, gang = make_actor(f"Persona {number % 3}"), make_organization(f"Banda {number % 3}")
        make_incident(
            f"Case {number % 3}",
            date=date,
            places=[(land.town, "location")],
            parties=[(actor, "suspect"), (gang, "other"), (ana, "victim")],
            claims=[{"about": actor, "date_edtf": date}],
            sources=[make_source(published_edtf=date.replace("../", "").replace("/..", ""))],
        )
    for sort in sorts:
        forward, cursors = _walk(name, f"sort={sort}", "after")
        assert len(forward) == len(set(forward)) == len(answers(name))
        backward, _cursors = _walk(name, f"sort={sort}&before={cursors[-1]}", "before")
        assert [*backward, *forward[-_rest(len(forward)) :]] == forward


def _rest(number: int) -> int:
    return number % 3 or 3


def _walk(name: str, query: str, direction: str) -> tuple[list[int], list[str]]:
    """All rows from here on in one direction, three to a page, and the cursors before each page."""
    rows: list[int] = []
    cursors: list[str] = []
    while True:
        page = question(name, query).page(size=3)
        found = [row.pk for row in page.rows]
        rows = [*found, *rows] if direction == "before" else [*rows, *found]
        cursors.append(page.before)
        further = page.before if direction == "before" else page.after
        if not further:
            return rows, cursors
        query = f"{query.split('&')[0]}&{direction}={further}"


def test_a_row_that_comes_in_between_moves_no_page() -> None:
    for year in (2010, 2011, 2012, 2013):
        make_incident(date=str(year))
    first = question("incidents", "").page(size=2)
    make_incident("New", date="2020")
    second = question("incidents", f"after={first.after}").page(size=2)
    assert [row.date_edtf for row in second.rows] == ["2011", "2010"]


def test_a_cursor_of_another_order_is_refused() -> None:
    for year in (2010, 2011):
        make_incident(date=str(year))
    cursor = question("incidents", "").page(size=1).after
    assert "after" in question("incidents", f"sort=oldest&after={cursor}").errors
