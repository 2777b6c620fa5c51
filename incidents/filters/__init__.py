"""The reader's questions, one for each list. They name words of the QuerySets and know nothing of pages or files."""

from incidents.filters.allegations import AllegationQuestion
from incidents.filters.corrections import CorrectionQuestion
from incidents.filters.incidents import IncidentQuestion
from incidents.filters.parties import ActorQuestion, OrganizationQuestion
from incidents.filters.question import Question, Refused
from incidents.filters.regions import RegionQuestion
from incidents.filters.sources import SourceQuestion

# The name of a list in its address → the question that it answers.
QUESTIONS: dict[str, type[Question]] = {
    "incidents": IncidentQuestion,
    "actors": ActorQuestion,
    "organizations": OrganizationQuestion,
    "regions": RegionQuestion,
    "allegations": AllegationQuestion,
    "sources": SourceQuestion,
}

__all__ = [
    "QUESTIONS",
    "ActorQuestion",
    "AllegationQuestion",
    "CorrectionQuestion",
    "IncidentQuestion",
    "OrganizationQuestion",
    "Question",
    "Refused",
    "RegionQuestion",
    "SourceQuestion",
]
