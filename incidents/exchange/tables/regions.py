"""The list of regions as a table."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, Concat, Lower

from incidents.exchange.tables.columns import TERMS, Column, Edition, Table, made, plain
from incidents.exchange.tables.expressions import called, worded
from incidents.models import Region, RegionKind


def _page(edition: Edition) -> Concat:
    code = Coalesce(Lower("code"), F("public_id"))
    return Concat(Value(f"{edition.site}/regions/"), code, Value("/"), output_field=CharField())


REGIONS = Table(
    Region.objects.all().published,
    (
        plain("id", "The public id: it never changes.", "public_id"),
        Column("address", "The page of the region: cite this.", _page),
        made("name", "The name in the language of the file.", lambda: called("", "name")),
        plain("name_local", "The name as the country writes it.", "name"),
        made("kind", "What sort of region.", lambda: worded("kind", dict(RegionKind.choices))),
        plain("local_kind", "The country's own word for that sort."),
        plain("code", "ISO 3166, UBIGEO or our own code."),
        plain("country", "The country (ISO 3166-1).", "country_code"),
        made("incidents", "How many public incidents are placed there or below.", lambda: F("incident_count")),
        *TERMS,
    ),
    lambda number: [number],
)
