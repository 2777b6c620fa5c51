"""The databases that are measured: made once for a size and a state of the code that makes them, and kept."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
SEED = 1


def mark() -> str:
    """What a database depends on: migrations, guards and everything that fills it."""
    digest = hashlib.sha256()
    folders = (
        "incidents/migrations",
        "incidents/exchange/volume",
        "incidents/exchange/bulk",
        "incidents/data/reference",
    )
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*")) if file.is_file()]
    for file in [*files, ROOT / "incidents/models/guards.py"]:
        if "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def manage(url: str, *arguments: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "EXPEDIENTE_DEMO": "1"}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def sqlite(size: int) -> tuple[str, float | None]:
    """The address of the file with that many cases, and the seconds it took where it was made now."""
    file = KEPT / f"{size}-{mark()}.sqlite3"
    ready = file.with_suffix(".ready")
    url = f"sqlite:///{file}"
    if ready.exists():
        return url, None
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob(f"{size}-*"):
        if old.stem != file.stem:
            old.unlink()
    took = _fill(url, size)
    ready.touch()
    return url, took


def postgresql(server: str, size: int) -> tuple[str, float | None]:
    """The same on the PostgreSQL server at that address."""
    name = f"bench_{size}_{mark()}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    door = psycopg2.connect(server)
    door.autocommit = True
    with door.cursor() as cursor:
        cursor.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")
        known = dict(cursor.fetchall())
        if known.get(name) == "ready":
            return url, None
        for old in known:
            if old.startswith(f"bench_{size}_") and old != name:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        if name not in known:
            cursor.execute(f'CREATE DATABASE "{name}"')
    took = _fill(url, size)
    inside = psycopg2.connect(url)
    inside.autocommit = True
    inside.cursor().execute("VACUUM ANALYZE")
    inside.close()
    with door.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS 'ready'")
    return url, took


def _fill(url: str, size: int) -> float:
    """A run that was stopped is taken up again where it was."""
    manage(url, "migrate", "--verbosity", "0")
    manage(url, "load_reference")
    began = perf_counter()
    manage(url, "make_incidents", str(size), "--seed", str(SEED))
    return perf_counter() - began
