"""Checked events into the tables: a batch in one transaction, under every constraint and guard, each row with history."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from incidents import workflow
from incidents.exchange.bulk.doors import Door
from incidents.exchange.bulk.publishing import COLUMN, publish
from incidents.exchange.bulk.rows import moment
from incidents.exchange.bulk.tables import Tables
from incidents.exchange.events.mapping import Mapping
from incidents.exchange.events.places import Gazetteer
from incidents.exchange.events.reading import Event, Named
from incidents.models import Actor, Incident, Party, PartyName, Source
from incidents.models.record import new_public_id
from incidents.search import fold

LARGE = 100_000  # cases; more of them are not counted one by one to see how the tables grow
REMEMBERED = 20_000  # parties that are known without asking; more than that are looked up again, a batch at a time
Known = tuple[int, int | None]  # the number of a party, and of its name
ABOUT_PROTECTED = "they are about somebody who is protected"
NAMING_PROTECTED = "they name somebody who is protected"


class Writer:
    """Writes events of one data set. Cases that are there already are left as they are."""

    def __init__(self, door: Door, mapping: Mapping, published: bool) -> None:
        self.door, self.mapping, self.published = door, mapping, published
        self._gazetteer = Gazetteer()
        self.notes: Counter[str] = Counter()  # what could be written only in part, and how often
        self._noted: Counter[str] = Counter()  # the same, of what is being written
        self.drafts: dict[int, str] = {}  # rows whose cases were to be published and are not, each with why
        self._drafts: dict[int, str] = {}  # the same, of what is being written
        self._parties: dict[str, Known] = {}
        self._dataset: int | None = None
        self.models = {rows.model for rows in Tables(door).all}  # that may be written to
        self._cases = self._counted = Incident.objects.order_by()[:LARGE].count()

    def write(self, events: Sequence[Event]) -> int:
        """Writes those that are not there yet, all of them or none; returns how many."""
        self._noted, self._drafts = Counter(), {}
        try:
            with self.door.connection.wrap_database_errors, transaction.atomic():  # the driver's own errors too
                written = self._write_new(events)
        except BaseException:
            self._parties.clear()  # what was noted of this batch is undone with it, and a party may have been merged
            self._dataset = None
            raise
        self.notes.update(self._noted)
        self.drafts |= self._drafts
        return written

    def _write_new(self, events: Sequence[Event]) -> int:
        there = set(Incident.objects.filter(key__in=[event.key for event in events]).values_list("key", flat=True))
        fresh = [event for event in events if event.key not in there]
        if not fresh:
            return 0
        if len(self._parties) > REMEMBERED:
            self._parties.clear()
        self._write(fresh)
        return len(fresh)

    def _write(self, events: list[Event]) -> None:
        tables, at = Tables(self.door), moment()
        self._look_up({party.key for event in events for party in event.parties})
        self._know_dataset(tables, at)
        rows = [self._case(tables, event, at) for event in events]
        for table in tables.all:
            self.door.write(table)
        self._cases += len(events)
        if (
            self._cases >= 2 * self._counted
        ):  # what triggers do at publication is not planned for tables that were empty
            self.door.count_rows(*self.models)
            self._counted = self._cases
        if self.published:
            self._drafts = self._naming_protected(events)
            kept = {event.key for event in events if event.row in self._drafts}
            publish(tables, [row for row in rows if row[COLUMN["key"]] not in kept], at)

    def _naming_protected(self, events: list[Event]) -> dict[int, str]:
        """The rows of cases about somebody whom another case protects, whose text may name them, so that an editor must look;
        and of cases of which a text has the whole name of somebody protected. Each with which it is."""
        numbers = {self._parties[party.key][0] for event in events for party in event.parties}
        found = Actor.objects.filter(pk__in=numbers).exclude(protection="")
        protected = set(found.values_list("pk", flat=True))
        about = (event for event in events if any(self._parties[party.key][0] in protected for party in event.parties))
        return dict.fromkeys(_naming_somebody(events), NAMING_PROTECTED) | {
            event.row: ABOUT_PROTECTED for event in about
        }

    def _look_up(self, keys: set[str]) -> None:
        """Notes the parties that are in the record."""
        unknown = keys - set(self._parties)
        found = {
            party.key: party.kept.pk for party in Party.objects.filter(key__in=unknown).select_related("merged_into")
        }
        names = dict(PartyName.objects.filter(party__in=found.values(), is_primary=True).values_list("party", "pk"))
        for key, pk in found.items():
            self._parties[key] = pk, names.get(pk)

    def _know_dataset(self, tables: Tables, at: str) -> None:
        """The data set itself is a source; it is made once."""
        if self._dataset is None:
            given = self.mapping.dataset
            wanted = {"publisher": given["publisher"], "title": given["title"], "kind": "dataset"}
            found = Source.objects.filter(**wanted).values_list("pk", flat=True).first()
            self._dataset = found or self._source(
                tables, given["publisher"], given["title"], given.get("url", ""), ("", None, None), "dataset", at
            )

    def _source(self, tables: Tables, *told: Any) -> int:
        publisher, title, url, (edtf, first, last), kind, at = told
        pk = tables.new(tables.source)
        language = self.mapping.dataset.get("language", "")
        found = fold(f"{publisher} {title} ")
        tables.source.add(pk, new_public_id(), url, title, publisher, edtf, first, last, language, kind, found, at)
        return pk

    def _case(self, tables: Tables, event: Event, at: str) -> list[Any]:
        pk, (edtf, first, last) = tables.new(tables.incident), event.dated
        row = [
            pk,
            new_public_id(),
            event.key,
            event.title,
            event.summary,
            self.mapping.dataset.get("language", "en"),
            "event",
            "",
            "draft",
            None,
            None,
            at,
            at,
            "",
            edtf,
            first,
            last,
            fold(f"{event.title} {event.summary}"),
        ]
        tables.incident.add(*row, at)
        self._scene(tables, pk, event, at)
        about = [self._involve(tables, pk, order, party, at) for order, party in enumerate(event.parties)]
        claim = self._claim(tables, pk, event, about, at)
        self._evidence(tables, pk, event, claim, at)
        return row

    def _scene(self, tables: Tables, pk: int, event: Event, at: str) -> None:
        edtf, first, last = event.dated
        if edtf:
            tables.date.add(tables.new(tables.date), pk, "it happened", True, "", edtf, first, last, at)
        if event.place or event.country:
            country, region = self._gazetteer.find(event.country, event.subdivision)
            if (event.country and not country) or (event.subdivision and region == country):
                where = ", ".join(filter(None, (event.subdivision, event.country)))
                self._noted[f"“{where}” is no place of the gazetteer: only what is known of it has a region"] += 1
            name, precision = event.place or event.country, "within" if region else "unknown"
            tables.place.add(tables.new(tables.place), 0, pk, name, country, region, precision, "location", at)
        if event.count:
            low, best, high = event.count
            what = str(self.mapping.parts["casualties"].get("what", "people killed"))
            said = str(best if best is not None else low if low is not None else high)
            tables.casualty.add(tables.new(tables.casualty), pk, "casualties", what, low, best, high, said, at)

    def _involve(self, tables: Tables, incident: int, order: int, party: Named, at: str) -> int:
        if party.key not in self._parties:
            self._parties[party.key] = self._party(tables, party, at)
        pk, name = self._parties[party.key]
        row, named = tables.new(tables.involvement), bool(name and party.name)
        counts = (None, None, None, "")
        tables.involvement.add(row, order, incident, pk, party.rule.role, *counts, "", named, "", "", at)
        if named:
            tables.use.add(tables.new(tables.use), row, name, True, at)
        return pk

    def _party(self, tables: Tables, party: Named, at: str) -> Known:
        pk, rule = tables.new(tables.party), party.rule
        row = (pk, new_public_id(), party.key, "", "")
        tables.party.add(*row, at)
        if rule.person:
            form = "named" if party.name else "unnamed"
            tables.actor.add(pk, form, "", False, at)
            tables.actor_history.add(*row, pk, form, "", False, at, "+", at)
        else:
            kind = next((kind for word, kind in rule.kinds.items() if word in party.name), rule.kind)
            tables.organization.add(pk, kind, "established", None, at)
            tables.organization_history.add(*row, pk, kind, "established", None, at, "+", at)
        if not party.name:
            return pk, None
        name = tables.new(tables.name)
        tables.name.add(name, pk, party.name, "name", True, False, fold(party.name), at)
        tables.name_keys(name, party.name, "person" if rule.person else "organization", at)
        return pk, name

    def _claim(self, tables: Tables, incident: int, event: Event, about: list[int], at: str) -> int | None:
        accused = [pk for pk, party in zip(about, event.parties, strict=True) if party.rule.accused]
        if not event.claim or not accused:
            return None
        pk = tables.new(tables.claim)
        status = str(self.mapping.parts["claim"].get("status", "alleged"))
        said = (event.claim, event.offence, event.outcome)
        found = fold(f"{event.claim} {event.offence}")
        tables.claim.add(pk, new_public_id(), 0, incident, *said, status, found, "", "", None, None, at)
        for order, party in enumerate(accused):
            tables.about.add(tables.new(tables.about), order, pk, party, "none_known", "not_sought", "", at)
        for step, words in enumerate(event.speakers or [self.mapping.dataset["publisher"]]):
            tables.speech.add(tables.new(tables.speech), 0, pk, step, None, words, False, "", at)
        return pk

    def _evidence(self, tables: Tables, incident: int, event: Event, claim: int | None, at: str) -> None:
        """The data set supports the case; what the row says it goes back to supports the claim."""
        publisher, title, url, day = event.source
        readings = [self._read(tables, incident, 0, self._dataset or 0, at)]
        if title or publisher:
            own = self._source(tables, publisher or "Not named", title, url, day, "news", at)
            readings.append(self._read(tables, incident, 1, own, at))
        page = event.key.removeprefix(f"{self.mapping.dataset['id']}-")
        tables.citation.add(tables.new(tables.citation), 0, incident, readings[0], page, None, at)
        if claim is not None:
            tables.citation.add(tables.new(tables.citation), 1, incident, readings[-1], "", claim, at)

    def _read(self, tables: Tables, incident: int, order: int, source: int, at: str) -> int:
        pk = tables.new(tables.reading)
        tables.reading.add(pk, order, incident, source, at[:10], at)
        return pk


def _naming_somebody(events: list[Event]) -> set[int]:
    """The rows of events of which some text has the whole name, of several words, of somebody protected."""
    if not Actor.objects.exclude(protection="").exists():
        return set()
    texts = {event.row: " \n ".join(_texts(event)) for event in events}
    names = workflow.hidden_in(texts.values())
    return {row for row, text in texts.items() if workflow.names_in(text, names)}


def _texts(event: Event) -> Iterator[str]:
    yield from (event.title, event.summary, event.place, event.claim, event.offence, event.outcome, *event.speakers)
    yield from (party.name for party in event.parties)
    yield from event.source[:3]
