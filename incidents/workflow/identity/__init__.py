"""Verbs about who is who: two parties are merged, a merge is undone, two that look alike are told apart."""

from incidents.workflow.identity.apart import take_back, tell_apart
from incidents.workflow.identity.merge import Changed, Preview, merge, preview
from incidents.workflow.identity.merging import TAKE, Conflict
from incidents.workflow.identity.proposing import likely, propose, sought
from incidents.workflow.identity.rules import RULES
from incidents.workflow.identity.telling import told
from incidents.workflow.identity.undo import Undone, preview_undo, undo

__all__ = [
    "RULES",
    "TAKE",
    "Changed",
    "Conflict",
    "Preview",
    "Undone",
    "likely",
    "merge",
    "preview",
    "preview_undo",
    "propose",
    "sought",
    "take_back",
    "tell_apart",
    "told",
    "undo",
]
