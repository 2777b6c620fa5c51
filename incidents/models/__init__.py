"""The record: every table, its constraints, and above each model the words with which one asks for it."""

from incidents.models.allegations import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Capacity,
    Defeat,
    SpeechLink,
)
from incidents.models.citations import FACTS, Citation
from incidents.models.doubts import Contradiction, ContradictionVersion, OpenQuestion
from incidents.models.figures import Casualty, CasualtyList, Rate
from incidents.models.identity import Merge, MergeAction, MergedRow, NotTheSame, in_order
from incidents.models.incidents import Incident, IncidentDate, IncidentKind, RelatedIncident, Stage, StageChange
from incidents.models.inexact import edtf_bounds, text_error
from incidents.models.involvements import Involvement, NameUse, ensure_involved
from incidents.models.parties import Actor, Organization, Party, PartyName, is_party, slug_of
from incidents.models.places import IncidentPlace, PlacePrecision, PlaceRole
from incidents.models.proceedings import (
    Course,
    Proceeding,
    ProceedingAllegation,
    Step,
    StepParty,
    courses,
    refresh_statuses,
)
from incidents.models.regions import OverlapRelation, Region, RegionKind, RegionName, RegionOverlap
from incidents.models.routes import Route, RouteStop, StopRole
from incidents.models.seizures import Disposition, Measurement, Seizure, SeizureKind
from incidents.models.sources import CitedOrigin, IncidentSource, Source, SourceKind
from incidents.models.ties import Membership, Relationship, RelationshipKind
from incidents.models.visibility import published_q, sees_drafts
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
)

__all__ = [
    "FACTS",
    "STEP_FAMILIES",
    "Actor",
    "ActorForm",
    "Allegation",
    "AllegationOffence",
    "AllegationParty",
    "Capacity",
    "Casualty",
    "CasualtyList",
    "Certainty",
    "Citation",
    "CitedOrigin",
    "Contradiction",
    "ContradictionVersion",
    "Course",
    "Currency",
    "Defeat",
    "Disposition",
    "Existence",
    "Feature",
    "Incident",
    "IncidentDate",
    "IncidentKind",
    "IncidentPlace",
    "IncidentSource",
    "Involvement",
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
    "PartyRole",
    "PlacePrecision",
    "PlaceRole",
    "Proceeding",
    "ProceedingAllegation",
    "Protection",
    "Rate",
    "Region",
    "RegionKind",
    "RegionName",
    "RegionOverlap",
    "RelatedIncident",
    "Relationship",
    "RelationshipKind",
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
    "Unit",
    "YesNoUnknown",
    "courses",
    "edtf_bounds",
    "ensure_involved",
    "in_order",
    "is_party",
    "published_q",
    "refresh_statuses",
    "sees_drafts",
    "slug_of",
    "text_error",
]
