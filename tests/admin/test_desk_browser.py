"""An editor before a real browser, under the site's strict policy: corrects a fact, adds a case, publishes it."""

import re

import pytest

from tests.browser import barriers

pytestmark = pytest.mark.browser
CASE = "/admin/incidents/incident/?q=001-condori"


def open_case(page):
    page.goto(CASE)
    page.click("#result_list tbody tr:first-child th a")
    page.wait_for_selector("#incident_form")


def section(page, prefix):
    """Opens a folded group of the page."""
    group = page.locator(f"#{prefix}-group")
    group.locator("summary").first.click()
    return group


def test_an_editor_corrects_a_fact_of_the_reference_case_and_readers_see_it(editor_page, site):
    page = editor_page
    page.set_default_timeout(60_000)  # the largest page of the desk, on a machine that may be busy
    open_case(page)
    section(page, "seizures")
    amount = page.locator("[name='seizures-0-what']")
    before = amount.input_value()
    amount.fill(f"{before}, counted again")
    page.fill("[name=change_reason]", "The police counted again.")
    page.locator("input[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")

    open_case(page)
    public = page.locator("a.viewsitelink").get_attribute("href")
    page.goto(public)
    assert f"{before}, counted again" in page.inner_text("main")


def choose(page, name, term):
    """Types into the autocomplete of a field and takes what it finds."""
    page.locator(f"[name='{name}'] + .select2").click()
    page.fill(".select2-container--open .select2-search__field", term)
    page.locator(".select2-results__option--highlighted, .select2-results__option--selectable").first.click()


def add(page, group):
    page.locator(
        f"#{group}-group > .djn-fieldset > .add-item .add-handler, #{group}-group > .add-item .add-handler, "
        f"#{group}-group > .djn-fieldset > details > .add-item .add-handler"
    ).first.click()


def test_an_editor_adds_a_case_with_a_claim_a_source_and_a_citation_and_publishes_it(editor_page):
    page = editor_page
    page.goto("/admin/incidents/source/add/")
    page.fill("[name=publisher]", "El Ejémplo de Prueba")
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")

    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "A case made in a browser")
    page.fill("[name=summary]", "The paper says that it happened.")
    section(page, "readings")
    add(page, "readings")
    choose(page, "readings-0-source", "ejemplo prueba")
    section(page, "allegations")
    add(page, "allegations")
    page.fill("[name='allegations-0-claim']", "Took part in it.")
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")

    section(page, "allegations")
    section(page, "allegations-0-citations")
    add(page, "allegations-0-citations")
    page.locator("[name='allegations-0-citations-0-reading']").select_option(index=1)
    page.fill("[name='allegations-0-citations-0-page']", "3")
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")

    page.get_by_role("link", name="Publish", exact=True).click()
    page.fill("[name=reason]", "Ready.")
    assert not barriers(page)
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".messagelist .success")
    page.goto(page.locator("a.viewsitelink").get_attribute("href"))
    assert re.search("Took part in it", page.inner_text("main"))


def test_a_party_can_be_added_from_where_it_is_asked_for(editor_page):
    page = editor_page
    page.goto("/admin/incidents/incident/add/")
    section(page, "involvements")
    add(page, "involvements")
    with page.expect_popup() as opened:
        page.locator("#add_id_involvements-0-party").click()
    popup = opened.value
    assert not barriers(popup)
    popup.get_by_role("link", name="actor").click()
    add(popup, "names")
    popup.fill("[name='names-0-name']", "Persona Nueva")
    with popup.expect_event("close"):
        popup.click("input[name=_save]")
    assert "Persona Nueva" in page.locator("#involvements-group .select2-selection__rendered").first.inner_text()
