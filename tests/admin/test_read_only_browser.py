"""The page of a case before whoever only reads it: the same scripts, and no fields for them."""

import pytest

from tests.admin.accounts import log_in_as
from tests.admin.test_desk_browser import add, section

pytestmark = [pytest.mark.browser, pytest.mark.once]
ADD = "/admin/incidents/incident/add/"


@pytest.fixture
def case(editor_page):
    """The address of the page of a case with rows of many kinds, a route among them, made by the editor, who has left."""
    page = editor_page
    page.context.set_default_timeout(60_000)
    page.goto(ADD)
    page.fill("[name=title]", "A case that others only read")
    for group, field in (
        ("readings", "readings-0-new_publisher"),
        ("dates", "dates-0-what"),
        ("open_questions", "open_questions-0-text"),
        ("contradictions", "contradictions-0-fact"),
        ("allegations", "allegations-0-claim"),
        ("routes", "routes-0-commodity"),
    ):
        section(page, group)
        add(page, group)
        page.fill(f"[name='{field}']", "in words")
    for _ in range(3 - page.locator("[id='routes-0-stops-group'] > .rows-here > .row").count()):
        add(page, "routes-0-stops")
    for stop in range(3):
        page.fill(f"[name='routes-0-stops-{stop}-name']", f"Place {stop}")
    page.click("#desk-cite-rest")
    page.locator("[name=_continue]").last.click()
    page.locator(".messagelist .success").wait_for()
    page.context.clear_cookies()
    return page.url


@pytest.mark.parametrize("name", ["contributor", "reviewer"])
def test_the_scripts_of_the_desk_find_nothing_to_do_on_a_page_that_is_only_read_and_say_no_error(
    page, site, case, name
):
    page.goto(case)
    log_in_as(page, site, name)
    page.wait_for_selector("#incident_form")
    stops = page.locator("[id='routes-0-stops-group'] > .rows-here > .row")
    assert stops.count() == 3
    assert page.locator("#incident_form").locator("select, textarea, input:not([type=hidden])").count() == 0
    assert page.locator(".add-row").count() == 0, "a button that adds rows"
    for summary in page.locator("#incident_form summary").all():
        summary.click()
    page.locator("#incident_form .row").first.click()
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Control+Enter")
    for name in ("input", "change"):  # as an extension of the browser may tell them
        stops.first.dispatch_event(name)
    page.reload()
    page.wait_for_selector("#incident_form")  # what went wrong on the way fails the test: see `Watch`
