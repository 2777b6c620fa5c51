"""Numbers as people write them are read where they mean one thing; everything else stays words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from incidents.admin.amounts import words_to_amount
from incidents.admin.inputs import keepable
from incidents.models import Casualty, Currency, Incident, Rate, Seizure
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def usd():
    return Currency.objects.create(code="USD", name_en="US dollar")


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("9", "9"),
        ("nine", "9"),
        ("the nine suspects", "9 suspects"),
        ("four police officers", "4 police officers"),
        ("nearly two dozen", "at most 24"),
        ("casi dos docenas", "at most 24"),
        ("about 9,000 USD", "9,000 USD"),
        ("around US$9,000", "9,000 USD"),
        ("unos 9.000 dólares", "9,000 USD"),
        ("more than 500 kilos of cocaine", "at least 500 kg"),
        ("más de 1,5 toneladas", "at least 1.5 toneladas"),
        ("between 3 and 5 tonnes", "3 to 5 tonnes"),
        ("entre 3 y 5 millones de soles", "3,000,000 to 5,000,000 PEN"),
        ("10-12 packages", "10 to 12 packages"),
        ("2 million euros", "2,000,000 EUR"),
        ("53 grenades", "53 grenades"),
        ("at least a dozen", "at least 12"),
        ("12 AK-47 Rifles", "12 AK-47 Rifles"),
        ("Dos pistolas Glock automáticas.", "2 pistolas Glock automáticas"),
    ],
)
def test_words_that_mean_one_amount(words, understood):
    assert str(words_to_amount(words)) == understood


@pytest.mark.parametrize(
    "words",
    [
        "around $9,000",
        "a number of other officials",
        "cocaine, amount not given",
        "several",
        "5 and 3",
        "12/5",
        "between 5 and 3",
        "",
        "3 or 4",
    ],
)
def test_words_that_mean_none_or_several_stay_words(words):
    assert words_to_amount(words) is None


def test_an_amount_typed_in_one_box_fills_the_bounds_the_unit_and_the_currency(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    add_row(data, "casualties", what="killed", count_as_stated="nearly two dozen")
    add_row(data, "rates", what="fee", amount_as_stated="about 9,000 USD")
    seizure = add_row(data, "seizures", what="drugs")
    add_row(
        data, f"{seizure}-measurements", quantity_as_stated="500 kilos of cocaine", value_as_stated="price not given"
    )
    send(admin_client, ADD, data)
    killed, fee, taken = Casualty.objects.get(), Rate.objects.get(), Seizure.objects.get().measurements.get()
    assert (killed.count_low, killed.count_high, killed.count_as_stated) == (None, 24, "nearly two dozen")
    assert (fee.amount_low, fee.amount_high, fee.currency_id) == (9000, 9000, "USD")
    assert (taken.quantity_low, taken.unit_as_stated, taken.value_low, taken.currency) == (500, "kg", None, None)


def test_bounds_that_were_typed_are_not_touched(admin_client):
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    add_row(data, "casualties", what="killed", count_as_stated="nearly two dozen", count_low="20")
    send(admin_client, ADD, data)
    assert (Incident.objects.get().casualties.get().count_low, Casualty.objects.get().count_high) == (20, None)


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("date", "julio de 2015", "Understood: 2015-07 (1 July 2015 to 31 July 2015)"),
        ("date", "before 2015-07", "Understood: ../2015-07 (until 31 July 2015)"),
        ("date", "12/03/2014", "can be read in two ways"),
        ("amount", "nearly two dozen", "Understood: at most 24"),
        ("amount", "several", "Kept as words only"),
    ],
)
def test_what_is_typed_is_echoed_as_it_will_be_understood(admin_client, kind, text, answer):
    told = admin_client.get("/admin/incidents/incident/understood/", {"kind": kind, "text": text}).json()["text"]
    assert answer in told


def test_the_echo_is_for_the_desk_only(client):
    assert client.get("/admin/incidents/incident/understood/", {"kind": "date", "text": "2015"}).status_code == 302


def test_a_number_with_more_digits_than_both_engines_keep_is_refused():
    keepable(Decimal("1234567890.12345"))
    keepable(Decimal("12000000000000000000.000"))
    with pytest.raises(ValidationError, match="at most 15"):
        keepable(Decimal("1234567890.123456"))
