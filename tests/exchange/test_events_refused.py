"""What a file, a mapping or the database makes impossible: named, left out or mended, and whatever is right is written."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from incidents.exchange.events import loading, writing
from incidents.exchange.events.loading import load_events
from incidents.exchange.events.mapping import read_mapping
from incidents.exchange.events.writing import Writer
from incidents.models import Actor, Incident, Organization, Source
from incidents.models.triggers import Guard, create
from incidents.workflow import identity
from tests.exchange.events import file, load
from tests.factories import make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
BOARD = "dataset: {id: board, publisher: Invented Board, title: Complaints}\ncase: '{id}'\ntitle: 'Of {id}'\nsummary: 'Of {id}.'\n"


def mapping(folder: Path, more: str = "") -> str:
    path = folder / "mapping.yaml"
    path.write_text(BOARD + more)
    return str(path)


def complaints(folder: Path, *respondents: str) -> tuple[Path, str]:
    """A file and the mapping of it, both as docs/events.md has them."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "events.md").read_text()
    rules, path = folder / "complaints.yaml", folder / "complaints.csv"
    rules.write_text(text.split("```yaml\n")[1].split("```")[0])
    rows = [f'A{number},"{who}",31/12/2014,bribery,closed' for number, who in enumerate(respondents)]
    path.write_text("\n".join(["no,respondent,filed,charge,result", *rows]) + "\n")
    return path, str(rules)


def test_what_is_too_long_for_its_column_is_told_alike_on_both_engines(tmp_path: Path, capsys: Any) -> None:
    path, rules = complaints(tmp_path, "Ana" * 70, "Zoe Inventada")
    out, err, refused = load(capsys, path, mapping=rules)
    assert "row 2, respondent: " in err and "more than 200 letters" in err
    assert "1 cases made" in out and refused.startswith("1 rows were refused")
    long, good = (f"https://example.org/{'a' * more}" for more in (1981, 1980))
    rows = file(tmp_path, {"source_headline": long}, {"id": "7002", "source_headline": good})
    rules = mapping(tmp_path, "source: {publisher: '{source_office}', url: '{source_headline}'}")
    _out, err, refused = load(capsys, rows, mapping=rules)
    assert "1 × the address of the source is no web address, or too long: left out" in err and not refused
    assert set(Source.objects.filter(publisher="Diario Ejemplo").values_list("url", flat=True)) == {"", good}


def test_a_row_that_the_database_refuses_is_named_and_the_others_of_its_batch_are_written(
    tmp_path: Path, capsys: Any
) -> None:
    create(
        connection,
        "guard_of_this_test",
        Guard("test", "incidents_incident", "BEFORE INSERT", "NEW.title LIKE '%Unloved%'", "Not this one."),
    )
    rows = [{"id": str(number), "adm_1": "Nowhere"} for number in range(7001, 7010)]
    rows[4]["where_coordinates"] = "Unloved town"
    out, err, refused = load(capsys, file(tmp_path, *rows), publish=True)
    assert "events.csv, row 6, row: the database refuses it: Not this one.\n" in err
    assert out == "events.csv: 9 rows read, 8 cases made, 0 there already, 1 refused\n"
    assert refused == "1 rows were refused; everything else is as it should be."
    assert set(Incident.objects.published().values_list("key", flat=True)) == {
        f"ucdp-{number}" for number in range(7001, 7010) if number != 7005
    }
    assert "8 × “Nowhere, Peru”" in err, "what was tried twice is told once"
    assert Organization.objects.filter(key__startswith="o.ucdp-").count() == 2


def test_a_party_that_is_merged_while_a_file_is_loaded_is_looked_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH", 1)
    path = file(tmp_path, {}, {"id": "7002"}, {"id": "7003"})
    kept = make_organization("Banda Inventada")
    running = load_events(path, read_mapping("ucdp"), published=False)
    next(running)
    identity.merge(kept, Organization.objects.get(key="o.ucdp-1"), None, "The same.")
    *_batches, tally = running
    assert (tally.written, tally.refused) == (3, 0)
    assert kept.involvements.count() == 3


