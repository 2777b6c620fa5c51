"""Files of events: a case for each row, whatever is wrong named by file, row, column and reason. Invented rows only."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from incidents import workflow
from incidents.models import Actor, Allegation, Incident, Organization, PartyName, Passage, Region, Source
from incidents.search.names import keys
from tests.exchange.events import file, load
from tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def test_a_row_becomes_a_draft_with_its_source_and_who_says_so(tmp_path: Path, capsys: Any) -> None:
    out, err, refused = load(capsys, file(tmp_path, {}))
    assert (out, err, refused) == ("events.csv: 1 rows read, 1 cases made, 0 there already, 0 refused\n", "", "")
    case = Incident.objects.get(key="ucdp-7001")
    assert (case.stage, case.title, case.date_edtf) == (
        "draft",
        "Deadly event at Tres Pozos town, Peru",
        "2014-07-03",
    )
    assert case.places.get().region == Region.objects.get(code="PE-CUS")
    figure = case.casualties.get()
    assert (figure.count_low, figure.count_best, figure.count_high) == (2, 3, 4)
    claim = Allegation.objects.get(incident=case)
    assert [link.words for link in claim.speech.all()] == ["police", "Diario Ejemplo", "Uppsala Conflict Data Program"]
    assert {str(source.publisher) for source in Source.objects.all()} == {
        "Diario Ejemplo",
        "Uppsala Conflict Data Program",
    }
    assert case.citations.count() == 2
    assert Organization.objects.get(key="o.ucdp-1").kind == "criminal_group"
    assert Incident.history.get(id=case.pk).history_change_reason == "Loaded from events.csv."


def test_loading_twice_changes_nothing_and_parties_are_shared(tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, {}, {"id": "7002", "date_start": "2015-01-01", "date_end": "2015-01-09"})
    load(capsys, path)
    numbers = [model.objects.count() for model in (Incident, Organization, PartyName, Source, Allegation)]
    out, _err, _refused = load(capsys, path)
    assert "0 cases made, 2 there already" in out
    assert numbers == [model.objects.count() for model in (Incident, Organization, PartyName, Source, Allegation)]
    assert Organization.objects.filter(key__startswith="o.ucdp-").count() == 2
    assert Incident.objects.get(key="ucdp-7002").date_edtf == "2015-01-01/2015-01-09"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"best": "9"}, "events.csv, row 3, best: the figures are not in order: 2, 9, 4 (low, best, high)."),
        ({"low": "-1"}, "events.csv, row 3, low: “-1” is not a number of people."),
        ({"best": "٣"}, "events.csv, row 3, best: “٣” is not a number of people."),
        ({"date_end": "2014-07-01"}, "events.csv, row 3, date_end: 2014-07-01 is before date_start, 2014-07-03."),
        ({"date_start": "2014-02-31"}, "events.csv, row 3, date_start: “2014-02-31” is not a date"),
        ({"latitude": "99"}, "events.csv, row 3, latitude: “99” is no latitude."),
        ({"id": ""}, "events.csv, row 3, id: “” cannot name a case"),
        ({"id": "7001"}, "events.csv, row 3, id: “7001” came before, in row 2."),
        ({"side_a": "Clan\x00"}, "side_a: the value holds a NUL character."),
        ({"country": "", "where_coordinates": ""}, "row 3, where_coordinates country: there is nothing"),
    ],
)
def test_a_wrong_row_is_named_and_left_out_and_the_others_are_written(
    wrong: dict[str, str], said: str, tmp_path: Path, capsys: Any
) -> None:
    path = file(tmp_path, {}, {"id": "7002"} | wrong, {"id": "7003"})
    if "country" in wrong:
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text(
            "dataset: {id: ucdp, publisher: P, title: T}\ncase: '{id}'\n"
            "title: '{where_coordinates} {country}'\nsummary: 'Of {id}'\n"
        )
        _out, err, refused = load(capsys, path, mapping=str(mapping))
    else:
        _out, err, refused = load(capsys, path)
    assert said in err
    assert refused == "1 rows were refused; everything else is as it should be."
    assert set(Incident.objects.values_list("key", flat=True)) == {"ucdp-7001", "ucdp-7003"}


def test_a_file_that_is_no_table_or_lacks_columns_is_refused_whole(tmp_path: Path, capsys: Any) -> None:
    short = tmp_path / "short.csv"
    short.write_text("id,country\n1,Peru\n")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, said in ((short, "no column adm_1"), (binary, "binary.csv"), (tmp_path / "none.csv", "No such file")):
        _out, err, refused = load(capsys, path)
        assert said in err and refused
    assert not Incident.objects.exists()


def test_checking_writes_nothing(tmp_path: Path, capsys: Any) -> None:
    out, _err, _refused = load(capsys, file(tmp_path, {}, {"id": "7002", "best": "9"}), check=True)
    assert "1 rows are good, 1 refused" in out
    assert not Incident.objects.exists()


def test_published_rows_are_what_an_editor_could_have_published(tmp_path: Path, capsys: Any) -> None:
    load(capsys, file(tmp_path, {}), publish=True)
    case = Incident.objects.published().get()
    assert list(workflow.problems(case)) == []
    assert case.stage_changes.get().to_stage == "published"
    assert list(case.history.order_by("history_id").values_list("stage", flat=True)) == ["draft", "published"]


def test_persons_are_loaded_too_and_whoever_is_protected_keeps_the_case_a_draft(tmp_path: Path, capsys: Any) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "dataset: {id: board, publisher: Invented Board, title: Complaints}\ncase: '{id}'\ntitle: 'Complaint {id}'\n"
        "summary: 'The board records complaint {id}.'\nclaim: {text: 'Used force, says complaint {id}', speakers: ['a complainant']}\n"
        "parties: [{key: 'board-{side_a_new_id}', name: '{side_a}', person: true, role: accused}]\n"
    )
    path = file(
        tmp_path, {"side_a": "Ana Balquiño Dorverez"}, {"id": "7002", "side_a": "Bruno Elquiño", "side_a_new_id": "9"}
    )
    load(capsys, path, mapping=str(mapping))
    assert Actor.objects.count() == 2
    Actor.objects.filter(key="p.board-9").update(protection="minor")
    again = file(
        tmp_path, {"id": "7004", "side_a": "Bruno Elquiño", "side_a_new_id": "9"}, {"id": "7005"}, name="b.csv"
    )
    load(capsys, again, mapping=str(mapping), publish=True)
    assert set(Incident.objects.published().values_list("key", flat=True)) == {"board-7005"}


def test_a_row_whose_text_names_somebody_protected_whom_it_does_not_involve_stays_a_draft(
    tmp_path: Path, capsys: Any
) -> None:
    child = make_actor("Zoraida Secreta Quispe")
    child.protection = "minor"
    child.save()
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "dataset: {id: board, publisher: Invented Board, title: Complaints}\ncase: '{id}'\ntitle: 'Complaint {id}'\n"
        "summary: 'The board records complaint {id} of {side_a}.'\n"
    )
    rows = file(tmp_path, {"side_a": "Quispe, Zoraída Secreta"}, {"id": "7002", "side_a": "Quispe"})
    out, err, refused = load(capsys, rows, mapping=str(mapping), publish=True)
    assert set(Incident.objects.published().values_list("key", flat=True)) == {"board-7002"}
    assert out.endswith("2 rows read, 2 cases made, 0 there already, 0 refused, new cases that stay drafts: 1\n")
    assert "not published, because they name somebody who is protected, so that an editor must look; rows: 2\n" in err
    assert "secreta" not in (out + err + refused).lower() and not refused


def test_rows_that_stay_drafts_are_told_by_their_numbers_and_the_reason_and_never_by_a_name(
    tmp_path: Path, capsys: Any
) -> None:
    make_actor("Zoraida Secreta Quispe", protection="minor")
    make_actor("Bruno Elquiño", protection="witness", key="p.board-9")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "dataset: {id: board, publisher: Invented Board, title: Complaints}\ncase: '{id}'\ntitle: 'Complaint {id}'\n"
        "summary: 'The board records complaint {id} of {side_b}.'\n"
        "parties: [{key: 'board-{side_a_new_id}', name: '{side_a}', person: true, role: accused}]\n"
    )
    secret = {"side_b": "Zoraida Secreta Quispe"}
    about = {"side_a": "Bruno Elquiño", "side_a_new_id": "9"}
    rows = [{"id": "1"} | secret, {"id": "2"} | about, {"id": "3"} | secret, {"id": "4"}, {"id": "5"} | about | secret]
    out, err, _refused = load(capsys, file(tmp_path, *rows), mapping=str(mapping), publish=True)
    assert "5 cases made, 0 there already, 0 refused, new cases that stay drafts: 4" in out
    assert "because they name somebody who is protected, so that an editor must look; rows: 2, 4\n" in err
    assert "because they are about somebody who is protected, so that an editor must look; rows: 3, 6\n" in err
    assert not any(trace in (out + err).lower() for trace in ("zoraida", "secreta", "bruno"))
    assert Incident.objects.published().get().key == "board-4"
    out, err, _refused = load(capsys, file(tmp_path, *rows), mapping=str(mapping), publish=True)
    assert "0 cases made, 5 there already" in out and "drafts" not in out and "not published" not in err


def test_without_publishing_no_row_is_said_to_stay_a_draft(tmp_path: Path, capsys: Any) -> None:
    make_actor("Zoraida Secreta Quispe", protection="minor")
    out, err, _refused = load(capsys, file(tmp_path, {"source_headline": "Zoraida Secreta Quispe"}))
    assert "drafts" not in out and "not published" not in err


def test_a_mapping_that_makes_no_sense_is_refused_with_every_reason(tmp_path: Path, capsys: Any) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("dataset: {id: x}\ncase: '{id}'\ncolour: red\nparties: [{key: k, kind: gang}]\n")
    _out, _err, refused = load(capsys, file(tmp_path, {}), mapping=str(mapping))
    for said in ("unknown key colour", "title is missing", "party 1 lacks name", "no kind gang"):
        assert said in refused
    assert "There are: ucdp" in load(capsys, file(tmp_path, {}), mapping="nothing")[2]


def test_a_table_of_allegations_in_another_layout_is_loaded_with_its_own_words(tmp_path: Path, capsys: Any) -> None:
    """The mapping is the one that docs/events.md shows."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "events.md").read_text()
    mapping = tmp_path / "complaints.yaml"
    mapping.write_text(text.split("```yaml\n")[1].split("```")[0])
    path = tmp_path / "complaints.csv"
    path.write_text(
        "no,respondent,filed,charge,result,unit\nA1,Ana Inventada,31/12/2014,bribery,closed,7\nA2,Zoe Inventada,2014-31-12,theft,,7\n"
    )
    out, err, _refused = load(capsys, path, mapping=str(mapping))
    assert "1 cases made" in out and "row 3, filed: " in err and "not used by the mapping: unit" in err
    claim = Allegation.objects.get()
    assert (claim.offence_as_stated, claim.outcome_as_stated, claim.incident.date_edtf) == (
        "bribery",
        "closed",
        "2014-12-31",
    )
    assert claim.parties.get().legal_status == "none_known"


def test_what_cannot_be_kept_is_told_with_how_often(tmp_path: Path, capsys: Any) -> None:
    odd = {"adm_1": "Nowhere state", "source_date": "last week"}
    _out, err, refused = load(capsys, file(tmp_path, odd, odd | {"id": "7002"}))
    assert "2 × source_date is no day" in err and "2 × “Nowhere state, Peru” is no place of the gazetteer" in err
    assert not refused


def test_names_have_the_keys_by_which_their_likes_are_found(tmp_path: Path, capsys: Any) -> None:
    load(capsys, file(tmp_path, {}))
    for name in PartyName.objects.all():
        assert set(name.keys.values_list("key", flat=True)) == keys(name.name, "organization") != set()


@pytest.mark.sqlite
def test_the_engine_knows_after_a_load_how_many_words_there_are_to_look_through(tmp_path: Path, capsys: Any) -> None:
    load(capsys, file(tmp_path, *({"id": f"8{number:03}"} for number in range(40))), "--publish")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'incidents_passage' AND idx LIKE 'sqlite_autoindex%'")
        (stat,) = cursor.fetchone()
    assert int(stat.split()[0]) == Passage.objects.count() > 80
