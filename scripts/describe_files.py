"""Writes the tables of docs/files.md from the columns of the files: `python scripts/describe_files.py`. The text above stays."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "files.md"
MARK = "<!-- The tables below are written by scripts/describe_files.py. -->\n"


def tables() -> str:
    """Every file with its columns and what they hold."""
    from incidents.exchange.tables import TABLES

    parts = []
    for name, table in TABLES.items():
        rows = [f"| `{column.name}` | {column.says} |" for column in table.columns]
        parts.append("\n".join([f"### /{name}.csv", "", "| column | holds |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def document() -> str:
    text = DOCUMENT.read_text().split(MARK)[0]
    return f"{text}{MARK}\n{tables()}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("EXPEDIENTE_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    DOCUMENT.write_text(document())
