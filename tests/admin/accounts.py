"""Accounts at the desk of the running site, beside that of its editor."""

from typing import Any

from tests.site import Site

MAKE = """
from django.contrib.auth.models import Group, User
user, _ = User.objects.get_or_create(username={name!r}, defaults={{"is_staff": True}})
user.set_password({password!r})
user.save()
user.groups.set([Group.objects.get(name={role!r})])
"""


def log_in_as(page: Any, site: Site, name: str, role: str = "") -> None:
    """Logs in on the page for it, where `page` is; with a role the account is made first, unless it is there."""
    if role:
        site.manage("shell", "-v", "0", "-c", MAKE.format(name=name, password=site.password, role=role))
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", site.password)
    page.click("input[type=submit]")
