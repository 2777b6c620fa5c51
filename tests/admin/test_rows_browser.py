"""Rows before a real browser: they are told apart before anything is saved, moved with the keyboard, and passed by quickly."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.admin.test_desk_browser import add, section

pytestmark = [pytest.mark.browser, pytest.mark.once]
ADD = "/admin/incidents/incident/add/"


@pytest.fixture
def page(editor_page):
    editor_page.set_default_timeout(60_000)
    editor_page.goto(ADD)
    return editor_page


def test_sources_of_one_publisher_are_told_apart_before_they_are_saved(page):
    section(page, "readings")
    for number, (title, day) in enumerate([("A lorry is stopped", "2020-01-02"), ("", "2021")]):
        add(page, "readings")
        page.fill(f"[name='readings-{number}-new_publisher']", "Invented Paper")
        page.fill(f"[name='readings-{number}-new_title']", title)
        page.fill(f"[name='readings-{number}-new_published_edtf']", day)
    section(page, "dates")
    add(page, "dates")
    add(page, "dates-0-citations")
    cited = page.locator("[name='dates-0-citations-0-reading']")
    told = ["Invented Paper, A lorry is stopped, 2020-01-02", "Invented Paper, 2021"]
    assert cited.locator("option").all_inner_texts()[1:] == told
    cited.select_option(told[0])
    page.fill("[name='dates-0-what']", "a lorry was stopped")
    page.locator("[name=_continue]").last.click()  # refused: the case has no title
    page.wait_for_selector(".errornote")
    assert cited.locator("option:checked").text_content() == told[0]


def test_a_new_row_is_headed_by_what_it_says(page):
    section(page, "readings")
    add(page, "readings")
    heading = page.locator("#readings-0 > h3 .row-name")
    assert heading.inner_text() == "new"
    page.fill("[name='readings-0-new_publisher']", "Invented Paper")
    page.keyboard.press("Tab")
    assert heading.inner_text() == "Invented Paper"
    page.fill("[name='readings-0-new_publisher']", "")
    page.keyboard.press("Tab")
    assert heading.inner_text() == "new"


def test_the_box_that_removes_a_row_is_called_by_the_heading_of_the_row(page):
    page.fill("[name=title]", "A case with a source")
    section(page, "readings")
    add(page, "readings")
    box, told = page.locator("[name='readings-0-DELETE']"), re.compile("^Remove .+: Invented Paper$")
    page.fill("[name='readings-0-new_publisher']", "Invented Paper")
    page.keyboard.press("Tab")
    expect(box).to_have_accessible_name(told)
    page.locator("[name=_continue]").last.click()
    page.locator(".messagelist .success").wait_for()
    section(page, "readings")
    expect(box).to_have_accessible_name(told)


def test_rows_are_moved_with_the_keyboard_and_saved_in_that_order(page):
    page.fill("[name=title]", "A case of rows that moved")
    section(page, "open_questions")
    for number, text in enumerate(["second", "third", "first"]):
        add(page, "open_questions")
        page.fill(f"[name='open_questions-{number}-text']", text)
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.keyboard.press("Alt+Shift+ArrowUp")
    assert page.evaluate("document.activeElement.name") == "open_questions-2-text"
    assert page.inner_text("#desk-moved") == "1/3"
    page.keyboard.press("Alt+Shift+ArrowUp")  # it is the first: nothing happens
    page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".messagelist .success")
    section(page, "open_questions")
    add(page, "open_questions")
    page.keyboard.type("fourth")
    page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".messagelist .success")
    texts = page.locator("[name^='open_questions-'][name$='-text']")
    assert [texts.nth(n).input_value() for n in range(4)] == ["first", "second", "third", "fourth"]


def test_tab_passes_by_the_number_of_a_row_and_by_what_no_machine_proposed(page):
    section(page, "dates")
    add(page, "dates")
    passed = []
    for _press in range(6):
        passed.append(page.evaluate("document.activeElement.name").removeprefix("dates-0-"))
        page.keyboard.press("Tab")
    assert passed[:5] == ["what", "date_as_stated", "date_edtf", "is_main", "desk-add"]
    page.fill("[name='dates-0-position']", "3")  # with the mouse it can be reached
    assert not page.locator("[name='dates-0-main_proposed']").is_visible()


def save(page):
    page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".messagelist .success, .errornote")
    assert page.locator(".errornote").count() == 0


def roles(page):
    """What each stop is, as the page says it."""
    return page.locator("#routes-0-stops-group select[name$=-role] option:checked").all_text_contents()


def test_a_route_typed_stop_by_stop_ends_at_the_last_one_that_is_filled_in(page):
    page.fill("[name=title]", "A case with a route")
    section(page, "routes")
    add(page, "routes")
    page.focus("[name='routes-0-stops-0-name']")  # its first rows wait already
    page.keyboard.type("Lima")
    page.focus("[name='routes-0-stops-1-name']")
    for name in ("Cusco", "Puno"):
        page.keyboard.type(name)
        page.keyboard.press("Control+Enter")
    assert roles(page) == ["from (proposed)", "by way of (proposed)", "to (proposed)", "to (proposed)"]
    save(page)
    assert roles(page) == ["from", "by way of", "to"]

    section(page, "routes")
    add(page, "routes-0-stops")
    assert roles(page)[2:] == ["to", "to (proposed)"], "the new one is still empty"
    page.keyboard.type("Arica")
    assert roles(page)[2:] == ["by way of", "to (proposed)"]
    page.fill("[name='routes-0-stops-3-name']", "")
    assert roles(page)[2:] == ["to", "to (proposed)"]
    page.fill("[name='routes-0-stops-3-name']", "Arica")
    save(page)
    assert roles(page) == ["from", "by way of", "by way of", "to"]


def test_the_next_row_begins_in_the_first_field_for_words(page):
    section(page, "routes")
    add(page, "routes")
    page.focus("[name='routes-0-stops-1-name']")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.name") == "routes-0-stops-2-name"
    page.keyboard.type("Tacna")
    assert page.input_value("[name='routes-0-stops-2-role']") == ""
    page.focus("[id='id_routes-0-stops-2-party_text']")  # the last field, and it may stay empty
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "routes-0-stops-3-name"


def press_button(page, button):
    """With the mouse, as a hand does it: down where the button stands, and up at the same place."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_heading_keeps_its_height_so_that_a_click_meets_the_button_below_it(page, width):
    # On a screen that shows all: one that is scrolled may make up for what moves. The heading says the words when the field
    # is left, which is when the mouse goes down on the button.
    page.set_viewport_size({"width": width, "height": 4000})
    section(page, "readings")
    add(page, "readings")
    heading = page.locator("#readings-0 > h3")
    before = heading.bounding_box()["height"]
    words = "The Invented Paper of a Town with a very long Name " * 5
    page.focus("[name='readings-0-new_publisher']")
    page.keyboard.insert_text(words)
    press_button(page, page.locator("#readings-group > details ~ .add-row, #readings-group > .add-row").last)
    assert page.locator("#readings-1").count() == 1, "the click met nothing"
    assert heading.bounding_box()["height"] == before
    assert heading.locator(".row-name").get_attribute("title") == words.strip()


