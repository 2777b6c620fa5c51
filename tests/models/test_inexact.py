"""Dates as inexact as the sources leave them."""

from datetime import date

import pytest

from incidents.models import Incident, IncidentDate, edtf_bounds


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
        ("2012-21", date(2012, 3, 1), date(2012, 5, 31)),
        ("-0044", None, None),
    ],
)
def test_an_expression_has_the_first_and_the_last_day_that_it_may_mean(text: str, first: date, last: date) -> None:
    assert edtf_bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["banana", "2015-13", "2016-02-30", "July", "..", "2014/2013", "12/03/2014", "9" * 500, "[[[", "2014/2015/2016"],
)
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ "):
        edtf_bounds(text)


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
