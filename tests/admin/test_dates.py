"""Dates in words become EDTF where they mean one thing, and are refused where they mean two or none."""

import pytest
from django.core.exceptions import ValidationError

from incidents.admin.dates import words_to_edtf


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2015", "2015"),
        ("2015-07-03", "2015-07-03"),
        ("../2015-07", "../2015-07"),
        ("July 2015", "2015-07"),
        ("julio de 2015", "2015-07"),
        ("3 de julio de 2015", "2015-07-03"),
        ("3 July 2015", "2015-07-03"),
        ("July 3, 2015", "2015-07-03"),
        ("Sept 2015", "2015-09"),
        ("set. de 2015", "2015-09"),
        ("May 2015", "2015-05"),
        ("ene 2015", "2015-01"),
        ("about 2012", "2012~"),
        ("hacia 2012", "2012~"),
        ("circa July 2015", "2015-07~"),
        ("before 2015-07", "../2015-07"),
        ("until July 2015", "../2015-07"),
        ("after 2014", "2014/.."),
        ("desde marzo de 2014", "2014-03/.."),
        ("between 2012 and 2014", "2012/2014"),
        ("from March 2012 to May 2014", "2012-03/2014-05"),
        ("de 2012 a 2014", "2012/2014"),
        ("2012-2014", "2012/2014"),
        ("1990s", "199X"),
    ],
)
def test_words_that_mean_one_date(words, edtf):
    assert words_to_edtf(words) == edtf


@pytest.mark.parametrize(
    "words",
    [
        "12/03/2014",
        "12-03-2014",
        "3.4.14",
        "one fine day",
        "July",
        "2015 or 2016",
        "mid July",
        "2014/2012",
        "31 February 2015",
    ],
)
def test_words_that_mean_two_dates_or_none(words):
    with pytest.raises(ValidationError) as refusal:
        words_to_edtf(words)
    assert "for example" in str(refusal.value) or "ends before" in str(refusal.value)
