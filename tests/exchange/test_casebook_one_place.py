"""What a card says twice of something that has one place is refused with its path, or kept: nothing vanishes silently."""

from pathlib import Path
from typing import Any

import pytest

from tests.exchange import cards
from tests.exchange.test_casebook_refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
WORDS_ALONE = "give either a code of the list with words beside it, or the words alone"


def with_changes(listed: str, /, **changes: Any) -> cards.Card:
    """The small card with changes of the first entry of a list."""
    card = cards.small()
    card[listed][0].update(changes)
    return card


def load(tmp_path: Path, card: cards.Card, **options: Any) -> str:
    said, errors, status = cards.load(cards.write(tmp_path, card, f"{card['id']}.yaml"), **options)
    assert (errors, status) == ("", 0)
    return said


def comes_back(tmp_path: Path, card: cards.Card) -> cards.Card:
    """Loads the card and its dump, which changes nothing; gives the dump."""
    load(tmp_path, card)
    dumped = cards.dumped(card["id"])
    assert ": unchanged (" in load(tmp_path, dumped)
    return dumped


# --- replies -----------------------------------------------------------------------------------

RECEIVED = {"party": "p.ana_test", "status": "received", "text": "Not so", "as_stated": "in May", "edtf": "2015-05"}


@pytest.mark.parametrize(
    "first",
    [
        {"party": "p.ana_test", "status": "not_sought"},
        {**RECEIVED, "text": "No comment"},
        {**RECEIVED, "edtf": "2015-04"},
        {**RECEIVED, "citations": []},
    ],
)
def test_a_second_reply_of_one_party_to_one_claim_is_refused(first: cards.Card, tmp_path: Path) -> None:
    errors = refused(tmp_path, card=with_changes("allegations", replies=[first, RECEIVED]))
    assert "bad.yaml: allegations[0].replies[1]: p.ana_test has another reply to this claim already" in errors


def test_a_reply_that_stands_twice_is_one_reply(tmp_path: Path) -> None:
    spelled = {**RECEIVED, "citations": None}
    dumped = comes_back(tmp_path, with_changes("allegations", replies=[RECEIVED, spelled]))
    assert dumped["allegations"][0]["replies"] == [RECEIVED]


def test_two_parties_reply_to_one_claim_and_one_party_to_two_claims(tmp_path: Path) -> None:
    about = ["p.ana_test", "o.test_band"]
    replies = [RECEIVED, {**RECEIVED, "party": "o.test_band", "text": "No comment"}]
    card = cards.small(
        allegations=[
            cards.claim("Led the band", about, replies=replies),
            cards.claim("Paid the band", about, replies=[{**RECEIVED, "text": "I paid"}]),
        ]
    )
    dumped = comes_back(tmp_path, card)
    assert cards.facts(dumped) == cards.facts(card)


# --- words beside words ------------------------------------------------------------------------

TIE = {"a": "p.ana_test", "b": "o.test_band", "as_stated": "buys there"}
BESIDE = [
    ("sources", "kind", "podcast", "kind_as_stated", "episode 7"),
    ("places", "role", "hideout", "role_as_stated", "attic"),
    ("allegations", "status", "stayed", "status_as_stated", "permanently"),
    ("relationships", "kind", "customer", "kind_as_stated", "of 2015"),
    ("seizures", "disposition", "auctioned", "disposition_words", "in 2016"),
]


def worded(name: str, **words: str) -> cards.Card:
    card = cards.small(relationships=[{**TIE, "kind": "ally"}])
    card[name][0].update(words)
    return card


@pytest.mark.parametrize(("name", "key", "code", "beside", "words"), BESIDE)
def test_words_beside_words_are_refused(
    name: str, key: str, code: str, beside: str, words: str, tmp_path: Path
) -> None:
    errors = refused(tmp_path, card=worded(name, **{key: code, beside: words}))
    assert f"bad.yaml: {name}[0].{beside}: “{code}” is not in the list" in errors and WORDS_ALONE in errors


@pytest.mark.parametrize(("name", "key", "code", "beside", "words"), BESIDE)
def test_the_same_words_twice_are_these_words(
    name: str, key: str, code: str, beside: str, words: str, tmp_path: Path
) -> None:
    dumped = comes_back(tmp_path, worded(name, **{key: code, beside: code}))
    assert cards.facts(dumped) == cards.facts(worded(name, **{key: code}))


@pytest.mark.parametrize(
    ("name", "key", "code", "beside", "words"),
    [
        ("sources", "kind", "news", "kind_as_stated", "an episode"),
        ("places", "role", "location", "role_as_stated", "attic"),
        ("allegations", "status", "charged", "status_as_stated", "permanently"),
        ("relationships", "kind", "rival", "kind_as_stated", "of 2015"),
        ("seizures", "disposition", "destroyed", "disposition_words", "in 2016"),
    ],
)
def test_words_beside_a_code_come_out_as_they_went_in(
    name: str, key: str, code: str, beside: str, words: str, tmp_path: Path
) -> None:
    card = worded(name, **{key: code, beside: words})
    assert cards.facts(comes_back(tmp_path, card)) == cards.facts(card)


# --- authorities and stops ---------------------------------------------------------------------


def test_the_words_of_an_authority_without_a_key_are_its_words(tmp_path: Path) -> None:
    dumped = comes_back(tmp_path, with_changes("legal_timeline", authority=None, authority_words="Second Chamber"))
    assert cards.facts(dumped) == cards.facts(with_changes("legal_timeline", authority="Second Chamber"))


