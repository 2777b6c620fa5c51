"""What the files say about regions, in one shape: countries, subdivisions, Peru's provinces and districts, places, zones."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from incidents.exchange.reference.files import FileRow, document, rows, several
from incidents.models.regions import RegionKind

LOCAL_KINDS_IN_PERU = {RegionKind.PROVINCE: "province", RegionKind.DISTRICT: "district"}
IN_PORTUGUESE = "BR"


@dataclass(frozen=True)
class Place:
    """A region as the files have it; `parent` is the code of the region it lies in."""

    code: str
    kind: str
    name: str
    parent: str = ""
    name_en: str = ""
    name_es: str = ""
    local_kind: str = ""
    country_code: str = ""
    ubigeo_inei: str | None = None
    ubigeo_reniec: str | None = None
    lat: Decimal | None = None
    lon: Decimal | None = None
    has_boundary: bool = False
    other_names: tuple[str, ...] = ()


def all_places() -> list[Place]:
    """Every region of the reference files."""
    return list(chain(_countries(), _subdivisions(), _peru(), _named_places(), _zones()))


def _degrees(text: str) -> Decimal | None:
    return Decimal(text).quantize(Decimal("0.00001")) if text else None


def _where_different(name: str, local: str) -> str:
    return "" if name == local else name


def _countries() -> Iterator[Place]:
    """Latin American countries bear their own name, the others the English one."""
    outlines = document("world_countries-110m.topo.json")["objects"]["countries"]["geometries"]
    drawn = {str(shape.get("id", "")).zfill(3) for shape in outlines}
    local_names = {
        row["iso2"]: row["name_pt"] if row["iso2"] == IN_PORTUGUESE else row["name_es"]
        for row in rows("latam_countries.csv")
    }
    for row in rows("countries.csv"):
        name = local_names.get(row["iso2"], row["name_en"])
        yield Place(
            code=row["iso2"],
            kind=RegionKind.COUNTRY,
            name=name,
            name_en=_where_different(row["name_en"], name),
            name_es=_where_different(row["name_es"], name),
            country_code=row["iso2"],
            lat=_degrees(row["lat"]),
            lon=_degrees(row["lon"]),
            has_boundary=row["numeric"] in drawn,
            other_names=(row["iso3"], *several(row["alt_names"])),
        )


def _subdivisions() -> Iterator[Place]:
    """ISO 3166-2; in Peru with the codes of the two offices, except Lima (see the attribution)."""
    words = {row["code"]: row for row in rows("latam_names.csv")}
    peru = {row["iso"]: row for row in rows("peru_departments.csv") if row["iso"] != "PE-LIM"}
    for row in rows("latam_admin1.csv"):
        said, ubigeo = words[row["code"]], peru.get(row["code"], {})
        yield Place(
            code=row["code"],
            kind=RegionKind.SUBDIVISION,
            name=row["name"],
            parent=row["parent"] or row["country"],
            name_en=_where_different(said["name_en"], row["name"]),
            local_kind=said["local_kind_en"],
            country_code=row["country"],
            ubigeo_inei=ubigeo.get("inei"),
            ubigeo_reniec=ubigeo.get("reniec"),
            lat=_degrees(row["pt_lat"] or row["lat"]),
            lon=_degrees(row["pt_lon"] or row["lon"]),
            has_boundary=row["poly"] == "1",
            other_names=several(said["alt_names"]),
        )


def _peru() -> Iterator[Place]:
    for kind, file in ((RegionKind.PROVINCE, "peru_provinces.csv"), (RegionKind.DISTRICT, "peru_districts.csv")):
        for row in rows(file):
            yield Place(
                code=row["inei"],
                kind=kind,
                name=row["name"],
                parent=row["parent"],
                local_kind=LOCAL_KINDS_IN_PERU[kind],
                country_code="PE",
                ubigeo_inei=row["inei"],
                ubigeo_reniec=row["reniec"] or None,
                lat=_degrees(row["lat"]),
                lon=_degrees(row["lon"]),
                other_names=several(row["alt_names"]),
            )


def _named_places() -> Iterator[Place]:
    for row in rows("places.csv"):
        yield _place(row, {"border_crossing": RegionKind.BORDER}.get(row["kind"], row["kind"]))


def _zones() -> Iterator[Place]:
    for row in rows("zones.csv"):
        yield _place(row, RegionKind.ZONE)


def _place(row: FileRow, kind: str) -> Place:
    """Named in Spanish where Spanish is spoken, else in English, which cross-border places have too."""
    speaks_spanish = row["country"] in SPANISH_SPEAKING
    name = row["name_es"] if speaks_spanish else row["name_en"]
    return Place(
        code=row["code"],
        kind=kind,
        name=name,
        parent=row["parent"],
        name_en=_where_different(row["name_en"], name),
        name_es=_where_different(row["name_es"], name),
        country_code=row["country"],
        lat=_degrees(row["lat"]),
        lon=_degrees(row["lon"]),
        other_names=several(row["alt_names"]),
    )


SPANISH_SPEAKING = frozenset("AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE".split())
