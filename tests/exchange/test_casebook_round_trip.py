"""Cards go in and come out again: the same facts, and a second time nothing happens."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from incidents.models import Incident, Involvement
from tests.exchange import cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_cards")]
IN_ALL = [pytest.param(file, id=file.stem) for file in cards.files(cards.SOURCE)]


@pytest.fixture(scope="module")
def dumps(open_cards: str) -> dict[str, Any]:
    """What comes out of each card that was loaded."""
    return {file.stem: cards.dumped(cards.read(file)["id"]) for file in cards.files(cards.SOURCE)}


def test_there_are_thirty_cards_and_each_says_what_was_made(open_cards: str) -> None:
    assert len(IN_ALL) == 30
    assert open_cards.count(": created (") == 30
    assert "001-condori-huacac: created (1 sources, 6 names, 14 parties" in open_cards


@pytest.mark.parametrize("file", IN_ALL)
def test_a_card_comes_out_as_it_went_in(file: Path, dumps: dict[str, Any]) -> None:
    card = cards.read(file)
    assert cards.facts(dumps[file.stem]) == cards.facts(card)


@pytest.mark.parametrize("file", IN_ALL)
def test_what_was_only_proposed_is_not_in_the_dump(file: Path, dumps: dict[str, Any]) -> None:
    card, dumped = cards.read(file), dumps[file.stem]
    for name, entries in card.items():
        if isinstance(entries, list) and entries and isinstance(entries[0], dict):
            wanted = [set(cards.stated(entry)) for entry in entries]
            assert [set(cards.stated(entry)) for entry in dumped[name]] == wanted, name


@pytest.mark.parametrize("file", IN_ALL)
def test_a_dump_does_not_say_none_where_the_card_is_silent(file: Path, dumps: dict[str, Any]) -> None:
    card, dumped = cards.read(file), dumps[file.stem]
    for name, entries in card.items():
        if isinstance(entries, list) and entries and isinstance(entries[0], dict):
            for entry, told in zip(entries, dumped[name], strict=True):
                assert {key for key, value in told.items() if value == []} <= set(entry), (name, told)


def test_loading_twice_changes_nothing_and_writes_no_history() -> None:
    before = cards.history_rows()
    said, _errors, status = cards.load(cards.SOURCE)
    assert (said.count(": unchanged ("), status) == (30, 0)
    assert cards.history_rows() == before


def test_loading_the_dump_changes_nothing(tmp_path: Path) -> None:
    call_command("dump_cases", out=tmp_path, stdout=StringIO())
    before = cards.history_rows()
    said, _errors, status = cards.load(tmp_path)
    assert (said.count(": unchanged ("), status) == (30, 0)
    assert cards.history_rows() == before


def test_the_shipped_casebook_comes_out_too_and_keeps_its_local_parties_apart() -> None:
    said, errors, status = cards.load(cards.SHIPPED)
    assert (errors, status) == ("", 0), said
    for file in cards.files(cards.SHIPPED):
        card = cards.read(file)
        assert cards.facts(cards.dumped(card["id"])) == cards.facts(card), file.stem
    owners: dict[str, set[int]] = {}
    for key, incident in Involvement.objects.values_list("party__key", "incident"):
        if key[2:5].isdigit():
            owners.setdefault(key, set()).add(incident)
    assert owners
    assert all(len(incidents) == 1 for incidents in owners.values())


def test_the_dump_is_a_stream_of_documents_or_a_file_per_case(tmp_path: Path) -> None:
    said = StringIO()
    ids = [cards.read(file)["id"] for file in cards.files(cards.SOURCE)[:2]]
    public_id = Incident.objects.get(key=ids[1]).public_id
    call_command("dump_cases", ids[0], public_id, stdout=said)
    assert [card["id"] for card in yaml.safe_load_all(said.getvalue())] == ids
    call_command("dump_cases", ids[0], out=tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [f"{ids[0]}.yaml"]


@pytest.mark.parametrize("place", ["file", "file/below", "closed/below", "taken"])
def test_a_folder_that_cannot_be_written_is_one_line(place: str, tmp_path: Path) -> None:
    card_id = cards.read(cards.files(cards.SOURCE)[0])["id"]
    (tmp_path / "file").write_text("x")
    (tmp_path / "closed").mkdir(mode=0o500)
    (tmp_path / "taken" / f"{card_id}.yaml").mkdir(parents=True)
    with (
        cards.without_privileges(place),
        pytest.raises(CommandError, match=r"^\S+: cannot be written: [\w ]+$") as error,
    ):
        call_command("dump_cases", card_id, out=tmp_path / place, stdout=StringIO())
    assert error.value.returncode == 1


def test_ids_are_file_names_as_they_are_and_others_are_told(tmp_path: Path) -> None:
    good = [Incident.objects.create(title="x", key=key).key or "" for key in ("a-x", "a.x", "a_x")]
    bad = Incident.objects.create(title="x", key="../a/x")
    out = tmp_path / "deep" / "out"
    with pytest.raises(
        CommandError, match=f"{bad.public_id}: not written, the case id “../a/x” names no file"
    ) as error:
        call_command("dump_cases", *good, "../a/x", out=out, stdout=StringIO())
    assert error.value.returncode == 1
    assert sorted(file.name for file in out.iterdir()) == sorted(f"{key}.yaml" for key in good)
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_an_id_that_no_case_has_is_an_error() -> None:
    with pytest.raises(CommandError, match="999-nothing") as error:
        call_command("dump_cases", "999-nothing", stdout=StringIO())
    assert error.value.returncode == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card["places"][0].update(kind="airstrip", role="hiding place"),
        lambda card: (
            card["sources"][0].update(kind="thesis", url=None) or card["legal_timeline"][0].update(source_url=None)
        ),
        lambda card: card["allegations"][0].update(status="withdrawn by the prosecutor"),
        lambda card: card["organizations"][0].update(kind="militia"),
        lambda card: card["relationships"].append(
            {"a": "p.ana_test", "b": "o.test_band", "kind": "debtor", "as_stated": "owes them"}
        ),
        lambda card: card["seizures"][0].update(
            quantity={"low": 1, "high": None, "unit": None, "as_stated": "one or more"}
        ),
        lambda card: card["persons"][0].update(count={"low": 1, "high": 1, "as_stated": "one man"}),
        lambda card: card["flows"][0].update({"via": ["o.test_band"], "means": ["car", None]}),
        lambda card: card["legal_timeline"][0].update(
            who=["p.ana_test", "p.901_officers"], final="yes", kind="detained"
        ),
        lambda card: card.update(
            summary="1e5", unsure=["no", "2015-07-01", "null", "~", "12:30", "#", "- a", "ñ\u2028x"]
        ),
        lambda card: card.update(
            contradictions=[{"fact": "date", "versions": ["a", "b"]}, {"fact": "none", "versions": []}]
        ),
        lambda card: card["allegations"][0].update(
            made_by="prosecutor p.ana_test (letter), p.901_officers; o.test_band and others"
        ),
        lambda card: card["allegations"][0].update(relayed_by=["o.test_band, quoting p.ana_test", "Example at 5 p.m."]),
        lambda card: card["allegations"][0].update(
            made_by="p.ana_test;o.test_band (letter)", relayed_by=["o.test_band(x)"]
        ),
        lambda card: (
            card["persons"].append(cards.person("p.901_ñandú-x_", "Ñ"))
            or card["allegations"][0].update(made_by="p.901_ñandú-x_")
        ),
        lambda card: card["sources"][0].update(language="quz", archived_url="HTTPS://a_b.example/ñ?q=á"),
    ],
)
def test_words_that_no_list_has_come_out_as_they_went_in(
    change: Callable[[cards.Card], object], tmp_path: Path
) -> None:
    card = cards.small()
    change(card)
    _said, errors, status = cards.load(cards.write(tmp_path, card))
    assert (errors, status) == ("", 0)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(card)
