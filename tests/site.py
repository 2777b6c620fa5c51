"""The whole site as a visitor meets it: a database of its own, the casebook in it, the real server before it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
CASEBOOK = "incidents/data/casebook"
OPTIONS = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"]


@dataclass(frozen=True)
class Site:
    """Where the site answers, what it stores in, and who may edit it."""

    url: str
    database_url: str
    editor: str
    password: str

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "EXPEDIENTE_DEMO": "1",
            "DATABASE_URL": self.database_url,
            "DJANGO_SUPERUSER_USERNAME": self.editor,
            "DJANGO_SUPERUSER_PASSWORD": self.password,
            "DJANGO_SUPERUSER_EMAIL": "editor@example.org",
        }

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


@contextmanager
def fresh_database(engine_url: str, folder: Path) -> Iterator[str]:
    """The address of a new, empty database on the engine that `engine_url` names; gone afterwards."""
    if engine_url.startswith("sqlite"):
        yield f"sqlite:///{folder}/site.sqlite3"
        return
    name = f"expediente_site_{secrets.token_hex(6)}"
    server = psycopg2.connect(engine_url)
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(engine_url)._replace(path=f"/{name}"))
        finally:
            with server.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        server.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


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
    """The site on a free port; without the casebook there is nothing in it but the reference data and the editor."""
    with fresh_database(engine_url, folder) as database_url:
        site = Site(f"http://127.0.0.1:{free_port()}", database_url, "editor", secrets.token_urlsafe(12))
        site.manage("migrate", "--verbosity", "0")
        site.manage("load_reference")
        if casebook:
            site.manage("load_cases", CASEBOOK, "--publish")
        site.manage("createsuperuser", "--noinput")
        with serving(site, folder / "server.log"):
            yield site
