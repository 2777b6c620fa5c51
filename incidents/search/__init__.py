"""How text becomes something that can be found. Knows words, not tables."""

from incidents.search.folding import fold, words

__all__ = ["fold", "words"]