def test_a_database_that_takes_nothing_is_told_with_the_rows_and_no_trace(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH", 2)
    path = file(tmp_path, *({"id": str(number)} for number in range(5)))
    write = Writer.write

    def full(writer: Writer, events: Any) -> int:
        if events[0].row > 3:
            raise OperationalError("database or disk is full\nmore of it")
        return write(writer, events)

    monkeypatch.setattr(Writer, "write", full)
    _out, _err, refused = load(capsys, path)
    assert refused == (
        "events.csv, rows 4 to 5: the database did not take them: database or disk is full."
        " Run the command again: it goes on from there."
    )
    assert Incident.objects.count() == 2


def test_what_could_be_read_of_a_broken_file_is_written_and_the_file_told_apart_from_refused_rows(
    tmp_path: Path, capsys: Any
) -> None:
    path = file(tmp_path, {}, {"id": "7002", "best": "9"}, {"id": "7003"})
    path.write_text(path.read_text() + '7004,"un"closed\n')
    out, err, refused = load(capsys, path)
    assert out == "events.csv: 3 rows read, 2 cases made, 0 there already, 1 refused\n"
    assert f"{path}: " in err and "row 3, best: " in err
    assert (
        refused == "1 files could not be read to the end and 1 rows were refused; everything else is as it should be."
    )
    assert set(Incident.objects.values_list("key", flat=True)) == {"ucdp-7001", "ucdp-7003"}
    assert load(capsys, tmp_path / "none.csv")[0] == "", "nothing is said of rows where there was none to read"


def test_problems_that_are_not_kept_are_counted_all_the_same(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SHOWN", 60)
    _out, err, _refused = load(capsys, file(tmp_path, *({"id": str(number), "low": "x"} for number in range(80))))
    assert err.count("is not a number of people") == 50 and "… and 30 more." in err


def test_what_was_loaded_comes_out_as_fact_cards_that_can_be_loaded(tmp_path: Path, capsys: Any) -> None:
    path, rules = complaints(tmp_path, "Ana Inventada", "Ana, Inventada", "Ana-Inventada", "Ana Inventada", "Zoé Ñ.")
    with transaction.atomic():
        assert load(capsys, path, mapping=rules)[2] == ""
        call_command("dump_cases", out=tmp_path / "one")
        keys = set(Actor.objects.values_list("key", flat=True))
        transaction.set_rollback(True)
    assert len(keys) == 4 and "p.complaints-Ana-Inventada" in keys, "another spelling is another person"
    assert not Incident.objects.exists()
    call_command("load_cases", tmp_path / "one")
    assert set(Actor.objects.values_list("key", flat=True)) == keys
    assert Incident.objects.count() == 5


@pytest.mark.parametrize(
    ("who", "said"),
    [("!!!", "has no letter or digit"), ("005_ana", "would be one of a single case"), ("x" * 199, "more than 200")],
)
def test_keys_that_no_party_can_have_are_refused(who: str, said: str, tmp_path: Path, capsys: Any) -> None:
    rules = mapping(tmp_path, "parties: [{key: '{side_a}', name: '{side_b}', person: true}]\n")
    _out, err, refused = load(capsys, file(tmp_path, {"side_a": who}), mapping=rules)
    assert "row 2, side_a: " in err and said in err and refused


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ("2014-07-03", "", "2014-07-03"),
        ("2014-07-03 00:00:00.000", "2014-07-03T12:00", "2014-07-03"),
        ("2014-07-03/2014-09-30", "", "2014-07-03/2014-09-30"),
        ("2014-07-03?", "", "2014-07-03?"),
        ("2014-07-03", "2014-09", "2014-07-03/2014-09"),
        ("2014-07-03 10:00", "2014-09", "2014-07-03/2014-09"),
        ("2014-07", "2014-09", "2014-07/2014-09"),
        ("2014-07", "2014-07", "2014-07"),
        ("2014-07", "2014-07-20", "2014-07/2014-07-20"),
        ("", "2014-07-03", "../2014-07-03"),
        ("", "2014", "../2014"),
        ("", "", ""),
    ],
)
def test_what_both_ends_of_a_date_say_is_kept(start: str, end: str, edtf: str, tmp_path: Path, capsys: Any) -> None:
    rows = file(tmp_path, {"date_start": start, "date_end": end})
    assert load(capsys, rows, mapping=mapping(tmp_path, "date: {first: date_start, last: date_end}"))[2] == ""
    assert Incident.objects.get().date_edtf == edtf


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2014-07-03xyz", "", "date_start: “2014-07-03xyz” is not a date"),
        ("2014-07", "soon", "date_end: “soon” is not a date"),
        ("2014-09", "2014-07", "date_end: “2014-09/2014-07” ends before it begins."),
        ("2014-07-03/2014-09-30", "2014-10", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused(start: str, end: str, said: str, tmp_path: Path, capsys: Any) -> None:
    rows = file(tmp_path, {"date_start": start, "date_end": end})
    assert said in load(capsys, rows, mapping=mapping(tmp_path, "date: {first: date_start, last: date_end}"))[1]


@pytest.mark.parametrize("codes", ["[4]", "['4']"])
def test_codes_of_a_precision_may_be_written_as_numbers(codes: str, tmp_path: Path, capsys: Any) -> None:
    rules = mapping(tmp_path, f"date: {{first: date_start, precision: date_prec, months: {codes}}}")
    load(capsys, file(tmp_path, {"date_prec": "4"}), mapping=rules)
    assert Incident.objects.get().date_edtf == "2014-07"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("parties: [foo]", "party 1 must hold keys and values"),
        ("parties: 3", "parties must be a list"),
        ("parties: [{key: k, name: n, kinds: [a]}]", "party 1: kinds must hold words and kinds"),
        ("parties: [{key: k, name: n, kinds: {a: gang}}]", "party 1: no kind gang"),
        ("parties: [{key: k, name: n, role: [suspect]}]", "party 1: role must be a text"),
        ("parties: [{key: k, name: n, person: 'no'}]", "party 1: person must be true or false"),
        ("parties: [{key: k, name: n, except: Civilians}]", "party 1: except must be a list of texts"),
        ("date: {last: d}", "date lacks first"),
        ("date: {first: d, months: 4}", "date: months must be a list of texts"),
        ("claim: {text: t, speakers: Board}", "claim: speakers must be a list of texts"),
        ("claim: {text: t, status: guilty}", "claim: status is none of "),
        ("claim: {speakers: [Board]}", "claim lacks text"),
        ("place: [a]", "place must hold keys and values"),
        ("place: {name: [a]}", "place: name must be a text"),
        ("1: 2", "unknown key 1"),
        ("date: {first: 2014-99-99}", "month must be in 1..12"),
    ],
)
def test_a_mapping_is_refused_with_what_is_wrong_in_it(given: str, said: str, tmp_path: Path, capsys: Any) -> None:
    refused = load(capsys, file(tmp_path, {}), mapping=mapping(tmp_path, given))[2]
    assert said in refused and refused.startswith(f"{tmp_path}/mapping.yaml: ")
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("language: English", "language must be two or three small letters"),
        ("url: ucdp.uu.se", "url is no web address"),
    ],
)
def test_what_is_said_of_the_data_set_must_fit_a_source(given: str, said: str, tmp_path: Path, capsys: Any) -> None:
    rules = tmp_path / "mapping.yaml"
    rules.write_text(BOARD.replace("id: board", f"id: board, {given}"))
    assert said in load(capsys, file(tmp_path, {}), mapping=str(rules))[2]


def test_keys_that_hold_nothing_are_as_if_they_were_not_there(tmp_path: Path, capsys: Any) -> None:
    rules = mapping(tmp_path, "place: {name: , country: country}\nclaim:\nparties:\n")
    assert load(capsys, file(tmp_path, {}), mapping=rules)[2] == ""
    assert Incident.objects.get().places.get().name == "Peru"


def test_only_some_parties_are_remembered_and_none_is_made_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[Writer] = []

    class Noted(Writer):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            writers.append(self)

    monkeypatch.setattr(loading, "BATCH", 2)
    monkeypatch.setattr(loading, "Writer", Noted)
    monkeypatch.setattr(writing, "REMEMBERED", 3)
    rows = ({"id": str(n), "side_a_new_id": f"a{n % 5}", "side_b_new_id": f"b{n % 7}"} for n in range(40))
    for _tally in load_events(file(tmp_path, *rows), read_mapping("ucdp"), published=False):
        assert len(writers[0]._parties) <= 3 + 4
    assert Organization.objects.filter(key__startswith="o.ucdp-").count() == 12