def test_the_words_of_an_authority_beside_its_key_come_out_as_they_went_in(tmp_path: Path) -> None:
    card = with_changes("legal_timeline", authority="o.test_band", authority_words="Second Chamber")
    assert cards.facts(comes_back(tmp_path, card)) == cards.facts(card)


def test_words_beside_an_authority_in_words_are_refused(tmp_path: Path) -> None:
    card = with_changes("legal_timeline", authority="Supreme Court", authority_words="Second Chamber")
    assert "bad.yaml: legal_timeline[0].authority_words: the authority “Supreme Court”" in refused(tmp_path, card=card)


@pytest.mark.parametrize(
    ("stop", "names", "said"),
    [
        ("Cusco", [None, "C", "Lima"], "names[1]: the stop “Callao” is words itself"),
        ("Cusco", ["the farm", None, None], "names[0]: the stop “Cusco” is words itself"),
        ("p.ana_test; a friend", ["the farm", None, None], "names[0]: the stop “p.ana_test; a friend” is words itself"),
    ],
)
def test_a_name_beside_a_stop_in_words_is_refused(
    stop: str, names: list[str | None], said: str, tmp_path: Path
) -> None:
    errors = refused(tmp_path, card=with_changes("flows", **{"from": stop, "via": ["Callao"], "names": names}))
    assert f"bad.yaml: flows[0].{said}" in errors and errors.count("is words itself") == 1


def test_names_beside_stops_that_are_keys_come_out_as_they_went_in(tmp_path: Path) -> None:
    card = with_changes(
        "flows", **{"from": "p.ana_test", "via": ["o.test_band"], "names": ["the farm", "the shed", None]}
    )
    assert cards.facts(comes_back(tmp_path, card)) == cards.facts(card)


# --- names and documents -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"aliases": [{"name": "X", "kind": "acronym"}, {"name": "X", "kind": "former"}]}, "aliases[1].kind: “X” has"),
        ({"aliases": [{"name": "X", "language": "es"}, {"name": "X", "language": "pt"}]}, "aliases[1].language: “X”"),
        (
            {"name": {"name": "X", "kind": "legal"}, "aliases": [{"name": "X", "kind": "former"}]},
            "aliases[0].kind: “X” has the kind “legal” already",
        ),
        ({"aliases": [{"name": "X", "main": True}, {"name": "Y", "main": True}]}, "aliases[1].main: “X” is the main"),
        (
            {"name": {"name": "X", "main": True}, "general_names": [{"name": "Y", "main": True}]},
            "general_names[0].main: “X” is the main name already",
        ),
        ({"aliases": ["X"], "general_names": ["X"]}, "aliases[0]: “X” is among the general names"),
        ({"name": "X", "general_names": ["X"]}, "name: “X” is among the general names"),
        (
            {"name": {"name": "X", "kind": "legal"}, "general_names": [{"name": "X", "main": True}]},
            "name: “X” is among the general names",
        ),
    ],
)
@pytest.mark.parametrize("listed", ["persons", "organizations"])
def test_one_name_has_one_kind_one_language_and_one_use(
    names: cards.Card, said: str, listed: str, tmp_path: Path
) -> None:
    assert f"bad.yaml: {listed}[0].{said}" in refused(tmp_path, card=with_changes(listed, **names))


def test_what_is_known_of_a_name_may_stand_at_one_of_its_places(tmp_path: Path) -> None:
    names = {"name": "X", "aliases": ["Y", {"name": "Y", "kind": "acronym"}, {"name": "X", "language": "es"}]}
    dumped = comes_back(tmp_path, with_changes("persons", **names))["persons"][0]
    spanish = {"name": "X", "language": "es"}
    assert (dumped["name"], dumped["aliases"]) == (spanish, [{"name": "Y", "kind": "acronym"}, spanish])


@pytest.mark.parametrize("changes", [{}, {"cites": ["somebody else"]}, {"accessed": "2016-01-01", "ref": "again"}])
def test_a_document_that_stands_twice_among_the_sources_is_refused(changes: cards.Card, tmp_path: Path) -> None:
    source = cards.small()["sources"][0]
    errors = refused(tmp_path, card=cards.small(sources=[source, {**source, **changes}]))
    assert "bad.yaml: sources[1]: the same document as sources[0]: list it once" in errors


def test_two_documents_without_address_and_title_may_look_alike(tmp_path: Path) -> None:
    source = cards.small()["sources"][0] | {"url": None}
    card = cards.small(sources=[source, source], legal_timeline=[])
    assert cards.facts(comes_back(tmp_path, card)) == cards.facts(card)


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *("1234567890.123456", "1234567890123456", "123456789012345.5", "100.00000000000000001", "0.0000001"),
        *("99999999999.999999", "1e-400", "1e400", "1e-99999999999999999999"),
    ],
)
def test_a_number_with_more_digits_than_both_engines_keep_is_refused(number: str, tmp_path: Path) -> None:
    text = cards.as_yaml(cards.small()).replace("low: 356.6", "low: 1").replace("high: 356.6", f"high: {number}")
    errors = refused(tmp_path, raw=text)
    assert "bad.yaml: seizures[0].quantity.high: " in errors
    assert "cannot be kept: at most 15 digits, 6 of them decimals" in errors


@pytest.mark.parametrize("number", [123456789.123456, 999999999999.999, 0.000001, 123456789012345, 10**16])
def test_a_number_of_fifteen_digits_comes_out_as_it_went_in(number: float, tmp_path: Path) -> None:
    card = with_changes("seizures", quantity={"low": 0, "high": number, "unit": "kg", "as_stated": None})
    assert comes_back(tmp_path, card)["seizures"][0]["quantity"]["high"] == number
