"""Legal standing follows the country of the authorities that took the steps, whichever door moves one of them."""

from typing import Any

import pytest
from django.test import Client

from incidents.models import AllegationParty, Incident, Organization, Region, Step
from incidents.workflow import deriving, identity
from tests.admin.filled import filled
from tests.factories import add_claim, make_actor, make_incident, make_organization, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries() -> dict[str, Region]:
    return {code: make_region(f"Country {code}", code, "country") for code in ("XA", "XB")}


@pytest.fixture
def case(countries: dict[str, Region]) -> Incident:
    """Convicted by one court and acquitted by a higher one of the same country; no step says where."""
    who = make_actor("Aurelia Inventada")
    case = make_incident("A lorry", stage="draft", parties=[(who, "suspect")])
    add_claim(case, who, steps=["convicted", "acquitted"])
    for step, court in zip(Step.objects.order_by("pk"), ("Juzgado Inventado", "Corte Inventada"), strict=True):
        step.authority = make_organization(court, kind="court", country=countries["XA"])
        step.save()
    assert standing() == "acquitted"
    return case


def standing() -> str:
    return AllegationParty.objects.get().legal_status


def court(name: str) -> Organization:
    return Organization.objects.get(names__name=name)


def test_a_court_that_moves_at_the_desk_decides_elsewhere(admin_client: Client, case: Any, countries: Any) -> None:
    page = f"/admin/incidents/organization/{court('Corte Inventada').pk}/change/"
    data = filled(admin_client.get(page).text) | {"country": [str(countries["XB"].pk)]}
    assert admin_client.post(page, data).status_code == 302
    assert court("Corte Inventada").country == countries["XB"]
    assert list(deriving.differences()) == [] and standing() != "acquitted"
    data = filled(admin_client.get(page).text) | {"country": [str(countries["XA"].pk)]}
    assert admin_client.post(page, data).status_code == 302
    assert list(deriving.differences()) == [] and standing() == "acquitted"


def test_a_court_that_gets_its_country_with_a_merge_decides_there_and_not_when_it_is_undone(
    case: Any, countries: Any
) -> None:
    there = court("Corte Inventada")
    there.country = None
    there.save()
    deriving.derive_anew()
    other = make_organization("Corte Inventada de XB", kind="court", country=countries["XB"])
    before = standing()
    done = identity.merge(there, other, None, "One court.")
    assert list(deriving.differences()) == [] and standing() != before
    identity.undo(done, None, "Two courts.")
    assert list(deriving.differences()) == [] and standing() == before
