"""What we said, and when: the past of a whole case, read from the history of its tables. Nothing here writes."""

from incidents.history.past import Past, State, Version, last_written
from incidents.history.said import ever_said
from incidents.history.since import Change, changes_since_published
from incidents.history.tables import TABLES, owner_of

__all__ = [
    "TABLES",
    "Change",
    "Past",
    "State",
    "Version",
    "changes_since_published",
    "ever_said",
    "last_written",
    "owner_of",
]
