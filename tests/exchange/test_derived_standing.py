"""What follows from steps is kept as it follows, whichever door the steps came through."""

import datetime
import html
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from incidents import workflow
from incidents.models import AllegationParty, Incident, Party, Proceeding, Region, Step, StepParty, is_later
from incidents.workflow import deriving, identity
from tests.exchange import cards
from tests.factories import add_claim, make_actor, make_incident, make_organization
from tests.test_history import gaps

pytestmark = pytest.mark.django_db
OPEN = "not looked at again since it was recorded"


def steps(*told: tuple[str, str], who: str = "p.ana_test") -> list[dict[str, Any]]:
    """Steps of a card (kind, whether final), a year after each other."""
    return [
        {"step": kind, "kind": kind, "final": final, "who": who, "edtf": f"{2015 + year}"}
        for year, (kind, final) in enumerate(told)
    ]


@pytest.mark.usefixtures("reference_data")
class TestTheLoader:
    @pytest.mark.parametrize(
        "told,is_open",
        [
            ([("charged", "unknown"), ("convicted", "yes")], False),
            ([("charged", "unknown"), ("acquitted", "yes")], False),
            ([("convicted", "yes"), ("pardoned", "unknown")], False),
            ([("charged", "unknown"), ("annulled", "unknown")], False),
            ([("acquitted", "no"), ("annulled", "unknown")], True),
            ([("charged", "unknown"), ("convicted", "no")], True),
            ([("charged", "unknown")], True),
        ],
    )
    def test_a_proceeding_is_open_only_while_its_steps_leave_something_to_follow(
        self, told: list[tuple[str, str]], is_open: bool, tmp_path: Path
    ) -> None:
        assert "created" in load(tmp_path, cards.small(legal_timeline=steps(*told)))
        assert Proceeding.objects.get().is_open is is_open
        assert list(deriving.differences()) == []
        assert list(gaps()) == []

    def test_a_court_that_a_card_moves_decides_elsewhere_in_every_case(self, tmp_path: Path) -> None:
        who, peru = make_actor("Aurelia Inventada"), Region.objects.get(code="PE")
        case = make_incident("A lorry", stage="draft", parties=[(who, "suspect")])
        add_claim(case, who, steps=["convicted", "acquitted"])
        for number, step in enumerate(Step.objects.order_by("pk")):
            key = f"o.invented_court_{number}"
            step.authority = make_organization(f"Corte Inventada {number}", kind="court", country=peru, key=key)
            step.save()
        assert AllegationParty.objects.get().legal_status == "acquitted"
        body = {"key": "o.invented_court_1", "name": "Corte Inventada 1", "description": "A court", "kind": "court"}
        moved = {"part_of": None, "country_iso2": "BO", "general_country": "BO", "aliases": []}
        card = cards.small()
        card["organizations"].append(body | moved)
        assert "created" in load(tmp_path, card)
        assert list(deriving.differences()) == []
        assert AllegationParty.objects.get(party=who).legal_status != "acquitted"

    def test_loading_twice_changes_nothing_and_a_card_that_goes_on_opens_the_case_again(self, tmp_path: Path) -> None:
        card = cards.small(legal_timeline=steps(("convicted", "yes")))
        load(tmp_path, card)
        before = cards.history_rows()
        assert "unchanged" in load(tmp_path, card)
        assert cards.history_rows() == before
        load(tmp_path, cards.small(legal_timeline=steps(("convicted", "yes"), ("retrial_ordered", "unknown"))))
        assert Proceeding.objects.get().is_open
        assert AllegationParty.objects.get().legal_status == "retrial"

    def test_the_page_of_a_finished_case_does_not_call_it_open(self, tmp_path: Path, client: Client) -> None:
        load(tmp_path, cards.small(legal_timeline=steps(("convicted", "no"))), publish=True)
        page = Incident.objects.get().get_absolute_url()
        assert OPEN in client.get(page, follow=True).text
        load(tmp_path, cards.small(legal_timeline=steps(("convicted", "yes"))), publish=True)
        told = html.unescape(client.get(page, follow=True).text)
        assert "final: it can no longer be appealed" in told and OPEN not in told

    def test_an_acquittal_that_was_set_aside_is_told_as_undecided_and_open(
        self, tmp_path: Path, client: Client
    ) -> None:
        load(tmp_path, cards.small(legal_timeline=steps(("acquitted", "no"), ("annulled", "unknown"))), publish=True)
        told = client.get(Incident.objects.get().get_absolute_url(), follow=True).text
        assert "A court set the acquittal aside; nothing is decided." in told and OPEN in told
        assert "annulled the case" not in told and "no guilt is established" not in told


