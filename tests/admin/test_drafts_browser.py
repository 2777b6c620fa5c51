"""A browser that is killed, that keeps nothing, or that is slow to say what it kept, and a case that goes on meanwhile: what becomes
of unsaved work."""

import json
import os
import signal
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.admin.drafts import DRAFTS
from tests.admin.test_desk_browser import add, section
from tests.admin.test_survives_browser import ADD, log_in, new_case, save, until
from tests.browser import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.once]
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


CLAIMS = """[...document.querySelectorAll("[name$=-claim]")].map(field => field.value)"""
REMOVED = """[...document.querySelectorAll("[name$=-DELETE]:checked")].map(field => field.name)"""


def saved_case(page, title, *claims):
    """Saves a new case with these claims; gives back the address of its page."""
    new_case(page, title)
    if claims:
        section(page, "allegations")
    for number, claim in enumerate(claims):
        add(page, "allegations")
        page.fill(f"[name='allegations-{number}-claim']", claim)
    save(page)
    return page.url


def another_tab(page, address):
    other = page.context.new_page()
    other.goto(address)
    return other


def bring_back(page, address):
    page.goto(address)
    page.get_by_role("button", name="Bring it back").click()


def test_a_draft_from_before_somebody_else_saved_is_compared_with_what_they_saved(editor_page):
    page = editor_page
    address = saved_case(page, "Kept, and saved elsewhere")
    page.fill("[name=summary]", "My hour of typing.")
    until(page, DRAFTS, 1)
    other = another_tab(page, address)
    other.fill("[name=summary]", "What they say.")
    save(other)
    bring_back(page, address)
    assert page.input_value("[name=summary]") == "My hour of typing."
    save(page)
    told = page.inner_text("#incident_form")
    assert "What somebody else has changed" in told and "What they say." in told
    assert page.input_value("[name=summary]") == "My hour of typing."
    save(page)
    page.locator(".messagelist .success").wait_for()
    until(page, DRAFTS, 0)


def test_a_draft_goes_into_the_rows_into_which_it_was_typed_wherever_they_stand(editor_page):
    page = editor_page
    address = saved_case(page, "Rows that move", "The first.", "The second.", "The third.")
    section(page, "allegations")
    page.fill("[name='allegations-0-claim']", "The first, as I see it.")
    page.fill("[name='allegations-1-claim']", "The second, as I see it.")
    page.locator("[name='allegations-2-DELETE']").check()
    add(page, "allegations")
    page.fill("[name='allegations-3-claim']", "Mine.")
    page.fill("[name='allegations-3-speech-0-words']", "a neighbour of mine")
    page.wait_for_timeout(1_000)  # until the browser keeps it
    other = another_tab(page, address)
    section(other, "allegations")
    other.locator("[name='allegations-0-DELETE']").check()
    add(other, "allegations")
    other.fill("[name='allegations-3-claim']", "Theirs.")
    save(other)
    bring_back(page, address)
    assert page.evaluate(CLAIMS) == ["The second, as I see it.", "The third.", "Theirs.", "Mine."]
    assert page.evaluate(REMOVED) == ["allegations-1-DELETE"]
    assert page.input_value("[name='allegations-3-speech-0-words']") == "a neighbour of mine"
    assert page.locator("#desk-homeless li").all_inner_texts() == ["The first, as I see it."]
    save(page)
    assert "What somebody else has changed" in page.inner_text("#incident_form")
    page.get_by_text("The first, as I see it.").wait_for()  # until it is saved
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert page.evaluate(CLAIMS) == ["The second, as I see it.", "Theirs.", "Mine."]


def test_saving_in_one_tab_leaves_what_was_typed_in_another(editor_page):
    page = editor_page
    address = saved_case(page, "Open twice")
    page.fill("[name=summary]", "An hour of typing.")
    until(page, DRAFTS, 1)
    other = another_tab(page, address)
    other.fill("[name=title]", "Open twice, mended")
    until(other, DRAFTS, 2)
    save(other)
    until(other, DRAFTS, 1)
    page.close()
    bring_back(other, address)
    assert other.input_value("[name=summary]") == "An hour of typing."
    assert other.input_value("[name=title]") == "Open twice, mended"


def test_of_several_drafts_of_a_page_all_are_offered_the_newest_first(editor_page):
    page = editor_page
    new_case(page, "The older")
    until(page, DRAFTS, 1)
    other = page.context.new_page()
    new_case(other, "The newer")
    until(other, DRAFTS, 2)
    third = another_tab(page, ADD)
    offers = third.locator(".desk-draft").filter(has=third.get_by_role("button", name="Bring it back"))
    third.get_by_text("The older").wait_for()
    newest, oldest = offers.all_inner_texts()
    assert "The newer" in newest and "The older" in oldest
    offers.nth(1).get_by_role("button", name="Throw it away").click()
    until(third, DRAFTS, 1)
    offers.get_by_role("button", name="Bring it back").click()
    assert third.input_value("[name=title]") == "The newer" and not offers.count()
    third.wait_for_timeout(1_000)  # until the browser keeps it
    assert third.evaluate(DRAFTS) == 1, "kept in a second place"


def test_what_was_chosen_without_a_key_comes_back_with_its_words(editor_page):
    page = editor_page
    new_case(page, "Chosen with the mouse")
    section(page, "involvements")
    add(page, "involvements")
    page.keyboard.type("Persona Elegida Inventada")
    page.get_by_role("option", name="Add as a person of this name").click()
    section(page, "memberships")
    add(page, "memberships")
    page.focus("[id='id_memberships-0-member_text']")
    page.get_by_role("option", name="Persona Elegida Inventada").click()
    page.wait_for_timeout(1_000)  # until the browser keeps it
    bring_back(page, ADD)
    assert page.input_value("[id='id_memberships-0-member_text']") == "Persona Elegida Inventada"
