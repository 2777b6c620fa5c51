"""Logging in at the desk of the running site as somebody else than its editor."""

from typing import Any

from tests.site import Site


def log_in_as(page: Any, site: Site, name: str) -> None:
    """Logs in on the page for it, where `page` is, as the editor or as one of `tests.site.COLLEAGUES`."""
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", site.password)
    page.click("input[type=submit]")
