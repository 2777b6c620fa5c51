"""Bad cards: an error that names file, path and reason; no trace of that card; the others load; exit status 1."""

import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from incidents.exchange.casebook import reading, schema
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


_ALONE = {"a": "p.ana_test", "b": "p.ana_test", "kind": "ally", "as_stated": "x", "edtf": None}
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
        (
            f"id: 901-a\ntitle: x\nunsure: [{'x,' * 100_000}]",
            "line 3, column 199994: more than 100,000 keys and values",
        ),
        ("id: a\nid: b\n", "line 2, column 1: not readable as YAML: the key “id” stands twice"),
        ("id: ñ\ntitle: año".encode("latin-1"), "bad.yaml: byte 4: not UTF-8"),
        (b"\x00\x01\x02", "bad.yaml"),
        ('id: 901-a\ntitle: "a\\0b"', "title: the text holds a NUL character"),
        ('id: 901-a\ntitle: "a\\ud800b"', "bad.yaml"),
        ('id: 901-a\ntitle: "a\\eb"', "title: the text holds a control character (U+001B)"),
        ('id: 901-a\ntitle: "a\\rb"', "title: the text holds a control character (U+000D)"),
        ('id: 901-a\ntitle: "a\\x9bb"', "title: the text holds a control character (U+009B)"),
        ("id: 901-a\ntitle: a\x1bb", "bad.yaml: line 2, column 9: a control character (U+001B)"),
        (f"id: 901-a\ntitle: a\npersons: [{{key: p.x, count: {'9' * 5000}}}]", "not a number of 5000 digits"),
        (f"id: 901-a\ntitle: {'9' * 5000}", "title: must be a text, not a number"),
        (
            f"id: 901-a\ntitle: a\nrates: [{{what: x, amount: {{low: {'9' * 400}}}}}]",
            "rates[0].amount.low: a number of 400 digits cannot be kept",
        ),
        (f"id: 901-a\ntitle: a\nrates: [{{what: x, amount: {{low: -{'9' * 5000}}}}}]", "low: must not be negative"),
        (f"id: 901-a\ntitle: a\nsources_read_until: {'9' * 5000}", "“a number of 5000 digits” is not a date"),
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
            at = at[step]
        at[last] = value

    return apply


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("id", "../../etc/x", "bad.yaml: id: not an id of a card: an id is made of letters"),
        ("id", "901/small", "bad.yaml: id: not an id of a card"),
        ("id", ".901", "bad.yaml: id: not an id of a card"),
        ("id", "901-señor", "bad.yaml: id: not an id of a card"),
        ("id", "901-small\n", "bad.yaml: id: not an id of a card"),
        ("id", "9" * 201, "bad.yaml: id: longer than 200 characters"),
        ("id", "901\x1b[31m", "id: not an id of a card"),
        ("related_cards", ["902-a", "a/b"], "related_cards[1]: not an id of a card"),
        ("persons.0.key", "p.ana_test\n", "persons[0].key: not the key of a person"),
        ("dates.0.edtf", "2015\x1f", "dates[0].edtf: the text holds a control character"),
        ("title", "a\x1b]0;b", "title: the text holds a control character (U+001B)"),
        ("colour\x1b[31m", "red", "colour\\x1b[31m: no such key"),
        ("persons.1.count", -4, "persons[1].count: must not be negative"),
        ("persons.1.count", 0, "persons[1].count: must be at least 1, not 0"),
        ("persons.1.count", {"low": -1}, "persons[1].count.low: must not be negative"),
        ("persons.1.count", {"low": 10**20}, "persons[1].count.low: must be at most 1000000000000000, not 1000"),
        ("seizures.0.quantity.low", -0.5, "seizures[0].quantity.low: must not be negative"),
        ("seizures.0.value", {"low": -1, "currency": "USD"}, "seizures[0].value.low: must not be negative"),
        ("rates", [{"what": "x", "amount": {"best": -1}}], "rates[0].amount.best: must not be negative"),
        ("victims", [{"what": "x", "count": {"best": -1}}], "victims[0].count.best: must not be negative"),
        ("embargo_until", "soon", "embargo_until: not a moment of the form 2015-09-14T12:00:00Z"),
        ("embargo_until", "2030-13-01T00:00:00Z", "embargo_until: “2030-13-01T00:00:00Z” is not a moment"),
        ("allegations.0.speakers", [{"step": 0, "words": "others"}], "do not say the same as these speakers"),
        ("allegations.0.speakers", [{"step": 0, "party": "p.nobody"}], "speakers[0].party: p.nobody is not among"),
        ("allegations.0.speakers", [{"step": 0}], "speakers[0]: name the speaker, or say in words who it is"),
        ("allegations.0.citations", [{"source": "book"}], "citations[0].source: no source of this card has this ref"),
        ("allegations.0.citations", [{"page": "3"}], "citations[0].url: a citation names its source"),
        ("seizures.0.measurement_citations", [{"url": "https://example.org/b"}], "measurement_citations[0].url: not"),
        ("seizures.0.quantity.unit_code", "stones", "quantity.unit_code: “stones” is not a unit of the list"),
        ("persons.0.uninvolved", True, "persons[0].uninvolved: p.ana_test has a part in this case"),
        ("persons.1.form", "named", "persons[1].form: one person counts one; several are a group"),
        ("flows.0.names", ["x"], "flows[0].names: has 1 entries, and the flow needs 2"),
        ("flows.0.regions", ["none", "NOPE"], "flows[0].regions[1]: “NOPE” is not a region"),
        ("legal_timeline.0.edtf", "2226-01-01", "legal_timeline[0].edtf: “2226-01-01” is still to come"),
        ("legal_timeline.0.edtf", "2226/..", "legal_timeline[0].edtf: “2226/..” is still to come"),
        ("legal_timeline.0.edtf", "Y17000", "legal_timeline[0].edtf: “Y17000” is still to come"),
        ("colour", "red", "bad.yaml: colour: no such key in the format"),
        ("persons.0.colour", "red", "persons[0].colour: no such key"),
        ("seizures.0.quantity.colour", "red", "seizures[0].quantity.colour: no such key"),
        ("title", ["a", "b"], "title: must be a text, not a list"),
        ("title", "", "title: must not be empty"),
        ("title", "\u00a0\u200b", "title: must not be empty"),
        ("places.0.name", "\u2060 ", "places[0].name: must not be empty"),
        ("organizations.0.name", "\u200b", "organizations[0].name: must not be empty"),
        ("persons.0.name", "\u00a0", "persons[0].name: must not be empty"),
        ("persons.0.name", {"name": "\u200b"}, "persons[0].name.name: must not be empty"),
        ("persons.0.aliases", ["Ana", "\ufeff"], "persons[0].aliases[1]: must not be empty"),
        ("title", 5, "title: must be a text, not a number"),
        ("persons", "Ana", "persons: must be a list, not a text"),
        ("persons.0", "Ana", "persons[0]: must be a group of keys, not a text"),
        ("persons.0.count", "one", "persons[0].count: must be a whole number or a group of keys, not a text"),
        ("persons.0.named_publicly", "perhaps", "persons[0].named_publicly: must be true or false"),
        ("persons.0.protect", "secret", "persons[0].protect: “secret” is not one of minor, victim, witness, private"),
        ("persons.1.key", "p.ana_test", "persons[1].key: p.ana_test is listed twice"),
        ("persons.1.key", "p.777_officers", "p.777_officers is local to card 777"),
        ("persons.1.key", "o.901_officers", "persons[1].key: not the key of a person"),
        ("persons.1.key", "p.a.x", "not the key of a person: p.name; the name is made of letters, digits, “_” and “-”"),
        ("persons.1.key", "p.x-", "persons[1].key: not the key of a person"),
        ("proceedings", [{"name": "x", "authority": "Supreme Court"}], "proceedings[0].authority: not a key: p.name"),
        (
            "persons.0.protect",
            ["minor", "victim"],
            "protect: must be one of minor, victim, witness, private, not a list",
        ),
        ("kind", True, "kind: must be one of event, series, not true or false"),
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
        ("sources.0.url", "ftp://example.org/a", "sources[0].url: not a web address"),
        ("sources.0.archived_url", "https://[example", "sources[0].archived_url: not a web address"),
        ("sources.0.language", "EN", "sources[0].language: not a language code"),
        ("sources.0.published", "yesterday", "sources[0].published: “yesterday” is not a date"),
        ("seizures.0.quantity.low", 400, "seizures[0].quantity: low 400 is above high 356.6"),
        ("seizures.0.quantity.low", float("inf"), "seizures[0].quantity.low: "),
        ("seizures.0.quantity.low", 0.00000001, "seizures[0].quantity.low: "),
        ("seizures.0.value", {"low": 1, "high": 1, "currency": "ZZZ", "as_stated": None}, "“ZZZ” is not a currency"),
        ("persons.1.count", {"low": 5, "high": 4, "as_stated": None}, "persons[1].count: low 5 is above high 4"),
        ("places.0.region", "zone:nowhere", "places[0].region: “zone:nowhere” is not a region"),
        ("places.0.country_iso2", "Peru", "places[0].country_iso2: not a country code"),
        ("relationships", [_ALONE], "relationships[0]: a relationship is between two"),
        ("related_cards", ["a", "a"], "related_cards: the same entry stands twice"),
        ("related_cards", ["002-other", cards.small()["id"]], "related_cards[1]: this is the case itself"),
        ("flows.0.means", ["car", "car"], "flows[0].means: has 2 entries, and the flow needs 1"),
    ],
)
def test_a_card_with_one_mistake_is_refused_and_says_where(path: str, value: object, said: str, tmp_path: Path) -> None:
    card = cards.small()
    change(path, value)(card)
    errors = refused(tmp_path, card=card)
    assert said in errors
    assert "bad.yaml: " in errors