def test_a_mark_that_only_one_row_may_have_goes_from_the_others(page):
    page.fill("[name=title]", "A case with marks")
    section(page, "seizures")
    add(page, "seizures")
    page.fill("[name='seizures-0-what']", "cocaine")
    for number, amount in enumerate(["three kilos", "four kilos"]):
        if number:
            add(page, "seizures-0-measurements")
        page.fill(f"[name='seizures-0-measurements-{number}-quantity_as_stated']", amount)
    add(page, "seizures")
    preferred = [
        page.locator(f"[name='seizures-{n}-measurements-{m}-is_preferred']") for n, m in ((0, 0), (0, 1), (1, 0))
    ]
    assert [box.is_checked() for box in preferred] == [True, False, True], "as proposed"
    preferred[1].check()
    assert [box.is_checked() for box in preferred] == [False, True, True]
    section(page, "dates")
    for number in range(2):
        add(page, "dates")
        page.fill(f"[name='dates-{number}-what']", f"day {number}")
        page.check(f"[name='dates-{number}-is_main']")
    assert not page.is_checked("[name='dates-0-is_main']")
    save(page)
    assert [box.is_checked() for box in preferred[:2]] == [False, True]
    section(page, "seizures")
    preferred[0].check()  # it moves among saved rows as well
    save(page)
    assert [box.is_checked() for box in preferred[:2]] == [True, False]


def test_enter_breaks_no_line_of_a_title_and_a_pasted_break_is_saved_as_a_space(page):
    page.focus("[name=title]")
    page.keyboard.type("One line")
    page.keyboard.press("Enter")
    page.keyboard.type(" only")
    assert page.input_value("[name=title]") == "One line only"
    page.focus("[name=summary]")
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    page.keyboard.type("lines")
    assert page.input_value("[name=summary]") == "Two\nlines"
    page.fill("[name=title]", "Pasted from\n a page\r\n\nwith breaks")
    save(page)
    assert page.input_value("[name=title]") == "Pasted from a page with breaks"


def test_a_long_text_in_a_field_that_chooses_is_looked_for_by_its_beginning(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/autocomplete/" in request.url else None)
    section(page, "involvements")
    add(page, "involvements")
    page.fill("[id='id_involvements-0-party_text']", "palabra " * 5_000)
    page.get_by_role("option", name="Add as a person of this name").wait_for()
    assert len(parse_qs(urlsplit(asked[-1]).query)["term"][0]) <= 200  # and none was refused as too long
