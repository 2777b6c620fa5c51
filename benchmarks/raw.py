"""The floor: one statement that returns the rows of the page with their places, offences and statuses, and no more."""

from typing import Any

from django.db import connection

from incidents.filters.paging import SIZE

_PUBLIC = "i.stage = 'published' AND (i.embargo_until IS NULL OR i.embargo_until <= CURRENT_TIMESTAMP)"
_JOINED = {"sqlite": "group_concat({0}, '; ')", "postgresql": "string_agg({0}, '; ')"}
_DAY = "COALESCE(date_latest, date_earliest)"
_NULLS = {"sqlite": f"{_DAY} DESC", "postgresql": f"{_DAY} DESC NULLS LAST"}


def statement(conditions: list[str]) -> str:
    """Newest first, LIMIT inside, linked names outside."""
    joined = _JOINED[connection.vendor].format
    where = " AND ".join([_PUBLIC, *conditions])
    return f"""
        SELECT p.id, p.public_id, p.title, p.date_edtf,
            (SELECT {joined("pl.name")} FROM incidents_incidentplace pl WHERE pl.incident_id = p.id),
            (SELECT {joined("o.name_en")} FROM incidents_allegation a
                JOIN incidents_allegationoffence ao ON ao.allegation_id = a.id
                JOIN incidents_offence o ON o.id = ao.offence_id WHERE a.incident_id = p.id),
            (SELECT {joined("ap.legal_status")} FROM incidents_allegation a
                JOIN incidents_allegationparty ap ON ap.allegation_id = a.id WHERE a.incident_id = p.id)
        FROM (SELECT i.id, i.public_id, i.title, i.date_edtf, i.date_latest, i.date_earliest FROM incidents_incident i
            WHERE {where} ORDER BY {_NULLS[connection.vendor]}, i.id DESC LIMIT {SIZE}) p
        ORDER BY {_NULLS[connection.vendor]}, p.id DESC"""


def run(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def prefix(start: str) -> str:
    """The names that begin so: what a search while typing cannot be faster than."""
    return f"""SELECT party_id, name FROM incidents_partyname
        WHERE folded >= '{start}' AND folded < '{start}~' AND NOT confidential ORDER BY folded LIMIT 20"""
