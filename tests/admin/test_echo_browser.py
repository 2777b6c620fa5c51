"""What is told beside an amount, before a real browser: as much as the row will keep, and anew when its other fields change."""

import pytest
from playwright.sync_api import expect

from tests.admin.test_desk_browser import add, choose, section
from tests.admin.test_rows_browser import ADD, save

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def page(editor_page):
    editor_page.set_default_timeout(60_000)
    editor_page.goto(ADD)
    return editor_page


def test_the_echo_follows_the_currency_and_the_numbers_beside_the_words(page):
    section(page, "rates")
    add(page, "rates")
    page.fill("[name='rates-0-amount_as_stated']", "mil pesos")
    echo = page.locator("[name='rates-0-amount_as_stated'] + .echo")
    expect(echo).to_contain_text("Kept as words only: it is not sure which country’s money “pesos” is.")
    choose(page, "rates-0-currency", "COP")
    expect(echo).to_have_text("Understood: 1,000 COP")
    page.fill("[name='rates-0-amount_low']", "900")
    expect(echo).to_have_text("Kept as words only: the numbers beside them are given already.")
    page.fill("[name='rates-0-amount_low']", "")
    expect(echo).to_have_text("Understood: 1,000 COP")


def test_nothing_is_told_of_words_that_are_saved_already_for_they_are_not_read_again(page):
    page.fill("[name=title]", "A case of pesos")
    section(page, "rates")
    add(page, "rates")
    page.fill("[name='rates-0-what']", "a fee")
    page.fill("[name='rates-0-amount_as_stated']", "mil pesos")
    save(page)
    section(page, "rates")
    echo = page.locator("[name='rates-0-amount_as_stated'] + .echo")
    choose(page, "rates-0-currency", "COP")
    page.fill("[name='rates-0-amount_as_stated']", "mil pesos colombianos")
    expect(echo).to_have_text("Understood: 1,000 COP")
    page.fill("[name='rates-0-amount_as_stated']", "mil pesos")
    expect(echo).to_have_text("")
