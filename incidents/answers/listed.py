"""The indexes of the lists other than that of incidents, by the names of the lists."""

from incidents.answers.claims import AllegationIndex
from incidents.answers.corrections import CorrectionIndex
from incidents.answers.index import Index
from incidents.answers.parties import ActorIndex, OrganizationIndex
from incidents.answers.regions import RegionIndex
from incidents.answers.sources import SourceIndex

LISTED: dict[str, type[Index]] = {
    "actors": ActorIndex,
    "organizations": OrganizationIndex,
    "regions": RegionIndex,
    "allegations": AllegationIndex,
    "sources": SourceIndex,
    "corrections": CorrectionIndex,
}
