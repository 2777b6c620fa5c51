"""Two tabs, the back button, a double click, a log-in that changed: in a real browser nothing typed is lost or saved twice."""

import time

import pytest

from tests.admin.drafts import DRAFTS
from tests.admin.test_desk_browser import add, open_case, section

pytestmark = pytest.mark.browser
ADD = "/admin/incidents/incident/add/"
# The reason that the draft of a new case holds.
KEPT = """(async () => {
    const database = await new Promise(done => { indexedDB.open("desk").onsuccess = event => done(event.target.result); });
    const drafts = await new Promise(done => {
        database.transaction("drafts").objectStore("drafts").getAll().onsuccess = event => done(event.target.result);
    });
    database.close();
    const fields = Object.entries(Object.assign({}, ...drafts.map(draft => draft.fields)));
    return fields.find(([name]) => name.startsWith("different_because"))?.[1];
})()"""


@pytest.fixture(autouse=True)
def patience(page):
    page.context.set_default_timeout(60_000)  # the longest page of the desk, on a machine that may be busy


def until(page, condition, wanted):
    patience = time.monotonic() + 60
    while page.evaluate(condition) != wanted:
        assert time.monotonic() < patience, f"never: {condition} = {wanted}"
        page.wait_for_timeout(100)


def save_and_go_back(page, title):
    """Saves a new case and goes back to the page that made it."""
    new_case(page, title)
    save(page)
    page.go_back()
    page.wait_for_selector("#incident_form")


def called(page, title):
    """How many cases of the list have this title."""
    page.goto(f"/admin/incidents/incident/?q={title}")
    return page.locator("#result_list tbody th a").count()


def log_in(page, site):
    page.fill("input[name=username]", site.editor)
    page.fill("input[name=password]", site.password)
    page.click("input[type=submit]")


def save(page):
    with page.expect_navigation():
        page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".messagelist .success, .messagelist .warning, .errornote")


def new_case(page, title):
    page.goto(ADD)
    page.fill("[name=title]", title)


def test_of_two_tabs_the_second_sees_what_the_first_saved_and_both_are_kept(editor_page):
    first = editor_page
    new_case(first, "Open in two tabs")
    save(first)
    second = first.context.new_page()
    second.goto(first.url)
    first.fill("[name=title]", "Open in two tabs, renamed")
    save(first)
    second.fill("[name=summary]", "Typed in the other tab.")
    save(second)
    assert "What somebody else has changed" in second.inner_text("#incident_form")
    assert second.input_value("[name=summary]") == "Typed in the other tab."
    assert second.input_value("[name=title]") == "Open in two tabs, renamed"
    save(second)
    second.locator(".messagelist .success").wait_for()  # one, and only one
    first.reload()
    assert first.input_value("[name=summary]") == "Typed in the other tab."


def test_going_back_after_saving_and_saving_again_makes_no_second_case(editor_page):
    page = editor_page
    save_and_go_back(page, "Saved and gone back")
    page.fill("[name=title]", "Saved and gone back")
    save(page)
    assert "saved already" in page.inner_text(".messagelist")
    assert called(page, "Saved and gone back") == 1


def test_what_was_typed_after_going_back_is_brought_back_and_makes_no_second_case_either(editor_page):
    page = editor_page
    save_and_go_back(page, "Saved, then changed")
    page.fill("[name=title]", "Saved, then changed once more")
    page.wait_for_timeout(1_000)  # until the browser keeps it
    save(page)
    page.goto("/admin/incidents/incident/add/")
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Saved, then changed once more"
    save(page)
    assert "saved already" in page.inner_text(".messagelist")
    assert called(page, "Saved, then changed") == 1


def test_three_quick_clicks_on_the_button_that_saves_make_one_case_and_show_it(editor_page):
    page = editor_page
    new_case(page, "Clicked twice")
    page.locator("[name=_continue]").last.click(click_count=3)
    page.locator(".messagelist .success").wait_for()  # one, and only one
    assert page.locator(".messagelist .warning").count() == 0
    assert called(page, "Clicked twice") == 1


def save_without_an_answer(page, address=f"**{ADD}"):
    """Clicks on the button that saves: the case is saved, and the page still waits for what the server says of it."""
    posts = []

    def hold(route):
        if posts or route.request.method != "POST":
            route.fallback()
            return
        posts.append(route.fetch(max_redirects=0))
        route.fulfill(status=204)

    page.route(address, hold)
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("[name=_continue]").last.click()
    assert posts[0].status == 302


