"""Sources of a card into shared documents and the case's own readings of them."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_values import choice, day, text
from incidents.exchange.casebook.rows import Wanted, identified, in_order
from incidents.models import CitedOrigin, IncidentSource, Source, SourceKind

MADE_UP = "id_"  # begins a short name that nobody gave
_TEXTS = ("url", "title", "publisher", "author", "language")


def load_sources(context: Context) -> list[IncidentSource]:
    """The case's readings in the order of the card; returns those that the card has no longer (still cited, perhaps)."""
    old = list(context.incident.readings.select_related("source"))
    left = list(old)
    met = [_reading(context, entry, left) for entry in context.listed("sources")]
    _release_refs(context, old, met)
    keeps_places = in_order([reading for reading, _source in met], [None] * len(met))
    for position, (entry, (reading, source)) in enumerate(zip(context.listed("sources"), met, strict=True)):
        values = {
            "source_id": source.pk,
            "ref": _ref(entry, source),
            "accessed": day(entry.get("accessed")),
            "archived_url": text(entry.get("archived_url")),
        }
        reading.incident = context.incident
        context.writer.apply(reading, values if keeps_places else {"position": position, **values})
        context.current_readings.append(reading)
        _cites(context, reading, entry.get("cites") or [])
        context.readings.setdefault(source.url, reading)
        if entry.get("ref"):
            context.named_readings[entry["ref"]] = reading
    context.counts["sources"] = len(context.listed("sources"))
    return left


def _release_refs(context: Context, old: list[IncidentSource], met: list[tuple[IncidentSource, Source]]) -> None:
    """Takes from the readings that were there the short names that go to another one: a case has each once."""
    listed = zip(context.listed("sources"), met, strict=True)
    owners = {ref: reading for entry, (reading, source) in listed if (ref := _ref(entry, source))}
    for reading in old:
        if owners.get(reading.ref, reading) is not reading:
            context.writer.apply(reading, {"ref": ""})


def _ref(entry: Card, source: Source) -> str:
    """The short name of the card, unless the dump has made it up of the source's public id."""
    ref = text(entry.get("ref"))
    return "" if ref == f"{MADE_UP}{source.public_id}" else ref


def remove(context: Context, readings: list[IncidentSource]) -> None:
    """Takes away readings that nothing cites any more, and documents that nobody reads."""
    for reading in readings:
        source = reading.source
        context.writer.delete(reading)
        if not source.readings.exists():
            context.writer.delete(source)


def document_columns(entry: Card) -> dict[str, Any]:
    """What the card says of the document itself; two entries that agree in all of it are one document."""
    kind, words = choice(entry["kind"], SourceKind.values, entry.get("kind_as_stated"))
    values = {name: text(entry.get(name)) for name in _TEXTS}
    return {**values, "published_edtf": text(entry.get("published")), "kind": kind, "kind_as_stated": words}


def _reading(context: Context, entry: Card, left: list[IncidentSource]) -> tuple[IncidentSource, Source]:
    """The reading of a document: the one that is there, with its document corrected where only this case has it."""
    columns = document_columns(entry)
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
    """A document of other cases that is the same in every column, with an address or a title to be known by."""
    if not (columns["url"] or columns["title"]):
        return None
    return Source.objects.filter(**columns).exclude(readings__incident=context.incident).first()


def _cites(context: Context, reading: IncidentSource, cites: list[str]) -> None:
    context.writer.sync(
        lambda: CitedOrigin(reading=reading),
        identified(reading.cites.all(), "words"),
        [Wanted((words,), {"words": words, "position": position}) for position, words in enumerate(cites)],
    )
