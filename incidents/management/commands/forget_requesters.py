"""Removes who asked from readers' requests that were answered long ago."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents import workflow
from incidents.models import ReaderRequest


class Command(BaseCommand):
    """Safe to run at any time, daily at best."""

    help = "Removes name and e-mail from readers' requests that were answered more than REQUESTS_KEEP_DAYS days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        due = list(ReaderRequest.objects.with_contact_to_forget())
        for request in due:
            workflow.forget_requester(request)
        self.stdout.write(f"{len(due)} requesters forgotten")
