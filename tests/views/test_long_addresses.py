"""Addresses longer than any server takes unasked: the real server hands them on, and the site answers with a page of ours."""

from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from incidents.filters import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent.parent
TYPED = {
    "10 kB of letters": "a" * 10_240,
    "60 kB of words": "ab+" * 20_000,
    "a thousand characters of another script": quote("語" * 1_000),
    "emoji": quote("😀" * 5_000),
    "quotation marks": "%22" * 20_000,
    "NUL": "%00" * 20_000,
}
SUGGESTIONS = ["everything", "regions", "actors", "organizations", "offences", "publishers"]


def answer(site: Any, address: str) -> tuple[int, str]:
    door = HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    door.request("GET", address)
    given = door.getresponse()
    return given.status, given.read().decode()


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_fits_into_64_kib_is_looked_for(site: Any, typed: str) -> None:
    for address in ("/search/", *(f"/{name}/" for name in QUESTIONS)):
        status, page = answer(site, f"{address}?q={TYPED[typed]}")
        assert status == 200 and "Everyone is presumed innocent" in page, address


@pytest.mark.parametrize("typed", TYPED)
def test_what_cannot_be_that_long_is_refused_with_its_reason(site: Any, typed: str) -> None:
    for name in QUESTIONS:
        for parameter in ("after", "before", "sort", "banana"):
            status, page = answer(site, f"/{name}/?{parameter}={TYPED[typed]}")
            assert (status, f"<code>{parameter}</code>" in page) == (400, True), (name, parameter)
    for what in SUGGESTIONS:
        status, told = answer(site, f"/suggest/{what}/?q={TYPED[typed]}")
        assert status == 400 and "at most 200 characters" in told, what


@pytest.mark.parametrize("typed", TYPED)
def test_a_file_is_given_for_all_of_the_words_or_not_at_all(site: Any, typed: str) -> None:
    whole = typed == "a thousand characters of another script"
    for name in QUESTIONS:
        status, told = answer(site, f"/{name}.csv?q={TYPED[typed]}")
        refused = told.startswith("This question cannot be answered:\nq: ")
        assert (status, refused) == ((200, False) if whole else (400, True)), name


def test_a_long_address_that_leads_nowhere_gets_our_page(site: Any) -> None:
    for address in (f"/nowhere/{'a' * 60_000}/", f"/incidents?q={'a' * 60_000}", f"/admin/?next={'a' * 60_000}"):
        status, page = answer(site, address)
        assert status in (400, 404) and "Everyone is presumed innocent" in page, address[:20]


def test_wherever_gunicorn_is_started_it_is_told_so() -> None:
    for file in ("scripts/run", "benchmarks/serving.py", "tests/site.py", "README.md", "config/wsgi.py"):
        text = (ROOT / file).read_text()
        assert "gunicorn" in text and "config/gunicorn.py" in text, file
