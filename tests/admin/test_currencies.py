"""Money by its names in three languages: read where one currency is meant; of several, only the one that an editor chooses."""

import re

import pytest

from incidents.admin.amounts import words_to_amount
from incidents.admin.currencies import BEFORE, MONEY
from incidents.admin.kept import KeptAsWords, amount_kept
from incidents.exchange.reference.vocabulary import load_currencies
from incidents.models import Casualty, Currency, Measurement, Rate
from incidents.search import fold
from tests.admin.filled import add_row, filled
from tests.admin.test_incident_page import ADD, send

pytestmark = pytest.mark.django_db
UNDERSTOOD = "/admin/incidents/incident/understood/"


@pytest.fixture(autouse=True)
def currencies():
    load_currencies()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("un millón doscientos mil bolivianos", "1,200,000 BOB"),
        ("20 millones de guaraníes", "20,000,000 PYG"),
        ("20 milhões de guaranis", "20,000,000 PYG"),
        ("Gs. 20.000.000", "20,000,000 PYG"),
        ("₲ 500.000", "500,000 PYG"),
        ("3 mil lempiras", "3,000 HNL"),
        ("mil pesos colombianos", "1,000 COP"),
        ("20.000.000 de pesos chilenos", "20,000,000 CLP"),
        ("1,500 Mexican pesos", "1,500 MXN"),
        ("COP $1,150 million", "1,150,000,000 COP"),
        ("$500 pesos mexicanos", "500 MXN"),
        ("RD$ 25,000", "25,000 DOP"),
        ("pesos uruguayos 5000", "5,000 UYU"),
        ("300 pesos de Cuba", "300 CUP"),
        ("diez mil pesos argentinos en efectivo", "10,000 ARS"),
        ("40 million Chilean pesos", "40,000,000 CLP"),
        ("4,000 quetzales", "4,000 GTQ"),
        ("4,000 Guatemalan quetzals", "4,000 GTQ"),
        ("diez mil córdobas", "10,000 NIO"),
        ("diez mil cordobas", "10,000 NIO"),
        ("between 3 and 5 million bolivianos", "3,000,000 to 5,000,000 BOB"),
        ("entre 3 y 5 millones de bolivianos", "3,000,000 to 5,000,000 BOB"),
        ("1.100.000 bolivianos", "1,100,000 BOB"),
        ("bolivianos 5000", "5,000 BOB"),
        ("más de 200 balboas", "at least 200 PAB"),
        ("500 gourdes", "500 HTG"),
        ("2 mil colones costarricenses", "2,000 CRC"),
        ("2,000 Costa Rican colones", "2,000 CRC"),
        ("500 colones salvadoreños", "500 SVC"),
        ("nuevos soles 800", "800 PEN"),
        ("800 nuevos soles", "800 PEN"),
        ("2 millones de reales", "2,000,000 BRL"),
        ("R$ 2 milhões", "2,000,000 BRL"),
        ("9,000 dólares", "9,000 USD"),
        ("9,000 dólares de EE. UU.", "9,000 USD"),
        ("9,000 dólares de EE.UU. en efectivo", "9,000 USD"),
        ("9,000 dólares de los Estados Unidos", "9,000 USD"),
        ("9,000 dólares dos EUA", "9,000 USD"),
        ("9,000 U.S. dollars", "9,000 USD"),
        ("$us 5.000", "5,000 USD"),
        ("$9,000 dollars", "9,000 USD"),
        ("300 dólares jamaiquinos", "300 JMD"),
        ("300 Jamaican dollars", "300 JMD"),
        ("300 Trinidad and Tobago dollars", "300 TTD"),
        ("between 3 and 5 Trinidad and Tobago dollars", "3 to 5 TTD"),
        ("300 dólares de Trinidad y Tobago", "300 TTD"),
        ("300 dólares beliceños", "300 BZD"),
        ("10 million yuan", "10,000,000 CNY"),
        ("500 libras esterlinas", "500 GBP"),
        ("2 million Swiss francs", "2,000,000 CHF"),
        ("20 francos suizos", "20 CHF"),
    ],
)
def test_money_by_its_name_is_of_one_currency(words, kept):
    assert str(amount_kept("money", words)) == str(amount_kept("either", words)) == kept


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("mil pesos", "COP", "which country’s money “pesos” is"),
        ("around $9,000", "MXN", "which country’s money “$” is"),
        ("$500 pesos", "MXN", "which country’s money “pesos” is"),
        ("Bs 2.000", "BOB", "which country’s money “Bs” is"),
        ("Bs. 2.000", "VES", "which country’s money “Bs.” is"),
        ("2.000 Bs.", "BOB", "which country’s money “Bs” is"),
        ("2.000 colones", "CRC", "which country’s money “colones” is"),
        ("₡ 2.000", "SVC", "which country’s money “₡” is"),
        ("C$ 2,000", "NIO", "which country’s money “C$” is"),
        ("2.000 pesos bolivianos", "BOB", "which country’s money “pesos bolivianos” is"),
        (
            "20 millones de bolívares",
            "VES",
            "noughts were cut from the bolívar three times, and “bolívares” does not say",
        ),
    ],
)
def test_money_of_several_currencies_stays_words_until_one_of_them_is_chosen(words, code, why):
    for kind in ("money", "either"):
        with pytest.raises(KeptAsWords, match=re.escape(why)):
            amount_kept(kind, words)
        assert amount_kept(kind, words, currency=code).currency == code
        with pytest.raises(KeptAsWords, match="is not EUR, the currency that is chosen"):
            amount_kept(kind, words, currency="EUR")


