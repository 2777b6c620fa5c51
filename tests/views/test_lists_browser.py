"""The lists in a reader's browser: with the keyboard, without scripts, on a telephone, in the dark."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_region_is_chosen_with_the_keyboard(page: Any) -> None:
    page.goto("/incidents/")
    page.click("summary")
    field = page.get_by_role("combobox", name="Region").first
    field.press_sequentially("madre de dios")
    page.locator("[role=listbox] [role=option]").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == page.locator(
        "[role=listbox] [role=option]"
    ).first.get_attribute("id")
    field.press("Enter")
    assert field.input_value() == "PE-MDD"
    assert page.locator("input[name=region]").count() == 2
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**region=PE-MDD**")
    assert page.inner_text("h1") == "Incidents: in Madre de Dios"


def test_escape_closes_the_suggestions_and_keeps_the_text(page: Any) -> None:
    page.goto("/incidents/")
    page.click("summary")
    field = page.get_by_role("combobox", name="Region").first
    field.press_sequentially("cusco")
    page.locator("[role=listbox] [role=option]").first.wait_for()
    field.press("Escape")
    assert page.locator("[role=listbox] [role=option]").count() == 0
    assert field.input_value() == "cusco"


def test_without_scripts_a_name_is_read_or_its_candidates_are_listed(open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/incidents/")
    page.get_by_text("Filters and order").click()
    page.locator("input[name=region]").fill("huepetuhe")
    page.get_by_role("button", name="Show").click()
    assert page.inner_text("h1").startswith("Incidents: in Huepetuhe")
    page.goto("/incidents/?region=cusco")
    assert "PE-CUS" in page.inner_text("[role=alert]")


def test_a_chip_is_removed_and_the_next_page_is_reached(page: Any) -> None:
    page.goto("/incidents/?region=PE&since=2010")
    page.get_by_role("link", name="since 2010").click()
    assert page.inner_text("h1") == "Incidents: in Peru"
    page.goto("/actors/")
    first = page.locator(".rows h2").first.inner_text()
    page.get_by_role("link", name="Next").click()
    assert page.locator(".rows h2").first.inner_text() != first
    page.get_by_role("link", name="Previous").click()
    assert page.locator(".rows h2").first.inner_text() == first
