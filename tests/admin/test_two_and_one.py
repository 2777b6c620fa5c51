"""What is about two, or about one, is refused beside the box in which it is not so."""

from typing import Any

import pytest

from incidents.models import Incident
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db


def sent(admin_client: Any, case: Incident, group: str, **row: str) -> str:
    address = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(address).text)
    add_row(data, group, **row)
    return str(admin_client.post(address, data).text)


def test_one_person_of_several_is_told_where_to_choose_the_group(admin_client: Any) -> None:
    case, who = make_incident(stage="draft"), make_actor("Ana Inventada")
    page = sent(admin_client, case, "involvements", party=str(who.pk), role="suspect", count_best="6")
    assert "“Ana Inventada” is one person. For several, choose “Add as people without names" in page
    assert 'href="#id_involvements-0-party_text"' in page and not case.involvements.exists()


def test_a_relationship_of_somebody_new_with_themselves_is_told_beside_the_second(admin_client: Any) -> None:
    case, new = make_incident(stage="draft"), "new:person:Ana Inventada"
    page = sent(admin_client, case, "relationships", a=new, b=new, kind="ally")
    assert "Nobody is related to themselves: choose the other party." in page
    assert 'href="#id_relationships-0-b_text"' in page and not case.relationships.exists()
