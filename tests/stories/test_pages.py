"""Every page type in a real browser: nothing in the way of anybody (axe), nothing wider than the screen.

`UPDATE_SCREENSHOTS=1` puts pictures to look at into var/screenshots; the one that the README shows is a copy of the
reference case's.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.admin.pictures import UPDATE, VAR
from tests.browser import barriers

pytestmark = pytest.mark.browser

LISTS = ["incidents", "actors", "organizations", "regions", "allegations", "sources"]
FIXED = {
    "home": "/",
    "method": "/method/",
    "legal-standing": "/legal-standing/",
    "corrections": "/corrections/",
    "refused": "/incidents/?since=banana",
    "refused-with-offers": "/incidents/?region=Cusco&since=banana",
    "nothing-found": "/incidents/?q=nothingislikethis",
    "not-found": "/incidents/zzzzzzzz/",
    "search": "/search/?q=condori",
    **{name: f"/{name}/" for name in LISTS},
    "regions-with-incidents": "/regions/?incidents=yes",
    "incidents-filtered": "/incidents/?region=PE-CUS&since=2014&reading=possible",
}
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


def detail_addresses(page: Any) -> dict[str, str]:
    """The first row of each list, and the reference case."""
    found = {}
    for name in LISTS:
        page.goto(f"/{name}/")
        found[f"{name}-one"] = page.locator(f".rows a[href^='/{name}/']").first.get_attribute("href")
    page.goto("/incidents/?q=condori+huacac")
    found["reference-case"] = page.locator(".rows a[href^='/incidents/']").first.get_attribute("href")
    page.goto(found["reference-case"])
    found["versions"] = page.locator("a[href$='/versions/']").get_attribute("href")
    page.goto(found["versions"])
    found["as-published"] = page.locator(".rows a[href*='/as-published/']").first.get_attribute("href")
    return found


def unfold(page: Any) -> None:
    """Opens the form of a list, which is folded at first sight."""
    folded = page.locator("form.question details:not([open]) > summary")
    if folded.count():
        folded.click()


@pytest.mark.once
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_type_is_open_to_everybody_and_fits_the_screen(open_page: Callable[..., Any], look: str) -> None:
    page = open_page(**LOOKS[look])
    found = []
    for name, address in {**FIXED, **detail_addresses(page)}.items():
        page.goto(address)
        if UPDATE:
            page.screenshot(path=VAR / f"{name}-{look}.png", full_page=True)
        unfold(page)
        found += [f"{name}: {barrier}" for barrier in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name}: wider than the screen")
    assert found == []


def test_pages_work_without_javascript(open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator("main input[name=q]").first.fill("VRAEM")
    page.locator("form[action='/incidents/'] [type=submit], form[action='/incidents/'] button").first.click()
    page.wait_for_url("**/incidents/?*q=VRAEM*")
    assert "VRAEM" in page.locator("h1").inner_text()
    page.locator(".rows a[href^='/incidents/']").first.click()
    page.wait_for_url(re.compile(r"/incidents/\w{8}/"))
    page.locator("h1").wait_for()  # one, and only one


def test_a_reader_reads_the_reference_case(page: Any) -> None:
    page.goto("/incidents/?region=PE-CUS&since=2015&until=2015")
    page.locator(".rows a", has_text="Cusco").first.click()
    text = page.locator("main").inner_text()
    assert "Condori Huacac" in text and "La República" in text and "InSight Crime" in text
    assert "This is a claim, not a finding" in text
    assert "nine suspects" in text and "four police officers" in text and "five civilians" in text
    assert "$9,000" in text
    assert "VRAEM" in text and "Cusco" in text and "Bolivia" in text
    assert page.locator("main a[href^='#source']").count() > 10, "citations beside the statements"
    page.locator("main a[href^='#source']").first.click()
    assert "#source" in page.url


def test_the_keyboard_reaches_the_content_and_the_filters(page: Any) -> None:
    page.goto("/incidents/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") != ""


def test_typing_in_the_region_field_offers_regions(page: Any) -> None:
    page.goto("/incidents/")
    if page.locator("details:not([open]) summary").count():
        page.locator("details:not([open]) summary").first.click()
    field = page.locator("input[name=region]").first
    field.press_sequentially("cusc", delay=20)
    page.get_by_role("option").first.wait_for()
    assert "Cusco" in page.get_by_role("listbox").first.inner_text()
