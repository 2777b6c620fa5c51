"""How alike two names are: `score`, `is_match` and `likely_same`. Knows names, not tables."""

from incidents.search.names.matching import KINDS, THRESHOLDS, Kind, is_match, likely_same, score

__all__ = ["KINDS", "THRESHOLDS", "Kind", "is_match", "likely_same", "score"]
