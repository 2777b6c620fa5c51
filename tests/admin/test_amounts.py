"""Numbers as people write them are read where they mean one thing; everything else stays words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from incidents.admin.amounts import words_to_amount
from incidents.admin.inputs import keepable
from incidents.models import Casualty, Currency, Incident, Rate, Seizure
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, errors, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def usd():
    return Currency.objects.create(code="USD", name_en="US dollar")


@pytest.fixture
def pen():
    return Currency.objects.create(code="PEN", name_en="sol")


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
        ("two and a half tonnes", "2.5 tonnes"),
        ("two-and-a-half tonnes of cocaine", "2.5 tonnes"),
        ("tres kilos y medio de cocaína", "3.5 kg"),
        ("dos y media toneladas", "2.5 toneladas"),
        ("una tonelada y media", "1.5 tonelada"),
        ("half a ton", "0.5 ton"),
        ("more than half a ton of cocaine", "at least 0.5 ton"),
        ("media tonelada", "0.5 tonelada"),
        ("medio millón", "500,000"),
        ("media docena de policías", "6 policías"),
        ("half a dozen", "6"),
        ("dos millones y medio de dólares", "2,500,000 USD"),
        ("two and a half million dollars", "2,500,000 USD"),
        ("un millón doscientos mil soles", "1,200,000 PEN"),
        ("1 millón 200 mil soles", "1,200,000 PEN"),
        ("mil millones de dólares", "1,000,000,000 USD"),
        ("one hundred and twenty", "120"),
        ("treinta y dos", "32"),
        ("six hundred and four wounded", "604 wounded"),
        ("10 or more", "at least 10"),
        ("10 o más", "at least 10"),
        ("10 o más personas", "at least 10 personas"),
        ("10 people or more", "at least 10 people"),
        ("a dozen or more", "at least 12"),
        ("10 or fewer", "at most 10"),
        ("1.2 million", "1,200,000"),
        ("US$ 1.2m", "1,200,000 USD"),
        ("1.2m USD", "1,200,000 USD"),
        ("US$ 1.2 million in cash", "1,200,000 USD"),
        ("US $9,000", "9,000 USD"),
        ("USD 9,000", "9,000 USD"),
        ("S/ 15,000", "15,000 PEN"),
        ("S/. 15,000", "15,000 PEN"),
        ("S/.15 mil", "15,000 PEN"),
        ("R$ 2 million", "2,000,000 BRL"),
        ("£500", "500 GBP"),
        ("R$ 2 milhões", "2,000,000 BRL"),
        ("R$ 1,2 bilhão", "1,200,000,000 BRL"),
        ("300 mil reais", "300,000 BRL"),
        ("€3-5 million", "3,000,000 to 5,000,000 EUR"),
        ("500 pounds sterling", "500 GBP"),
        ("1.234,56 euros", "1,234.56 EUR"),
        ("1,234.56 USD", "1,234.56 USD"),
        ("0.542 kg", "0.542 kg"),
        ("approx. 12 kg.", "12 kg"),
        ("2 metric tons", "2 metric tons"),
    ],
)
def test_words_that_mean_one_amount(words, understood):
    assert str(words_to_amount(words)) == understood


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("dos o tres heridos", "2 to 3 heridos"),
        ("two or three wounded", "2 to 3 wounded"),
        ("3 or 4", "3 to 4"),
        ("siete u ocho", "7 to 8"),
        ("entre una y dos toneladas", "1 to 2 toneladas"),
        ("between 3 kilos and 5 kilos", "3 to 5 kg"),
        ("one or two dozen", "12 to 24"),
        ("about 10-12 packages", "10 to 12 packages"),
        ("between one hundred and twenty and one hundred and fifty", "120 to 150"),
        ("between fifty and two hundred people", "50 to 200 people"),
        ("150 to 200 thousand", "150,000 to 200,000"),
    ],
)
def test_two_numbers_of_which_one_is_right_are_the_bounds(words, understood):
    assert str(words_to_amount(words)) == understood


@pytest.mark.parametrize(
    "words",
    [
        "500 to 2 million",
        "5-10,000",
        "one to two hundred thousand",
        "between 3 grams and 5 kilos",
        "from US$3 to US$5 million",
        "3 to 5 or more",
        "up to 3 or 4",
        "2014-03-12",
    ],
)
def test_two_numbers_that_may_share_a_scale_or_a_unit_or_not_stay_words(words):
    assert words_to_amount(words) is None


@pytest.mark.parametrize("words", ["1.250 kg", "1.200 millones de soles", "1234.567 kg", "1.250 toneladas de coca"])
def test_a_dot_that_may_part_thousands_or_thousandths_stays_words(words):
    assert words_to_amount(words) is None


def test_only_capitals_are_the_code_of_a_currency(pen):
    assert str(words_to_amount("PEN 15,000")) == "15,000 PEN"
    assert words_to_amount("one pen").currency == ""


@pytest.mark.parametrize(
    "words",
    [
        "a number of other officials",
        "cocaine, amount not given",
        "several",
        "5 and 3",
        "12/5",
        "between 5 and 3",
        "",
        "six dead and four wounded",
        "six dead four wounded",
        "six dead, four wounded",
        "dozens of people",
        "docenas de personas",
        "hundreds",
        "millones de soles",
        "several dozen",
        "treinta y pico",
        "treinta y pico heridos",
        "thirty-odd officers",
        "30-odd officers",
        "cuarenta y tantos",
        "three of the five",
        "tres de los cinco",
        "77 of 142",
        "one in three",
        "two thirds of it",
        "half of them",
        "half the officers",
        "10 more officers",
        "10 kilos each",
        "9,000 dollars a month",
        "one thousand and five hundred",
        "twenty fourteen",
        "ten dollar bills",
        "seven hundred-dollar bills",
        "12 9mm pistols",
        "1.2m",
        "dos billones",
        "1'200,000",
        "50%",
        "37 (R24N)",
        "un muerto",
        "99999999999999999999 people",
        "one " * 5000,
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
        ("words", "Tuesday, June 30, 2025", "Kept as words only: 30 June 2025 is a Monday"),
        ("words", "in 2014 and 2016", "Kept as words only: no one date"),
        ("count", "nearly two dozen", "Understood: at most 24"),
        ("count", "several", "Kept as words only: they are not understood as one number"),
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


def test_a_currency_of_a_rate_without_an_amount_is_refused_as_in_a_card(admin_client, usd):
    data = filled(admin_client.get(ADD).text) | {"title": ["A case"]}
    row = add_row(data, "rates", what="a fee for each flight", currency=usd.pk)
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and "A currency needs an amount, in numbers or in words." in errors(answer)
    send(admin_client, ADD, data | {f"{row}-amount_as_stated": ["some money"]})
    assert Rate.objects.get().currency == usd
