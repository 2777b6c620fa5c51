"""Each filter of the incidents does what it says."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories import make_actor, make_incident, make_organization, make_source
from tests.filters.asking import answers, question

pytestmark = pytest.mark.django_db


def ask(query: str) -> set[Any]:
    return answers("incidents", query)


def test_words_are_found_without_regard_to_accents_and_case() -> None:
    found = make_incident("Ángel y la Operación Ñandú")
    make_incident("Something else")
    assert ask("q=angel+NANDU") == ask("q=%C3%81ngel") == {found}


def test_a_region_includes_everything_below_it(land: SimpleNamespace) -> None:
    below = make_incident(places=[(land.town, "location")])
    here = make_incident(places=[(land.north, "location")])
    make_incident(places=[(land.south, "location")])
    assert {below, here} <= ask("region=xa-alt")
    assert ask("region=990101") == {below}
    assert ask(f"region={land.north.public_id}") == ask("region=Alto+angel") == ask("region=XA-ALT")


def test_what_is_only_placed_in_an_overlapping_zone_is_included_and_marked(land: SimpleNamespace) -> None:
    sure = make_incident(places=[(land.town, "location"), (land.zone, "location")])
    perhaps = make_incident(places=[(land.zone, "location")])
    rows = question("incidents", "region=XA-ALT").page().rows
    assert {(row.pk, row.may_include) for row in rows} == {(sure.pk, False), (perhaps.pk, True)}


def test_a_zone_has_what_it_contains_and_perhaps_what_it_overlaps_in_part(land: SimpleNamespace) -> None:
    contained = make_incident(places=[(land.town, "location")])
    partly = make_incident(places=[(land.south, "location")])
    make_incident(places=[(land.north, "location")])
    rows = question("incidents", "region=zone:valle").page().rows
    assert {(row.pk, row.may_include) for row in rows} == {(contained.pk, False), (partly.pk, True)}


def test_nothing_is_marked_where_no_region_is_asked_for(land: SimpleNamespace) -> None:
    make_incident(places=[(land.zone, "location")])
    assert [row.may_include for row in question("incidents", "").page().rows] == [False]


def test_the_role_of_a_place_is_asked_of_the_place_in_the_region(land: SimpleNamespace) -> None:
    through = make_incident(places=[(land.north, "transit"), (land.south, "origin")])
    other = make_incident(places=[(land.north, "origin"), (land.south, "transit")])
    assert ask("region=XA-ALT&place_role=transit") == {through}
    assert ask("place_role=transit") == {through, other}


def test_any_and_all_of_several_regions(land: SimpleNamespace) -> None:
    both = make_incident(places=[(land.north, "location"), (land.south, "location")])
    one = make_incident(places=[(land.south, "location")])
    assert ask("region=XA-ALT&region=XA-BAJ") == {both, one}
    assert ask("region=XA-ALT&region=XA-BAJ&match=all") == {both}


def test_a_period_read_as_possibly_or_certainly() -> None:
    month = make_incident(date="2014-07")
    year = make_incident(date="2014")
    before = make_incident(date="../2014-07")
    unknown = make_incident(date="")
    make_incident(date="2012")
    assert ask("since=2014-07&until=2014-07") == {month, year, before, unknown}
    assert ask("since=2014-07&until=2014-07&reading=certain") == {month}
    assert ask("since=2014&reading=certain") == {month, year}
    assert ask("until=2014-07-31&since=2014-07-31") == {month, year, before, unknown}


def test_an_offence_includes_the_finer_ones(crimes: SimpleNamespace) -> None:
    actor = make_actor("Ana Invento")
    fine = make_incident(claims=[{"about": actor, "offence": crimes.trafficking}])
    coarse = make_incident(claims=[{"about": actor, "offence": crimes.drugs}])
    make_incident(claims=[{"about": actor, "offence": crimes.bribery}])
    assert ask("offence=06") == {fine, coarse}
    assert ask("offence=0601") == ask("offence=trafficking+in+drugs") == {fine}


def test_any_and_all_of_several_offences(crimes: SimpleNamespace) -> None:
    actor = make_actor("Ana Invento")
    both = make_incident(
        claims=[{"about": actor, "offence": crimes.trafficking}, {"about": actor, "offence": crimes.bribery}]
    )
    one = make_incident(claims=[{"about": actor, "offence": crimes.bribery}])
    assert ask("offence=06&offence=07") == {both, one}
    assert ask("offence=06&offence=07&match=all") == {both}


def test_actors_and_organizations_by_public_id_or_name() -> None:
    ana, berta = make_actor("Ana Invento"), make_actor("Berta Ficción")
    police = make_organization("Policía de Ejemplia", kind="police")
    both = make_incident(parties=[(ana, "suspect"), (berta, "victim"), (police, "authority")])
    one = make_incident(parties=[(ana, "suspect")])
    assert ask(f"actor={ana.public_id}&actor={berta.public_id}") == {both, one}
    assert ask(f"actor={ana.public_id}&actor=berta+ficcion&match=all") == {both}
    assert ask(f"organization={police.public_id}") == ask("organization_kind=police") == {both}


def test_the_derived_legal_status() -> None:
    actor = make_actor("Ana Invento")
    arrested = make_incident(claims=[{"about": actor, "steps": ["detained"]}])
    none = make_incident(claims=[{"about": actor}])
    both = make_incident(claims=[{"about": actor, "steps": ["detained"]}, {"about": actor, "steps": ["acquitted"]}])
    assert ask("status=detained") == {arrested, both}
    assert ask("status=none_known") == {none}
    assert ask("status=detained&status=acquitted") == {arrested, both}
    assert ask("status=detained&status=acquitted&match=all") == {both}


def test_seizures_sources_languages_and_kinds() -> None:
    here = make_incident(
        seizures=["drugs", "cash"], sources=[make_source("El Inventado", language="pt")], kind="series"
    )
    other = make_incident(seizures=["cash"], sources=[make_source("Otro Diario", language="es")])
    assert ask("seizure=drugs&seizure=cash") == {here, other}
    assert ask("seizure=drugs&seizure=cash&match=all") == {here}
    assert ask("publisher=el+inventado") == ask("language=pt") == ask("kind=series") == {here}


def test_the_source_by_its_public_id() -> None:
    read, other = make_source("El Inventado"), make_source("El Inventado")
    here, _there = make_incident(sources=[read]), make_incident(sources=[other])
    make_incident("Hidden", stage="draft", sources=[read])
    assert ask(f"source={read.public_id}") == {here}
    assert question("incidents", "source=bbbbbbbb").errors["source"] == ["“bbbbbbbb” is the public id of no source."]


def test_different_filters_are_always_combined_with_and() -> None:
    here = make_incident(seizures=["drugs"], kind="series")
    make_incident(seizures=["drugs"])
    assert ask("seizure=drugs&kind=series&match=any") == {here}


def test_fields_of_a_form_that_are_left_empty_do_not_count() -> None:
    found = make_incident()
    assert ask("q=&region=&since=&until=&kind=&match=any&sort=newest&actor=") == {found}


def test_a_question_says_itself(land: SimpleNamespace, crimes: SimpleNamespace) -> None:
    asked = question("incidents", "offence=0601&region=XA-ALT&since=2014")
    assert asked.sentence() == "Incidents: Trafficking in drugs in Alto Ángel, since 2014"
    assert question("incidents", "").sentence() == "Incidents"
    both = question("incidents", "region=XA-ALT&region=XA-BAJ&match=all&since=2014&reading=certain")
    assert both.sentence() == "Incidents: in Alto Ángel and Bajo Río, since 2014 (certainly)"


def test_a_chip_leads_to_the_question_without_it(land: SimpleNamespace) -> None:
    chips = question("incidents", "region=xa-alt&region=XA-BAJ&since=2014&sort=oldest").chips()
    assert [(chip.label, chip.without) for chip in chips] == [
        ("in Alto Ángel", "region=XA-BAJ&since=2014&sort=oldest"),
        ("in Bajo Río", "region=XA-ALT&since=2014&sort=oldest"),
        ("since 2014", "region=XA-ALT&region=XA-BAJ&sort=oldest"),
    ]
