"""What was looked up, kept in memory and kept right: words that many passages have are not read anew after each change.

A term remembers how far it knows the journal of touched rows. Asked again, it looks at those rows alone if it is
frequent, and is looked up anew if it is rare, which is one quick statement.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from pyroaring import BitMap

from incidents.answers.bitmaps import Values
from incidents.answers.store import packed, unpacked
from incidents.answers.words import filling, looking
from incidents.answers.words.looking import KINDS, Rows
from incidents.answers.words.vocabulary import counted
from incidents.search.query import Query, Term

FEW = 3000  # rows of a term that is looked up anew rather than corrected
MANY = 5000  # touched rows from which on a term is looked up anew in any case
KEPT = 400  # terms that are kept beside the frequent words
LARGE = 50_000_000  # rows that these may have together, of two bytes each at most
FREQUENT = 5000  # passages of a word that is put away for workers that start
JOURNAL = 500  # changes that are remembered one by one


class NotReady(Exception):
    """Passages are missing, so that words cannot be looked for: `rebuild_derived` makes them."""


@dataclass
class _Held:
    rows: Rows
    seen: int  # how far it knows the journal
    put_away: bool = False


class Words:
    """The terms that this process knows. `embargoed`: incidents that are not public yet."""

    def __init__(self) -> None:
        self._held: dict[Term, _Held] = {}
        self._journal: list[dict[str, BitMap]] = []
        self.embargoed: Collection[int] = ()

    def matching(self, query: Query, kind: str, everything: BitMap) -> BitMap:
        """Those of the rows that meet the question. Raises NotReady."""
        if not filling.is_whole():
            raise NotReady
        return BitMap(query.met(lambda term: self.rows(term).of[kind] & everything, everything))

    def rows(self, term: Term) -> Rows:
        """The rows that have the term, as the record is now."""
        held = self._held.pop(term, None)
        if held is not None and self._corrected(term, held):
            self._held[term] = held  # the last that was asked is the last to be forgotten
            return held.rows
        self._held[term] = held = _Held(_read(term, self.embargoed), len(self._journal))
        self._forget()
        return held.rows

    def touch(self, changes: dict[str, set[int]]) -> None:
        """Notes which rows of the record have changed."""
        if not self._held:
            return
        touched = {kind: BitMap(changes.get(kind, ())) for kind in KINDS}
        touched["incident"].update(changes.get("said", ()))
        touched["region"].update(changes.get("place", ()))
        if touched["incident"]:
            for kind, row in _hanging(touched["incident"]):
                touched[kind].add(row)
        self._journal.append(touched)
        if len(self._journal) > JOURNAL:
            self._journal = [_union(self._journal)]
            for held in self._held.values():
                held.seen = 0

    def _corrected(self, term: Term, held: _Held) -> bool:
        """Brings a frequent term up to date; False where it had better be looked up anew."""
        if held.seen == len(self._journal):
            return True
        touched = _union(self._journal[held.seen :])
        number = sum(map(len, touched.values()))
        if number and (len(held.rows) <= FEW or number > MANY) and not held.put_away:
            return False
        for kind, rows in touched.items():
            if rows:
                held.rows.of[kind] = (held.rows.of[kind] - rows) | looking.among(term, kind, rows)
        held.seen = len(self._journal)
        return True

    def _forget(self) -> None:
        """Forgets what was asked longest ago where too many terms are kept, or terms of too many rows; never the last."""
        terms = rows = 0
        for term, held in reversed(list(self._held.items())):
            if not held.put_away:
                terms += 1
                rows += len(held.rows)
                if terms > 1 and (terms > KEPT or rows > LARGE):
                    del self._held[term]

    def gather(self) -> Counter[str]:
        """Reads all passages, and holds every frequent word from then on. Returns how many passages each word has."""
        every = ((incident, text) for _what, _row, incident, _party, text in looking.texts())
        numbers = counted(text for incident, text in every if incident is None or incident not in self.embargoed)
        frequent = {word for word, number in numbers.items() if number > FREQUENT}
        found: dict[str, list[looking.Owner]] = defaultdict(list)
        rows = {word: Rows() for word in frequent}
        for what, row, incident, party, text in looking.texts() if frequent else ():
            for word in frequent.intersection(text.split()):
                found[word].append((what, row, incident, party))
                if len(found[word]) > 50_000:
                    rows[word].add(found.pop(word), self.embargoed)
        for word, owners in found.items():
            rows[word].add(owners, self.embargoed)
        for word, having in rows.items():
            self._held[Term((word,))] = _Held(having, len(self._journal), put_away=True)
        return numbers

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """The frequent words, to be put away."""
        terms = [term for term, held in self._held.items() if held.put_away]
        for kind in KINDS if terms else ():
            yield f"words/{kind}/", packed({term.words[0]: self.rows(term).of[kind] for term in terms})

    def take_out(self, stored: dict[str, bytes]) -> None:
        """Takes the frequent words out of what was put away."""
        by_kind: dict[str, Values] = {
            path.split("/")[1]: unpacked(data) for path, data in stored.items() if path.startswith("words/")
        }
        for word in by_kind.get("incident", ()):
            rows = Rows({kind: by_kind[kind].get(word, BitMap()) for kind in KINDS})
            self._held[Term((word,))] = _Held(rows, 0, put_away=True)

    def differences(self) -> list[str]:
        """Frequent words whose rows here are not those that the index of words names now."""
        terms = [term for term, held in self._held.items() if held.put_away]
        return [f"word: {term}" for term in terms if self.rows(term) != _read(term, self.embargoed)]


def _read(term: Term, embargoed: Collection[int]) -> Rows:
    rows = Rows()
    for some in looking.owners(term):
        rows.add(some, embargoed)
    return rows


def _union(changes: list[dict[str, BitMap]]) -> dict[str, BitMap]:
    return {kind: BitMap.union(BitMap(), *(change[kind] for change in changes)) for kind in KINDS}


def _hanging(incidents: BitMap) -> Iterator[tuple[str, Any]]:
    """Kind and number of everything that hangs on the incidents, and whose words may be public or not with them."""
    numbers = ", ".join(map(str, incidents))
    every = (
        ("party", "party_id", "incidents_involvement"),
        ("allegation", "id", "incidents_allegation"),
        ("source", "source_id", "incidents_incidentsource"),
        ("region", "region_id", "incidents_incidentplace"),
    )
    with connection.cursor() as cursor:
        for kind, column, table in every:
            cursor.execute(f"SELECT {column} FROM {table} WHERE incident_id IN ({numbers}) AND {column} IS NOT NULL")
            yield from ((kind, row) for (row,) in cursor.fetchall())
