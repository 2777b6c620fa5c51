"""What nobody says of a stop follows from its place on the route: where it starts, where it ends."""

from typing import Any

import pytest

from incidents.models import Incident, RouteStop
from tests.admin.cases import full_case
from tests.admin.filled import add_row, filled
from tests.admin.test_adding_rows import more
from tests.admin.test_incident_page import ADD, address, errors, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(admin_client: Any) -> dict[str, list[str]]:
    return filled(admin_client.get(ADD).text) | {"title": ["A case with a route"]}


def told() -> list[tuple[str, str]]:
    return list(RouteStop.objects.order_by("position").values_list("name", "role"))


def test_the_last_stop_that_is_filled_in_is_the_end_although_an_empty_one_follows(admin_client: Any, data: Any) -> None:
    route = add_row(data, "routes", commodity="cocaine")
    for name in ("Lima", "Cusco", "Puno", ""):
        add_row(data, f"{route}-stops", name=name)
    send(admin_client, ADD, data)
    assert told() == [("Lima", "from"), ("Cusco", "via"), ("Puno", "to")]


def test_a_route_entered_without_scripts_starts_and_ends(admin_client: Any, data: Any) -> None:
    for group in ("routes", *["routes-0-stops"] * 3):
        data = filled(more(admin_client, ADD, data, group).text)
    assert data["routes-0-stops-0-role"] == [""]
    data |= {"routes-0-stops-0-name": ["Lima"], "routes-0-stops-1-name": ["Puno"]}
    send(admin_client, ADD, data)
    assert told() == [("Lima", "from"), ("Puno", "to")]


def test_what_somebody_chose_by_hand_is_kept(admin_client: Any, data: Any) -> None:
    route = add_row(data, "routes", commodity="cocaine")
    for name, role in (("Lima", "via"), ("Cusco", ""), ("Puno", "via")):
        add_row(data, f"{route}-stops", name=name, role=role)
    send(admin_client, ADD, data)
    assert told() == [("Lima", "via"), ("Cusco", "via"), ("Puno", "via")]


def test_the_order_that_rows_say_counts_and_not_where_they_stand(admin_client: Any, data: Any) -> None:
    route = add_row(data, "routes", commodity="cocaine")
    for name, order in (("Puno", "2"), ("Lima", "0"), ("Cusco", "1")):
        add_row(data, f"{route}-stops", name=name, position=order)
    send(admin_client, ADD, data)
    assert told() == [("Lima", "from"), ("Cusco", "via"), ("Puno", "to")]


def test_a_stop_that_is_the_start_by_its_place_has_no_means(admin_client: Any, data: Any) -> None:
    route = add_row(data, "routes", commodity="cocaine")
    add_row(data, f"{route}-stops", name="Lima", means="ship")
    assert "Nothing leads to the start" in errors(admin_client.post(ADD, data))
    assert not Incident.objects.exists()


def test_a_second_end_is_refused_and_none_is_lost(admin_client: Any) -> None:
    case = full_case()
    data = filled(admin_client.get(address(case)).text)
    add_row(data, "routes-0-stops", name="further on")
    assert "only one can" in errors(admin_client.post(address(case), data))
    data["routes-0-stops-2-role"] = ["via"]
    send(admin_client, address(case), data)
    assert told()[2:] == [("elsewhere", "via"), ("further on", "to")]
