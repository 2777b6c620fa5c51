"""How long something takes: the middle of many goes, once it is warm."""

import os
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from time import perf_counter
from typing import Any

from django.db import DatabaseError, connection

ENOUGH = float(os.environ.get("BENCH_SECONDS", "6")) / 8  # seconds for one measurement
LONGEST = 20.0  # seconds after which a go is stopped and the measurement given up
SLOW = 5.0  # seconds: a go that takes longer is a result alone


def milliseconds(what: Callable[[], Any], most: int = 200) -> float | None:
    """The median of as many goes as fit into a moment, at least three where one takes long, one where it is `SLOW`; None
    where a go takes longer than `LONGEST`."""
    took: list[float] = []
    try:
        with stopped_after(LONGEST) as anew:
            what()  # warm
            began = perf_counter()
            while len(took) < most and (len(took) < 3 or perf_counter() - began < ENOUGH):
                anew()
                start = perf_counter()
                what()
                took.append(perf_counter() - start)
                if took[-1] > SLOW:
                    break
    except DatabaseError:
        return None
    return round(statistics.median(took) * 1000, 3)


@contextmanager
def stopped_after(seconds: float) -> Iterator[Callable[[], None]]:
    """Stops whatever statement runs when the time is over. What is given begins the time anew, and costs nothing."""
    connection.ensure_connection()
    raw: Any = connection.connection
    stop, over, began = getattr(raw, "interrupt", None) or raw.cancel, threading.Event(), perf_counter()

    def anew() -> None:
        nonlocal began
        began = perf_counter()

    def watch() -> None:
        left = seconds
        while not over.wait(left):
            left = began + seconds - perf_counter()
            if left <= 0:
                stop()
                left = seconds

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield anew
    finally:
        over.set()
        watcher.join()


@dataclass
class Answered:
    """What a page said, and what it asked of the database."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    statements: list[tuple[str, float]] = field(default_factory=list)


def get(application: Any, address: str, **headers: str) -> Answered:
    """The page as a server would get it, without the network."""
    path, _mark, query = address.partition("?")
    answered = Answered()

    def start(status: str, given: list[tuple[str, str]], *_: Any) -> None:
        answered.status = int(status[:3])
        answered.headers = dict(given)

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "REMOTE_ADDR": "127.0.0.1",
        **headers,
    }
    response = application(environ, start)
    answered.body = b"".join(response)
    response.close()
    return answered


def get_noting(application: Any, address: str) -> Answered:
    """The same, with the statements and the milliseconds that each took."""
    noted: list[tuple[str, float]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            noted.append((sql, (perf_counter() - start) * 1000))

    with connection.execute_wrapper(note):
        answered = get(application, address)
    answered.statements = noted
    return answered
