"""How addresses and languages are written: the desk accepts exactly what a fact card accepts."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from incidents.exchange.casebook.checks import content_problems
from incidents.exchange.casebook.schema import shape_problems
from incidents.models import Source
from tests.exchange import cards

ADDRESSES = {
    "https://example.org/a": True,
    "HTTP://EXAMPLE.ORG": True,
    "https://a_b.example/ñ?q=á#x": True,
    "http://archive/2015": True,
    "ftp://example.org/a": False,
    "javascript:alert(1)": False,
    "https://example.org/a b": False,
    "https://[example": False,
    "https://": False,
}
LANGUAGES = {"es": True, "quz": True, "EN": False, "e": False, "es-PE": False, "e1": False}


def desk_accepts(**values: str) -> bool:
    form = modelform_factory(Source, fields=["url", "publisher", "kind", "language"])
    return form({"publisher": "Example", "kind": "news", **values}).is_valid()


def card_accepts(**values: str) -> bool:
    card = cards.small()
    card["sources"][0] |= values
    card["legal_timeline"] = []
    return not shape_problems(card) and not list(content_problems(card))


@pytest.mark.parametrize(("address", "good"), ADDRESSES.items())
def test_an_address_is_good_at_the_desk_and_in_a_card_or_in_neither(address: str, good: bool) -> None:
    assert (desk_accepts(url=address), card_accepts(url=address)) == (good, good)


@pytest.mark.parametrize(("language", "good"), LANGUAGES.items())
def test_a_language_is_good_at_the_desk_and_in_a_card_or_in_neither(language: str, good: bool) -> None:
    assert (desk_accepts(language=language), card_accepts(language=language)) == (good, good)


def test_the_record_itself_refuses_what_is_no_address() -> None:
    with pytest.raises(ValidationError):
        Source(publisher="Example", kind="news", url="ftp://example.org").clean_fields()
