"""Files of invented events, and what `load_events` says of them."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROW = {
    "id": "7001", "side_a_new_id": "1", "side_a": "Cartel del Cedro", "side_b_new_id": "2", "side_b": "Los Lirios",
    "dyad_name": "Cartel del Cedro - Los Lirios", "where_coordinates": "Tres Pozos town", "country": "Peru",
    "adm_1": "Cusco department", "latitude": "-13.5", "longitude": "-71.9", "date_prec": "1",
    "date_start": "2014-07-03", "date_end": "2014-07-03", "low": "2", "best": "3", "high": "4",
    "source_original": "police", "source_office": "Diario Ejemplo", "source_headline": "Invented headline",
    "source_date": "2014-07-04", "source_article": "",
}  # fmt: skip


def file(folder: Path, *rows: dict[str, str], name: str = "events.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as text:
        lines = csv.DictWriter(text, list(ROW))
        lines.writeheader()
        lines.writerows(ROW | row for row in rows)
    return path


def load(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> tuple[str, str, str]:
    """What was printed, the problems, and the refusal of the command, if it refused."""
    refused = ""
    try:
        call_command("load_events", *map(str, arguments), **options)
    except CommandError as error:
        refused = str(error)
    said = capsys.readouterr()
    return said.out, said.err, refused
