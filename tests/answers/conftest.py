"""The small invented country of the tests of filters."""

from tests.filters.conftest import crimes, land

__all__ = ["crimes", "land"]
