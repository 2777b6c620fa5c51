"""The past of one case: its versions, and every fact as it stood at a moment."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.contrib.auth.models import User

from incidents.history.tables import SEEN_OF_CASE, TABLES, owner_of, pointing_at, text_columns
from incidents.models import Actor, Incident, IncidentSource, Involvement, Organization, Party, PartyName, Source
from incidents.models.record import path_to_case

_IN_ONE_QUESTION = 500


class Pasts(list[Any]):
    """All that history holds of one row, in the order in which it was written."""

    @cached_property
    def _since(self) -> list[datetime.datetime]:
        """For each of them the earliest moment of it and of all that was written after it: these never go back."""
        return list(accumulate((past.history_date for past in reversed(self)), min))[::-1]

    def at(self, moment: datetime.datetime) -> Any:
        """What was written last of that moment and before; None where the row was not there yet, or not any more."""
        place = bisect_right(self._since, moment) - 1
        return self[place] if place >= 0 and self[place].history_type != "-" else None


Rows = dict[int, Pasts]  # by the key of the row


@dataclass(frozen=True)
class Version:
    """The case after one change. All rows of history of a change have its moment (see `models.record.change`)."""

    number: int
    at: datetime.datetime
    by: str
    reason: str
    verb: str = ""  # what was decided about the case, where that made the version

    @property
    def stamp(self) -> str:
        return stamp(self.at)


def stamp(moment: datetime.datetime) -> str:
    """The moment as a part of an address, exact to the microsecond."""
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%S%fZ")


@dataclass
class State:
    """The rows of a case, and of the parties and sources it shares, as they stood at a moment."""

    at: datetime.datetime
    rows: dict[Any, dict[int, Any]] = field(default_factory=dict)

    @property
    def incident(self) -> Any:
        return next(iter(self.rows[Incident].values()), None)

    def get(self, model: Any, pk: int | None) -> Any:
        """The row of history that held then; None where there was no such row."""
        return self.rows.get(model, {}).get(pk or 0)

    def columns(self, row: Any) -> Iterable[Any]:
        """The columns of which a row of this state says what stood in them."""
        return (*row._meta.concrete_fields, *row._meta.private_fields)

    def says_the_same(self, other: "State") -> bool:
        """Whether no row says anything else to readers, by its columns: then nothing that they are told differs."""
        return all(
            rows.keys() == other.rows[model].keys()
            and all(
                row is other.rows[model][key] or _said(row) == _said(other.rows[model][key])
                for key, row in rows.items()
            )
            for model, rows in self.rows.items()
        )

    def of(self, model: Any) -> list[Any]:
        """The rows of a table in the order of the page."""
        order = [name for name in model._meta.ordering if isinstance(name, str) and not name.startswith("-")]
        columns = [name for name in order if name != "pk"]
        found = self.rows.get(model, {}).items()
        return [row for _pk, row in sorted(found, key=lambda item: ([getattr(item[1], c) for c in columns], item[0]))]

    def parts(self, model: Any, owner: int) -> list[Any]:
        """The rows of a table that are a part of that row."""
        column = owner_of(model).attname
        return [row for row in self.of(model) if getattr(row, column) == owner]

    def party(self, pk: int | None) -> Any:
        return self.get(Actor, pk) or self.get(Organization, pk)


class Past:
    """Everything that history holds of one case, read once: a fixed number of questions, whatever its size."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self._rows: dict[Any, Rows] = {}
        for model in TABLES:
            owner = owner_of(model)
            keys = [incident.pk] if owner is None else list(self._rows[owner.related_model])
            self._rows[model] = _history(model, owner.attname if owner else "id", keys)
        self._shared: dict[Any, Rows] = {
            Actor: _history(Actor, "party_ptr_id", self.named(Party)),
            Organization: _history(Organization, "party_ptr_id", self.named(Party)),
            Source: _history(Source, "id", self.named(Source)),
            PartyName: _history(PartyName, "party_id", self.named(Party)),
        }

    def named(self, model: Any) -> set[int]:
        """The keys of all rows of that table (a kind of party counts as party) that the case ever pointed at."""
        found: set[int] = set()
        for table in self._rows:
            found.update(key for column in pointing_at(table, model) for key in self.ever(table, column) if key)
        return found

    def ever(self, table: Any, column: str) -> set[Any]:
        """All that the column held in any row of the table, of the case itself, at any time."""
        return {getattr(past, column) for past in _all([self._rows[table]])}

    def texts(self) -> Iterator[str]:
        """Every text that the case, its parties or its sources ever had; names aside."""
        tables = [*self._rows.items(), *(item for item in self._shared.items() if item[0] is not PartyName)]
        for model, rows in tables:
            columns = text_columns(model)
            for past in _all([rows]):
                yield from (text for text in (getattr(past, column) for column in columns) if text)

    def names(self) -> Iterator[str]:
        """Every name that its parties ever had."""
        return (past.name for past in _all([self._shared[PartyName]]))

    def incident_at(self, at: datetime.datetime) -> Any:
        """The row of the case itself as it stood then; None before it was there. Nothing else is looked at."""
        return self._rows[Incident].get(self.incident.pk, Pasts()).at(at)

    def state(self, at: datetime.datetime) -> State:
        """The case as it stood right after everything that was written at that moment or before."""
        state = State(at)
        for model in TABLES:
            owner = owner_of(model)
            held = _held(self._rows[model], at)
            kept = state.rows.get(owner.related_model, {}) if owner else {}
            state.rows[model] = {k: row for k, row in held.items() if not owner or getattr(row, owner.attname) in kept}
        for model, rows in self._shared.items():
            state.rows[model] = _held(rows, at)
        return state

    @cached_property
    def versions(self) -> list[Version]:
        """Every version, oldest first: one for each change of the case, or of a party or source that it then had."""
        found: dict[datetime.datetime, list[Any]] = {}
        for past in _all(self._rows.values()):
            found.setdefault(past.history_date, []).append(past)
        first = min(found, default=None)
        for past in _all(self._shared.values()):
            if first and past.history_date > first and (past.history_date in found or self._has(past)):
                found.setdefault(past.history_date, []).append(past)
        names = dict(User.objects.values_list("pk", "username"))
        moves = {move.at: str(move.get_verb_display()) for move in self.incident.stage_changes.all()}
        return [_version(number, at, found[at], names, moves.get(at, "")) for number, at in enumerate(sorted(found), 1)]

    def _has(self, past: Any) -> bool:
        """Whether the case pointed at the shared row when that changed."""
        if isinstance(past, Source.history.model):
            return self._points(IncidentSource, "source_id", past.id, past.history_date)
        party = past.party_id if isinstance(past, PartyName.history.model) else past.party_ptr_id
        return self._points(Involvement, "party_id", party, past.history_date)

    def _points(self, link: Any, column: str, key: int, moment: datetime.datetime) -> bool:
        rows = (pasts.at(moment) for pasts in self._links[link].get(key, ()))
        return any(row is not None and getattr(row, column) == key for row in rows)

    @cached_property
    def _links(self) -> dict[Any, dict[int, list[Pasts]]]:
        """For each source and party the rows, with all their history, that ever linked the case to it."""
        found: dict[Any, dict[int, list[Pasts]]] = {IncidentSource: {}, Involvement: {}}
        for link, column in ((IncidentSource, "source_id"), (Involvement, "party_id")):
            for pasts in self._rows[link].values():
                for key in {getattr(past, column) for past in pasts}:
                    found[link].setdefault(key, []).append(pasts)
        return found

    def shown_with(self, mark: str) -> Version:
        """The newest version when `last_written`, in ISO, was that: the last before the case itself was written again. Of a
        party or source that was changed meanwhile nobody knows whether it was seen."""
        own = {past.history_date for past in _all(self._rows.values())}
        later = (version for version in self.versions if version.at in own and version.at.isoformat() > mark)
        following = next(later, None)
        return self.versions[max(following.number - 2, 0) if following else -1]

    def before(self, version: Version) -> Version | None:
        return self.versions[version.number - 2] if version.number > 1 else None


