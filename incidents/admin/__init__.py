"""The editors' desk: one module per aggregate. Words on guilt and changes of stage come from elsewhere."""

from incidents.admin.allegations import AllegationAdmin
from incidents.admin.incidents import IncidentAdmin
from incidents.admin.parties import ActorAdmin, OrganizationAdmin, PartyAdmin
from incidents.admin.partynames import PartyNameAdmin
from incidents.admin.proceedings import ProceedingAdmin
from incidents.admin.regions import RegionAdmin
from incidents.admin.requests import ReaderRequestAdmin
from incidents.admin.sources import SourceAdmin
from incidents.admin.vocabulary import CurrencyAdmin, FeatureAdmin, OffenceAdmin, UnitAdmin

__all__ = [
    "ActorAdmin",
    "AllegationAdmin",
    "CurrencyAdmin",
    "FeatureAdmin",
    "IncidentAdmin",
    "OffenceAdmin",
    "OrganizationAdmin",
    "PartyAdmin",
    "PartyNameAdmin",
    "ProceedingAdmin",
    "ReaderRequestAdmin",
    "RegionAdmin",
    "SourceAdmin",
    "UnitAdmin",
]
