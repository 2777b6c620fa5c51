"""`manage.py make_demo_editor`: an editor for the demonstration, whose password is shown this once."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

NAME = "editor"


class Command(BaseCommand):
    help = "Makes the demo editor, if there is none, and prints the password once. Only in demo mode."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the site will answer")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration: make editors with manage.py createsuperuser.")
        users = get_user_model()._default_manager
        admin = f"{address.rstrip('/')}/admin/"
        if users.filter(username=NAME).exists():
            self.stdout.write(
                f"Editors' desk: {admin} (user {NAME}; lost the password? manage.py changepassword {NAME})"
            )
            return
        password = secrets.token_urlsafe(12)
        # Printed before it counts: interrupted in between, the next start makes another.
        with transaction.atomic():
            users.create_superuser(username=NAME, email="", password=password)
            self.stdout.write(
                f"Editors' desk: {admin}\n    user:     {NAME}\n    password: {password}  (shown only this once)"
            )
            self.stdout.flush()
