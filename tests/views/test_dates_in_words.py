"""Inexact dates and numbers in words: never more exact than the record."""

from types import SimpleNamespace
from typing import Any

import pytest

from incidents.figures.inexact import date_in_words, exact_day, spread
from incidents.templatetags.details import when


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2015", "2015"),
        ("2015-07", "July 2015"),
        ("2015-07-03", "3 July 2015"),
        ("2019~", "about 2019"),
        ("2019-06?", "June 2019 (uncertain)"),
        ("../2015-07", "until July 2015"),
        ("2021/..", "since 2021"),
        ("2014/2016", "2014 to 2016"),
        ("[2010-09,2010-11]", "September 2010 or November 2010"),
        ("[2010,2012,2014-05-01]", "2010, 2012 or 1 May 2014"),
        ("{2010-09, 2010-11}", "September 2010 and November 2010"),
        ("[2010..2012]", "[2010..2012]"),
        ("201X", "201X"),
        ("2015-13", "2015-13"),
    ],
)
def test_a_date_says_what_its_expression_says(edtf: str, words: str) -> None:
    assert date_in_words(edtf) == words


@pytest.mark.parametrize("edtf", ["2015", "2015-07", "2015-07-03~", "../2015-07-03", "2015-07-03/2015-07-04", ""])
def test_only_an_exact_day_is_told_to_machines(edtf: str) -> None:
    assert exact_day(edtf) == ""
    assert exact_day("2015-07-03") == "2015-07-03"


def test_the_words_of_the_source_come_before_our_reading_of_them() -> None:
    assert when("2014-09-01/2014-09-15~", "in early September")["ours"]
    assert not when("2015-07", "in July")["ours"]
    assert when("2015-07", "July 2015")["said"] == ""


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (None, None, None, ""),
        (4, None, 4, "4"),
        (20, None, 24, "20 to 24"),
        (None, None, 24, "at most 24"),
        (9000, None, None, "at least 9,000"),
        (20, 22, 24, "22 (20 to 24)"),
        (None, 5, None, "5"),
    ],
)
def test_a_number_is_as_inexact_as_its_bounds(low: Any, best: Any, high: Any, words: str) -> None:
    assert spread(SimpleNamespace(count_low=low, count_best=best, count_high=high), "count") == words