@pytest.mark.parametrize("field", ["part_of", "subset_of"])
def test_organizations_are_not_parts_of_each_other(field: str, tmp_path: Path) -> None:
    def body(name: str, larger: str | None) -> cards.Card:
        return {"key": f"o.{name}", "name": name, "description": "x", "kind": "police", field: larger}

    organizations = [body("x", "o.aa"), body("aa", "o.bb"), body("bb", "o.cc"), body("cc", "o.aa")]
    card = cards.small(organizations=organizations, memberships=[])
    errors = refused(tmp_path, card=card)
    assert f"organizations[1].{field}: goes round in a circle: o.aa in o.bb in o.cc in o.aa" in errors
    assert errors.count("circle") == 1


def test_groups_are_not_subsets_of_each_other(tmp_path: Path) -> None:
    card = cards.small()
    card["persons"][0]["subset_of"], card["persons"][1]["subset_of"] = "p.901_officers", "p.ana_test"
    errors = refused(tmp_path, card=card)
    assert "persons[0].subset_of: goes round in a circle: p.ana_test in p.901_officers in p.ana_test" in errors


def test_no_error_speaks_in_regular_expressions() -> None:
    def patterns(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (item for key, item in value.items() if key == "pattern" and isinstance(item, str))
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from patterns(item)

    assert set(patterns(schema.validator().schema)) - {r"\S"} == set(schema._PATTERNS)


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


def test_a_broken_document_leaves_the_others_of_its_file_alone(tmp_path: Path) -> None:
    first, third = cards.small(), cards.small(id="903-three", persons=[cards.person("p.ana_test", "Ana Test")])
    broken = "id: 902-two\ntitle: [unclosed\n"
    text = f"{cards.as_yaml(first)}---\n{broken}--- # the last\n{cards.as_yaml(third)}...\n"
    said, errors, status = cards.load(cards.write(tmp_path, text))
    assert "901-small: created" in said and "903-three: created" in said
    line = text[: text.index(broken)].count("\n") + 1
    assert f"card.yaml, document 2: line {line + 2}, column 1: not readable as YAML" in errors
    assert "1 of 3 could not be loaded" in errors and status == 1


def test_a_control_character_in_one_document_leaves_the_others_alone(tmp_path: Path) -> None:
    text = f"%YAML 1.1\n# words\n\n---\n{cards.as_yaml(cards.small())}---\nid: x\ntitle: \x1b\n"
    said, errors, _status = cards.load(cards.write(tmp_path, text))
    assert "901-small: created" in said
    assert "document 2: line " in errors and "column 8: a control character (U+001B)" in errors


def test_a_line_break_as_forms_send_it_is_a_line_break(tmp_path: Path) -> None:
    card = cards.small(summary="One\r\n\tTwo\nThree")
    assert cards.load(cards.write(tmp_path, card))[1:] == ("", 0)
    assert cards.dumped("901-small")["summary"] == card["summary"]


@pytest.mark.parametrize("in_one_file", [True, False])
@pytest.mark.parametrize("check", [True, False])
def test_the_same_id_twice_in_one_run_is_an_error(in_one_file: bool, check: bool, tmp_path: Path) -> None:
    first, second = cards.as_yaml(cards.small()), cards.as_yaml(cards.small(title="Another"))
    if in_one_file:
        cards.write(tmp_path, f"{first}---\n{second}", "a.yaml")
        told = f"a.yaml, document 2: id: “901-small” is the id of the card in {tmp_path / 'a.yaml'}, document 1 already"
    else:
        cards.write(tmp_path, first, "a.yaml")
        cards.write(tmp_path, second, "b.yaml")
        told = f"b.yaml: id: “901-small” is the id of the card in {tmp_path / 'a.yaml'} already"
    said, errors, status = cards.load(tmp_path, check=check)
    assert told in errors and status == 1
    assert "901-small: created" in said
    assert not Incident.objects.filter(title="Another").exists()


class TestFolders:
    def test_what_is_no_file_is_told_and_never_opened(self, tmp_path: Path) -> None:
        cards.write(tmp_path, cards.small(), "good.yaml")
        (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nothing")
        (tmp_path / "loop.yml").symlink_to(tmp_path / "loop.yml")
        (tmp_path / "device.yaml").symlink_to("/dev/zero")
        (tmp_path / "folder.YAML").mkdir()
        os.mkfifo(tmp_path / "pipe.yaml")
        said, errors, status = cards.load(tmp_path)
        assert "901-small: created" in said and status == 1
        assert "dangling.yaml: a link to nothing" in errors
        assert "loop.yml: cannot be read: " in errors
        assert "device.yaml: not a file but a pipe, a device or the like" in errors
        assert "folder.YAML: a folder, not a file" in errors
        assert "pipe.yaml: not a file but a pipe" in errors
        assert "5 of 6 could not be loaded" in errors
        assert "not a file but a pipe" in cards.load(tmp_path / "pipe.yaml")[1]

    def test_a_link_to_a_file_is_that_file_and_loaded_once(self, tmp_path: Path) -> None:
        folder = tmp_path / "cards"
        folder.mkdir()
        (folder / "link.yaml").symlink_to(cards.write(tmp_path, cards.small()))
        said, errors, status = cards.load(folder, tmp_path / "card.yaml")
        assert (errors, status) == ("", 0) and said.count("901-small") == 1

    def test_a_folder_without_cards_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("x")
        _said, errors, status = cards.load(tmp_path)
        assert f"{tmp_path}: the folder holds no card" in errors and status == 1

    def test_a_folder_that_may_not_be_read_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "closed").mkdir(mode=0)
        with cards.without_privileges("closed"):
            _said, errors, status = cards.load(tmp_path / "closed", tmp_path / "closed" / "a.yaml")
        assert errors.count("cannot be read: Permission denied") == 2 and status == 1

    def test_a_slash_after_a_file_does_no_harm(self, tmp_path: Path) -> None:
        said = StringIO()
        call_command("load_cases", f"{cards.write(tmp_path, cards.small())}/", stdout=said)
        assert "901-small: created" in said.getvalue()


def test_dates_without_quotation_marks_are_the_text_that_they_are(tmp_path: Path) -> None:
    text = cards.as_yaml(cards.small()).replace("'2015'", "2015").replace("'2015-07'", "2015-07")
    assert "published: 2015\n" in text
    _said, errors, status = cards.load(cards.write(tmp_path, text))
    assert (errors, status) == ("", 0)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(cards.small())
