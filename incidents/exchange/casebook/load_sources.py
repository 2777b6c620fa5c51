"""Sources of a card into shared documents and the case's own readings of them."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_values import choice, day, text
from incidents.exchange.casebook.rows import Wanted, identified
from incidents.models import CitedOrigin, IncidentSource, Source, SourceKind

_TEXTS = ("url", "title", "publisher", "author", "language")


def load_sources(context: Context) -> list[IncidentSource]:
    """The case's readings in the order of the card; returns those that the card has no longer (still cited, perhaps)."""
    old = list(context.incident.readings.select_related("source"))
    left = list(old)
    for position, entry in enumerate(context.listed("sources")):
        reading, source = _reading(context, entry, left)
        values = {
            "source_id": source.pk,
            "accessed": day(entry.get("accessed")),
            "archived_url": text(entry.get("archived_url")),
        }
        reading.incident = context.incident
        context.writer.apply(reading, {"position": position, **values})
        context.current_readings.append(reading)
        _cites(context, reading, entry.get("cites") or [])
        context.readings.setdefault(source.url, reading)
    context.counts["sources"] = len(context.listed("sources"))
    return left


def remove(context: Context, readings: list[IncidentSource]) -> None:
    """Takes away readings that nothing cites any more, and documents that nobody reads."""
    for reading in readings:
        source = reading.source
        context.writer.delete(reading)
        if not source.readings.exists():
            context.writer.delete(source)


def _columns(entry: Card) -> dict[str, Any]:
    kind, words = choice(entry["kind"], SourceKind.values, entry.get("kind_as_stated"))
    values = {name: text(entry.get(name)) for name in _TEXTS}
    return {**values, "published_edtf": text(entry.get("published")), "kind": kind, "kind_as_stated": words}


def _reading(context: Context, entry: Card, left: list[IncidentSource]) -> tuple[IncidentSource, Source]:
    """The reading of a document: the one that is there, with its document corrected where only this case has it."""
    columns = _columns(entry)
    same = next((r for r in left if _agrees(r.source, columns)), None)
    if same:
        left.remove(same)
        return same, same.source
    shared = _shared(context, columns)
    if shared:
        return IncidentSource(), shared
    changed = next((r for r in left if r.source.url == columns["url"]), None)
    if changed:
        left.remove(changed)
        alone = not changed.source.readings.exclude(pk=changed.pk).exists()
        return changed, context.writer.apply(changed.source if alone else Source(), columns)
    return IncidentSource(), context.writer.apply(Source(), columns)


def _agrees(source: Source, columns: dict[str, Any]) -> bool:
    return all(getattr(source, name) == value for name, value in columns.items())


def _shared(context: Context, columns: dict[str, Any]) -> Source | None:
    """A document of other cases that is the same in every column."""
    if not columns["url"]:
        return None
    return Source.objects.filter(**columns).exclude(readings__incident=context.incident).first()


def _cites(context: Context, reading: IncidentSource, cites: list[str]) -> None:
    context.writer.sync(
        lambda: CitedOrigin(reading=reading),
        identified(reading.cites.all(), "words"),
        [Wanted((words,), {"words": words, "position": position}) for position, words in enumerate(cites)],
    )
