"""A case of some day told in words: sections, facts and lines of plain text, and the difference between two of them."""

from incidents.figures.told.differing import Differing, differences
from incidents.figures.told.naming import Naming
from incidents.figures.told.public import Today
from incidents.figures.told.record import tell_record
from incidents.figures.told.telling import Section, tell

__all__ = ["Differing", "Naming", "Section", "Today", "differences", "tell", "tell_record"]
