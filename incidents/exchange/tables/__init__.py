"""The public lists as files: an allow-list of columns for each list, and a small module for each format.

A column that is not named here is in no file. See docs/files.md, which a test holds to these lists.
"""

from incidents.exchange.tables.allegations import ALLEGATIONS
from incidents.exchange.tables.columns import Column, Edition, Table
from incidents.exchange.tables.incidents import INCIDENTS
from incidents.exchange.tables.parties import ACTORS, ORGANIZATIONS
from incidents.exchange.tables.regions import REGIONS
from incidents.exchange.tables.sources import SOURCES

TABLES: dict[str, Table] = {
    "incidents": INCIDENTS,
    "actors": ACTORS,
    "organizations": ORGANIZATIONS,
    "regions": REGIONS,
    "allegations": ALLEGATIONS,
    "sources": SOURCES,
}

__all__ = ["TABLES", "Column", "Edition", "Table"]
