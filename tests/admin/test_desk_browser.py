"""An editor before a real browser, under the site's strict policy: corrects a fact, adds a case, publishes it."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.admin.drafts import DRAFTS
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
    """Types into the combobox of a field and takes the first that it finds."""
    page.fill(f"[id='id_{name}_text']", term)
    page.locator(f"[id='id_{name}_text'] ~ [role=listbox] [role=option]").first.wait_for()
    page.keyboard.press("Enter")


def add(page, group):
    page.locator(f"[id='{group}-group'] .add-row").last.click()


def test_an_editor_adds_a_case_with_a_claim_a_source_and_a_citation_and_publishes_it(editor_page):
    page = editor_page
    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "A case made in a browser")
    page.fill("[name=summary]", "The paper says that it happened.")
    section(page, "readings")
    add(page, "readings")
    page.fill("[name='readings-0-new_publisher']", "El Ejémplo de Prueba")
    section(page, "allegations")
    add(page, "allegations")
    page.fill("[name='allegations-0-claim']", "Took part in it.")
    add(page, "allegations-0-citations")
    page.locator("[name='allegations-0-citations-0-reading']").focus()
    page.locator("[name='allegations-0-citations-0-reading']").select_option("El Ejémplo de Prueba")
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


def test_a_party_is_added_from_where_it_is_asked_for_with_the_keyboard_alone(editor_page):
    page = editor_page
    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "A case with somebody new")
    section(page, "involvements")
    add(page, "involvements")
    page.keyboard.type("Persona Nueva Inventada")
    page.get_by_role("option", name="Add as a person of this name").wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("[name='involvements-0-party']") == "new:person:Persona Nueva Inventada"
    section(page, "memberships")
    add(page, "memberships")
    page.keyboard.type("nueva inv")
    page.get_by_role("option", name="Persona Nueva Inventada").first.wait_for()
    assert not barriers(page, preload=False)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Los Nuevos Inventados")
    page.get_by_role("option", name="Add as an organization of this name").wait_for()
    page.keyboard.press("Enter")
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("[id='id_involvements-0-party_text']") == "Persona Nueva Inventada"
    assert page.input_value("[name='involvements-0-party']") == page.input_value("[name='memberships-0-member']")


def test_what_was_not_saved_is_brought_back_with_its_rows_until_it_is_saved_or_one_logs_out(editor_page, site):
    page = editor_page
    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "A case that was nearly lost")
    section(page, "readings")
    add(page, "readings")
    page.fill("[name='readings-0-new_publisher']", "Diario Inventado")
    section(page, "allegations")
    add(page, "allegations")
    page.fill("[name='allegations-0-claim']", "Took part in it.")
    page.focus("[id='id_allegations-0-parties-0-party_text']")  # its first row waits already
    page.keyboard.type("Persona Perdida Inventada")
    page.get_by_role("option", name="Add as a person of this name").wait_for()
    page.keyboard.press("Enter")
    made = "new:person:Persona Perdida Inventada"
    expect(page.locator("[name='allegations-0-parties-0-party']")).to_have_value(made)
    add(page, "allegations-0-citations")
    assert page.input_value("[name='allegations-0-citations-0-reading']") == "row:readings-0", "one click cites"
    page.context.clear_cookies(name="sessionid")  # the session ends
    page.locator("[name=_continue]").first.click()
    page.wait_for_url("**/admin/login/**")
    page.fill("input[name=username]", site.editor)
    page.fill("input[name=password]", site.password)
    page.click("input[type=submit]")
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name='allegations-0-parties-0-party']") == made
    page.locator("[name=_continue]").first.click()
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("[name='allegations-0-citations-0-quote']") == ""
    assert page.evaluate(DRAFTS) == 0, "kept although it is saved"
    page.fill("[name=title]", "Another title")
    patience = time.monotonic() + 10
    while page.evaluate(DRAFTS) != 1:  # kept a moment after the last key
        assert time.monotonic() < patience, "not kept although it is not saved"
        page.wait_for_timeout(100)
    page.locator("#logout-form button").click()
    page.wait_for_url("**/logout/")
    assert page.evaluate(DRAFTS) == 0, "kept although the editor has logged out"


def test_a_region_is_proposed_by_the_name_of_its_place_before_those_of_other_places(editor_page):
    page = editor_page
    page.goto("/admin/incidents/incident/add/")
    section(page, "places")
    for number, name in enumerate(("Lima", "Puno")):
        add(page, "places")
        page.fill(f"[id='id_places-{number}-name']", name)
        options = page.locator(f"[id='id_places-{number}-region_text'] ~ [role=listbox] [role=option]")
        page.focus(f"[id='id_places-{number}-region_text']")
        expect(options.first).to_contain_text(name)
        if not number:
            options.first.click()
    assert any(words.startswith("Lima") for words in options.all_inner_texts()), "those of the page come after"
