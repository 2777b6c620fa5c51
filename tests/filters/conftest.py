"""A small invented country with a zone across its middle, and offences of two levels."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def land(db: None) -> SimpleNamespace:
    from tests.factories import make_overlap, make_region  # not before Django is set up

    country = make_region("Ejemplia", "XA", "country")
    north = make_region("Alto Ángel", "XA-ALT", parent=country)
    south = make_region("Bajo Río", "XA-BAJ", parent=country)
    town = make_region("Villa Alta", "990101", "district", parent=north, country_code="XA", ubigeo_inei="990101")
    zone = make_region("Valle Mixto", "zone:valle", "zone", country_code="")
    make_overlap(zone, town, "contains")
    make_overlap(zone, south, "partly_overlaps")
    return SimpleNamespace(country=country, north=north, south=south, town=town, zone=zone)


@pytest.fixture
def crimes(db: None) -> SimpleNamespace:
    from tests.factories import make_offence

    drugs = make_offence("06", "Acts involving drugs")
    trafficking = make_offence("0601", "Trafficking in drugs", drugs)
    bribery = make_offence("07", "Bribery")
    return SimpleNamespace(drugs=drugs, trafficking=trafficking, bribery=bribery)
