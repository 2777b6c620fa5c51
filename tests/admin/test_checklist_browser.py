"""The checklist in a real browser: from a draft in which everything is missing, line by line, to a published case."""

import pytest

from tests.admin.test_desk_browser import add, section

pytestmark = pytest.mark.browser
WHERE = """anchor => {
    const place = document.getElementById(anchor), field = document.activeElement;
    const box = field.getBoundingClientRect();
    return place.contains(field) && field !== document.body && field.checkVisibility()
        && box.top >= 0 && box.bottom <= innerHeight;
}"""


def save(page):
    with page.expect_navigation():
        page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".messagelist .success, .errornote")
    assert page.locator(".errornote").count() == 0, page.locator(".errorlist").all_inner_texts()


def draft(page):
    page.goto("/admin/incidents/incident/add/")
    page.fill("[name=title]", "A draft in which everything is missing")
    section(page, "allegations")
    add(page, "allegations")
    page.fill("[name='allegations-0-claim']", "Took part in it.")
    page.focus("[id='id_allegations-0-parties-0-party_text']")
    page.keyboard.type("Persona Acusada Inventada")
    page.get_by_role("option", name="Add as a person of this name").click()
    save(page)


def test_every_line_leads_to_its_field_what_blocks_blocks_and_mended_it_is_published(editor_page):
    page = editor_page
    page.set_default_timeout(60_000)  # the longest page of the desk, on a machine that may be busy
    draft(page)
    blocking = page.locator(".checklist .blocking a")
    said = " ".join(blocking.all_inner_texts())
    for words in ("summary is empty", "Nothing is cited", "who makes this claim", "no public source names them"):
        assert words in said
    page.locator(".checklist details summary").click()
    lines = page.locator(".checklist a")
    assert lines.count() > blocking.count(), "there are warnings too"
    for number in range(lines.count()):
        line = lines.nth(number)
        page.evaluate("for (const box of document.querySelectorAll('.rows details')) box.open = false")
        line.click()
        anchor = line.get_attribute("href").removeprefix("#")
        assert page.evaluate(WHERE, anchor), f"{line.inner_text()} leads to {anchor}, and nothing there has the cursor"

    page.get_by_role("link", name="Publish", exact=True).click()
    page.fill("[name=reason]", "Too early.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".messagelist .error")
    assert "The summary is empty" in page.inner_text(".messagelist")
    page.go_back()
    page.go_back()

    blocking.filter(has_text="summary is empty").click()
    page.keyboard.type("The paper says that it happened.")
    add(page, "readings")
    page.fill("[name='readings-0-new_publisher']", "Diario Inventado del Valle")
    blocking.filter(has_text="who makes this claim").click()
    page.locator("[id='allegations-0-speech-group'] > .add-row").click()
    page.fill("[name='allegations-0-speech-0-words']", "the prosecutor")
    blocking.filter(has_text="no public source names them").click()
    page.keyboard.press("Space")
    assert page.is_checked("[name='involvements-0-named_publicly']")
    page.click("#desk-cite-rest")
    save(page)

    assert blocking.count() == 0, blocking.all_inner_texts()
    assert page.locator(".checklist details li").count() > 0, "what warns does not stand in the way"
    page.get_by_role("link", name="Publish", exact=True).click()
    page.fill("[name=reason]", "Everything is there.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".messagelist .success")
    page.goto(page.locator("a.viewsitelink").get_attribute("href"))
    assert "Took part in it" in page.inner_text("main")


def test_what_a_save_refused_stands_at_the_top_and_each_sentence_leads_to_its_field(editor_page):
    page = editor_page
    page.set_default_timeout(60_000)
    page.goto("/admin/incidents/incident/add/")
    section(page, "dates")
    add(page, "dates")
    page.fill("[name='dates-0-date_edtf']", "no date at all")
    add(page, "dates-0-citations")
    page.locator("[name=_continue]").last.click()
    page.wait_for_selector(".errornote")
    page.wait_for_load_state()
    lines = page.locator(".desk-refused a")
    said = lines.all_inner_texts()
    assert [text.partition(":")[0] for text in said][:2] == ["Title", "Date 1, What"] and "is not a date" in " ".join(
        said
    )
    for number in range(lines.count()):
        page.evaluate("for (const box of document.querySelectorAll('.rows details')) box.open = false")
        lines.nth(number).click()
        anchor = lines.nth(number).get_attribute("href").removeprefix("#")
        assert page.evaluate(WHERE, anchor), f"{said[number]} leads to {anchor}, and nothing there has the cursor"
