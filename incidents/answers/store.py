"""Indexes put away in the database, so that a worker that starts need not read the whole record.

What is put away says how far the log had been read; whoever takes it out reads the log from there. Whatever is damaged,
or older than the log reaches back, is left alone and the record is read instead.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from pyroaring import BitMap

from incidents.answers.bitmaps import Values
from incidents.answers.log import Place, prune
from incidents.models import StoredIndex

FORM = 3  # of what is put away; another form is not read
HEAD = "head"


def packed(values: Values) -> bytes:
    """Sets of rows by value, as bytes."""
    blobs = [rows.serialize() for rows in values.values()]
    sizes = [[_key(value), len(blob)] for value, blob in zip(values, blobs, strict=True)]
    head = json.dumps(sizes, separators=(",", ":")).encode()
    return b"".join([len(head).to_bytes(8, "big"), head, *blobs])


def unpacked(data: bytes) -> Values:
    """What `packed` was given."""
    at = 8 + int.from_bytes(data[:8], "big")
    found: Values = {}
    for value, size in json.loads(data[8:at]):
        found[_value(value)] = BitMap.deserialize(data[at : at + size])
        at += size
    return found


def _key(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.toordinal()}
    return [_key(part) for part in value] if isinstance(value, tuple) else value


def _value(key: Any) -> Any:
    if isinstance(key, dict):
        return date.fromordinal(key["day"])
    return tuple(_value(part) for part in key) if isinstance(key, list) else key


def put_away(place: Place, parts: Iterable[tuple[str, bytes]], state: dict[str, Any]) -> None:
    """Replaces what is put away, and forgets the part of the log that nobody needs who begins here. All or nothing."""
    with transaction.atomic():
        StoredIndex.objects.all().delete()
        sums = {}
        for name, data in parts:
            StoredIndex.objects.create(name=name, data=data)
            sums[name] = crc32(data)
        where = {name: sorted(part) if isinstance(part, frozenset) else part for name, part in asdict(place).items()}
        known = {"form": FORM, "place": where, "parts": sums, "state": state}
        StoredIndex.objects.create(name=HEAD, data=json.dumps(known).encode())
        prune(place.number, place.open_since if connection.vendor == "postgresql" else 1)


def place() -> tuple[Place, dict[str, Any]] | None:
    """How far the log had been read by what is put away, and what else was known; None where nothing is."""
    row = StoredIndex.objects.filter(name=HEAD).values_list("data", flat=True).first()
    if row is None:
        return None
    try:
        known = json.loads(bytes(row))
        if known["form"] != FORM:
            return None
        kept: dict[str, Any] = known["place"]
        where: dict[str, Any] = {name: frozenset(p) if isinstance(p, list) else p for name, p in kept.items()}
        return Place(**where), known
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def parts(known: dict[str, Any]) -> dict[str, bytes] | None:
    """Everything that is put away; None where something is missing or damaged."""
    found = {name: bytes(data) for name, data in _rows() if name != HEAD}
    return found if {name: crc32(data) for name, data in found.items()} == known["parts"] else None


def _rows() -> Iterator[tuple[str, Any]]:
    yield from StoredIndex.objects.values_list("name", "data").iterator(chunk_size=4)
