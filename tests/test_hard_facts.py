"""The ten facts that are hardest to hold, each read from the shipped casebook or built where it has no such case."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from incidents import workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Incident,
    IncidentDate,
    Involvement,
    Organization,
    Party,
    PartyName,
    Proceeding,
    ProceedingAllegation,
    Relationship,
    Seizure,
    SpeechLink,
    Step,
    StepParty,
)
from incidents.workflow import deriving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def case(key: str) -> Incident:
    return Incident.objects.get(key=key)


def party(key: str) -> Party:
    return Party.objects.get(key=key)


def statuses(incident: Incident, key: str) -> set[str]:
    return set(
        AllegationParty.objects.accused()
        .filter(allegation__incident=incident, party__key=key)
        .values_list("legal_status", flat=True)
    )


def test_fact_1_one_seizure_has_several_reported_weights_and_one_is_preferred() -> None:
    seizure = Seizure.objects.get(incident=case("039-sanabria"), what="trial load")
    weights = [(m.quantity_low, m.quantity_high, m.unit_as_stated, m.is_preferred) for m in seizure.measurements.all()]
    assert len(weights) > 2
    assert [w for w in weights if w[3]] == [(144, 144, "kg", True)]
    assert (315, 315, "lb", False) in weights
    assert seizure.preferred and seizure.preferred.quantity_high == 144


def test_fact_2_nine_suspects_are_four_officers_and_five_civilians() -> None:
    nine = Involvement.objects.get(party__key="p.001_nine_suspects")
    assert {i.party.key for i in nine.subsets.all()} == {"p.001_four_officers", "p.001_five_civilians"}
    assert sum(i.count_high or 0 for i in nine.subsets.all()) == nine.count_high == 9


def test_fact_2_each_subset_of_the_120_officers_has_its_own_standing() -> None:
    incident = case("004-vrae-120-officers")
    whole = Involvement.objects.get(incident=incident, party__key="p.004_120")
    assert {i.count_high for i in whole.subsets.all()} == {60, 27, 33}
    assert statuses(incident, "p.004_60")
    assert statuses(incident, "p.004_33") == set(), "nothing is alleged against the thirty-three"


def tried(incident: Incident, who: Actor, claim: str, *steps: tuple[str, str, str]) -> AllegationParty:
    """A claim against somebody, and the steps (words, kind, EDTF) that came of it."""
    allegation = Allegation.objects.create(incident=incident, claim=claim)
    link = AllegationParty.objects.create(allegation=allegation, party=who)
    proceeding, _made = Proceeding.objects.get_or_create(incident=incident, name="The trial")
    ProceedingAllegation.objects.create(proceeding=proceeding, allegation=allegation)
    for position, (words, kind, edtf) in enumerate(steps):
        step = Step.objects.create(proceeding=proceeding, words=words, kind=kind, date_edtf=edtf, position=position)
        StepParty.objects.create(step=step, party=who)
    link.refresh_from_db()
    return link


def test_fact_3_convicted_annulled_retried_upheld_and_one_dropped_out_midway() -> None:
    incident = Incident.objects.create(title="A retrial")
    first, second = Actor.objects.create(form="unnamed"), Actor.objects.create(form="unnamed")
    history = [
        ("convicted", "convicted", "2001"),
        ("judgment annulled", "annulled", "2003"),
        ("new trial", "retrial_ordered", "2003-05"),
        ("at large", "wanted", "2004"),
        ("convicted again", "convicted", "2006"),
        ("upheld", "conviction_upheld", "2008"),
        ("still at large", "escaped", "2009"),
    ]
    stages = [tried(incident, Actor.objects.create(form="unnamed"), f"Claim {n}", *history[:n]) for n in range(1, 8)]
    assert [link.legal_status for link in stages] == [
        "convicted",
        "annulled",
        "retrial",
        "retrial",
        "convicted",
        "convicted",
        "convicted",
    ]
    dropped = tried(
        incident, second, "The same, by the other", ("charged", "charged", "2001"), ("dropped", "dismissed", "2002")
    )
    main = tried(incident, first, "The same, by the first", *history)
    assert (main.legal_status, dropped.legal_status) == ("convicted", "dismissed")


def test_fact_3_custody_is_kept_apart_from_guilt() -> None:
    incident = Incident.objects.create(title="Held and freed")
    link = tried(
        incident,
        Actor.objects.create(form="unnamed"),
        "Did it",
        ("acquitted", "acquitted", "2001"),
        ("held", "detained", "2002"),
    )
    assert link.legal_status == "acquitted"
    assert {step.family for step in Step.objects.filter(proceeding__incident=incident)} == {"criminal", "custody"}


@pytest.mark.parametrize(
    "key,kind,ground,on_merits,status",
    [
        ("015-cocteles-annulled", "annulled", "not an offence when it took place", "no", {"annulled"}),
        ("026-staged-arrest", "annulled", "violation of rights", "no", {"annulled"}),
        ("045-joh", "pardoned", "pardon", "no", {"pardoned_not_final"}),
    ],
)
def test_fact_4_an_outcome_that_is_not_innocence_has_outcome_ground_and_merits_apart(
    key: str, kind: str, ground: str, on_merits: str, status: set[str]
) -> None:
    step = Step.objects.filter(proceeding__incident__key=key, kind=kind).latest("position")
    assert ground in step.ground and step.outcome and step.on_merits == on_merits
    who = step.parties.first()
    assert who is not None
    derived = statuses(case(key), who.party.key or "")
    assert derived & status and not derived & {"acquitted", "convicted_final"}


def test_fact_4_what_has_ended_is_not_called_open() -> None:
    assert list(deriving.differences()) == []
    closed = Proceeding.objects.filter(is_open=False).values_list("incident__key", flat=True)
    assert {"013-mazuko-acquittal", "015-cocteles-annulled", "045-joh"} <= set(closed)


def test_fact_4_a_database_that_kept_what_does_not_follow_is_healed_by_its_migration() -> None:
    migration: Any = import_module("incidents.migrations.0035_standing_derived_after_death")
    before = {model: set(model.objects.values_list()) for model in (Proceeding, AllegationParty)}
    history = Proceeding.history.count(), AllegationParty.history.count()
    migration.derive_anew(apps, None)
    assert (Proceeding.history.count(), AllegationParty.history.count()) == history, "nothing was wrong"
    Proceeding.objects.update(is_open=True)
    AllegationParty.objects.accused().filter(allegation__proceedings__isnull=False).update(legal_status="retrial")
    assert len(list(deriving.differences())) > 20
    migration.derive_anew(apps, None)
    assert list(deriving.differences()) == []
    assert {model: set(model.objects.values_list()) for model in before} == before
    told = Proceeding.history.filter(history_change_reason=migration.WHY)
    assert told.count() == Proceeding.objects.filter(is_open=False).count()


def test_fact_5_opposite_findings_on_the_same_facts_stand_side_by_side() -> None:
    incident = case("042-salvador-truce")
    assert statuses(incident, "p.mijango_raul") == {"acquitted"}
    assert "convicted" in " ".join(statuses(incident, "p.munguia_payes") | statuses(incident, "p.funes_mauricio"))


def test_fact_5_a_sanction_listed_and_lifted_is_no_criminal_finding() -> None:
    incident = Incident.objects.create(title="Listed and taken off")
    who = Actor.objects.create(form="unnamed")
    listed = tried(incident, who, "Laundered", ("listed abroad", "sanction_listed", "2010"))
    assert listed.legal_status == "sanctioned"
    lifted = tried(
        incident, who, "Laundered too", ("listed", "sanction_listed", "2010"), ("lifted", "sanction_lifted", "2014")
    )
    assert lifted.legal_status == "cleared_administratively"


def test_fact_6_dead_then_not_dead_and_the_retraction_points_at_the_claim_it_defeats() -> None:
    claim = Allegation.objects.get(incident__key="029-dead-twice", ref="death-2010")
    assert claim.is_defeated
    ends = list(claim.defeats.all())
    assert any(end.by_step for end in ends) and any(end.by_allegation for end in ends)
    assert claim not in Allegation.objects.standing()


def test_fact_7_rivals_and_allies_at_once_each_with_its_time() -> None:
    pair = Relationship.objects.filter(incident__key="042-salvador-truce", a__key="o.ms13", b__key="o.barrio18")
    assert {tie.kind for tie in pair} == {"rival", "ally"}
    truce = pair.get(kind="ally")
    assert (str(truce.date_earliest), str(truce.date_latest)) == ("2012-03-01", "2014-05-31")
    assert all(tie.citations.exists() for tie in pair)


def test_fact_8_a_group_may_not_exist_or_may_have_been_a_cover() -> None:
    assert Organization.objects.get(key="o.pishtacos").existence == "disputed"
    assert Organization.objects.get(key="o.039_fake_colombians").existence == "fictitious"


def test_fact_9_a_practice_over_years_has_rates_and_ordered_legs() -> None:
    assert case("021-los-gallegos").kind == "series"
    weekly = case("021-los-gallegos").rates.filter(per="week").first()
    assert weekly is not None and (weekly.amount_high, weekly.currency_id) == (105000, "PEN")
    route = case("019-yacu-kallpa").routes.get()
    stops = [(s.role, s.name) for s in route.stops.all()]
    assert (stops[0], stops[-1]) == (("from", "Iquitos"), ("to", "Houston"))
    assert all(stop.means == "ship" for stop in route.stops.all() if stop.role != "from")


def test_fact_9_a_figure_that_cannot_be_right_is_kept_and_marked() -> None:
    doubted = [r for r in case("011-pishtacos").casualties.all() if r.doubted] + [
        m for s in Seizure.objects.all() for m in s.measurements.all() if m.doubted
    ]
    assert doubted and all(row.doubted_because for row in doubted)


def test_fact_10_a_masked_name_and_a_printed_one_belong_to_one_person() -> None:
    names = PartyName.objects.filter(party__names__name__contains="Héctor N")
    assert len({name.party_id for name in names}) == 1 and len(names) > 2


def test_fact_10_protection_holds_for_names_speakers_and_search() -> None:
    informant = Actor.objects.get(key="p.001_informant")
    assert informant.protection == "witness"
    links = SpeechLink.objects.published().filter(
        allegation__incident__key="001-condori-huacac", step=0, protected=True
    )
    assert links and all(link.public_party_id is None for link in links)
    assert not PartyName.objects.published().filter(party__actor__protection__gt="").exists()


def test_a_speaker_may_himself_be_a_suspect() -> None:
    assert SpeechLink.objects.filter(step=0, party__allegations__capacity="accused").exists()


def test_a_dismissal_from_the_force_is_not_a_dismissed_charge() -> None:
    removed = Step.objects.filter(kind="removed_from_post")
    assert removed and all(step.family == "administrative" for step in removed)
    assert not Step.objects.filter(words__icontains="expelled from the police", kind="dismissed").exists()


def test_the_date_of_an_incident_is_never_more_exact_than_its_sources() -> None:
    incident = case("001-condori-huacac")
    assert incident.date_edtf == "2015-07"
    assert (str(incident.date_earliest), str(incident.date_latest)) == ("2015-07-01", "2015-07-31")
    assert IncidentDate.objects.filter(date_edtf="../2015-07", date_earliest=None).exists()


def test_all_thirty_cases_are_published_and_could_be_again() -> None:
    assert Incident.objects.published().count() == 30
    for incident in Incident.objects.all():
        assert list(workflow.problems(incident)) == []


def test_what_befell_a_group_befell_its_parts() -> None:
    """The nine were arrested; the claim is about the four officers and the five civilians among them."""
    assert statuses(case("001-condori-huacac"), "p.001_four_officers") == {"detained"}