def test_a_second_click_before_the_answer_is_there_shows_the_saved_case_and_leaves_no_draft(editor_page):
    page = editor_page
    new_case(page, "Clicked again")
    save_without_an_answer(page)
    save(page)
    assert page.input_value("[name=title]") == "Clicked again" and not page.url.endswith(ADD)
    assert page.locator(".messagelist li").count() == page.locator(".messagelist .success").count() == 1
    until(page, DRAFTS, 0)
    assert called(page, "Clicked again") == 1


def test_a_second_click_on_a_saved_case_adds_no_row_once_more_and_shows_that_it_is_saved(editor_page):
    page = editor_page
    new_case(page, "Clicked again later")
    save(page)
    section(page, "open_questions")
    add(page, "open_questions")
    page.fill("[name='open_questions-0-text']", "Asked once.")
    save_without_an_answer(page, page.url)
    save(page)
    assert page.locator(".messagelist li").count() == page.locator(".messagelist .success").count() == 1
    assert page.locator("#open_questions-group .row.saved").count() == 1
    assert page.locator(".errornote, #open_questions-group .row:not(.saved)").count() == 0
    until(page, DRAFTS, 0)


def test_what_was_changed_between_two_clicks_on_a_saved_case_is_shown_and_kept(editor_page):
    page = editor_page
    new_case(page, "Changed between")
    save(page)
    address = page.url
    page.fill("[name=summary]", "Before the first click.")
    save_without_an_answer(page, address)
    page.fill("[name=summary]", "After the first click.")
    save(page)
    page.locator(".errornote").wait_for()
    assert page.input_value("[name=summary]") == "After the first click."
    page.wait_for_timeout(1_000)  # longer than it takes until a draft is forgotten
    page.goto(address)
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=summary]") == "After the first click."


def test_what_was_changed_between_two_clicks_is_said_not_to_be_saved_and_waits(editor_page):
    page = editor_page
    new_case(page, "Clicked, then changed")
    save_without_an_answer(page)
    page.fill("[name=title]", "Clicked, then changed once more")
    save(page)
    assert "waits in this browser" in page.inner_text(".messagelist .warning")
    assert page.input_value("[name=title]") == "Clicked, then changed"
    page.goto(ADD)
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Clicked, then changed once more"


def test_a_window_that_is_gone_gives_back_what_was_typed(editor_page):
    page = editor_page
    new_case(page, "Typed before the crash")
    section(page, "dates")
    add(page, "dates")
    page.keyboard.type("the day")
    until(page, DRAFTS, 1)
    other = page.context.new_page()
    page.close()
    other.goto(ADD)
    other.get_by_role("button", name="Bring it back").click()
    assert other.input_value("[name=title]") == "Typed before the crash"
    assert other.input_value("[name='dates-0-what']") == "the day"
    other.get_by_role("button", name="Log out").click()
    other.wait_for_url("**/logout/")


def test_logging_out_forgets_the_drafts_of_every_tab_and_none_of_them_comes_back(editor_page):
    first = editor_page
    new_case(first, "Forgotten with the log-in")
    until(first, DRAFTS, 1)
    second = first.context.new_page()
    second.goto("/admin/")
    second.get_by_role("button", name="Log out").click()
    second.wait_for_url("**/logout/")
    assert second.evaluate(DRAFTS) == 0
    first.fill("[name=summary]", "Typed in a tab that does not know yet.")
    first.wait_for_timeout(1500)  # longer than it takes until something is kept
    assert first.evaluate(DRAFTS) == 0
    first.goto("/admin/login/")
    assert first.evaluate(DRAFTS) == 0, "kept while the tab was left"


def test_a_page_from_before_a_new_log_in_of_the_same_person_is_saved(editor_page, site):
    page = editor_page
    new_case(page, "Logged in anew meanwhile")
    other = page.context.new_page()
    page.context.clear_cookies(name="sessionid")  # the session ends
    other.goto("/admin/")
    log_in(other, site)
    other.wait_for_url("**/admin/")
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert called(page, "Logged in anew meanwhile") == 1


def test_a_page_that_is_sent_without_any_cookie_is_not_saved_says_so_and_its_text_is_offered_again(editor_page, site):
    page = editor_page
    new_case(page, "Without a cookie")
    page.context.clear_cookies()
    page.locator("[name=_continue]").last.click()
    page.get_by_text("offered again there after you have logged in").wait_for()
    assert "Nothing was saved" in page.inner_text("body")
    page.locator("main").get_by_role("link", name="Log in").click()
    log_in(page, site)
    page.get_by_role("button", name="Bring it back").click()
    assert page.input_value("[name=title]") == "Without a cookie"
    save(page)
    assert called(page, "Without a cookie") == 1


