"""The invented country of the filters' tests, for the pages too."""

from tests.filters.conftest import crimes, land

__all__ = ["crimes", "land"]
