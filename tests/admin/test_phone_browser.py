"""The desk on a phone: lists that are read without moving them sideways."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.usefixtures("editor_page")]
OVERFLOW = (
    "[...document.querySelectorAll('.results, #changelist-form, html')].map(box => box.scrollWidth - box.clientWidth)"
)


@pytest.fixture
def page(open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    page.context.set_default_timeout(60_000)  # on a machine that may be busy
    return page


@pytest.mark.parametrize("model", ["incident", "organization", "source", "region", "allegation"])
def test_the_rows_of_a_list_are_no_wider_than_the_screen(page, model):
    page.goto(f"/admin/incidents/{model}/")
    assert page.locator("#result_list tbody tr").count() > 10
    assert set(page.evaluate(OVERFLOW)) == {0}
    row = page.locator("#result_list tbody tr").first
    cells = [cell.bounding_box() for cell in row.locator("td, th").all()]
    assert all(cell["x"] >= 0 and cell["x"] + cell["width"] <= 390 for cell in cells)
    called, box = row.locator("th").bounding_box(), row.locator(".action-checkbox")
    if box.count():
        beside = box.bounding_box()
        assert beside["x"] + beside["width"] <= called["x"]
        assert called["y"] <= beside["y"] + beside["height"] / 2 <= called["y"] + called["height"]


def test_the_heads_of_a_list_are_seen_by_whoever_comes_to_them_with_the_keyboard(page):
    page.goto("/admin/incidents/incident/")
    head = page.locator("#result_list thead")
    assert head.bounding_box()["height"] <= 1
    head.locator(".text a").first.focus()
    assert head.bounding_box()["height"] > 10


def test_versions_are_read_and_chosen_without_moving_their_table(page):
    page.goto("/admin/incidents/incident/?q=001-condori")
    page.click("#result_list tbody tr:first-child th a")
    page.wait_for_selector("#incident_form")
    page.goto(page.url.split("/change/")[0] + "/versions/")
    assert page.evaluate(
        "[...document.querySelectorAll('.results, html')].map(b => b.scrollWidth - b.clientWidth)"
    ) == [0, 0]
    row = page.locator(".versions tbody tr").first
    cells = [cell.bounding_box() for cell in row.locator("td, th").all()]
    assert all(cell["x"] >= 0 and cell["x"] + cell["width"] <= 390 for cell in cells)
    assert row.locator(".why").bounding_box()["width"] >= 150
    assert labels(row) == ["Older", "Newer", "Why", "When (UTC)", "Who"]


def labels(row):
    """What is seen before the words of each cell of data."""
    seen = row.evaluate(
        "row => [...row.querySelectorAll('td')].map(cell => getComputedStyle(cell, '::before').content)"
    )
    return [words.replace('" "', "").strip('"').removesuffix(": ") for words in seen if words != "none"]


def test_each_cell_of_a_list_says_what_it_is(page):
    page.goto("/admin/incidents/incident/")
    assert {"Stage", "Claims"} <= set(labels(page.locator("#result_list tbody tr").first))
    page.set_viewport_size({"width": 1280, "height": 900})
    assert labels(page.locator("#result_list tbody tr").first) == [], "where the heads are seen they are not said again"