def last_written(incident: Incident) -> datetime.datetime | None:
    """When a row of the case itself was written last, from whichever page; parties and sources aside. One statement."""
    pasts = (model.history.filter(**{path_to_case(model): incident.pk}) for model in TABLES)
    rows = [past.order_by().values_list("history_date") for past in pasts]
    newest: Any = rows[0].union(*rows[1:], all=True).order_by("-history_date")
    return next((moment for (moment,) in newest[:1]), None)


def _history(model: Any, column: str, keys: Iterable[int]) -> Rows:
    found: Rows = {}
    wanted = sorted(keys)
    own = "party_ptr_id" if model in (Actor, Organization) else "id"
    for start in range(0, len(wanted), _IN_ONE_QUESTION):
        some = wanted[start : start + _IN_ONE_QUESTION]
        for past in model.history.filter(**{f"{column}__in": some}).order_by("history_id"):
            found.setdefault(getattr(past, own), Pasts()).append(past)
    return found


def _held(rows: Rows, at: datetime.datetime) -> dict[int, Any]:
    held = ((key, pasts.at(at)) for key, pasts in rows.items())
    return {key: past for key, past in held if past is not None}


def _said(past: Any) -> list[Any]:
    model = past.instance_type
    columns = SEEN_OF_CASE if model is Incident else [field.attname for field in model._meta.concrete_fields]
    return [getattr(past, column) for column in columns]


def _all(tables: Iterable[Rows]) -> Iterator[Any]:
    for rows in tables:
        for pasts in rows.values():
            yield from pasts


def _version(number: int, at: datetime.datetime, rows: list[Any], names: dict[int, str], verb: str) -> Version:
    users = dict.fromkeys(names.get(past.history_user_id, "?") for past in rows if past.history_user_id)
    reasons = dict.fromkeys(past.history_change_reason for past in rows if past.history_change_reason)
    return Version(number, at, ", ".join(users), "; ".join(reasons), verb)
