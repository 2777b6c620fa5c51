"""“Did you mean”: other words for those that no public row has. Only what is public now is ever proposed."""

from incidents.answers.keeper import KEEPER, LISTS
from incidents.answers.words import vocabulary
from incidents.search.query import Alternative, Query, Term

TRIED = 20  # neighbours of one word that are looked up


def meant(query: Query) -> Query | None:
    """The question with known words in place of unknown ones; None where nothing is unknown, or nothing near is known."""
    instead = {}
    for word in dict.fromkeys(word for term in query.terms if not term.prefix for word in term.words):
        if not _is_public(word):
            other = next((one for one in _near(word) if _is_public(one)), None)
            if other:
                instead[word] = other
    return query.replaced(instead) if instead else None


def _near(word: str) -> list[str]:
    with KEEPER.reading("incidents") as index:
        return vocabulary.near(word, index.words.embargoed)[:TRIED]


def _is_public(word: str) -> bool:
    asked = Query(((Alternative(Term((word,))),),))
    for name in LISTS:
        with KEEPER.reading(name) as index:
            if hasattr(index, "passages") and index.matching(asked):
                return True
    return False
