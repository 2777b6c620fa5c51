"""Dates in words become EDTF where they mean one thing, and are refused where they mean two or none."""

import datetime

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.test import RequestFactory

from incidents.admin.dates import Contradiction, words_to_edtf
from incidents.models import IncidentSource


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
        ("in 2014", "2014"),
        ("in September 2014", "2014-09"),
        ("el 3 de julio de 2015", "2015-07-03"),
        ("Monday, June 30 (2025)", "2025-06-30"),
        ("el lunes 30 de junio de 2025", "2025-06-30"),
        ("Thursday (18 Aug 2022)", "2022-08-18"),
        ("between August 22 and 25 (2017)", "2017-08-22/2017-08-25"),
        ("entre el 22 y el 25 de agosto de 2017", "2017-08-22/2017-08-25"),
        ("del 22 al 25 de agosto de 2017", "2017-08-22/2017-08-25"),
        ("22-25 August 2017", "2017-08-22/2017-08-25"),
        ("August 22–25, 2017", "2017-08-22/2017-08-25"),
        ("June to August 2010", "2010-06/2010-08"),
        ("from March 22 to April 3, 2014", "2014-03-22/2014-04-03"),
        ("1991 / 2005", "1991/2005"),
        ("en el año 2014", "2014"),
        ("Monday (October 2024)", "2024-10"),
        ("between 2014 and 2016", "2014/2016"),
        ("entre 2014 y 2016", "2014/2016"),
        ("2014/03", "2014-03"),
        ("early March 2021", "2021-03"),
        ("a principios de marzo de 2021", "2021-03"),
        ("mid-2020", "2020"),
        ("a mediados de 2020", "2020"),
        ("a mediados del 2020", "2020"),
        ("late 2019", "2019"),
        ("a fines de 2019", "2019"),
        ("the end of March 2021", "2021-03"),
        ("the early 1990s", "199X"),
        ("until mid 2013", "../2013"),
        ("since early 2019", "2019/.."),
        ("about mid-2020", "2020~"),
        ("late March to early April 2021", "2021-03/2021-04"),
        ("early to mid 2020", "2020"),
        ("night of 4 to 5 June 2022", "2022-06-04/2022-06-05"),
        ("the night of June 4-5, 2022", "2022-06-04/2022-06-05"),
        ("the night between 4 and 5 June 2022", "2022-06-04/2022-06-05"),
        ("la noche del 4 al 5 de junio de 2022", "2022-06-04/2022-06-05"),
        ("la noche del 31 de mayo al 1 de junio de 2022", "2022-05-31/2022-06-01"),
        ("la madrugada del 5 de junio de 2022", "2022-06-05"),
        ("en la madrugada del domingo 5 de junio de 2022", "2022-06-05"),
        ("dawn of 5 June 2022", "2022-06-05"),
        ("on the evening of 5 June 2022", "2022-06-05"),
        ("between Tuesday August 22 and Friday August 25, 2017", "2017-08-22/2017-08-25"),
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
        "14 and 16 March 2014",
        "between 3 and 4 April",
        "Monday",
        "between 25 and 22 August 2017",
        "mid July",
        "2014/2012",
        "31 February 2015",
        "in 2014 and 2016",
        "2014 y 2016",
        "from 2014 and 2016",
        "March and May 2014",
        "2010/11",  # November, or two years
        "2003–07",
        "night of 5 June 2022",  # or of the morning after
        "night of 4 to 9 June 2022",
        "la mañana de junio de 2022",
        "early 5 March 2021",
        "early September",
        "beginning in November 2011",  # since then
        "between Monday and Friday 25 August 2017",
        "March to 2014",
        "early " * 5000 + "2014",
    ],
)
def test_words_that_mean_two_dates_or_none(words):
    with pytest.raises(ValidationError) as refusal:
        words_to_edtf(words)
    assert "for example" in str(refusal.value) or "ends before" in str(refusal.value)


@pytest.mark.parametrize(
    "words",
    [
        "Tuesday, June 30, 2025",
        "el martes 30 de junio de 2025",
        "from Tuesday June 30 to July 3, 2025",
        "between June 27 and Tuesday 30, 2025",
        "la madrugada del martes 30 de junio de 2025",
        "before Tuesday 30 June 2025",
    ],
)
def test_a_weekday_that_the_day_was_not_is_refused_with_the_one_that_it_was(words):
    with pytest.raises(Contradiction, match="30 June 2025 is a Monday"):
        words_to_edtf(words)


def test_a_field_for_a_day_says_what_contradicts_it():
    with pytest.raises(ValidationError, match="3 May 2026 is a Sunday"):
        day_field().clean("Monday, 3 May 2026")


@pytest.mark.parametrize("words", ["2026-05-03", "3 May 2026", "May 3, 2026", "3 de mayo de 2026", " 2026-05-03 "])
def test_a_day_is_read_from_words_that_mean_one(words):
    assert day_field().clean(words) == datetime.date(2026, 5, 3)


@pytest.mark.parametrize(
    "words", ["03/05/2026", "3.5.26", "2026-05", "May 2026", "about 3 May 2026", "soon", "9" * 9000]
)
def test_a_day_that_can_be_read_in_two_ways_or_is_none_is_refused_with_how_to_write_it(words):
    with pytest.raises(ValidationError) as refusal:
        day_field().clean(words)
    assert ("year-month-day" if words[:3] in {"03/", "3.5"} else "3 May 2026.") in str(refusal.value)
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize("words", ["3 May 2226", "2226-05-03"])
def test_nobody_looked_on_a_day_that_is_still_to_come(words):
    with pytest.raises(ValidationError, match="3 May 2226 is still to come"):
        day_field().clean(words)


def day_field():
    """The field of the desk for a day, as its forms have it."""
    desk = next(one for model, one in admin.site._registry.items() if model.__name__ == "Source")
    column = IncidentSource._meta.get_field("accessed")
    assert type(column) is DateField
    return desk.formfield_for_dbfield(column, RequestFactory().get("/"))
