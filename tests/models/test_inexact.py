"""Dates as inexact as the sources leave them."""

from contextlib import suppress
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.models import Incident, IncidentDate, edtf_bounds, is_blank, text_error
from incidents.search.turning import unturned


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("2015-07-03", date(2015, 7, 3), date(2015, 7, 3)),
        ("2015-07", date(2015, 7, 1), date(2015, 7, 31)),
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("../2015-07", None, date(2015, 7, 31)),
        ("/2015-07", None, date(2015, 7, 31)),
        ("2021/..", date(2021, 1, 1), None),
        ("1995/2013", date(1995, 1, 1), date(2013, 12, 31)),
        ("[1982,1984]", date(1982, 1, 1), date(1984, 12, 31)),
        ("[..2014-05]", None, date(2014, 5, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("XXXX-01", None, None),
        ("2019~", date(2018, 1, 1), date(2020, 12, 31)),
        ("2014-06~", date(2014, 5, 1), date(2014, 7, 31)),
        ("2014-09-15~", date(2014, 9, 14), date(2014, 9, 16)),
        ("2014-09-01/2014-09-15~", date(2014, 9, 1), date(2014, 9, 16)),
        ("1979~/2009", date(1978, 1, 1), date(2009, 12, 31)),
        ("-0044", None, None),
        # a mark stands at the part before it and all to its left, or at the part after it alone
        ("2004-06~-11", date(2004, 5, 11), date(2004, 7, 11)),
        ("2015?-07-03", date(2014, 7, 3), date(2016, 7, 3)),
        ("~2015-07-03", date(2014, 7, 3), date(2016, 7, 3)),
        ("2015-07-~03", date(2015, 7, 2), date(2015, 7, 4)),
        ("2016?-02-29", date(2015, 2, 28), date(2017, 2, 28)),
        ("201X~", date(2000, 1, 1), date(2029, 12, 31)),
        ("2014-XX~", date(2013, 1, 1), date(2015, 12, 31)),
        # digits that are not known
        ("1984-1X", date(1984, 10, 1), date(1984, 12, 31)),
        ("1985-0X", date(1985, 1, 1), date(1985, 9, 30)),
        ("1985-04-1X", date(1985, 4, 10), date(1985, 4, 19)),
        ("1985-04-3X", date(1985, 4, 30), date(1985, 4, 30)),
        ("1985-1X-XX", date(1985, 10, 1), date(1985, 12, 31)),
        ("19X7", date(1907, 1, 1), date(1997, 12, 31)),
        ("201X-02-29", date(2012, 2, 29), date(2016, 2, 29)),
        ("2016-02-29", date(2016, 2, 29), date(2016, 2, 29)),
        ("XXXX-12-2X", None, None),
        # a season without a hemisphere may be that of either
        ("2012-21", date(2012, 3, 1), date(2012, 11, 30)),
        ("2012-24", date(2011, 12, 1), date(2013, 2, 28)),
        ("2012-26", date(2012, 6, 1), date(2012, 8, 31)),
        ("2012-29", date(2012, 9, 1), date(2012, 11, 30)),
        ("2012-34", date(2012, 4, 1), date(2012, 6, 30)),
        ("2012-33~", date(2011, 10, 1), date(2012, 6, 30)),
        ("[2001-29,2001-32]", date(2001, 6, 1), date(2001, 11, 30)),
        # sets, times of day, years in other forms
        ("{2012,2014..2016}", date(2012, 1, 1), date(2016, 12, 31)),
        ("[2014..]", date(2014, 1, 1), None),
        ("2015-07-03T10:00:00-05:00", date(2015, 7, 3), date(2015, 7, 3)),
        ("1950S2", date(1900, 1, 1), date(1999, 12, 31)),
        ("Y2E3", date(2000, 1, 1), date(2000, 12, 31)),
        ("Y17E2S1", date(1000, 1, 1), date(1999, 12, 31)),
        ("Y170000002", None, None),
        # the ends of what a day can be
        ("0001-01-01~", None, date(1, 1, 2)),
        ("0001-01~", None, date(1, 2, 28)),
        ("0001~", None, date(2, 12, 31)),
        ("9998-12-31~", date(9998, 12, 30), None),
        ("0000", None, None),
    ],
)
def test_an_expression_has_the_first_and_the_last_day_that_it_may_mean(text: str, first: date, last: date) -> None:
    assert edtf_bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "banana",
            "2015-13",
            "2016-02-30",
            "July",
            "..",
            "2014/2013",
            "12/03/2014",
            "9" * 500,
            "[[[",
            "2014/2015/2016",
        ),
        *("2015-02-29", "1900-02-29", "2100-02-29~", "[2015-02-29,2016]", "2015-02-28/2015-02-29", "2015-04-31"),
        *("2015-02-3X", "XXXX-02-30", "2012-21-03", "2012-42", "-0000", "Y123", "Y02015", "2015-07-03T25:00:00"),
        *("[]", "{,}", "[2014", "[2012-03..2012-01]", "[2012,..2014]", "[..]", "٢٠١٥", "2015\x0b-07", "2015--07"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ ") as refusal:
        edtf_bounds(text)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "text", ["Y1E9999999", "Y-17E99999999999", "Y" + "9" * 100, "Y9E" + "9" * 90, "[" * 100, "X" * 119]
)
def test_no_date_takes_long_to_read(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    began = perf_counter()
    with suppress(ValueError):
        assert edtf_bounds(text) == (None, None)
    assert perf_counter() - began < 0.5
    assert capsys.readouterr() == ("", "")


@given(st.text("0123456789X~?%-/.,[]{}YESTZ:+", max_size=30))
def test_any_text_has_bounds_in_order_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        first, last = edtf_bounds(text)
        assert first is None or last is None or first <= last


@pytest.mark.django_db
class TestTheTwoReadingsOfAPeriod:
    def found(self, edtf: str, since: date | None, until: date | None) -> tuple[bool, bool]:
        incident = Incident.objects.create(title="A case")
        if edtf:
            IncidentDate.objects.create(incident=incident, what="it", date_edtf=edtf, is_main=True)
        one = Incident.objects.filter(pk=incident.pk)
        return one.certainly_within(since, until).exists(), one.possibly_within(since, until).exists()

    @pytest.mark.parametrize(
        "edtf,certain,possible",
        [
            ("2014-05", True, True),
            ("2014", True, True),
            ("2013/2015", False, True),
            ("2014-12/2015-01", False, True),
            ("../2015", False, True),
            ("2014~", False, True),
            ("2013", False, False),
            ("2015-01-01", False, False),
            ("", False, True),
        ],
    )
    def test_certainly_is_wholly_inside_and_possibly_touches(self, edtf: str, certain: bool, possible: bool) -> None:
        assert self.found(edtf, date(2014, 1, 1), date(2014, 12, 31)) == (certain, possible)

    def test_an_open_period_has_one_edge(self) -> None:
        assert self.found("2014", date(2014, 1, 1), None) == (True, True)
        assert self.found("2021/..", None, date(2025, 1, 1)) == (False, True)


@pytest.mark.django_db
def test_the_date_of_an_incident_follows_its_main_date() -> None:
    incident = Incident.objects.create(title="A case")
    moment = IncidentDate.objects.create(incident=incident, what="it", date_edtf="2014", is_main=True)
    incident.refresh_from_db()
    assert incident.date_edtf == "2014"
    moment.date_edtf = "2014-05"
    moment.save()
    incident.refresh_from_db()
    assert incident.date_latest == date(2014, 5, 31)
    moment.delete()
    incident.refresh_from_db()
    assert (incident.date_edtf, incident.date_earliest) == ("", None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("العربية and עברית", "العربية and עברית"),
        ("\u2068Ana\u2069 said \u202aso\u202c", "\u2068Ana\u2069 said \u202aso\u202c"),
        ("bravo \u202e abc", "bravo  abc"),
        ("a\u202c b", "a b"),
        ("\u2066a\u202c b\u2069", "a b"),
    ],
)
def test_a_mark_that_turns_the_direction_of_text_ends_before_the_text(text: str, kept: str) -> None:
    assert unturned(text) == kept
    assert bool(text_error(text)) == (text != kept)


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0", "\u200b", "\u2028\t\n", "\ufeff\u2060\u00ad", "\u3164\ufe0f\u034f"]
)
def test_spaces_and_characters_without_a_shape_are_a_blank_text(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}ñ") and not is_blank(f"{text}.{text}")
