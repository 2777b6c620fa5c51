"""Bad cards: an error that names file, path and reason; no trace of that card; the others load; exit status 1."""

from collections.abc import Callable
from pathlib import Path

import pytest

from incidents.exchange.casebook import reading
from incidents.models import Incident, Party, Source
from tests.exchange import cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def refused(tmp_path: Path, *, raw: bytes | str = "", card: cards.Card | None = None) -> str:
    """What is said of a bad card beside a good one, which must load."""
    good = cards.small(id="902-good", persons=[cards.person("p.ana_test", "Ana Test")])
    cards.write(tmp_path, good, "good.yaml")
    bad = tmp_path / "bad.yaml"
    if card is not None:
        cards.write(tmp_path, card, "bad.yaml")
    else:
        bad.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    said, errors, status = cards.load(tmp_path)
    assert "902-good: created" in said
    assert status == 1
    assert list(Incident.objects.values_list("key", flat=True)) == ["902-good"]
    assert Source.objects.count() == 1
    assert not Party.objects.filter(key__startswith="p.901").exists()
    return errors


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("id: [unclosed", "bad.yaml: line 2, column 1: not readable as YAML"),
        ("just words", "bad.yaml: must be a group of keys, not a text"),
        ("", "bad.yaml: the file holds no card"),
        (BOMB, "aliases (*name) are not allowed"),
        ("id: !!python/object/apply:os.system ['true']", "tags (!name) are not allowed"),
        ("[" * 500, "nested deeper than 20 levels"),
        ("id: a\nid: b\n", "line 2, column 1: not readable as YAML: the key “id” stands twice"),
        ("id: ñ\ntitle: año".encode("latin-1"), "bad.yaml: byte 4: not UTF-8"),
        (b"\x00\x01\x02", "bad.yaml"),
        ('id: 901-a\ntitle: "a\\0b"', "title: the text holds a NUL character"),
        ('id: 901-a\ntitle: "a\\ud800b"', "bad.yaml"),
    ],
)
def test_a_file_that_is_no_card(raw: bytes | str, reason: str, tmp_path: Path) -> None:
    assert reason in refused(tmp_path, raw=raw)


def test_fifty_megabytes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.yaml, "load_all", None)
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    _said, errors, status = cards.load(file)
    assert "large.yaml: larger than 5 MB" in errors
    assert status == 1


