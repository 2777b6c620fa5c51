"""The whole site as a visitor meets it: a database of its own, the casebook in it, the real server before it."""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
CASEBOOK = "incidents/data/casebook"
# What a database may hold, each made from the one before it by this command.
STEPS = {
    "tables": ["migrate", "--verbosity", "0"],
    "reference data": ["load_reference"],
    "casebook": ["load_cases", CASEBOOK, "--publish"],
}
# Accounts beside the editor's, with the same password: name → role.
COLLEAGUES = {"colleague": "editor", "contributor": "contributor", "reviewer": "legal reviewer"}
MAKE_ACCOUNTS = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
hashed = make_password({password!r})  # slow on purpose: once for all of them
User.objects.create(username={editor!r}, email="editor@example.org", password=hashed, is_staff=True, is_superuser=True)
for name, role in {colleagues!r}.items():
    User.objects.create(username=name, password=hashed, is_staff=True).groups.add(Group.objects.get(name=role))
"""
RUN = "EXPEDIENTE_TEST_RUN"  # names this run to all its processes; set by conftest.py
OPTIONS = [
    "--config", "config/gunicorn.py", "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """Where the site answers, what it stores in, and who may edit it."""

    url: str
    database_url: str
    editor: str
    password: str

    def environment(self) -> dict[str, str]:
        return os.environ | {"EXPEDIENTE_DEMO": "1", "DATABASE_URL": self.database_url}

    def manage(self, command: str, *arguments: str) -> str:
        """Runs a command of manage.py against the site's database; gives back what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", command, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"manage.py {command}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def make_accounts(self) -> None:
        """Makes the accounts of the editor and of the colleagues."""
        made = MAKE_ACCOUNTS.format(password=self.password, editor=self.editor, colleagues=COLLEAGUES)
        self.manage("shell", "-v", "0", "-c", made)


def _shared() -> Path:
    """The folder that all processes of this run share."""
    folder = Path(tempfile.gettempdir()) / f"expediente-tests-{os.environ[RUN]}"
    folder.mkdir(exist_ok=True)
    return folder


class Engine:
    """Databases made, copied and dropped on the engine that an address names."""

    def __init__(self, engine_url: str) -> None:
        self.engine_url = engine_url
        self.is_sqlite = engine_url.startswith("sqlite")

    def _run(self, statement: str) -> None:
        server = psycopg2.connect(self.engine_url)
        server.autocommit = True
        try:
            with server.cursor() as cursor:
                cursor.execute(statement)
        finally:
            server.close()

    def make(self, name: str, folder: Path, origin: str = "") -> str:
        """The address of a new database of that name, empty or a copy of the one at `origin`."""
        if self.is_sqlite:
            path = folder / f"{name}.sqlite3"
            if origin:
                shutil.copyfile(origin.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        copied = f' TEMPLATE "{urlsplit(origin).path[1:]}"' if origin else ""
        self._run(f'CREATE DATABASE "{name}"{copied}')
        return urlunsplit(urlsplit(self.engine_url)._replace(path=f"/{name}"))

    def drop(self, url: str) -> None:
        if not self.is_sqlite:
            self._run(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)')

    def holding(self, what: str) -> str:
        """The address of this run's database that holds this, to be copied and not to be written to; made by whoever asks first."""
        known = _shared() / f"{what}.url"
        if known.exists():
            return known.read_text()
        below = list(STEPS)[: list(STEPS).index(what)]
        origin = self.holding(below[-1]) if below else ""
        url = self.make(f"expediente_{what.replace(' ', '_')}_{os.environ[RUN]}", _shared(), origin)
        Site("", url, "", "").manage(*STEPS[what])
        known.write_text(url)
        return url


@contextmanager
def fresh_database(engine_url: str, folder: Path, holding: str) -> Iterator[str]:
    """The address of a new database on the engine that `engine_url` names, with what `STEPS` says of `holding`; gone afterwards."""
    engine = Engine(engine_url)
    with (_shared() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        url = engine.make(f"expediente_site_{secrets.token_hex(6)}", folder, engine.holding(holding))
    try:
        yield url
    finally:
        engine.drop(url)


def end_of_run(engine_url: str) -> None:
    """Drops the databases that were only there to be copied."""
    for known in _shared().glob("*.url"):
        Engine(engine_url).drop(known.read_text())
    shutil.rmtree(_shared())


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, f"the server ended: {log.read_text()}"
        try:
            door = HTTPConnection("127.0.0.1", port, timeout=10)
            door.request("GET", "/admin/login/")
            door.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer: {log.read_text()}")


@contextmanager
def serving(site: Site, log: Path) -> Iterator[None]:
    port = urlsplit(site.url).port
    assert port
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", *OPTIONS, "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=site.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        wait_until_it_answers(server, port, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def running_site(engine_url: str, folder: Path, casebook: bool = True) -> Iterator[Site]:
    """The site on a free port; without the casebook there is nothing in it but the reference data and the accounts."""
    with fresh_database(engine_url, folder, "casebook" if casebook else "reference data") as database_url:
        site = Site(f"http://127.0.0.1:{free_port()}", database_url, "editor", secrets.token_urlsafe(12))
        site.make_accounts()
        with serving(site, folder / "server.log"):
            yield site
