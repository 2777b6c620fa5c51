"""What every test may lean on: the settings' mode, the engine in use, the running site and a browser before it."""

import gc
import os
import secrets
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Here and not in pyproject.toml: pytest-django would read the settings from there before this file sets the mode.
os.environ.setdefault("EXPEDIENTE_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Playwright keeps an event loop in this thread, which Django would take for asynchronous use of the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    import django
    from django.conf import settings

    from tests import strict_templates

    os.environ.setdefault("EXPEDIENTE_TEST_RUN", secrets.token_hex(6))  # the processes of this run inherit it
    django.setup()
    strict_templates.install()
    # Passwords are slow to make on purpose, half a second each; those of the site before the browser stay so.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What is loaded by now stays: looking through it for garbage again and again is a seventh of the suite's time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    # A termination is an interruption: servers and databases of the fixtures go with us.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of one engine is not a skipped test on the other: it is no test there.

    So is one that is marked `once`: it promises what a browser does with a page, or what a page says, whatever database is
    behind it. SQLite is the engine on which it is looked at.
    """
    from django.db import connection

    others = {"postgresql"} if connection.vendor == "sqlite" else {"sqlite", "once"}
    elsewhere = [item for item in items if any(item.get_closest_marker(mark) for mark in others)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI=true, what was skipped has failed. What this run's processes shared goes."""
    if not hasattr(session.config, "workerinput"):
        from tests.site import end_of_run

        end_of_run(os.environ.get("DATABASE_URL") or "sqlite://")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if CI and skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{len(skipped)} skipped, and CI=true allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Databases of tests are made from the models, in a second. That of the site is migrated; a test compares both."""
    return False


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No page is given again that was made for another test."""
    from incidents.views.remembered import PAGES

    PAGES.forget()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The site with the demo casebook, served as `make run` serves it, on the engine in use. See tests/site.py."""
    from tests.site import running_site

    engine_url = os.environ.get("DATABASE_URL") or "sqlite://"
    with running_site(engine_url, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, CHROMIUM

    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt-get install chromium (Debian and Ubuntu)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: Any) -> Iterator[Callable[..., Any]]:
    """`open_page(viewport=…, color_scheme=…, java_script_enabled=…)`: a page in a new browser context of its own.

    Addresses are relative to the site: `page.goto("/incidents/")`. Anything that goes wrong on it fails the test.
    """
    from tests.browser import Watch

    watch = Watch(site.url.removeprefix("http://"))
    contexts = []

    def open_one(**options: Any) -> Any:
        context = chromium.new_context(base_url=site.url, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.over(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not watch.troubles, "\n".join(dict.fromkeys(watch.troubles))


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    return open_page(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def editors_cookies() -> list[Any]:
    """What a browser keeps of the editor's last log-in; empty before the first."""
    return []


@pytest.fixture
def editor_page(page: Any, site: Any, editors_cookies: list[Any]) -> Any:
    """A page on which the editor has logged in, at the admin's first page.

    The form is filled in only where nobody did before, or where an earlier test has logged out: whoever is logged in
    already is led on by the page of the form.
    """
    page.context.add_cookies(editors_cookies)
    page.goto("/admin/login/?next=/admin/")
    if page.locator("input[name=username]").count():
        page.fill("input[name=username]", site.editor)
        page.fill("input[name=password]", site.password)
        page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    editors_cookies[:] = page.context.cookies()
    return page


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The reference data for the tests of one module; undone afterwards."""
    from django.core.management import call_command
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def casebook(reference_data: None) -> None:
    """The shipped casebook on top of it, published."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("load_cases", str(settings.BASE_DIR / "incidents/data/casebook"), publish=True, verbosity=0)
