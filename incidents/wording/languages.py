"""A word in both languages. Words about legal standing are the product itself, so both stand side by side in the code:
whoever rewords one sees the other."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language


def _spoken(english: str, spanish: str) -> str:
    return spanish if (get_language() or "").startswith("es") else english


pair: Any = lazy(_spoken, str)
"""pair(english, spanish): a text that is read in the language of whoever reads it."""
