"""The invented record: any size, the same for the same seed, and every promise of the real one holds in it."""

import hashlib
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count

from incidents import workflow
from incidents.exchange.bulk import doors
from incidents.exchange.volume.making import make_incidents
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Citation,
    Incident,
    IncidentDate,
    Involvement,
    Organization,
    PartyName,
    Proceeding,
    Source,
    SpeechLink,
    Stage,
    edtf_bounds,
    kind_of,
    refresh_statuses,
)
from incidents.search.names import keys

SIZE = 240

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("volume")]


@pytest.fixture(scope="module")
def volume(reference_data: None) -> None:
    """Two hundred and forty cases of seed 7, made once for the tests of this module."""
    list(make_incidents(SIZE, 7))


def told(seed: int = 7) -> str:
    """What the cases of a seed say, in one short word. Numbers inside the database do not count."""
    cases = Incident.objects.filter(key__startswith=f"volume-{seed}-").order_by("key")
    parts = Involvement.objects.filter(incident__in=cases).order_by("incident__key", "position")
    claims = AllegationParty.objects.filter(allegation__incident__in=cases)
    rows = [
        *cases.values_list("key", "public_id", "stage", "language", "kind", "date_edtf", "date_latest"),
        *parts.values_list("incident__key", "role", "party__public_id", "count_low"),
        *claims.order_by("allegation__public_id", "position").values_list("allegation__public_id", "legal_status"),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def test_the_same_seed_makes_the_same_cases_on_either_engine() -> None:
    assert told() == "978adc7f50a9a05f"


def test_another_seed_makes_other_cases_beside_them() -> None:
    before = told()
    list(make_incidents(20, 8))
    assert Incident.objects.count() == SIZE + 20
    assert told() == before


def test_asking_again_makes_nothing_and_asking_for_more_goes_on() -> None:
    assert list(make_incidents(SIZE, 7)) == []
    list(make_incidents(30, 9))
    list(make_incidents(60, 9))
    in_two = told(9)
    assert Incident.objects.filter(key__startswith="volume-9-").count() == 60
    assert in_two == "64be41196322fbda", "what one run of sixty makes"


def test_a_run_that_breaks_leaves_no_part_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Counter({model: model.objects.count() for model in (Incident, Actor, Source, Allegation, PartyName)})
    monkeypatch.setattr("incidents.exchange.volume.stages.Stages.move", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(make_incidents(SIZE + 10, 7))
    assert before == Counter({model: model.objects.count() for model in before})
    monkeypatch.undo()
    assert list(make_incidents(SIZE + 10, 7)) == [10]


def test_every_published_case_could_be_published_by_an_editor() -> None:
    for incident in Incident.objects.published()[:60]:
        assert list(workflow.problems(incident)) == []
        involved = incident.involvements.count()
        workflow.involve_everybody(incident)
        assert incident.involvements.count() == involved, "a fact names somebody who has no part in the case"


def test_legal_statuses_are_those_that_follow_from_the_steps() -> None:
    assert AllegationParty.objects.values("legal_status").distinct().count() > 8
    assert refresh_statuses(Allegation.objects.all()) == 0


def test_proceedings_are_open_where_their_steps_leave_something_to_follow() -> None:
    written = dict(Proceeding.objects.values_list("pk", "is_open"))
    for proceeding in Proceeding.objects.all():
        proceeding.save()  # derives it anew
    assert dict(Proceeding.objects.values_list("pk", "is_open")) == written
    assert set(written.values()) == {True, False}


def test_the_days_are_those_that_the_dates_may_mean() -> None:
    for date in IncidentDate.objects.all():
        assert (date.date_earliest, date.date_latest) == edtf_bounds(date.date_edtf)
    assert {len(date.date_edtf) for date in IncidentDate.objects.all()} >= {4, 5, 7, 10}


def test_some_cases_are_hidden_in_every_way() -> None:
    list(make_incidents(600, 7))
    stages = dict(Incident.objects.values_list("stage").annotate(n=Count("pk")).order_by())
    assert set(stages) == set(Stage.values)
    assert Incident.objects.filter(stage="published", embargo_until__isnull=False).exists()
    assert Incident.objects.published().count() > 500


def test_protected_persons_have_no_public_name() -> None:
    protected = Actor.objects.exclude(protection="")
    assert protected.exists()
    assert not PartyName.objects.filter(party__in=protected, confidential=False).exists()
    assert SpeechLink.objects.filter(protected=True).exists()


def test_every_fact_has_its_row_of_history() -> None:
    for model in (Incident, Actor, Organization, Source, PartyName, Involvement, Allegation, Citation, IncidentDate):
        added = set(model.history.filter(history_type="+").values_list("id", flat=True))
        assert added >= set(model.objects.values_list("pk", flat=True)), model


def test_the_guards_see_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator that forgets the passages is stopped by the database, not by itself."""
    write = doors.Door.write
    monkeypatch.setattr(doors.Door, "write", lambda door, rows: 0 if rows.model is Citation else write(door, rows))
    with pytest.raises(Exception, match="Nothing is published without a citation"):
        list(make_incidents(SIZE + 10, 7))


def test_parties_and_places_are_skewed_as_in_real_records() -> None:
    parts = Counter(Involvement.objects.filter(party__organization__isnull=False).values_list("party", flat=True))
    most = parts.most_common(1)[0][1]
    assert most > 20 and sum(times == 1 for times in parts.values()) > 40


def test_the_command_says_what_is_there_and_refuses_what_it_cannot_do(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_incidents", SIZE, seed=7)
    said = capsys.readouterr().out
    assert f"{SIZE} cases of seed 7 are there already." in said and "0 cases made" in said
    with pytest.raises(CommandError, match="at least one case"):
        call_command("make_incidents", 0)


def test_text_with_every_awkward_character_arrives_whole() -> None:
    from incidents.exchange.bulk.rows import Rows

    awkward = "tab\tnew\nline \\N back\\slash “quotes” 'single' \r end ñ 🙂"
    door = doors.door_to(connection, "test")
    rows = Rows(Source, "id", "public_id", "publisher", "title", "url", "published_earliest", "published_latest")
    rows.add(next(door.numbers(Source)), "zzzzzzzz", awkward, "", "", None, None, "2020-01-01 00:00:00")
    door.write(rows)
    assert Source.objects.get(public_id="zzzzzzzz").publisher == awkward


def test_names_have_the_keys_by_which_their_likes_are_found() -> None:
    for name in PartyName.objects.select_related("party").order_by("-pk")[:80]:
        assert set(name.keys.values_list("key", flat=True)) == keys(name.name, kind_of(name.party)) != set()


@pytest.mark.parametrize("key", [None, "004-loads-of-the-valley", "volume-of-trade"])
def test_the_command_invents_nothing_beside_a_case_that_is_not_invented(key: str | None) -> None:
    before = Incident.objects.count()
    Incident.objects.create(title="An edited case", key=key)
    with pytest.raises(CommandError, match="not invented"):
        call_command("make_incidents", SIZE + 10, seed=7)
    assert Incident.objects.count() == before + 1
