"""One set of indexes for each process, brought up to date from the log of changes before every answer."""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from threading import RLock
from typing import Any

from django.utils import timezone

from incidents.answers import log, store
from incidents.answers.incidents import IncidentIndex
from incidents.answers.index import Index
from incidents.answers.listed import LISTED
from incidents.answers.traces import PAGE
from incidents.answers.tree import Tree
from incidents.answers.words import filling, vocabulary
from incidents.answers.words.held import Words
from incidents.models import Incident

LISTS = ("incidents", *LISTED)

_known: ContextVar["Keeper | None"] = ContextVar("known", default=None)  # who need not look at the log again


class Keeper:
    """Holds the indexes of this process. Threads take turns: an answer is never read while it is being changed.

    `from_store`: whether it begins with the indexes that are put away in the database, where there are any.
    """

    def __init__(self, from_store: bool = True) -> None:
        self._lock = RLock()
        self._from_store = from_store
        self.reads = 0  # how often a whole list was read
        self.forget()

    def forget(self) -> None:
        """Forgets everything: the next answer begins anew."""
        with self._lock:
            self._place: log.Place | None = None
            self._indexes: dict[str, Index] = {}
            self.words = Words()
            self._embargo({})

    @contextmanager
    def reading(self, name: str) -> Iterator[Index]:
        """The index of the list as the record is now, which nobody changes until the block ends."""
        with self.reading_several(name) as indexes:
            yield indexes[name]

    @contextmanager
    def reading_several(self, *names: str) -> Iterator[dict[str, Index]]:
        """The indexes of several lists, all as the record is at one moment."""
        with self._lock:
            self._catch_up()
            yield {name: self._index(name) for name in names}

    @contextmanager
    def as_it_is(self) -> Iterator[str]:
        """The `version` of the record; whatever is asked inside is answered from the record as it is now, or later, and
        the log is read no more."""
        version = self.version()
        mark = _known.set(self)
        try:
            yield version
        finally:
            _known.reset(mark)

    def version(self) -> str:
        """Names what readers can see now on any page; another name after every change and only then, the same in every
        worker whatever else is going on in the database."""
        with self._lock:
            self._catch_up()
            return self.now()

    def now(self) -> str:
        """The `version` of what is held here, for whoever is reading it."""
        assert self._place is not None
        return f"{self._place.digest} {self._embargoed}"

    def differences(self) -> list[str]:
        """In what the indexes held here, and the passages, differ from what the record says when it is read anew."""
        with self._lock:
            self._catch_up()
            with log.one_moment():  # whoever saves meanwhile makes no difference
                self._catch_up()
                fresh = Keeper(from_store=False)
                with fresh.reading_several(*self._indexes) as indexes:
                    lists = [
                        difference
                        for name, index in self._indexes.items()
                        for difference in index.differences(indexes[name])
                    ]
                words = self.words.differences()
            return [*lists, *words, *filling.differences()]

    def put_away(self) -> None:
        """Stores the indexes as they are now, for workers that start, and shortens the log."""
        with self._lock:
            self._catch_up()
            last = vocabulary.last_passage()
            vocabulary.put_away(self.words.gather(), last)
            assert self._place is not None
            incidents = self._index("incidents")
            assert isinstance(incidents, IncidentIndex)
            state = {
                "kinds": list(incidents.kinds.items()),
                "embargoes": [(row, until.isoformat()) for row, until in self._embargoes.items()],
            }
            lists = (part for index in self._indexes.values() for part in index.stored())
            store.put_away(self._place, chain(lists, self.words.stored()), state)

    def _index(self, name: str) -> Index:
        if name not in self._indexes:
            self.reads += 1
            if not self._indexes:
                self._tree = Tree()
            if name == "incidents":
                self._indexes[name] = IncidentIndex(self._tree)
            else:
                self._indexes[name] = LISTED[name](self._tree, self._index("incidents"))
            self._indexes[name].words = self.words
        return self._indexes[name]

    def _catch_up(self) -> None:
        if _known.get() is self and self._place is not None:
            return
        try:
            self._read_on()
        except BaseException:
            self.forget()  # half brought up to date is worse than not at all
            raise

    def _read_on(self) -> None:
        news = log.since(self._place or self._begin())
        if news.everything:
            self.forget()
            news = log.since(self._begin())
        if news.everything:  # noted at this very moment
            self.forget()
            self._place = news.place
            self._read_embargoes()
            return
        self._place = news.place
        now = timezone.now()
        if self._ends is not None and self._ends <= now:
            news.touched["incident"] |= {pk for pk, until in self._embargoes.items() if until <= now}
        news.touched.pop(PAGE, None)
        if news.touched:
            self._apply(news.touched)

    def _begin(self) -> log.Place:
        """Takes out what is put away, if the log reaches back to it; else begins with nothing. Returns the place."""
        stored = store.place() if self._from_store else None
        if stored is not None and not log.since(stored[0]).everything:
            parts = store.parts(stored[1])
            if parts is not None:
                self._take_out(parts, stored[1]["state"])
                return stored[0]
        place = log.start()
        self._read_embargoes()
        return place

    def _take_out(self, parts: dict[str, bytes], state: dict[str, Any]) -> None:
        self._tree = Tree()
        for name in LISTS:
            own = {path: data for path, data in parts.items() if path.startswith(f"{name}/")}
            if name == "incidents":
                self._indexes[name] = IncidentIndex(self._tree, own, dict(state["kinds"]))
            elif own:
                self._indexes[name] = LISTED[name](self._tree, self._indexes["incidents"], own)
        for index in self._indexes.values():
            index.words = self.words
        self.words.take_out(parts)
        self._embargo({row: datetime.datetime.fromisoformat(until) for row, until in state["embargoes"]})

    def _apply(self, changes: dict[str, set[int]]) -> None:
        self._read_embargoes()
        self.words.touch(changes)
        touched = {name: index.touched(changes) for name, index in self._indexes.items()}
        if "region" in changes:
            self._tree = Tree()
            for index in self._indexes.values():
                index.tree = self._tree
        for name in sorted(touched, key=lambda name: name != "incidents"):
            self._indexes[name].renew(touched[name])

    def _read_embargoes(self) -> None:
        """Incidents that become public by themselves, and when."""
        self._embargo(dict(Incident.objects.embargoed().values_list("pk", "embargo_until")))

    def _embargo(self, until: dict[int, datetime.datetime]) -> None:
        """Notes which incidents are under embargo until when; the first end, and one name for all of them, once."""
        self._embargoes = until
        self._ends = min(until.values(), default=None)
        self._embargoed = hashlib.sha256(repr(sorted(until)).encode()).hexdigest()[:16] if until else ""
        self.words.embargoed = until.keys()


KEEPER = Keeper()
