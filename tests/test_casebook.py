"""The shipped casebook, loaded once: the facts that are hardest to hold, and one answer to one question wherever it is asked.

Of the ten hardest facts, those of which it has no case are built in test_hard_facts.py.
"""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from incidents import workflow
from incidents.filters import QUESTIONS
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
    Region,
    Relationship,
    Seizure,
    Source,
    SpeechLink,
    Step,
)
from incidents.views.remembered import PAGES
from incidents.workflow import deriving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def case(key: str) -> Incident:
    return Incident.objects.get(key=key)


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
    migration: Any = import_module("incidents.migrations.0036_groups_decided_about_member_by_member")
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


def rows(client: Client, **question: str) -> list[Incident]:
    """Every row of the list of incidents under a question, page by page."""
    found: list[Incident] = []
    PAGES.forget()  # a page that is given again as it was does not tell what it was made of
    page = client.get(reverse("incidents"), question)
    while True:
        found += page.context["page"].rows
        if not page.context["next"]:
            return found
        page = client.get(f"{reverse('incidents')}?{page.context['next']}")


def total(name: str, query: str) -> int:
    return QUESTIONS[name](QueryDict(query)).answer()[0].total


@pytest.mark.parametrize("code", ["PE", "PE-CUS", "CO", "zone:vraem", "MX"])
def test_a_region_page_and_the_list_agree_on_what_lies_in_it(client: Client, code: str) -> None:
    hub = client.get(reverse("region", args=[code]), follow=True).context["hub"]
    listed = rows(client, region=code)
    sure = [row.pk for row in listed if not row.may_include]
    perhaps = [row.pk for row in listed if row.may_include]
    assert hub.count == len(sure) and hub.may_count == len(perhaps)
    assert [incident.pk for incident in hub.incidents] == sure[:20]
    assert [incident.pk for incident in hub.may_include] == perhaps[:20]
    for organization in hub.organizations:
        party = Party.objects.get(pk=organization.called.pk)
        with_it = Involvement.objects.filter(party=party, incident__in=sure)
        assert organization.incidents == with_it.count()
    for below in hub.below:
        assert below.incidents == Region.objects.with_incident_count().get(pk=below.region.pk).incident_count


def test_the_first_page_counts_what_the_lists_hold(client: Client) -> None:
    home = client.get(reverse("home")).context["home"]
    assert set(home.counts) == {"incidents", "actors", "organizations", "allegations", "sources"}
    for name, count in home.counts.items():
        assert count == client.get(reverse(name)).context["total"], name
    ways = [("offence", way.row.code, way.incidents) for way in home.offences]
    ways += [("organization_kind", way.row[0], way.incidents) for way in home.kinds]
    assert len(ways) > 10
    for parameter, code, number in ways:
        assert total("incidents", f"{parameter}={code}") == number, (parameter, code)
    listed = client.get(reverse("regions"), {"kind": "country", "incidents": "yes"}).context["page"].rows
    assert {way.row.pk: way.incidents for way in home.countries} == {row.pk: row.incident_count for row in listed}


def test_the_page_of_a_party_and_the_lists_agree(client: Client) -> None:
    for kind, model in (("actor", Actor), ("organization", Organization)):
        for party in model.objects.published().order_by("-pk")[:6]:
            dossier = client.get(reverse(kind, args=[party.public_id]), follow=True).context["dossier"]
            listed = [row.pk for row in rows(client, **{kind: party.public_id})]
            assert [row.incident_id for row in dossier.involvements] == listed[:25]
            assert dossier.involved.incidents.total == len(listed)
            named = total("allegations", f"naming={party.public_id}")
            assert named == dossier.involved.claims.total == len(dossier.charges)


def test_the_page_of_a_source_and_the_list_agree(client: Client) -> None:
    for source in Source.objects.published().order_by("pk")[:6]:
        reading = client.get(reverse("source", args=[source.public_id]), follow=True).context["reading"]
        listed = [row.pk for row in rows(client, source=source.public_id)]
        assert [use.reading.incident_id for use in reading.uses] == listed and reading.incidents.total == len(listed)


def test_pages_of_a_list_hold_every_row_once_in_every_order(client: Client) -> None:
    for sort in ("newest", "oldest", "title", "updated"):
        listed = [row.pk for row in rows(client, sort=sort)]
        assert len(listed) == len(set(listed)) == 30, sort


@pytest.mark.parametrize(
    "question",
    [
        {"region": "PE"},
        {"q": "cocaine"},
        {"status": "detained"},
        {"offence": "06"},
        {"since": "2014", "until": "2015", "reading": "certain"},
        {"kind": "series"},
        {"seizure": "drugs"},
    ],
)
def test_the_total_the_rows_and_the_question_agree(client: Client, question: dict[str, str]) -> None:
    page = client.get(reverse("incidents"), question)
    listed = rows(client, **question)
    asked = QUESTIONS["incidents"](page.wsgi_request.GET)
    assert page.context["total"] == len(listed) == asked.qs.count() > 0


def test_certain_is_a_part_of_possible(client: Client) -> None:
    certain = {row.pk for row in rows(client, since="2014", until="2016", reading="certain")}
    possible = {row.pk for row in rows(client, since="2014", until="2016", reading="possible")}
    assert certain and certain < possible


def test_every_region_that_holds_a_published_place_answers(client: Client) -> None:
    codes = Region.objects.filter(places__incident__stage="published").exclude(code=None).values_list("code", flat=True)
    for code in set(codes):
        assert client.get(reverse("region", args=[code]), follow=True).status_code == 200, code
