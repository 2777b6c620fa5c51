"""The record: every table, its constraints, and above each model the words with which one asks for it."""

from incidents.models.allegations import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Capacity,
    Defeat,
    SpeechLink,
)
from incidents.models.checking import LONGEST_UNCHECKED
from incidents.models.citations import FACTS, Citation
from incidents.models.composed import Composed
from incidents.models.corrections import OF_PARTIES, Correction, CorrectionKind
from incidents.models.decisions import Anonymisation, Decision, StageChange
from incidents.models.derived import Change, HiddenPassage, Passage, StoredIndex, Word
from incidents.models.doubts import Contradiction, ContradictionVersion, OpenQuestion
from incidents.models.edtf import edtf_bounds
from incidents.models.figures import Casualty, CasualtyList, Rate
from incidents.models.formats import is_web_address
from incidents.models.identity import Merge, MergeAction, MergedRow, NotTheSame, lower_first
from incidents.models.incidents import Incident, IncidentDate, IncidentKind, RelatedIncident, Stage
from incidents.models.inexact import DIGITS, begins_later, is_blank, is_later, text_error
from incidents.models.involvements import Involvement, NameUse, ensure_involved
from incidents.models.likeness import Likely, LikelyPair, PartyNameKey, kind_of
from incidents.models.organizations import Organization
from incidents.models.parties import Actor, Party, PartyName, is_party
from incidents.models.places import IncidentPlace, PlacePrecision, PlaceRole
from incidents.models.proceedings import (
    Proceeding,
    ProceedingAllegation,
    Step,
    StepParty,
    courses,
    refresh_openness,
    refresh_standing,
    refresh_statuses,
    stale_openness,
    stale_statuses,
)
from incidents.models.regions import OverlapRelation, Region, RegionKind, RegionName, RegionOverlap
from incidents.models.requests import (
    ANSWERING,
    ReaderRequest,
    RequestEvent,
    RequestKind,
    RequestSalt,
    RequestState,
    RequestTrace,
)
from incidents.models.routes import Route, RouteStop, StopRole
from incidents.models.seizures import Disposition, Measurement, Seizure, SeizureKind
from incidents.models.sources import CitedOrigin, IncidentSource, Source, SourceKind
from incidents.models.standing import Course
from incidents.models.ties import Membership, Relationship, RelationshipKind
from incidents.models.visibility import SEES_NAMES, looked_at_by, published_q, sees_drafts, unseeing
from incidents.models.vocabulary import (
    STEP_FAMILIES,
    ActorForm,
    Certainty,
    Currency,
    Existence,
    Feature,
    NameKind,
    Offence,
    OrganizationKind,
    PartyRole,
    Protection,
    StepKind,
    Unit,
    YesNoUnknown,
    in_language,
)

__all__ = [
    "ANSWERING",
    "DIGITS",
    "FACTS",
    "LONGEST_UNCHECKED",
    "OF_PARTIES",
    "SEES_NAMES",
    "STEP_FAMILIES",
    "Actor",
    "ActorForm",
    "Allegation",
    "AllegationOffence",
    "AllegationParty",
    "Anonymisation",
    "Capacity",
    "Casualty",
    "CasualtyList",
    "Certainty",
    "Change",
    "Citation",
    "CitedOrigin",
    "Composed",
    "Contradiction",
    "ContradictionVersion",
    "Correction",
    "CorrectionKind",
    "Course",
    "Currency",
    "Decision",
    "Defeat",
    "Disposition",
    "Existence",
    "Feature",
    "HiddenPassage",
    "Incident",
    "IncidentDate",
    "IncidentKind",
    "IncidentPlace",
    "IncidentSource",
    "Involvement",
    "Likely",
    "LikelyPair",
    "Measurement",
    "Membership",
    "Merge",
    "MergeAction",
    "MergedRow",
    "NameKind",
    "NameUse",
    "NotTheSame",
    "Offence",
    "OpenQuestion",
    "Organization",
    "OrganizationKind",
    "OverlapRelation",
    "Party",
    "PartyName",
    "PartyNameKey",
    "PartyRole",
    "Passage",
    "PlacePrecision",
    "PlaceRole",
    "Proceeding",
    "ProceedingAllegation",
    "Protection",
    "Rate",
    "ReaderRequest",
    "Region",
    "RegionKind",
    "RegionName",
    "RegionOverlap",
    "RelatedIncident",
    "Relationship",
    "RelationshipKind",
    "RequestEvent",
    "RequestKind",
    "RequestSalt",
    "RequestState",
    "RequestTrace",
    "Route",
    "RouteStop",
    "Seizure",
    "SeizureKind",
    "Source",
    "SourceKind",
    "SpeechLink",
    "Stage",
    "StageChange",
    "Step",
    "StepKind",
    "StepParty",
    "StopRole",
    "StoredIndex",
    "Unit",
    "Word",
    "YesNoUnknown",
    "begins_later",
    "courses",
    "edtf_bounds",
    "ensure_involved",
    "in_language",
    "is_blank",
    "is_later",
    "is_party",
    "is_web_address",
    "kind_of",
    "looked_at_by",
    "lower_first",
    "published_q",
    "refresh_openness",
    "refresh_standing",
    "refresh_statuses",
    "sees_drafts",
    "stale_openness",
    "stale_statuses",
    "text_error",
    "unseeing",
]
