"""What a card says twice of something that has one place is refused with its path, or kept: nothing vanishes silently."""

from pathlib import Path
from typing import Any

import pytest

from incidents.models import Actor, Incident, Party, PartyName, SpeechLink
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


# --- texts that say nothing --------------------------------------------------------------------

WORTH = {"low": 1, "high": 1, "as_stated": "1"}


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00a0\t"])
@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        ({"value": {**WORTH, "currency": ...}}, {"value": WORTH}),
        ({"quantity": {**WORTH, "unit": ...}}, {"quantity": WORTH}),
        ({"quantity": {**WORTH, "unit": "kg", "unit_code": ...}}, {"quantity": {**WORTH, "unit": "kg"}}),
        ({"doubted_because": ...}, {}),
    ],
)
def test_a_text_in_which_nothing_can_be_seen_is_none(
    changes: cards.Card, silent: cards.Card, blank: str, tmp_path: Path
) -> None:
    dumped = comes_back(tmp_path, with_changes("seizures", **filled(changes, blank)))
    assert cards.facts(dumped) == cards.facts(with_changes("seizures", **silent))


def filled(value: Any, blank: str) -> Any:
    """The value with the blank text in its gap."""
    if isinstance(value, dict):
        return {key: filled(item, blank) for key, item in value.items()}
    return blank if value is ... else value


def test_an_amount_without_a_currency_and_a_unit_has_none(tmp_path: Path) -> None:
    rate = {"what": "fee", "amount": {**WORTH, "unit": " ", "currency": ""}, "per": "\u200b"}
    dumped = comes_back(tmp_path, cards.small(rates=[rate]))
    assert cards.facts(dumped) == cards.facts(cards.small(rates=[{"what": "fee", "amount": WORTH}]))


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


# --- who only speaks ---------------------------------------------------------------------------

WITNESS = {"key": "p.wanda_test", "uninvolved": True, "protect": "witness"}


def speaking(**changes: Any) -> cards.Card:
    """A card in which somebody speaks who has no part in it."""
    persons = [*cards.small()["persons"], {**WITNESS, **changes}]
    return cards.small(persons=persons, allegations=[cards.claim("Led it", ["p.ana_test"], made_by="p.wanda_test")])


@pytest.mark.parametrize("key", ["protect", "general_protection"])
def test_whoever_only_speaks_is_protected_however_the_card_says_so(key: str, tmp_path: Path) -> None:
    names = [{"name": "Wanda Test", "main": True}, "W"]
    card = speaking(**{"protect": None, "general_names": names, key: "witness"})
    entry = comes_back(tmp_path, card)["persons"][2]
    assert (entry["uninvolved"], entry["general_protection"], entry["protect"]) == (True, "witness", None)
    assert Actor.objects.get(key="p.wanda_test").protection == "witness"
    assert set(PartyName.objects.filter(party__key="p.wanda_test").values_list("confidential", flat=True)) == {True}
    link = SpeechLink.objects.get(party__key="p.wanda_test")
    assert (link.protected, link.role_words) == (True, "witness")


def test_a_name_that_another_case_has_published_is_hidden_by_a_card_in_which_the_person_only_speaks(
    tmp_path: Path,
) -> None:
    named = cards.small(id="902-named", persons=[cards.person("p.wanda_test", "Wanda Test")])
    named |= {"memberships": [], "allegations": [], "legal_timeline": []}
    load(tmp_path, named, publish=True)
    assert PartyName.objects.published().filter(name="Wanda Test").exists()
    load(tmp_path, speaking(), publish=True)
    assert not PartyName.objects.published().filter(name="Wanda Test").exists()
    assert ": unchanged (" in load(tmp_path, cards.dumped("901-small"))
    assert ": unchanged (" in load(tmp_path, named)
    assert Actor.objects.get(key="p.wanda_test").is_protected


def test_the_card_of_a_speaker_without_a_part_protects_them_also_where_it_comes_first(tmp_path: Path) -> None:
    elsewhere = cards.small(id="902-named", persons=[cards.person("p.wanda_test", "Wanda Test", protect="witness")])
    elsewhere |= {"memberships": [], "allegations": [], "legal_timeline": []}
    load(tmp_path, elsewhere)
    load(tmp_path, speaking(protect=None))
    assert cards.dumped("901-small")["persons"][2]["general_protection"] == "witness"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "Wanda Test", "use general_names"),
        ("aliases", ["W"], "use general_names"),
        ("description", "A guard", "use general_description"),
        ("citations", [{"url": "https://example.org/a"}], "use citations of `speakers`"),
        ("role_in_case", "informant", "this has no place without one"),
        ("role", "witness", "this has no place without one"),
        ("occupation", "guard", "this has no place without one"),
        ("nationality", "PE", "this has no place without one"),
        ("named_publicly", True, "this has no place without one"),
        ("count", 2, "this has no place without one"),
        ("subset_of", "p.901_officers", "this has no place without one"),
        ("general_protection", "minor", ""),
    ],
)
def test_whoever_has_no_part_in_a_case_has_nothing_that_belongs_to_one(
    key: str, value: object, said: str, tmp_path: Path
) -> None:
    errors = refused(tmp_path, card=speaking(**{key: value}))
    place = "protect" if key == "general_protection" else key
    assert f"bad.yaml: persons[2].{place}: p.wanda_test has no part in this case" in errors and said in errors
    assert not Party.objects.filter(key="p.wanda_test").exists()


@pytest.mark.parametrize("silent", ["unprotected", "unheard"])
def test_nobody_but_a_protected_speaker_is_listed_without_a_part(silent: str, tmp_path: Path) -> None:
    card = speaking(protect=None) if silent == "unprotected" else {**speaking(), "allegations": []}
    errors = refused(tmp_path, card=card)
    assert "bad.yaml: persons[2].uninvolved: p.wanda_test is no protected speaker of this case" in errors


def of_a_body(**changes: Any) -> cards.Card:
    body = {"key": "o.wanda_club", "kind": "ngo", "uninvolved": True, **changes}
    speaker = {"step": 0, "party": "o.wanda_club", "protected": True, "role_words": "a club"}
    said = cards.claim("Led it", ["p.ana_test"], made_by="o.wanda_club", relayed_by=[], speakers=[speaker])
    return cards.small(organizations=[*cards.small()["organizations"], body], allegations=[said])


def test_an_organization_that_only_speaks_comes_out_as_it_went_in(tmp_path: Path) -> None:
    general = {"general_country": "BO", "existence": "disputed", "general_names": [{"name": "Club", "main": True}]}
    card = of_a_body(name="Club", **general)
    assert cards.facts(comes_back(tmp_path, card)) == cards.facts(card)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "reading club"}, "organizations[1].kind: o.wanda_club has no part in this case, and beyond it is of"),
        ({"country_iso2": "BO"}, "organizations[1].country_iso2: o.wanda_club has no part in this case"),
        ({"part_of": "o.test_band"}, "organizations[1].part_of: o.wanda_club has no part in this case"),
    ],
)
def test_an_organization_that_only_speaks_has_nothing_of_a_case(changes: cards.Card, said: str, tmp_path: Path) -> None:
    assert f"bad.yaml: {said}" in refused(tmp_path, card=of_a_body(**changes))
    assert list(Incident.objects.values_list("key", flat=True)) == ["902-good"]
