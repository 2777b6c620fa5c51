"""Which regions a zone contains or partly overlaps."""

from collections.abc import Iterator
from typing import Any

from incidents.exchange.reference.files import FileRow, rows
from incidents.exchange.reference.tally import Tally, save_new
from incidents.models import Region, RegionOverlap


def load_overlaps() -> Tally:
    """The overlaps of the files; others, which an editor added, stay."""
    tally = Tally(str(RegionOverlap._meta.verbose_name_plural))
    existing = {(row.zone_id, row.region_id): row for row in RegionOverlap.objects.order_by("-pk")}
    missing = [
        RegionOverlap(**wanted)
        for wanted in _overlaps()
        if tally.lacks(existing.get((wanted["zone_id"], wanted["region_id"])), wanted)
    ]
    for overlap in missing:
        overlap.read_date()
    save_new(RegionOverlap, missing)
    tally.created = len(missing)
    return tally


def _overlaps() -> Iterator[dict[str, Any]]:
    listed = rows("zone_overlaps.csv")
    codes = {row[column] for row in listed for column in ("zone_code", "region_code")}
    numbers = dict(Region.objects.filter(code__in=codes).values_list("code", "pk"))
    for row in listed:
        yield {
            "zone_id": numbers[row["zone_code"]],
            "region_id": numbers[row["region_code"]],
            "relation": row["relation"],
            "date_edtf": _span(row),
            "date_as_stated": row["as_stated"],
            "source_words": row["source"],
            "source_url": row["source_url"],
        }


def _span(row: FileRow) -> str:
    """The EDTF interval from since to until; empty where neither is known."""
    if not (row["since"] or row["until"]):
        return ""
    return f"{row['since'] or '..'}/{row['until'] or '..'}"