def change(path: str, value: object) -> Callable[[cards.Card], None]:
    """A change of one value: `allegations.0.about.0`."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def apply(card: cards.Card) -> None:
        at: object = card
        for step in steps:
            at = at[step]  # type: ignore[index]
        at[last] = value  # type: ignore[index]

    return apply


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("colour", "red", "bad.yaml: colour: no such key in the format"),
        ("persons.0.colour", "red", "persons[0].colour: no such key"),
        ("seizures.0.quantity.colour", "red", "seizures[0].quantity.colour: no such key"),
        ("title", ["a", "b"], "title: must be a text, not a list"),
        ("title", "", "title: must not be empty"),
        ("title", 5, "title: must be a text, not a number"),
        ("persons", "Ana", "persons: must be a list, not a text"),
        ("persons.0", "Ana", "persons[0]: must be a group of keys, not a text"),
        ("persons.0.count", "one", "persons[0].count: must be a whole number or a group of keys, not a text"),
        ("persons.0.named_publicly", "perhaps", "persons[0].named_publicly: must be true or false"),
        ("persons.0.protect", "secret", "persons[0].protect: “secret” is not one of minor, victim, witness, private"),
        ("persons.1.key", "p.ana_test", "persons[1].key: p.ana_test is listed twice"),
        ("persons.1.key", "p.777_officers", "p.777_officers is local to card 777"),
        ("persons.1.key", "o.901_officers", "persons[1].key: not the key of a person"),
        ("persons.0.nationality", "XX", "persons[0].nationality: “XX” is not a country"),
        ("persons.0.subset_of", "p.nobody", "persons[0].subset_of: p.nobody is not among"),
        ("allegations.0.about.0", "p.nobody", "allegations[0].about[0]: p.nobody is not among"),
        ("allegations.0.toward", ["p.901_officers"], "allegations[0].toward[0]: p.901_officers is not in `about`"),
        ("allegations.0.made_by", "p.nobody (letter)", "allegations[0].made_by: p.nobody is not among"),
        ("allegations.0.relayed_by", ["A", "o.nobody"], "allegations[0].relayed_by[1]: o.nobody is not among"),
        ("allegations.0.edtf", "last July", "allegations[0].edtf: “last July” is not a date in EDTF"),
        ("allegations.0.defeats", [{"ref": "x", "how": "retracts"}], "defeats[0].ref: no claim of this card"),
        ("allegations.0.offences", ["99999"], "allegations[0].offences[0]: “99999” is not an offence"),
        ("allegations.0.citations", [{"url": "https://example.org/b"}], "citations[0].url: not among the sources"),
        ("organizations.0.part_of", "o.nobody", "organizations[0].part_of: o.nobody is not among"),
        ("memberships.0.organization", "o.nobody", "memberships[0].organization: o.nobody is not among"),
        ("legal_timeline.0.who", ["p.ana_test", "p.nobody"], "legal_timeline[0].who[1]: p.nobody is not among"),
        ("legal_timeline.0.source_url", "https://example.org/b", "legal_timeline[0].source_url: not among the sources"),
        ("legal_timeline.0.kind", "beheaded", "legal_timeline[0].kind: “beheaded” is not one of complaint"),
        ("legal_timeline.0.authority", "o.nobody", "legal_timeline[0].authority: o.nobody is not among"),
        ("dates.0.edtf", "2015-13-40", "dates[0].edtf: “2015-13-40” is not a date in EDTF"),
        ("dates.0.edtf", "2016/2014", "dates[0].edtf: “2016/2014” ends before it begins"),
        ("sources.0.url", "javascript:alert(1)", "sources[0].url: not a web address"),
        ("sources.0.published", "yesterday", "sources[0].published: “yesterday” is not a date"),
        ("seizures.0.quantity.low", 400, "seizures[0].quantity: low 400 is above high 356.6"),
        ("seizures.0.quantity.low", float("inf"), "seizures[0].quantity.low: "),
        ("seizures.0.quantity.low", 0.00000001, "seizures[0].quantity.low: "),
        ("seizures.0.value", {"low": 1, "high": 1, "currency": "ZZZ", "as_stated": None}, "“ZZZ” is not a currency"),
        ("persons.1.count", {"low": 5, "high": 4, "as_stated": None}, "persons[1].count: low 5 is above high 4"),
        ("places.0.region", "zone:nowhere", "places[0].region: “zone:nowhere” is not a region"),
        ("places.0.country_iso2", "Peru", "places[0].country_iso2: not a country code"),
        ("related_cards", ["a", "a"], "related_cards: the same entry stands twice"),
        ("flows.0.means", ["car", "car"], "flows[0].means: has 2 entries, and the flow needs 1"),
    ],
)
def test_a_card_with_one_mistake_is_refused_and_says_where(path: str, value: object, said: str, tmp_path: Path) -> None:
    card = cards.small()
    change(path, value)(card)
    errors = refused(tmp_path, card=card)
    assert said in errors
    assert "bad.yaml: " in errors


def test_all_mistakes_of_a_card_are_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    card = cards.small(dates=[{"what": "x", "edtf": "never"} for _number in range(25)])
    errors = refused(tmp_path, card=card)
    assert errors.count("is not a date in EDTF") == 20
    assert "and 5 more problems" in errors


def test_a_path_that_is_not_there_is_an_error_and_the_others_load(tmp_path: Path) -> None:
    said, errors, status = cards.load(tmp_path / "none.yaml", cards.write(tmp_path, cards.small()))
    assert "none.yaml: there is no such file or folder" in errors
    assert "901-small: created" in said
    assert status == 1


def test_a_key_that_is_a_person_in_one_card_and_a_group_in_another_is_refused(tmp_path: Path) -> None:
    cards.load(cards.write(tmp_path, cards.small()))
    other = cards.small(id="903-other", persons=[cards.person("p.ana_test", None, count=[2, 5])])
    _said, errors, status = cards.load(cards.write(tmp_path, other, "other.yaml"))
    assert "never merged into a person" in errors
    assert status == 1
    assert not Incident.objects.filter(key="903-other").exists()


def test_several_documents_of_a_file_are_several_cards(tmp_path: Path) -> None:
    first, second = cards.small(), cards.small(id="902-two", persons=[cards.person("p.ana_test", "Ana Test")])
    text = "".join(f"---\n{cards.as_yaml(card)}" for card in (first, second))
    said, errors, status = cards.load(cards.write(tmp_path, "\ufeff" + text))
    assert (errors, status) == ("", 0)
    assert "901-small: created" in said and "902-two: created" in said


def test_dates_without_quotation_marks_are_the_text_that_they_are(tmp_path: Path) -> None:
    text = cards.as_yaml(cards.small()).replace("'2015'", "2015").replace("'2015-07'", "2015-07")
    assert "published: 2015\n" in text
    _said, errors, status = cards.load(cards.write(tmp_path, text))
    assert (errors, status) == ("", 0)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(cards.small())
