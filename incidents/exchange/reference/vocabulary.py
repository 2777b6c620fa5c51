"""Offences, currencies and units: flat lists with a code."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from incidents.exchange.reference.files import FileRow, rows
from incidents.exchange.reference.tally import Tally, save_new, synchronise
from incidents.models import Currency, Offence, Unit


def load_offences() -> Tally:
    """Level after level, because a row's path begins with its parent's."""
    tally = Tally(str(Offence._meta.verbose_name_plural))
    known = {offence.code: offence for offence in Offence.objects.select_related("parent")}
    listed = sorted(rows("iccs.csv"), key=lambda row: (int(row["level"]), row["code"]))
    for _level, of_level in groupby(listed, key=lambda row: row["level"]):
        missing = []
        for row in of_level:
            wanted = _offence(row, known)
            if tally.lacks(known.get(row["code"]), wanted):
                missing.append(Offence(code=row["code"], **wanted))
        for offence in missing:
            offence.read_path()
        save_new(Offence, missing)
        known |= {offence.code: offence for offence in missing}
        tally.created += len(missing)
    return tally


def _offence(row: FileRow, known: dict[str, Offence]) -> dict[str, Any]:
    return {
        "parent": known[row["parent"]] if row["parent"] else None,
        "name_en": row["name_en"],
        "name_es": row["name_es"],
        "level": int(row["level"]),
        "own": row["origin"] == "project",
    }


def load_currencies() -> Tally:
    return synchronise(
        Currency,
        "code",
        [{name: row[name] for name in ("code", "name_en", "name_es")} for row in rows("currencies_iso4217.csv")],
    )


def load_units() -> Tally:
    return synchronise(Unit, "code", _units())


def _units() -> Iterator[dict[str, Any]]:
    for row in rows("units.csv"):
        yield {
            "code": row["unit"],
            "name_en": row["en"],
            "name_es": row["es"],
            "dimension": row["dimension"],
            "to_base": Decimal(row["to_base"]).quantize(Decimal("1e-10")) if row["to_base"] else None,
            "base": row["base"],
            "note": row["note"],
        }
