"""The site under gunicorn: how soon it answers, how many answers a second, how late the latest, how large a worker."""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from benchmarks.databases import ROOT

CLIENTS = (1, 8, 32)
EDITOR = """
import os, time
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
import django; django.setup()
from incidents.models import Incident
row, number = Incident.objects.published().order_by("pk").first(), 0
while True:
    number += 1; row.summary = f"Edited {number} times while others read."; row.save(); time.sleep(1)
"""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended with the block."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, address: str, seconds: float = 120) -> float:
    """Seconds until the address answers for the first time."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            door = HTTPConnection("127.0.0.1", port, timeout=seconds)
            door.request("GET", address)
            if door.getresponse().status == 200:
                return time.perf_counter() - began
        except (OSError, HTTPException):
            time.sleep(0.02)
    return float("nan")


def measure(url: str, addresses: list[str], seconds: float) -> dict[str, Any]:
    """Two workers of four threads, as on a small server; an editor saves once a second meanwhile."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "benchmarks.wsgi", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    found: dict[str, Any] = {}
    with running(command, DATABASE_URL=url, EXPEDIENTE_DEMO="1") as server:
        found["seconds until the first answer"] = round(wait_for(port, "/bench/constant/"), 2)
        found["seconds until the first list"] = round(wait_for(port, "/incidents/"), 2)
        with running([sys.executable, "-c", EDITOR], DATABASE_URL=url, EXPEDIENTE_DEMO="1") as editor:
            for clients in CLIENTS:
                found[f"{clients} clients"] = crowd(port, addresses, clients, seconds)
                assert editor.poll() is None, "the editor who saves meanwhile has stopped"
        found["largest worker, MB"] = max(_memory(pid) for pid in _children(server.pid))
    return found


def crowd(port: int, addresses: list[str], clients: int, seconds: float) -> dict[str, float | None]:
    """So many readers for so many seconds, each with one page after the other. What failed is counted, and is no answer."""
    took: list[float] = []  # by the answers
    failed: list[int] = []
    end = time.perf_counter() + seconds

    def read(number: int) -> None:
        draw, door = random.Random(number), HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < end:
            start = time.perf_counter()
            try:
                door.request("GET", draw.choice(addresses))
                answer = door.getresponse()
                answer.read()
                if answer.status == 200:
                    took.append((time.perf_counter() - start) * 1000)
                else:
                    failed.append(answer.status)
            except (OSError, HTTPException):
                failed.append(0)
                door = HTTPConnection("127.0.0.1", port, timeout=60)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return {
        "requests a second": round(len(took) / (time.perf_counter() - began), 1),
        "99th percentile, ms": round(took[int(len(took) * 0.99)], 1) if took else None,
        "failed": len(failed),
    }


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return round(int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024, 1)
