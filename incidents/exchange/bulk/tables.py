"""The tables that an invented case fills, in the order in which they are written."""

from incidents.exchange.bulk.doors import Door
from incidents.exchange.bulk.rows import Rows
from incidents.models import (
    Actor,
    Allegation,
    AllegationOffence,
    AllegationParty,
    Casualty,
    Citation,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    NameUse,
    Organization,
    Party,
    PartyName,
    PartyNameKey,
    Proceeding,
    ProceedingAllegation,
    Relationship,
    Seizure,
    Source,
    SpeechLink,
    StageChange,
    Step,
    StepParty,
)
from incidents.search.names import Kind, keys

DATED = ("date_as_stated", "date_edtf", "date_earliest", "date_latest")
INCIDENT = (
    *("id", "public_id", "key", "title", "summary", "language", "kind", "sources_read_until"),
    *("stage", "embargo_until", "first_published", "created", "modified", *DATED, "search_text"),
)
COUNTS = ("count_low", "count_best", "count_high", "count_as_stated")
PARTY = ("id", "public_id", "key", "description", "search_text")


class Tables:
    """Rows of every kind, collected and written a batch at a time."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._shared()
        self._scene()
        self._claims()
        self._goods()
        self.reading = Rows(IncidentSource, "id", "position", "incident_id", "source_id", "accessed")
        self.citation = Rows(Citation, "id", "position", "incident_id", "reading_id", "page", "allegation_id")
        # What becomes of the incidents once all of this is there.
        self.change = Rows(StageChange, "id", "incident_id", "verb", "from_stage", "to_stage", "reason", "at")
        self.incident_later = Rows(Incident.history.model, *INCIDENT, "history_date", "history_type")
        self.all: list[Rows] = [rows for rows in vars(self).values() if isinstance(rows, Rows)]
        self.numbers = {rows: door.numbers(rows.model) for rows in self.all if "id" in rows.columns}

    def _shared(self) -> None:
        self.party = Rows(Party, *PARTY, history=False)  # as `Actor.save` does: the history is the actor's
        self.actor = Rows(Actor, "party_ptr_id", "form", "protection", "deceased")
        actor_history = (*PARTY, "party_ptr_id", "form", "protection", "deceased", "history_date")
        self.actor_history = Rows(Actor.history.model, *actor_history, "history_type")
        self.organization = Rows(Organization, "party_ptr_id", "kind", "existence", "country_id")
        organization_history = (*PARTY, "party_ptr_id", "kind", "existence", "country_id", "history_date")
        self.organization_history = Rows(Organization.history.model, *organization_history, "history_type")
        self.name = Rows(PartyName, "id", "party_id", "name", "kind", "is_primary", "confidential", "folded")
        self.name_key = Rows(PartyNameKey, "name_id", "key")
        published = ("published_edtf", "published_earliest", "published_latest")
        self.source = Rows(
            Source, "id", "public_id", "url", "title", "publisher", *published, "language", "kind", "search_text"
        )

    def _scene(self) -> None:
        self.incident = Rows(Incident, *INCIDENT)
        self.date = Rows(IncidentDate, "id", "incident_id", "what", "is_main", *DATED)
        self.place = Rows(
            IncidentPlace, "id", "position", "incident_id", "name", "country_id", "region_id", "precision", "role"
        )
        told = ("description", "named_publicly", "protection", "search_text")
        self.involvement = Rows(Involvement, "id", "position", "incident_id", "party_id", "role", *COUNTS, *told)
        self.use = Rows(NameUse, "id", "involvement_id", "name_id", "is_heading")
        self.membership = Rows(Membership, "id", "incident_id", "member_id", "organization_id", "role", "certainty")
        self.relationship = Rows(Relationship, "id", "incident_id", "a_id", "b_id", "kind", "certainty")

    def _claims(self) -> None:
        claim = ("incident_id", "claim", "offence_as_stated", "outcome_as_stated", "reported_status", "search_text")
        self.claim = Rows(Allegation, "id", "public_id", "position", *claim, *DATED)
        about = ("allegation_id", "party_id", "legal_status", "reply_status", "reply_text")
        self.about = Rows(AllegationParty, "id", "position", *about)
        self.offence = Rows(AllegationOffence, "id", "allegation_id", "offence_id")
        self.speech = Rows(
            SpeechLink, "id", "position", "allegation_id", "step", "party_id", "words", "protected", "role_words"
        )
        self.proceeding = Rows(Proceeding, "id", "incident_id", "name", "authority_id", "jurisdiction_id", "is_open")
        self.dealt = Rows(ProceedingAllegation, "id", "proceeding_id", "allegation_id")
        self.step = Rows(Step, "id", "position", "proceeding_id", "words", "kind", "final", "authority_id", *DATED)
        self.concerns = Rows(StepParty, "id", "position", "step_id", "party_id")

    def _goods(self) -> None:
        self.seizure = Rows(Seizure, "id", "incident_id", "what", "kind", "substance")
        amounts = ("quantity_low", "quantity_best", "quantity_high", "unit_as_stated", "unit_id")
        self.measurement = Rows(Measurement, "id", "seizure_id", "is_preferred", *amounts, "quantity_as_stated")
        self.casualty = Rows(Casualty, "id", "incident_id", "listed_as", "what", *COUNTS)

    def name_keys(self, name: int, text: str, kind: Kind, at: str) -> None:
        """The keys by which the likes of a name are found, as saving the name would write them."""
        for key in sorted(keys(text, kind)):
            self.name_key.add(name, key, at)

    def new(self, rows: Rows) -> int:
        """The number of a row to be."""
        return next(self.numbers[rows])