def load(tmp_path: Path, card: cards.Card, **options: Any) -> str:
    said, errors, status = cards.load(cards.write(tmp_path, card), **options)
    assert (errors, status) == ("", 0)
    return said


def tried(incident: Incident, who: Party, *kinds: str) -> Proceeding:
    """What was done about a person in the one proceeding of the case."""
    proceeding = incident.proceedings.get()
    for position, kind in enumerate(kinds):
        step = Step.objects.create(proceeding=proceeding, words=kind, kind=kind, position=10 + position)
        StepParty.objects.create(step=step, party=who)
    return proceeding


@pytest.mark.parametrize("date", ["2226-01-01", "2226", "2226/..", "2226~", "9999-01-01", "Y17000"])
def test_a_step_that_is_still_to_come_makes_no_standing(date: str) -> None:
    case = make_incident(claims=[{"about": make_actor("Persona Inventada"), "steps": ["charged"]}], stage="draft")
    who = Party.objects.get()
    proceeding = case.proceedings.get()
    charge = proceeding.steps.get()
    charge.date_edtf = "2014"
    charge.save()
    step = Step.objects.create(proceeding=proceeding, words="convicted", kind="convicted", final="yes", date_edtf=date)
    StepParty.objects.create(step=step, party=who)
    assert AllegationParty.objects.get().legal_status == "charged"
    assert Proceeding.objects.get().is_open
    with pytest.raises(ValidationError, match="still to come"):
        step.full_clean()
    step.date_edtf = "2026-01"
    step.full_clean()
    step.save()
    assert AllegationParty.objects.get().legal_status == "convicted_final"


@pytest.mark.parametrize("date", ["", "2014", "../2226", "2014/2226", "20XX", "-9999"])
def test_a_step_that_may_have_been_taken_already_counts(date: str) -> None:
    case = make_incident(claims=[{"about": make_actor("Persona Inventada"), "steps": ["charged"]}], stage="draft")
    step = Step.objects.get(proceeding__incident=case)
    step.date_edtf = date
    step.full_clean()
    step.save()
    assert AllegationParty.objects.get().legal_status == "charged"


def test_the_day_on_which_it_is_somewhere_tomorrow_already_is_not_to_come() -> None:
    today = timezone.now().date()
    assert not is_later(today + datetime.timedelta(days=1))
    assert is_later(today + datetime.timedelta(days=2))


def test_merging_two_parties_and_undoing_it_derive_anew_which_proceedings_are_open() -> None:
    charged, acquitted = make_actor("Persona Inventada"), make_actor("Persona Ynventada")
    case = make_incident(claims=[{"about": charged, "steps": ["charged"]}], stage="draft")
    proceeding = tried(case, acquitted, "acquitted")
    assert proceeding.is_open
    done = identity.merge(charged, acquitted, None, "The same number of the identity card.")
    assert not Proceeding.objects.get().is_open
    assert list(deriving.differences()) == []
    identity.undo(done, None, "They are two.")
    assert Proceeding.objects.get().is_open
    assert list(deriving.differences()) == []


def test_restoring_an_earlier_version_derives_anew_which_proceedings_are_open() -> None:
    about = make_actor("Persona Inventada")
    case = make_incident(claims=[{"about": about, "steps": ["charged", "acquitted"]}], stage="draft")
    earlier = timezone.now()
    Step.objects.get(kind="acquitted").delete()
    assert Proceeding.objects.get().is_open
    workflow.restore(case, earlier, None, "Removed by mistake.")
    assert not Proceeding.objects.get().is_open
    assert list(deriving.differences()) == []


def test_the_check_finds_a_standing_that_does_not_follow_and_rebuilding_mends_it(capsys: Any) -> None:
    make_incident(claims=[{"about": make_actor("Persona Inventada"), "steps": ["charged", "acquitted"]}])
    AllegationParty.objects.update(legal_status="convicted_final")
    Proceeding.objects.update(is_open=True)
    with pytest.raises(CommandError) as refused:
        call_command("check_derived")
    assert "convicted_final, and acquitted follows from the steps" in str(refused.value)
    assert "open, and closed follows from the steps" in str(refused.value)
    call_command("rebuild_derived")
    assert "standing: 2 rows were wrong" in capsys.readouterr().out
    call_command("check_derived")
    assert not Proceeding.objects.get().is_open
