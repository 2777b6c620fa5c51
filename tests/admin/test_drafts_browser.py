"""A browser that is killed, that keeps nothing, or that is slow to say what it kept: what becomes of unsaved work."""

import json
import os
import signal
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.admin.drafts import DRAFTS
from tests.admin.test_survives_browser import ADD, log_in, new_case
from tests.browser import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser
LONG = " ".join(f"word{number}" for number in range(40_000))  # 400 kB


@pytest.fixture
def open_browser(chromium, site, tmp_path):
    """Opens a browser of its own at the page of a new case; always with the same profile."""
    opened = []

    def open_one():
        context = opened_by.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=ARGUMENTS, base_url=site.url
        )
        context.set_default_timeout(60_000)
        opened.append(context)
        page = context.pages[0]
        page.goto(ADD)
        if page.locator("input[name=username]").count():  # whether the cookie is on the disk already is not ours to say
            log_in(page, site)
        page.wait_for_selector("#incident_form")
        return page

    opened_by = chromium.browser_type
    yield open_one
    opened[-1].close()


def kill(profile: Path) -> None:
    """Ends the browser as a crash does; its lock says which process it is."""
    process = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])
    os.kill(process, signal.SIGKILL)
    patience = time.monotonic() + 30
    while Path(f"/proc/{process}/exe").exists():
        assert time.monotonic() < patience
        time.sleep(0.1)


def test_a_browser_that_is_killed_gives_back_all_that_was_typed_two_seconds_before(open_browser, tmp_path):
    page = open_browser()
    page.locator("[name=title]").press_sequentially("Typed before the kill")
    page.wait_for_timeout(1_200)
    kill(tmp_path / "profile")
    page = open_browser()
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Typed before the kill"
    page.fill("[name=summary]", LONG)
    page.wait_for_timeout(2_000)
    page.locator("[name=summary]").press_sequentially(" and the end")
    page.wait_for_timeout(2_000)
    kill(tmp_path / "profile")
    page = open_browser()
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Typed before the kill"
    assert page.input_value("[name=summary]") == f"{LONG} and the end"


def test_who_types_without_a_pause_is_not_without_a_draft(editor_page):
    page = editor_page
    page.goto(ADD)
    page.locator("[name=title]").press_sequentially("This goes on and on", delay=200)  # never 400 ms without a key
    assert page.evaluate(DRAFTS) == 1


def is_said(page):
    return page.locator("#desk-unkept").is_visible()


def test_a_browser_that_keeps_nothing_says_so_at_the_top_of_the_page(editor_page):
    page = editor_page
    page.goto(ADD)
    assert not is_said(page)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); }")
    page.goto(ADD)
    page.locator("#desk-unkept").wait_for()
    assert "cannot keep a draft" in page.inner_text("[role=status]:visible")
    new_case(page, "Saved all the same")
    page.locator("[name=_continue]").last.click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logout/")


def test_a_disk_that_is_full_is_said_when_nothing_is_kept_any_more(editor_page, site):
    page = editor_page
    page.goto(ADD)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 1000})
    assert not is_said(page)
    page.fill("[name=summary]", LONG)
    page.locator("#desk-unkept").wait_for()
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    page.fill("[name=title]", "There is room")
    page.locator("#desk-unkept").wait_for(state="hidden")


HOLD = """async () => {
    const database = await new Promise(resolve => {
        indexedDB.open("desk").onsuccess = event => resolve(event.target.result);
    });
    const drafts = database.transaction("drafts", "readwrite").objectStore("drafts");
    const key = await new Promise(resolve => { drafts.getAllKeys().onsuccess = event => resolve(event.target.result[0]); });
    drafts.get(key).onsuccess = ({ target: { result } }) => drafts.put({ ...result, fields: { ...result.fields, key: "kept" } }, key);
    window.released = false;
    const hold = () => { if (!window.released) drafts.count().onsuccess = hold; };
    hold();
}"""


def test_a_save_right_after_one_that_failed_waits_for_what_was_touched_before(editor_page):
    page = editor_page
    page.goto(ADD)
    page.fill("[name=summary]", "Without a title.")
    page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".errornote")
    other = page.context.new_page()
    other.goto("/admin/")
    other.evaluate(HOLD)
    page.reload()
    page.wait_for_selector(".errornote")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    page.locator("[name=_continue]").last.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert not sent
    other.evaluate("window.released = true")
    page.wait_for_event("load")
    (touched,) = parse_qs(sent[0])["desk-touched"]
    assert json.loads(touched) == ["summary", "key"]
