"""Parts of pages that are kept show what they are kept by, and nothing else."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import clear_script_prefix, set_script_prefix
from django.utils.translation import override

from tests.factories import make_incident

CARD = Template("{% load kept %}{% kept name %}[{{ name.upper }}{{ other }}]{% endkept %}")


class Name(str):
    """A name that counts how often somebody renders it."""

    rendered = 0

    def upper(self) -> str:
        Name.rendered += 1
        return super().upper()


def card(name: str, **more: Any) -> str:
    return CARD.render(Context({"name": Name(name), **more}))


def test_a_part_is_rendered_once_for_the_same_values_and_anew_for_others_and_in_another_language() -> None:
    before = Name.rendered
    assert [card("ana"), card("ana"), card("berta"), card("ana")] == ["[ANA]", "[ANA]", "[BERTA]", "[ANA]"]
    assert Name.rendered == before + 2
    with override("es"):
        assert card("ana") == "[ANA]"
    assert Name.rendered == before + 3


def test_addresses_in_a_part_are_those_of_where_the_site_is_served() -> None:
    before = Name.rendered
    card("dora")
    set_script_prefix("/below/")
    try:
        card("dora")
    finally:
        clear_script_prefix()
    assert Name.rendered == before + 2


def test_a_part_cannot_show_what_it_is_not_kept_by() -> None:
    assert card("carla", other="of one reader") == "[CARLA]"


def test_what_is_kept_is_text_to_the_next_reader_too() -> None:
    assert card("<b>") == card("<b>") == "[&lt;B&gt;]"


def test_no_more_parts_are_kept_than_a_worker_has_room_for() -> None:
    for number in range(1000):
        card(f"name {number}")
    node = CARD.nodelist[1]
    assert 0 < len(node._held) <= 200


@pytest.mark.django_db
def test_the_navigation_marks_where_each_reader_is_whoever_read_before(client: Client) -> None:
    make_incident()
    for _time in range(2):
        for name in ("incidents", "actors", "method"):
            page = client.get(f"/{name}/").content.decode()
            assert page.count("aria-current") == 1
            assert f'<a href="/{name}/" aria-current="page">' in page
        assert "aria-current" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_what_one_reader_typed_or_got_wrong_is_not_in_the_form_of_the_next(client: Client) -> None:
    make_incident()
    assert 'value="2019"' in client.get("/incidents/?since=2019").content.decode()
    assert "is not a date" in client.get("/incidents/?since=nonsense").content.decode()
    assert 'value="convicted_final" checked' in client.get("/incidents/?status=convicted_final").content.decode()
    page = client.get("/incidents/").content.decode()
    assert "2019" not in page.split("</form>")[1] and "is not a date" not in page and " checked" not in page
