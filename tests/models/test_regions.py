"""Regions: one tree, and zones that cut across it."""

import pytest

from incidents.models import Region, RegionOverlap

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Region:
    return Region.objects.add_root(
        instance=Region(code="XA", kind="country", name="Invented Country", country_code="XA", reference=True)
    )


@pytest.fixture
def department(country: Region) -> Region:
    return Region.objects.add_child(
        country,
        instance=Region(code="XA-1", kind="subdivision", name="Alto Ejemplo", country_code="XA", reference=True),
    )


@pytest.fixture
def zone(department: Region) -> Region:
    made = Region.objects.add_root(
        instance=Region(code="zone:valle", kind="zone", name="Valle de Ejemplo", reference=True)
    )
    RegionOverlap.objects.create(zone=made, region=department, relation="partly_overlaps")
    return made


def test_a_region_is_found_by_its_code_in_any_case(department: Region) -> None:
    assert Region.objects.coded("xa-1").get() == department
    assert Region.objects.coded(department.public_id).get() == department


def test_what_lies_below_is_within(country: Region, department: Region) -> None:
    district = Region.objects.add_child(department, instance=Region(kind="district", name="Distrito", code="010101"))
    assert set(Region.objects.within(country)) == {country, department, district}


def test_a_zone_overlaps_what_it_covers_and_what_that_lies_in(
    country: Region, department: Region, zone: Region
) -> None:
    district = Region.objects.add_child(department, instance=Region(kind="district", name="Distrito", code="010101"))
    for region in (country, department, district):
        assert zone in Region.objects.overlapping(region)


def test_another_department_is_not_overlapped(country: Region, zone: Region) -> None:
    other = Region.objects.add_child(country, instance=Region(code="XA-2", kind="subdivision", name="Bajo Ejemplo"))
    assert zone not in Region.objects.overlapping(other)


def test_names_are_found_without_accents(department: Region) -> None:
    Region.objects.add_child(department, instance=Region(kind="district", name="Vizcatán", code="010102"))
    assert [r.name for r in Region.objects.named("VIZCATAN")] == ["Vizcatán"]


def test_a_region_that_only_an_editor_added_is_not_public_by_itself(country: Region) -> None:
    hidden = Region.objects.add_child(country, instance=Region(kind="facility", name="A secret airstrip"))
    assert hidden not in Region.objects.published()
    assert country in Region.objects.published()
