"""Inexact dates and numbers in words: never more exact than the record."""

from types import SimpleNamespace
from typing import Any

import pytest

from incidents.figures.dates import date_in_words, exact_day
from incidents.figures.inexact import spread
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
        ("[2010..2012]", "some time from 1 January 2010 to 31 December 2012"),
        ("[..2012]", "until 31 December 2012"),
        ("201X", "the 2010s"),
        ("201X~", "about the 2010s"),
        ("20XX", "some time from 1 January 2000 to 31 December 2099"),
        ("2015-XX", "2015"),
        ("2015-03-XX", "March 2015"),
        ("2015-1X", "some time from 1 October 2015 to 31 December 2015"),
        ("2024-~02", "about February 2024"),
        ("2014?-06-03", "3 June 2014 (uncertain)"),
        ("2014-06-03%", "about 3 June 2014 (uncertain)"),
        ("2018-23", "autumn of 2018"),
        ("2016-24", "winter of 2016"),
        ("2016-29", "spring of 2016 (southern hemisphere)"),
        ("2016-34", "second quarter of 2016"),
        ("2022-40", "first half of 2022"),
        ("2016-21/2016-23", "spring of 2016 to autumn of 2016"),
        ("2016-12-03/2017-XX", "3 December 2016 to 2017"),
        ("2017-05-12T23:59:59", "12 May 2017, 23:59:59"),
        ("2017-05-12T23:59:59Z", "12 May 2017, 23:59:59 UTC"),
        ("../..", "../.."),
        ("Y17E7", "Y17E7"),
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
