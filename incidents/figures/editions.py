"""A published case as readers could read it on some day, told under the rules of protection of today."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from incidents import wording
from incidents.figures.corrections import Notice, notices
from incidents.figures.told import Section, Today, differences, tell
from incidents.history import Past, State
from incidents.models import Correction, Incident, Stage

SHOWN = 30  # editions on one page
_LOOKED_AT = 300  # states that are told for one page at most, where many changes were the desk's alone


@dataclass(frozen=True)
class Span:
    """That what was written at a moment was public from one moment until another (None: until now)."""

    since: datetime.datetime
    until: datetime.datetime | None
    at: datetime.datetime


@dataclass(frozen=True)
class Edition:
    """What readers could read from one moment until another (None: until now)."""

    since: datetime.datetime
    until: datetime.datetime | None
    title: str
    sections: list[Section]
    when: str = ""  # the end of its address
    was_withdrawn: bool = False  # and not changed, when it ended

    @property
    def is_current(self) -> bool:
        return self.until is None


@dataclass(frozen=True)
class Step:
    """One edition in the list, and what it changed for readers."""

    edition: Edition
    differing: list[Any]


@dataclass(frozen=True)
class Page:
    """Editions, newest first; `older` is where the page goes on, empty at the end."""

    steps: list[Step]
    older: str


class Editions:
    """All that readers could ever read of one case that they can read now."""

    presumption = wording.PRESUMPTION
    lead = wording.ALLEGATION_LEAD

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self._past = Past(incident)
        self._today = Today(self._past)

    @cached_property
    def _spans(self) -> list[Span]:
        """When which state was public, oldest first: never a draft, never under embargo, never while withdrawn, and
        nothing from before somebody was anonymised. Of each only the row of the case is looked at; its facts are read when
        it is told."""
        found = []
        silent_until = max((row.at for row in self.incident.anonymisations.all()), default=None)
        versions = self._past.versions
        for version, following in zip(versions, [*versions[1:], None], strict=True):
            row = self._past.incident_at(version.at)
            end = following.at if following else None
            if row is None or row.stage != Stage.PUBLISHED:
                continue
            if silent_until and end and end <= silent_until:
                continue  # it named somebody who is not to be named any more
            since = max(version.at, row.embargo_until or version.at)
            if since < (end or timezone.now()):
                found.append(Span(since, end, version.at))
        return found

    def _editions(self, spans: list[Span]) -> Iterator[Edition]:
        """What readers could read in these spans, each told when it is asked for; not anew where nothing that they read was
        written."""
        before: tuple[State, Edition] | None = None
        for span in spans:
            state = self._past.state(span.at)
            if before and before[0].says_the_same(state):
                edition = replace(before[1], since=span.since, until=span.until)
            else:
                naming = self._today.naming(state)
                edition = Edition(span.since, span.until, naming.text(state.incident.title), tell(naming))
            before = state, edition
            yield edition

    def page(self, before: datetime.datetime | None = None) -> Page:
        """The newest editions, newest first, of those that began before that moment; changes that no reader could see make
        none. An edition is on one page only, with what it changed of the one before it."""
        found: list[Edition] = []
        spans = [span for span in reversed(self._spans) if before is None or span.since < before]
        for looked, edition in enumerate(self._editions(spans)):
            if found and found[-1].since == edition.until and found[-1].sections == edition.sections:
                found[-1] = replace(edition, until=found[-1].until)
                continue
            if len(found) > SHOWN or (len(found) > 1 and looked > _LOOKED_AT):
                return self._steps(found[:-1], found[-1])
            found.append(edition)
        return self._steps(found[:SHOWN], found[SHOWN] if len(found) > SHOWN else None)

    def _steps(self, shown: list[Edition], older: Edition | None) -> Page:
        pairs = zip(shown, [*shown[1:], older], strict=True) if shown else ()
        steps = [Step(_addressed(new), differences(old.sections, new.sections) if old else []) for new, old in pairs]
        return Page(steps, moment_in_address(shown[-1].since) if older else "")

    def on(self, moment: datetime.datetime, start: datetime.datetime) -> Edition | None:
        """What readers could read at that moment, else last before it since `start`; None where nothing was public. It is
        told from when until when, changes that no reader could see aside."""
        spans = self._spans
        for place in range(len(spans) - 1, -1, -1):
            span = spans[place]
            if span.since <= moment and (span.until is None or span.until > start):
                told = self._editions(spans[place:])
                found = next(told)
                end = _read_until(found, told)
                return replace(found, until=end, was_withdrawn=self._withdrawn_at(end))
        return None

    def _withdrawn_at(self, moment: datetime.datetime | None) -> bool:
        row = self._past.incident_at(moment) if moment else None
        return row is not None and row.stage == Stage.WITHDRAWN

    @cached_property
    def corrections(self) -> list[Notice]:
        return notices(Correction.objects.published().filter(incident=self.incident).with_rows())


def _read_until(edition: Edition, later: Iterable[Edition]) -> datetime.datetime | None:
    until = edition.until
    for other in later:
        if other.since != until or other.sections != edition.sections:
            break
        until = other.until
    return until


def _addressed(edition: Edition) -> Edition:
    """With the end of its address: the day, where it was the last of it; else the moment."""
    day = edition.since.date()
    later = edition.until is not None and edition.until.date() == day
    return replace(edition, when=moment_in_address(edition.since) if later else day.isoformat())


def moment_in_address(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")


def period_of_address(text: str) -> tuple[datetime.datetime, datetime.datetime]:
    """(start, end) that the end of an address names: a day of UTC, or a moment. Raises ValueError for other texts."""
    if "T" in text:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H%M%S.%fZ").replace(tzinfo=datetime.UTC)
        return moment, moment
    day = datetime.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
    return day, day + datetime.timedelta(days=1, microseconds=-1)