def test_dollars_are_those_of_the_united_states_until_others_are_chosen():
    assert amount_kept("money", "9,000 dollars").currency == "USD"
    assert amount_kept("money", "9,000 dollars", currency="JMD").currency == "JMD"
    with pytest.raises(KeptAsWords, match="“US dollars” is not JMD"):
        amount_kept("money", "9,000 US dollars", currency="JMD")


@pytest.mark.parametrize("words", ["300 bolívares fuertes", "300 soles de oro", "300 córdobas"])
def test_a_currency_that_the_table_does_not_have_stays_words(words):
    Currency.objects.filter(pk="NIO").delete()
    with pytest.raises(KeptAsWords, match="is not in the list of currencies"):
        amount_kept("either", words)


@pytest.mark.parametrize(
    ("kind", "words", "why"),
    [
        ("money", "300 gramos", "“gramos” is no currency that is known here"),
        ("money", "300 rupias", "“rupias” is no currency that is known here"),
        ("money", "300", "no currency is said"),
        ("either", "300", "no unit and no currency is said"),
        ("quantity", "300", "no unit is said"),
        ("quantity", "9,000 USD", "is money"),
        ("quantity", "mil pesos", "“pesos” is money"),
        ("count", "9,000 dólares", "“dólares” is money"),
        ("count", "2.5", "whole numbers"),
        ("count", "300 gramos", "“gramos” is a measure"),
        ("money", "9,000 USD 5", "not understood as one number"),
        ("money", "US$500 pesos mexicanos", "not understood as one number"),
        ("money", "between 3 dollars and 5 euros", "not understood as one number"),
        ("money", "ten lempira notes", "no currency that is known here|not understood as one number"),
    ],
)
def test_what_a_field_has_no_room_for_stays_words(kind, words, why):
    with pytest.raises(KeptAsWords, match=why):
        amount_kept(kind, words)


@pytest.mark.parametrize("words", ["300 gramos", "12 packages"])
def test_goods_are_no_money_though_a_currency_is_chosen(words):
    with pytest.raises(KeptAsWords):
        amount_kept("money", words, currency="USD")


@pytest.mark.parametrize(
    ("kind", "words", "kept"),
    [
        ("count", "cinco bolivianos", "5 bolivianos"),
        ("count", "20 bolivianos indocumentados", "20 bolivianos indocumentados"),
        ("count", "entre 20 y 30 guaraníes", "20 to 30 guaraníes"),
        ("quantity", "3 quetzales", "3 quetzales"),
        ("quantity", "12 real weapons", "12 real weapons"),
    ],
)
def test_a_name_of_money_that_is_a_name_of_people_or_birds_is_that_where_money_has_no_place(kind, words, kept):
    assert str(amount_kept(kind, words)) == kept


