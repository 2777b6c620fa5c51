"""One browser, several tabs, more than one person: what becomes of unsaved work when somebody logs out or another logs in."""

import pytest

from tests.admin.accounts import log_in_as
from tests.admin.drafts import DRAFTS
from tests.admin.test_survives_browser import ADD, new_case, until

pytestmark = pytest.mark.browser


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
    log_in_as(page, site, "somebody_else", "editor")
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
