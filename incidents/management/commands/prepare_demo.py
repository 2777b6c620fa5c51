"""`manage.py prepare_demo`: whatever the demonstration still lacks, made; nothing made twice."""

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

DATA = Path(__file__).resolve().parents[2] / "data"
CASEBOOK = DATA / "casebook"


def loaded_mark(what: str) -> Path:
    """A file that says that `what` was loaded to the end into the database now in use; written last."""
    database = settings.DATABASES["default"]
    address = "|".join(str(database.get(part)) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return settings.VAR_DIR / f"loaded-{what}-{hashlib.sha256(address.encode()).hexdigest()[:16]}"


class Command(BaseCommand):
    help = "Migrates, loads the reference data and the demo casebook where missing, makes the demo editor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the site will answer")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration. Set EXPEDIENTE_DEMO=1, or use migrate and load_reference.")
        call_command("migrate", interactive=False, verbosity=0)
        self.load("reference", "Region", "load_reference")
        self.load("casebook", "Incident", "load_cases", str(CASEBOOK), publish=True)
        call_command("make_demo_editor", address=address, stdout=self.stdout)

    def load(self, what: str, model: str, command: str, *arguments: str, **options: Any) -> None:
        """Loads once. The rows are asked too, since the mark may outlive a database that was thrown away."""
        mark = loaded_mark(what)
        if mark.exists() and apps.get_model("incidents", model)._default_manager.exists():
            return
        self.stdout.write(f"Loading the {what} …")
        call_command(command, *arguments, **options)
        mark.touch()
