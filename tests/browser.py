"""A reader's browser that keeps a list of everything that went wrong while it looked at pages."""

import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# No background traffic: whatever leaves the machine would be the page's own doing.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  reportViolation(`${event.violatedDirective} refused ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Watch:
    """Listens to every page of one browser context; `troubles` must be empty in the end."""

    host: str
    troubles: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.expose_binding("reportViolation", lambda _, text: self.troubles.append(f"CSP: {text}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self.request)
        context.on("response", self.response)

    def console(self, message: ConsoleMessage) -> None:
        # An answer's status is judged in `response`: a page that is rightly 404 or 410 is no trouble.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.troubles.append(f"asked another host: {request.url}")

    def response(self, response: Response) -> None:
        if (response.status >= 400 and not response.request.is_navigation_request()) or response.status >= 500:
            self.troubles.append(f"{response.status} for {response.url}")


def barriers(page: Page, preload: bool = True) -> list[str]:
    """What axe finds on the page against WCAG 2.2 AA, one line each; empty is right.

    On forms of the admin `preload` is off: their style sheets import others, which axe would copy into the page, against
    the page's policy. A page that is still arriving is waited for: half a page lacks half its landmarks.
    """
    page.wait_for_load_state("load")
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}, "preload": preload}
    found = Axe().run(page, options=options)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
