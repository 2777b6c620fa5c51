"""From a reader's request to the record, and from a name to none, before a real browser; and who may be known is asked."""

import re

import pytest

from tests.browser import barriers

pytestmark = pytest.mark.browser
ASK = "Ask for a correction, removal or reply"
PHONE = {"width": 390, "height": 844}


def to_the_case(page):
    page.set_default_timeout(60_000)  # on a machine that may be busy
    page.goto("/incidents/?q=condori+huacac")
    page.locator(".rows a[href^='/incidents/']").first.click()


def to_the_form(page):
    """From the page of a case to the form, as a reader gets there."""
    to_the_case(page)
    page.get_by_role("link", name=ASK).first.click()


def write(page, kind, text):
    page.select_option("[name=kind]", kind)
    page.fill("[name=text]", text)
    page.fill("[name=name]", "A Reader")
    page.fill("[name=email]", "reader@example.org")
    page.click("main form.request button[type=submit]")


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": PHONE, "java_script_enabled": False},
        {"viewport": PHONE, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}},
    ],
    ids=["phone without scripts", "phone in the dark", "desk"],
)
def test_a_reader_asks_from_a_public_page_and_gets_a_receipt(open_page, options):
    page = open_page(**options)
    to_the_form(page)
    scripts = options.get("java_script_enabled", True)
    assert not scripts or barriers(page) == []
    assert not scripts or page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
    write(page, "reply", "This is my reply: I was at home on that day.")
    assert page.inner_text("h1") == "We have your request"
    assert not scripts or barriers(page) == []


def test_a_reply_goes_through_the_inbox_and_stands_beside_its_claim_with_the_letter_as_its_source(
    open_page, editor_page
):
    reader = open_page()
    to_the_form(reader)
    write(reader, "reply", "I was at home on that day, and said so.")
    receipt = reader.inner_text("main .lede strong")
    page = editor_page
    page.set_default_timeout(60_000)
    page.goto(f"/admin/incidents/readerrequest/?q={receipt}")
    page.click("#result_list tbody tr:first-child th a")
    page.get_by_role("link", name="Publish the reply").click()
    assert barriers(page, preload=False) == []
    page.select_option("[name=link]", index=1)
    page.click("input[type=submit].default")
    page.wait_for_selector(".messagelist .success")
    reader.reload()
    assert "accepted" in reader.inner_text("main dl")
    to_the_case(reader)
    told = reader.inner_text("main")
    assert "I was at home on that day, and said so." in told and "Reply to Expediente" in told


def test_whoever_sends_too_many_is_told_so_and_keeps_what_was_written(open_page):
    page = open_page()
    for number in range(8):
        to_the_form(page)
        write(page, "correction", f"The date is wrong, says paper number {number}.")
        if page.inner_text("h1") != "We have your request":
            break
    assert "Too many requests" in page.inner_text("main")
    assert page.input_value("[name=text]").startswith("The date is wrong")


def test_somebody_new_who_may_be_known_is_asked_about_beside_the_field(editor_page):
    page = editor_page
    page.set_default_timeout(60_000)
    page.goto("/admin/incidents/actor/add/")
    page.fill("[name='names-0-name']", "Zoraida Huacac Inventada")
    page.locator("input[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")
    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "Somebody may be known")
    page.locator("#involvements-group summary").first.click()
    page.locator("#involvements-group .add-row").last.click()
    name = page.locator("[id='id_involvements-0-party_text']")
    name.fill("Soraida Wacac Inventada")
    options = page.locator("[id='id_involvements-0-party_text'] ~ [role=listbox] [role=option]")
    options.filter(has_text="Add as a person of this name").wait_for()
    assert "Zoraida Huacac Inventada" in options.first.inner_text()
    options.filter(has_text="Add as a person of this name").click()
    box = page.locator(".likely-asked")
    box.wait_for()
    assert "Zoraida Huacac Inventada" in box.inner_text()
    box.get_by_role("button", name="Zoraida Huacac Inventada").click()
    assert name.input_value() == "Zoraida Huacac Inventada" and box.count() == 0
    name.fill("Soraida Wacac Inventada")
    options.filter(has_text="Add as a person of this name").click()
    box.get_by_label("Not the same, because:").fill("Born in another year.")
    page.locator("input[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")
    page.goto("/admin/incidents/party/told-apart/")
    assert "Born in another year." in page.inner_text("#content")


def test_an_editor_anonymises_a_person_and_no_public_page_has_the_name(editor_page, open_page):
    page = editor_page
    page.set_default_timeout(60_000)
    page.goto("/admin/incidents/actor/?q=villa+stein")
    page.click("#result_list tbody tr:first-child th a")
    page.get_by_role("link", name="Anonymise").click()
    assert barriers(page, preload=False) == []
    page.fill("[name=description]", "A judge of the highest court")
    page.click("input[type=submit].default")
    page.wait_for_selector("[name=reason]")
    assert barriers(page, preload=False) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.fill("[name=reason]", "Asked for by the person.")
    page.click("input[type=submit].default")
    page.wait_for_selector(".messagelist .success")
    reader = open_page()
    reader.goto("/incidents/?q=mazuko")
    case = reader.locator(".rows a[href^='/incidents/']").first.get_attribute("href")
    for address in (case, f"{case}versions/", "/actors/?q=judge", "/actors/", "/corrections/", "/corrections/feed/"):
        assert not re.search("villa.stein", reader.request.get(address).text(), re.IGNORECASE), address
    assert "A judge of the highest court" in reader.request.get(case).text()
