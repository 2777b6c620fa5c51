"""One browser, several tabs, more than one person: what becomes of unsaved work when somebody logs out or another logs in."""

import pytest

from tests.admin.accounts import log_in_as
from tests.admin.drafts import DRAFTS
from tests.admin.test_survives_browser import ADD, called, new_case, save, until
from tests.browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture(autouse=True)
def patience(page):
    page.context.set_default_timeout(60_000)  # the longest page of the desk, on a machine that may be busy


def log_out(page):
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logout/")


def test_whoever_logs_out_takes_away_only_what_is_their_own(editor_page, site):
    page = editor_page
    new_case(page, "Typed before the session ended")
    until(page, DRAFTS, 1)
    page.context.clear_cookies(name="sessionid")  # the session ends
    page.goto("/admin/")
    log_in_as(page, site, "colleague")
    page.wait_for_url("**/admin/")
    new_case(page, "Of somebody else")
    assert not page.get_by_role("button", name="Bring it back").is_visible(), "what another typed is offered"
    until(page, DRAFTS, 2)
    log_out(page)
    assert page.evaluate(DRAFTS) == 1
    page.goto(f"/admin/login/?next={ADD}")
    assert page.evaluate(DRAFTS) == 1
    log_in_as(page, site, site.editor)
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Typed before the session ended"
    log_out(page)
    assert page.evaluate(DRAFTS) == 0


def is_in_sight(page, words):
    """Waits for the alert that says so; whether it stands within the window as it is scrolled now."""
    alert = page.get_by_role("alert").filter(has_text=words)
    alert.wait_for()
    box = alert.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def try_to_save(page):
    """Clicks on the button that saves; gives back what was sent."""
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("[name=_continue]").last.click(no_wait_after=True)
    page.wait_for_timeout(1_000)
    return sent


def test_after_logging_out_in_another_tab_the_page_says_so_at_once_holds_back_and_goes_on_after_a_new_log_in(
    editor_page, site
):
    page = editor_page
    new_case(page, "Before")
    until(page, DRAFTS, 1)
    other = page.context.new_page()
    other.goto("/admin/")
    page.set_viewport_size({"width": 1000, "height": 500})
    page.locator("[name=_continue]").last.scroll_into_view_if_needed()
    assert page.evaluate("scrollY + document.querySelector('.main').scrollTop") > 200
    log_out(other)
    assert is_in_sight(page, "You have logged out in another tab")
    assert barriers(page, preload=False) == []
    page.fill("[name=title]", "Typed after logging out")
    assert try_to_save(page) == []
    assert page.evaluate(DRAFTS) == 0
    assert page.evaluate("document.activeElement.textContent") == "Log in again in another tab"
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    log_in_as(opened.value, site, site.editor)
    opened.value.wait_for_url("**/admin/")
    page.get_by_role("alert").filter(has_text="You are logged in again").wait_for()
    until(page, DRAFTS, 1)
    page.fill("[name=summary]", "Typed after logging in.")
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert page.input_value("[name=title]") == "Typed after logging out"
    assert page.input_value("[name=summary]") == "Typed after logging in."
    assert page.evaluate(DRAFTS) == 0
    log_out(page)


def test_leaving_a_page_that_can_be_neither_kept_nor_saved_is_asked_about(editor_page):
    page = editor_page
    new_case(page, "Typed")
    page.locator("[name=title]").press_sequentially(" by hand")
    other = page.context.new_page()
    other.goto("/admin/")
    log_out(other)
    page.get_by_role("alert").filter(has_text="You have logged out").wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] and page.input_value("[name=title]") == "Typed by hand"


def test_while_another_is_logged_in_nothing_is_sent_in_their_name_and_nothing_is_shown_to_them(editor_page, site):
    page = editor_page
    new_case(page, "Of the first")
    until(page, DRAFTS, 1)
    other = page.context.new_page()
    page.context.clear_cookies(name="sessionid")  # the session ends
    other.goto("/admin/")
    log_in_as(other, site, "colleague")
    assert is_in_sight(page, "Somebody else has logged in")
    page.fill("[name=title]", "Of the first, typed on")
    assert try_to_save(page) == []
    other.goto(ADD)
    assert not other.get_by_role("button", name="Bring it back").is_visible()
    assert other.evaluate(DRAFTS) == 1
    log_out(other)
    assert is_in_sight(page, "You have logged out in another tab")
    other.goto("/admin/")
    log_in_as(other, site, site.editor)
    page.get_by_role("alert").filter(has_text="You are logged in again").wait_for()
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert called(page, "Of the first, typed on") == 1


def test_the_page_to_log_in_promises_what_is_kept_and_nothing_else(editor_page, site):
    page = editor_page
    promise = page.get_by_text("offered again there after you have logged in")
    new_case(page, "Kept")
    until(page, DRAFTS, 1)
    page.context.clear_cookies(name="sessionid")  # the session ends
    page.locator("[name=_continue]").last.click()
    page.wait_for_url("**/admin/login/**")
    promise.wait_for()
    page.goto("/admin/login/?next=/admin/incidents/actor/add/")
    page.get_by_text("it was not saved").wait_for()
    page.wait_for_timeout(500)
    assert not promise.is_visible(), "of a page on which nothing was typed"
    page.goto(f"/admin/login/?next={ADD}")
    promise.wait_for()
    log_in_as(page, site, site.editor)
    page.wait_for_selector("#incident_form")
    log_out(page)
    page.goto(f"/admin/login/?next={ADD}")
    page.get_by_text("it was not saved").wait_for()
    page.wait_for_timeout(500)
    assert not promise.is_visible(), "after logging out"
