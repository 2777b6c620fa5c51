"""The page of a region: no region is called after somebody protected, whoever uses it; and the checklist leads there."""

from typing import Any

import pytest
from django.test import Client

from incidents.models import Region, RegionName, RegionOverlap
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident, make_region

pytestmark = pytest.mark.django_db
NAME, REFUSED = "Ñusta Qhawaymi Wallpawara", "names somebody who is protected, and readers are told"
ADD = "/admin/incidents/region/add/"


@pytest.fixture(autouse=True)
def child() -> None:
    make_actor(NAME, protection="minor", description="A child")


def page_of(region: Region) -> str:
    return f"/admin/incidents/region/{region.pk}/change/"


def send(client: Client, address: str, **fields: str) -> Any:
    data = filled(client.get(address).text) | {name: [value] for name, value in fields.items()}
    return client.post(address, data, follow=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": f"Fundo {NAME}"},
        {"name": "Fundo Wallpawara Nusta Qhawaymi"},
        {"name": "Fundo", "name_es": f"Fundo {NAME}"},
        {"name": "Fundo", "local_kind": f"farm of {NAME}"},
        {"name": "Fundo", "code": "own:nusta-qhawaymi-wallpawara"},
    ],
)
def test_a_new_region_is_called_after_nobody_protected(admin_client: Client, fields: dict[str, str]) -> None:
    answer = send(admin_client, ADD, kind="facility", **fields)
    assert REFUSED in answer.text and not Region.objects.exists()


def test_a_word_of_the_name_alone_may_be_another_and_is_saved(admin_client: Client) -> None:
    send(admin_client, ADD, kind="facility", name="Fundo Wallpawara")
    assert Region.objects.get().name == "Fundo Wallpawara"


@pytest.mark.parametrize("reference", [True, False])
def test_nor_is_a_known_region_by_its_name_another_name_or_what_an_overlap_says(
    admin_client: Client, reference: bool
) -> None:
    region = make_region("Quebrada", "zone:quebrada", "zone", reference=reference)
    town = make_region("Aldea", "own:aldea", "city")
    assert REFUSED in send(admin_client, page_of(region), name=f"Quebrada {NAME}").text
    data = filled(admin_client.get(page_of(region)).text)
    add_row(data, "names", name=f"Tierra de {NAME}")
    assert REFUSED in admin_client.post(page_of(region), data).text
    data = filled(admin_client.get(page_of(region)).text)
    add_row(data, "overlaps", region=town.pk, relation="contains", source_words=f"As {NAME} says")
    assert REFUSED in admin_client.post(page_of(region), data).text
    assert Region.objects.get(pk=region.pk).name == "Quebrada"
    assert not RegionName.objects.exists() and not RegionOverlap.objects.exists()


def test_a_region_of_the_gazetteer_that_has_a_namesake_can_be_changed_in_other_things(admin_client: Client) -> None:
    region = make_region(f"Distrito {NAME}", "XA-1")
    RegionName.objects.bulk_create([RegionName(region=region, name=NAME, reference=True)])
    send(admin_client, page_of(region), local_kind="district")
    assert Region.objects.get().local_kind == "district"


def test_a_region_is_moved_into_none_that_is_called_after_somebody_protected(admin_client: Client) -> None:
    above = make_region(f"Fundo {NAME}", "own:1", "facility", reference=False)
    well = make_region("Pozo", "own:2", "facility", reference=False)
    assert REFUSED in send(admin_client, page_of(well), parent=str(above.pk)).text
    assert Region.objects.get(pk=well.pk).depth == 1


def test_a_short_form_is_refused_where_a_published_case_involves_the_person(admin_client: Client) -> None:
    region = make_region("Aldea", "own:aldea", "city", reference=False)
    who = make_actor("Anacleta Ñusta Qhawaymi Wallpawara", protection="witness", description="A witness")
    make_incident(places=[(region, "location")], parties=[(who, "witness")])
    answer = send(admin_client, page_of(region), name="Aldea Anacleta Wallpawara")
    assert "A published case would no longer hold" in answer.text
    assert Region.objects.get().name == "Aldea"


def test_the_checklist_leads_to_the_page_of_the_region(admin_client: Client) -> None:
    region = make_region(f"Fundo {NAME}", "own:1", "facility", reference=False)
    RegionName.objects.create(region=region, name=f"Tierra de {NAME}")
    case = make_incident(stage="draft", places=[(region, "location")])
    text = admin_client.get(f"/admin/incidents/incident/{case.pk}/change/").text
    assert f'href="{page_of(region)}#id_name"' in text and f'href="{page_of(region)}#names-group"' in text
