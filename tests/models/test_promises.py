"""The promises that the database itself keeps, tried through the ORM and through raw SQL, never through forms."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from incidents import workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Casualty,
    Citation,
    Currency,
    Defeat,
    Incident,
    IncidentDate,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    NameUse,
    Organization,
    Party,
    PartyName,
    RelatedIncident,
    Relationship,
    Seizure,
    Source,
    SpeechLink,
    Stage,
    StageChange,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(kind: type[Exception] = DatabaseError) -> Any:
    """The database refuses what is tried inside, and only that."""
    with pytest.raises(kind), transaction.atomic():
        yield


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def incident() -> Incident:
    return Incident.objects.create(
        title="A lorry stopped near Valle Hondo", summary="Police say that they stopped a lorry."
    )


@pytest.fixture
def person() -> Actor:
    actor = Actor.objects.create(form="named")
    PartyName.objects.create(party=actor, name="Aurelio Quispe Inventado", is_primary=True)
    return actor


@pytest.fixture
def gang() -> Organization:
    return Organization.objects.create(kind="criminal_group", description="An invented gang")


@pytest.fixture
def cited(incident: Incident) -> Incident:
    source = Source.objects.create(publisher="El Diario Inventado", url="https://example.org/a")
    reading = IncidentSource.objects.create(incident=incident, source=source)
    Citation.objects.create(incident=incident, reading=reading)
    return incident


@pytest.fixture
def claim(incident: Incident, person: Actor) -> Allegation:
    allegation = Allegation.objects.create(incident=incident, claim="Drove the lorry")
    AllegationParty.objects.create(allegation=allegation, party=person)
    return allegation


class TestPromise1NumbersAndDatesAreInOrder:
    @pytest.mark.parametrize("low,best,high", [(3, None, 2), (3, 2, None), (None, 3, 2), (1, 5, 4)])
    def test_a_count_whose_low_is_above_its_high_is_refused(
        self, incident: Incident, low: Any, best: Any, high: Any
    ) -> None:
        with refused(IntegrityError):
            Casualty.objects.create(incident=incident, what="killed", count_low=low, count_best=best, count_high=high)

    def test_raw_sql_cannot_turn_a_count_around(self, incident: Incident) -> None:
        row = Casualty.objects.create(incident=incident, what="killed", count_low=1, count_high=2)
        with refused(IntegrityError):
            sql("UPDATE incidents_casualty SET count_low = 3 WHERE id = %s", row.pk)

    def test_an_earliest_day_after_the_latest_is_refused(self, incident: Incident) -> None:
        row = IncidentDate.objects.create(incident=incident, what="arrest", date_edtf="2015-07")
        with refused(IntegrityError):
            sql("UPDATE incidents_incidentdate SET date_earliest = '2016-01-01' WHERE id = %s", row.pk)

    def test_a_quantity_without_a_unit_is_refused(self, incident: Incident) -> None:
        seizure = Seizure.objects.create(incident=incident, what="bags")
        with refused(IntegrityError):
            Measurement.objects.create(seizure=seizure, quantity_low=5, quantity_high=5)

    @pytest.mark.parametrize("column", ["quantity_low", "quantity_best", "quantity_high", "value_high"])
    def test_what_is_no_number_is_no_quantity(self, incident: Incident, column: str) -> None:
        seizure = Seizure.objects.create(incident=incident, what="bags")
        row = Measurement.objects.create(seizure=seizure, quantity_low=5, unit_as_stated="kg")
        with refused(IntegrityError):
            sql(f"UPDATE incidents_measurement SET {column} = 'NaN' WHERE id = %s", row.pk)

    def test_white_space_is_no_unit(self, incident: Incident) -> None:
        seizure = Seizure.objects.create(incident=incident, what="bags")
        row = Measurement.objects.create(seizure=seizure, quantity_low=5, unit_as_stated="kg")
        with refused(IntegrityError):
            sql("UPDATE incidents_measurement SET unit_as_stated = '  ' WHERE id = %s", row.pk)

    def test_a_currency_without_an_amount_is_refused(self, incident: Incident) -> None:
        dollars, _made = Currency.objects.get_or_create(code="USD", defaults={"name_en": "US Dollar"})
        seizure = Seizure.objects.create(incident=incident, what="cash")
        with refused(IntegrityError):
            Measurement.objects.create(seizure=seizure, currency=dollars)

    def test_one_preferred_measurement_of_the_same_goods_is_enough(self, incident: Incident) -> None:
        seizure = Seizure.objects.create(incident=incident, what="bags")
        Measurement.objects.create(seizure=seizure, is_preferred=True, quantity_as_stated="some")
        with refused(IntegrityError):
            Measurement.objects.create(seizure=seizure, is_preferred=True, quantity_as_stated="others")


class TestPromise2FactsPointAtWhatExists:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE incidents_involvement SET party_id = 999999999",
            "UPDATE incidents_membership SET organization_id = 999999999",
            "UPDATE incidents_relationship SET b_id = 999999999",
            "UPDATE incidents_allegationparty SET party_id = 999999999",
        ],
    )
    def test_raw_sql_cannot_point_a_fact_at_nobody(
        self, incident: Incident, person: Actor, gang: Organization, claim: Allegation, statement: str
    ) -> None:
        Involvement.objects.create(incident=incident, party=person)
        Membership.objects.create(incident=incident, member=person, organization=gang)
        Relationship.objects.create(incident=incident, a=person, b=gang, kind="ally")
        with refused(IntegrityError):
            sql(statement)
            connection.check_constraints()

    def test_a_relationship_is_between_two(self, incident: Incident, person: Actor) -> None:
        with refused(IntegrityError):
            Relationship.objects.create(incident=incident, a=person, b=person, kind="ally")

    def test_a_case_is_not_related_to_itself(self, incident: Incident) -> None:
        with refused(IntegrityError):
            RelatedIncident.objects.create(incident=incident, target=incident, target_key="001-itself")

    def test_a_cited_source_cannot_be_deleted(self, cited: Incident) -> None:
        with refused(ProtectedError):
            Source.objects.all().delete()
        with refused(IntegrityError):
            sql("DELETE FROM incidents_source")
            connection.check_constraints()

    @pytest.mark.parametrize("use", ["involvement", "membership", "relationship", "allegation", "speech"])
    def test_a_party_in_use_cannot_be_deleted(
        self, incident: Incident, person: Actor, gang: Organization, use: str
    ) -> None:
        {
            "involvement": lambda: Involvement.objects.create(incident=incident, party=person),
            "membership": lambda: Membership.objects.create(incident=incident, member=person, organization=gang),
            "relationship": lambda: Relationship.objects.create(incident=incident, a=person, b=gang, kind="rival"),
            "allegation": lambda: AllegationParty.objects.create(
                allegation=Allegation.objects.create(incident=incident, claim="Was there"), party=person
            ),
            "speech": lambda: SpeechLink.objects.create(
                allegation=Allegation.objects.create(incident=incident, claim="Was there"), party=person
            ),
        }[use]()
        with refused(ProtectedError):
            person.delete()
        with refused(IntegrityError):
            sql("DELETE FROM incidents_actor WHERE party_ptr_id = %s", person.pk)
            sql("DELETE FROM incidents_partyname WHERE party_id = %s", person.pk)
            sql("DELETE FROM incidents_party WHERE id = %s", person.pk)
            connection.check_constraints()

    def test_a_citation_supports_one_fact_not_two(self, cited: Incident, claim: Allegation) -> None:
        citation = cited.citations.get()
        place = IncidentDate.objects.create(incident=cited, what="arrest")
        with refused(IntegrityError):
            Citation.objects.filter(pk=citation.pk).update(allegation=claim, date=place)


class TestPromise3NothingIsPublishedUnsourced:
    def test_nothing_is_published_without_a_citation(self, incident: Incident) -> None:
        with pytest.raises(workflow.NotPublishable) as caught:
            workflow.publish(incident)
        assert "cited" in " ".join(caught.value.problems)
        with refused():
            sql("UPDATE incidents_incident SET stage = 'published' WHERE id = %s", incident.pk)

    def test_no_row_is_born_published(self) -> None:
        with refused():
            Incident.objects.create(title="Born so", stage=Stage.PUBLISHED)

    def test_a_claim_about_a_living_person_needs_somebody_who_makes_it(
        self, cited: Incident, claim: Allegation
    ) -> None:
        with pytest.raises(workflow.NotPublishable) as caught:
            workflow.publish(cited)
        assert "who makes this claim" in " ".join(caught.value.problems)
        with refused():
            sql("UPDATE incidents_incident SET stage = 'published' WHERE id = %s", cited.pk)
        SpeechLink.objects.create(allegation=claim, words="police")
        Involvement.objects.create(incident=cited, party=claim.parties.get().party, named_publicly=True)
        assert workflow.publish(cited).stage == Stage.PUBLISHED

    def test_a_legal_status_and_a_reply_status_are_always_there(self, claim: Allegation) -> None:
        link = claim.parties.get()
        assert (link.legal_status, link.reply_status) == ("none_known", "not_sought")
        for column in ("legal_status", "reply_status"):
            with refused(IntegrityError):
                sql(f"UPDATE incidents_allegationparty SET {column} = '' WHERE id = %s", link.pk)

    def test_the_last_citation_of_a_published_case_stays(self, cited: Incident) -> None:
        workflow.publish(cited)
        with refused():
            cited.citations.all().delete()

    def test_the_last_citation_of_a_published_case_is_not_moved_to_another(self, cited: Incident) -> None:
        workflow.publish(cited)
        other = Incident.objects.create(title="Another case")
        with refused():
            sql("UPDATE incidents_citation SET incident_id = %s WHERE incident_id = %s", other.pk, cited.pk)

    @pytest.mark.postgresql
    def test_a_published_claim_about_a_living_person_keeps_somebody_who_makes_it(
        self, cited: Incident, claim: Allegation
    ) -> None:
        speaker = SpeechLink.objects.create(allegation=claim, words="police")
        Involvement.objects.create(incident=cited, party=claim.parties.get().party, named_publicly=True)
        workflow.publish(cited)
        with refused():
            sql("DELETE FROM incidents_speechlink WHERE id = %s", speaker.pk)
            connection.check_constraints()
        with refused():
            unspoken = Allegation.objects.create(incident=cited, claim="Something else")
            unspoken.parties.create(party=claim.parties.get().party)
            connection.check_constraints()
        with transaction.atomic():  # another speaker in the place of the first, in any order
            speaker.delete()
            SpeechLink.objects.create(allegation=claim, words="a witness")
            connection.check_constraints()
        claim.delete()  # with the claim its speakers may go
        connection.check_constraints()

    def test_a_refused_publication_changes_nothing(self, incident: Incident) -> None:
        with pytest.raises(workflow.NotPublishable):
            workflow.publish(incident)
        incident.refresh_from_db()
        assert (incident.stage, incident.first_published, incident.stage_changes.count()) == (Stage.DRAFT, None, 0)


class TestPromise4ProtectedPersonsAndGroups:
    def test_protecting_a_person_takes_every_name_out_of_public_view(self, person: Actor) -> None:
        assert PartyName.objects.published().filter(party=person).exists()
        Actor.objects.filter(pk=person.pk).update(protection="victim")
        assert not PartyName.objects.published().filter(party=person).exists()

    @pytest.mark.parametrize("confidential", [True, False])
    def test_a_name_given_later_is_not_public_either(self, person: Actor, confidential: bool) -> None:
        Actor.objects.filter(pk=person.pk).update(protection="minor")
        PartyName.objects.create(party=person, name="Otro Nombre Inventado", confidential=confidential)
        assert not PartyName.objects.published().filter(party=person).exists()

    def test_raw_sql_cannot_uncover_a_protected_name(self, person: Actor) -> None:
        Actor.objects.filter(pk=person.pk).update(protection="witness")
        sql("UPDATE incidents_partyname SET confidential = FALSE WHERE party_id = %s", person.pk)
        assert not PartyName.objects.published().filter(party=person).exists()

    def test_a_name_moved_to_a_protected_person_is_covered(self, person: Actor) -> None:
        hidden = Actor.objects.create(form="unnamed", protection="minor")
        sql(
            "UPDATE incidents_partyname SET party_id = %s, is_primary = FALSE WHERE party_id = %s", hidden.pk, person.pk
        )
        assert not PartyName.objects.published().filter(party=hidden).exists()

    def test_protection_in_one_case_is_protection_everywhere(self, incident: Incident, person: Actor) -> None:
        Involvement.objects.create(incident=incident, party=person, protection="witness")
        person.refresh_from_db()
        assert person.protection == "witness"
        assert not PartyName.objects.published().filter(party=person).exists()

    def test_protection_is_not_lifted_while_a_case_protects(self, incident: Incident, person: Actor) -> None:
        Involvement.objects.create(incident=incident, party=person, protection="witness")
        with refused():
            Actor.objects.filter(pk=person.pk).update(protection="")

    def test_no_public_label_is_made_of_a_protected_name(self, cited: Incident, person: Actor) -> None:
        Involvement.objects.create(incident=cited, party=person, description="A driver", protection="victim")
        workflow.publish(cited)
        labelled = Party.objects.published().labelled().get(pk=person.pk)
        assert (labelled.public_name, labelled.public_label) == (None, "A driver")

    @pytest.mark.parametrize("form", ["named", "unnamed"])
    def test_a_person_is_never_counted_as_several(self, incident: Incident, form: str) -> None:
        one = Actor.objects.create(form=form)
        with refused():
            Involvement.objects.create(incident=incident, party=one, count_low=2, count_high=2)

    def test_a_group_that_two_cases_use_never_becomes_a_person(self, incident: Incident) -> None:
        group = Actor.objects.create(form="group")
        other = Incident.objects.create(title="Another case")
        for case in (incident, other):
            Involvement.objects.create(incident=case, party=group, count_low=4, count_high=4)
        with refused():
            Actor.objects.filter(pk=group.pk).update(form="named")

    def test_a_group_is_never_merged_into_a_person_nor_an_actor_into_an_organization(
        self, person: Actor, gang: Organization
    ) -> None:
        group = Actor.objects.create(form="group")
        for merged, kept in ((group, person), (person, group), (gang, person), (person, gang)):
            with refused():
                Party.objects.filter(pk=merged.pk).update(merged_into=kept.pk)
        with refused():
            Party.objects.create(merged_into_id=person.pk)
        other = Actor.objects.create(form="unnamed")
        Party.objects.filter(pk=other.pk).update(merged_into=person.pk)

    def test_a_party_of_which_something_is_still_said_is_not_merged(self, incident: Incident, person: Actor) -> None:
        other = Actor.objects.create(form="unnamed")
        row = Involvement.objects.create(incident=incident, party=other)
        with refused():
            Party.objects.filter(pk=other.pk).update(merged_into=person.pk)
        row.delete()
        Party.objects.filter(pk=other.pk).update(merged_into=person.pk)

    def test_a_group_of_which_a_case_counts_several_never_becomes_a_person(self, incident: Incident) -> None:
        group = Actor.objects.create(form="group")
        Involvement.objects.create(incident=incident, party=group, count_low=4, count_high=4)
        with refused():
            Actor.objects.filter(pk=group.pk).update(form="named")

    def test_the_row_that_protects_neither_goes_nor_becomes_another_party(
        self, incident: Incident, person: Actor, gang: Organization
    ) -> None:
        Involvement.objects.create(incident=incident, party=person, protection="witness")
        with refused():
            sql("DELETE FROM incidents_actor WHERE party_ptr_id = %s", person.pk)
        with refused():
            sql("UPDATE incidents_actor SET party_ptr_id = %s WHERE party_ptr_id = %s", gang.pk, person.pk)
        assert not PartyName.objects.published().filter(party=person).exists()

    def test_nobody_is_unprotected_by_being_made_anew(self, person: Actor) -> None:
        Actor.objects.filter(pk=person.pk).update(protection="minor")
        with refused():
            sql("DELETE FROM incidents_actor WHERE party_ptr_id = %s", person.pk)
            sql(
                "INSERT INTO incidents_actor (party_ptr_id, form, protection, deceased) VALUES (%s, 'named', '', FALSE)",
                person.pk,
            )
        person.delete()
        assert not Party.objects.filter(pk=person.pk).exists()

    @pytest.mark.sqlite
    def test_the_row_that_protects_is_not_written_over(self, person: Actor) -> None:
        Actor.objects.filter(pk=person.pk).update(protection="minor")
        with refused():
            sql(
                "INSERT OR REPLACE INTO incidents_actor (party_ptr_id, form, protection, deceased)"
                " VALUES (%s, 'named', '', FALSE)",
                person.pk,
            )


class TestPromise5ProtectedSpeakers:
    def test_a_protected_speaker_has_no_party_in_any_public_query(self, cited: Incident, claim: Allegation) -> None:
        witness = Actor.objects.create(form="unnamed", protection="witness")
        SpeechLink.objects.create(allegation=claim, party=witness, protected=False, role_words="an informant")
        Involvement.objects.create(incident=cited, party=claim.parties.get().party, named_publicly=True)
        workflow.publish(cited)
        link = SpeechLink.objects.published().get()
        assert (link.protected, link.public_party_id) == (True, None)

    def test_a_speaker_protected_later_is_cut_off_too(self, claim: Allegation, person: Actor) -> None:
        link = SpeechLink.objects.create(allegation=claim, party=person)
        Actor.objects.filter(pk=person.pk).update(protection="private")
        link.refresh_from_db()
        assert link.protected

    def test_raw_sql_cannot_uncover_a_protected_speaker(self, claim: Allegation) -> None:
        witness = Actor.objects.create(form="unnamed", protection="witness")
        link = SpeechLink.objects.create(allegation=claim, party=witness)
        sql("UPDATE incidents_speechlink SET protected = FALSE WHERE id = %s", link.pk)
        link.refresh_from_db()
        assert link.protected


class TestPromise6HistoryAndStagesStay:
    def test_history_is_never_edited(self, incident: Incident) -> None:
        with refused():
            incident.history.update(title="Something else")
        with refused():
            sql("UPDATE incidents_historicalincident SET title = 'x'")

    @pytest.mark.sqlite
    def test_history_and_stages_are_not_written_over(self, cited: Incident) -> None:
        workflow.publish(cited)
        for table in ("incidents_historicalincident", "incidents_stagechange", "incidents_historicalcitation"):
            with refused():
                sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    def test_the_history_of_every_fact_table_is_guarded(self) -> None:
        from django.apps import apps

        from incidents.models import guards, triggers

        tables = {m._meta.db_table for m in apps.get_models() if m.__name__.startswith("Historical")}
        guarded = {table for _name, table in triggers.existing(connection, guards.PREFIX)}
        assert tables and tables <= guarded

    def test_stage_changes_are_neither_edited_nor_deleted(self, cited: Incident) -> None:
        workflow.publish(cited)
        with refused():
            StageChange.objects.update(reason="another")
        with refused():
            sql("DELETE FROM incidents_stagechange")
        with refused(ProtectedError):
            cited.delete()

    def test_every_change_of_stage_says_who_and_why(self, cited: Incident, django_user_model: Any) -> None:
        editor = django_user_model.objects.create_superuser("ed")
        workflow.publish(cited, by=editor, reason="Read twice.")
        workflow.withdraw(cited, by=editor, reason="A source was wrong.")
        assert [(c.to_stage, c.reason, c.by) for c in cited.stage_changes.all()] == [
            ("published", "Read twice.", editor),
            ("withdrawn", "A source was wrong.", editor),
        ]
        assert cited.history.first().history_change_reason == "A source was wrong."

    @pytest.mark.parametrize("verb", [workflow.withdraw, workflow.send_back])
    def test_a_verb_that_does_not_fit_the_stage_changes_nothing(
        self, incident: Incident, verb: Callable[..., Incident]
    ) -> None:
        workflow.submit(incident)
        with pytest.raises(workflow.NotAllowed):
            verb(incident, by=None, reason="  ")
        incident.refresh_from_db()
        assert incident.stage == Stage.IN_REVIEW


def test_a_claim_is_not_ended_by_itself(claim: Allegation) -> None:
    with refused(IntegrityError):
        Defeat.objects.create(defeated=claim, by_allegation=claim)
    with refused(IntegrityError):
        Defeat.objects.create(defeated=claim)


def test_the_text_of_a_case_does_not_name_a_protected_person_of_it(cited: Incident) -> None:
    minor = Actor.objects.create(form="named", protection="minor")
    PartyName.objects.create(party=minor, name="Niña Inventada Rojas")
    Involvement.objects.create(incident=cited, party=minor)
    Incident.objects.filter(pk=cited.pk).update(summary="Police found nina inventada rojas there.")
    cited.refresh_from_db()
    with pytest.raises(workflow.NotPublishable) as caught:
        workflow.publish(cited)
    assert "protected" in " ".join(caught.value.problems)


def test_a_person_whom_no_public_source_names_is_not_named_by_publishing(cited: Incident, person: Actor) -> None:
    part = Involvement.objects.create(incident=cited, party=person, named_publicly=False)
    NameUse.objects.create(involvement=part, name=person.names.get(), is_heading=True)
    with pytest.raises(workflow.NotPublishable) as caught:
        workflow.publish(cited)
    assert "named in public sources" in " ".join(caught.value.problems)
    Involvement.objects.filter(pk=part.pk).update(named_publicly=True)
    assert workflow.publish(cited).stage == Stage.PUBLISHED


def test_published_texts_that_name_somebody_are_told_before_they_are_protected(cited: Incident, person: Actor) -> None:
    Incident.objects.filter(pk=cited.pk).update(summary="Aurelio Quispe Inventado drove, police say.")
    cited.refresh_from_db()
    Involvement.objects.create(incident=cited, party=person, named_publicly=True)
    workflow.publish(cited)
    assert cited.title in " ".join(workflow.published_texts_naming(person))
    assert workflow.published_texts_naming(Actor.objects.create(form="named")) == []
