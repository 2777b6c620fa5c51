"""How alike two names are: `score`, `is_match` and `likely_same`; and `keys`, by which candidates are found. Knows names, not tables."""

from incidents.search.names.blocking import LONGEST, begun_keys, has_one_key, keys, probes, word_keys
from incidents.search.names.matching import KINDS, THRESHOLDS, Kind, is_match, likely_same, score

__all__ = [
    "KINDS",
    "LONGEST",
    "THRESHOLDS",
    "Kind",
    "begun_keys",
    "has_one_key",
    "is_match",
    "keys",
    "likely_same",
    "probes",
    "score",
    "word_keys",
]