def test_names_of_money_are_compared_as_they_are_folded_and_all_of_them_are_of_currencies():
    assert [name for name in BEFORE if name.isalpha() and fold(name) != name] == []
    gone = {"VEF", "PES"}
    known = set(Currency.objects.values_list("pk", flat=True))
    assert {code for money in BEFORE.values() for code in money.codes} - gone <= known
    assert [name for name, money in MONEY.items() if money.usual and money.usual not in money.codes] == []


SENT = [
    ("value_as_stated", "un millón doscientos mil bolivianos", {}),
    ("value_as_stated", "300 gramos", {}),
    ("value_as_stated", "300 gramos", {"currency": "USD"}),
    ("value_as_stated", "mil pesos", {}),
    ("value_as_stated", "mil pesos", {"currency": "CLP"}),
    ("value_as_stated", "9,000", {"currency": "PEN"}),
    ("value_as_stated", "9,000 USD", {"currency": "PEN"}),
    ("value_as_stated", "9,000 USD", {"value_high": "10000"}),
    ("value_as_stated", "300 bolívares fuertes", {}),
    ("quantity_as_stated", "500 kilos of cocaine", {}),
    ("quantity_as_stated", "500", {}),
    ("quantity_as_stated", "500", {"unit_as_stated": "kg"}),
    ("quantity_as_stated", "mil pesos", {}),
    ("quantity_as_stated", "3 quetzales", {}),
    ("amount_as_stated", "3 mil lempiras", {}),
    ("amount_as_stated", "mil pesos", {}),
    ("amount_as_stated", "30 flights", {}),
    ("amount_as_stated", "30", {}),
    ("amount_as_stated", "300 bolívares fuertes", {}),
    ("count_as_stated", "cinco bolivianos", {}),
    ("count_as_stated", "mil dólares", {}),
]


@pytest.mark.parametrize(("field", "words", "beside"), SENT)
def test_the_echo_tells_what_saving_keeps(admin_client, field, words, beside):
    page = admin_client.get(ADD).text
    data = filled(page) | {"title": ["A case"]}
    if field == "amount_as_stated":
        add_row(data, "rates", what="fee", **{field: words}, **beside)
    elif field == "count_as_stated":
        add_row(data, "casualties", what="killed", **{field: words}, **beside)
    else:
        seizure = add_row(data, "seizures", what="goods")
        add_row(data, f"{seizure}-measurements", **{field: words}, **beside)
    send(admin_client, ADD, data)
    kept = {"amount_as_stated": Rate, "count_as_stated": Casualty}.get(field, Measurement).objects.get()
    kind = {"value_as_stated": "money", "amount_as_stated": "either"}.get(field, field.removesuffix("_as_stated"))
    told = admin_client.get(UNDERSTOOD, {"kind": kind, "text": words} | beside).json()["text"]
    assert getattr(kept, field) == words
    low = getattr(kept, f"{field.removesuffix('_as_stated')}_low")
    if low is None:
        assert told.startswith("Kept as words only: ")
    else:
        counted = {"money": "currency_id", "quantity": "unit_as_stated", "either": "currency_id unit"}.get(kind, "")
        what = [getattr(kept, column) or "" for column in counted.split()] or ["bolivianos"]
        assert told == f"Understood: {int(low):,} {''.join(what)}"


def test_each_field_for_an_amount_says_which_kind_it_is_and_what_decides_with_it(admin_client):
    page = admin_client.get(ADD).text
    assert 'data-echo="money" data-echo-beside="value_low value_best value_high currency"' in page
    assert 'data-echo="either" data-echo-beside="amount_low amount_best amount_high unit currency"' in page
    assert 'data-echo="quantity" data-echo-beside="quantity_low quantity_best quantity_high unit_as_stated"' in page
    assert 'data-echo="count" data-echo-beside="count_low count_best count_high"' in page


def test_words_without_a_known_currency_are_still_a_number_of_something():
    assert str(words_to_amount("300 rupias")) == "300 rupias"
