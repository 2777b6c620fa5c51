"""The databases that are measured: made once for a size and a state of the generator, kept, and brought up to date.

`python -m benchmarks.databases take SIZE ADDRESS` takes over one that was made elsewhere by `make_incidents SIZE --seed 1`,
also by an older generator; the results then say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(os.environ.get("BENCH_HOME") or ROOT / "var" / "bench")
SEED = 1
TAKEN = "taken over"
# Another generator, or other reference data: the database is made anew.
MAKES = (
    "incidents/exchange/volume",
    "incidents/exchange/bulk",
    "incidents/data/reference",
    "incidents/exchange/reference",
)
# Other tables, triggers or indexes: the same cases are brought up to date.
SHAPES = ("incidents/migrations", "incidents/models", "incidents/answers", "incidents/search")


def mark(*parts: str) -> str:
    """Another text after every change of the files below."""
    digest = hashlib.sha256()
    for folder in parts:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:10]


def manage(url: str, *arguments: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "EXPEDIENTE_DEMO": "1"}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


class Kept:
    """One kept database. `note` is what was said of it: the state of its shape once it was filled, and who made it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seconds: float | None = None  # that it took to fill, where it was filled now
        self.taken = False

    url: str

    def note(self) -> str:
        raise NotImplementedError

    def say(self, note: str) -> None:
        raise NotImplementedError

    def take(self, address: str) -> None:
        """Makes the database at that address the kept one."""
        raise NotImplementedError

    def prepare(self) -> None:
        """What an engine needs beside."""

    def ready(self) -> str:
        """Fills it, or goes on where filling was stopped, or brings it up to date; gives its address."""
        shape, said = mark(*SHAPES), self.note()
        self.taken = said.endswith(TAKEN)
        if said.split(" ", 1)[0] == shape:
            return self.url
        manage(self.url, "migrate", "--verbosity", "0")
        if not said:
            manage(self.url, "load_reference")
            began = perf_counter()
            manage(self.url, "make_incidents", str(self.size), "--seed", str(SEED))
            self.seconds = perf_counter() - began
        self.prepare()
        manage(self.url, "rebuild_derived")
        self.say(f"{shape} {TAKEN}" if self.taken else shape)
        return self.url


class Sqlite(Kept):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        KEPT.mkdir(parents=True, exist_ok=True)
        self.file = KEPT / f"{size}-{mark(*MAKES)}.sqlite3"
        found = [file for file in KEPT.glob(f"{size}-*.ready") if file.read_text().endswith(TAKEN)]
        if found:
            self.file = found[0].with_suffix(".sqlite3")
        self.url = f"sqlite:///{self.file}"
        for old in KEPT.glob(f"{size}-*"):
            if not old.name.startswith(self.file.stem):
                old.unlink()

    def note(self) -> str:
        said = self.file.with_suffix(".ready")
        return said.read_text() if said.exists() else ""

    def say(self, note: str) -> None:
        self.file.with_suffix(".ready").write_text(note)

    def take(self, address: str) -> None:
        """Moves the file here; whoever made it must have closed it."""
        assert not Path(address.removeprefix("sqlite:///") + "-wal").exists(), f"{address} is in use"
        shutil.move(address.removeprefix("sqlite:///"), self.file)
        self.say(f"unknown {TAKEN}")


class Postgresql(Kept):
    def __init__(self, size: int, server: str) -> None:
        super().__init__(size)
        self.server = server
        known = self._known()
        taken = [name for name, said in known.items() if name.startswith(f"bench_{size}_") and said.endswith(TAKEN)]
        self.name = taken[0] if taken else f"bench_{size}_{mark(*MAKES)}"
        self.url = at(server, self.name)
        for old in known:
            if old.startswith(f"bench_{size}_") and old != self.name:
                self._ask(f'DROP DATABASE "{old}" WITH (FORCE)')
        if self.name not in known:
            self._ask(f'CREATE DATABASE "{self.name}"')

    def _known(self) -> dict[str, str]:
        rows = self._ask("SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database")
        return dict(rows)

    def _ask(self, statement: str) -> list[tuple[str, str]]:
        return ask(self.server, statement)

    def note(self) -> str:
        return self._known()[self.name]

    def say(self, note: str) -> None:
        self._ask(f"COMMENT ON DATABASE \"{self.name}\" IS '{note}'")

    def prepare(self) -> None:
        ask(self.url, "VACUUM ANALYZE")

    def take(self, address: str) -> None:
        """Gives the database of this server its name here."""
        given = urlsplit(address).path.removeprefix("/")
        if not self.note():
            self._ask(f'DROP DATABASE "{self.name}"')
        self._ask(f'ALTER DATABASE "{given}" RENAME TO "{self.name}"')
        self.say(f"unknown {TAKEN}")


def at(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def ask(url: str, statement: str) -> list[tuple[str, str]]:
    """One statement, outside any transaction."""
    door = psycopg2.connect(url)
    door.autocommit = True
    try:
        with door.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        door.close()


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """A copy of the database to write into; gone afterwards, and what an interrupted run left of one."""
    if url.startswith("sqlite"):
        copy = KEPT / "scratch.sqlite3"
        _forget(KEPT.glob("scratch.sqlite3*"))
        shutil.copyfile(url.removeprefix("sqlite:///"), copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            _forget(KEPT.glob("scratch.sqlite3*"))
        return
    server, name = at(url, "postgres"), urlsplit(url).path.removeprefix("/")
    ask(server, 'DROP DATABASE IF EXISTS "bench_scratch" WITH (FORCE)')
    ask(server, f'CREATE DATABASE "bench_scratch" TEMPLATE "{name}"')
    try:
        yield at(url, "bench_scratch")
    finally:
        ask(server, 'DROP DATABASE "bench_scratch" WITH (FORCE)')


def _forget(files: Iterable[Path]) -> None:
    for file in list(files):
        file.unlink()


def kept(engine: str, size: int, server: str) -> Kept:
    return Sqlite(size) if engine == "sqlite" else Postgresql(size, server)


if __name__ == "__main__":
    word, number, given = sys.argv[1:]
    assert word == "take", "python -m benchmarks.databases take SIZE ADDRESS"
    kind = "sqlite" if given.startswith("sqlite") else "postgresql"
    kept(kind, int(number), at(given, "postgres")).take(given)