COUNTED = """async field => {
    let walks = 0;
    const counted = (owner, name) => {
        const { get, value } = Object.getOwnPropertyDescriptor(owner, name);
        const count = original => function (...given) { walks += 1; return original.apply(this, given); };
        Object.defineProperty(owner, name, get ? { get: count(get), configurable: true } : { value: count(value), configurable: true });
    };
    counted(Document.prototype, "querySelectorAll");
    counted(Element.prototype, "querySelectorAll");
    counted(HTMLFormElement.prototype, "elements");
    const begun = performance.now();
    for (let key = 0; key < 50; key += 1) {
        field.value += "x";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return [walks, performance.now() - begun];
}"""


def test_no_key_walks_over_the_rows_of_a_large_case(editor_page):
    page = editor_page
    page.set_default_timeout(60_000)
    open_case(page)
    assert page.locator(".row").count() > 150
    section(page, "involvements")
    for field in ("[name='involvements-0-description']", "[id='id_involvements-0-party_text']"):
        walks, took = page.locator(field).evaluate(COUNTED)
        assert walks == 0, f"{walks} walks over the page for 50 keys in {field}"
        assert took < 500, f"{took} milliseconds for 50 keys"
    page.reload()  # the marks of the counting go with the page


def test_rows_are_added_without_scripts_and_what_was_typed_stays(browser_without_scripts, site):
    page = browser_without_scripts
    page.goto(f"/admin/login/?next={ADD}")
    log_in(page, site)
    page.fill("[name=title]", "Entered without scripts")
    page.get_by_role("button", name="Add: allegation", exact=True).click()
    page.fill("[name='allegations-0-claim']", "Took part in it.")
    page.locator("[id='allegations-0-speech-group'] > .add-row").click()
    assert page.input_value("[name=title]") == "Entered without scripts"
    assert page.input_value("[name='allegations-0-claim']") == "Took part in it."
    page.fill("[name='allegations-0-speech-0-words']", "a neighbour")
    page.locator("[name=_continue]").last.click()
    page.locator(".messagelist .success").wait_for()  # one, and only one
    assert page.input_value("[name='allegations-0-speech-0-words']") == "a neighbour"


@pytest.fixture
def browser_without_scripts(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_why_somebody_is_another_survives_a_failed_save_and_the_question_leads_to_its_rows(editor_page):
    page = editor_page
    for title, name in (("A first case", "Persona Conocida Inventada"), ("", "Persona  Conosida Inventada")):
        new_case(page, title)
        section(page, "involvements")
        add(page, "involvements")
        page.keyboard.type(name)
        page.get_by_role("option", name="Add as a person of this name").wait_for()
        page.get_by_role("option", name="Add as a person of this name").click()
        if title:
            save(page)
    because = page.get_by_label("Not the same, because:")
    because.fill("Another village.")
    save(page)  # refused: the case has no title
    assert because.input_value() == "Another village."
    page.locator(".likely-asked a[href^='#']").click()
    assert page.evaluate("document.activeElement.id") == "id_involvements-0-party_text"
    page.fill("[name=title]", "A second case")
    save(page)
    page.locator(".messagelist .success").wait_for()


def test_why_somebody_is_another_comes_back_with_the_draft(editor_page):
    page = editor_page
    for title, name in (
        ("A third case", "Zenobia Recordada Inventada"),
        ("A fourth case", "Senobia Recordada Inventada"),
    ):
        new_case(page, title)
        section(page, "involvements")
        add(page, "involvements")
        page.keyboard.type(name)
        page.get_by_role("option", name="Add as a person of this name").wait_for()
        page.get_by_role("option", name="Add as a person of this name").click()
        if title == "A third case":
            save(page)
    because = page.get_by_label("Not the same, because:")
    because.fill("Another village.")
    until(page, KEPT, "Another village.")
    page.route("**/likely/?*", lambda route: route.abort())
    page.goto(ADD)
    page.get_by_role("button", name="Bring it back").click()
    page.fill("[name=summary]", "Typed before the server answered.")
    page.wait_for_timeout(1_000)
    assert because.count() == 0 and page.evaluate(KEPT) == "Another village.", (
        "it is kept until there is a field for it"
    )
    page.unroute("**/likely/?*")
    page.goto(ADD)
    page.get_by_role("button", name="Bring it back").click()
    because.wait_for()
    assert because.input_value() == "Another village."
    save(page)
    page.locator(".messagelist .success").wait_for()
