"""The same events through django-import-export, as most would write it: a resource on the case, its parts saved with it.

`python -m benchmarks.stock_import ROWS` prints rows a second; the package lies in var/bench/import_export only. Written
fairly: diffs and reports are off, parties and sources are remembered, each chunk is one transaction, and the rows that
a case consists of are the ones that `load_events` writes (without the codes that only its checks give).
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from benchmarks.databases import KEPT

HOME = KEPT / "import_export"
PACKAGES = ("django-import-export==4.4.3", "tablib==3.8.0", "diff-match-patch==20241021")


def installed() -> str:
    """Why it cannot be measured, or nothing."""
    if not (HOME / "import_export").exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(HOME), *PACKAGES]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return f"django-import-export could not be installed: {done.stderr[-200:]}"
    return ""


def resource() -> Any:
    from import_export import fields, resources

    from incidents import models

    class Cases(resources.ModelResource):
        """A row of the file is a case with all its parts."""

        key, title = fields.Field("key", "id"), fields.Field("title", "title")
        summary = fields.Field("summary", "source_headline")

        class Meta:
            model = models.Incident
            fields = ("key", "title", "summary")
            import_id_fields = ("key",)
            use_transactions = True
            skip_diff = True
            skip_html_diff = True

        def __init__(self) -> None:
            super().__init__()
            self.parties: dict[str, Any] = {}
            self.dataset = models.Source.objects.create(publisher="Bench", title="events", kind="dataset")

        def before_import_row(self, row: Any, **options: Any) -> None:
            row["title"] = f"{row['dyad_name']}: {row['where_coordinates']}, {row['country']}"

        def after_save_instance(self, instance: Any, row: Any, **options: Any) -> None:
            made = {"incident": instance}
            models.IncidentDate.objects.create(**made, what="it happened", date_edtf=row["date_start"], is_main=True)
            models.IncidentPlace.objects.create(**made, name=row["where_coordinates"])
            models.Casualty.objects.create(
                **made, what="people killed", count_low=row["low"], count_best=row["best"], count_high=row["high"]
            )
            claim = models.Allegation.objects.create(**made, claim=f"{row['dyad_name']} fought")
            for side in ("side_a", "side_b"):
                party, name = self._party(row[f"{side}_new_id"], row[side])
                part = models.Involvement.objects.create(**made, party=party, named_publicly=True)
                models.NameUse.objects.create(involvement=part, name=name, is_heading=True)
                models.AllegationParty.objects.create(allegation=claim, party=party)
            for step, words in enumerate(("police", row["source_office"], "Bench")):
                models.SpeechLink.objects.create(allegation=claim, words=words, step=step)
            own = models.Source.objects.create(
                publisher=row["source_office"], title=row["source_headline"], published_edtf=row["source_date"]
            )
            for source, about in ((self.dataset, None), (own, claim)):
                reading = models.IncidentSource.objects.create(**made, source=source)
                models.Citation.objects.create(**made, reading=reading, allegation=about)

        def _party(self, key: str, called: str) -> Any:
            if key not in self.parties:
                party = models.Organization.objects.create(kind="criminal_group", key=f"o.stock-{key}")
                self.parties[key] = party, models.PartyName.objects.create(party=party, name=called, is_primary=True)
            return self.parties[key]

    return Cases()


def main(rows: int) -> None:
    if reason := installed():
        json.dump({"not measured": reason}, sys.stdout)
        return
    sys.path.insert(0, str(HOME))
    django.setup()
    import tablib

    from benchmarks.importing import invented

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        invented(path, rows)
        names, *lines = list(csv.reader(path.open(encoding="utf-8")))
    data = tablib.Dataset(*lines, headers=names)
    began = perf_counter()
    result = resource().import_data(data, raise_errors=True)
    took = perf_counter() - began
    assert result.totals["new"] == rows, result.totals
    json.dump({"rows": rows, "seconds": took, "rows a second": round(rows / took, 1)}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
