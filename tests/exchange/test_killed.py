"""A bulk load that is killed in the middle, without warning, and run again: the same record, and nothing twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from benchmarks.importing import invented
from incidents.models import Incident
from tests.site import ROOT, fresh_database

ROWS = 1500
COUNTED = (
    "incident",
    "party",
    "partyname",
    "partynamekey",
    "source",
    "allegation",
    "speechlink",
    "citation",
    "historicalincident",
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def count(url: str, table: str) -> int:
    door: Any = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg2.connect(url)
    try:
        cursor = door.cursor()
        cursor.execute(f"SELECT count(*) FROM incidents_{table}")
        return int(cursor.fetchone()[0])
    finally:
        door.close()


def test_killed_in_the_middle_and_run_again_is_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    invented(path, ROWS)
    call_command("load_events", str(path), verbosity=0)
    with connection.cursor() as cursor:
        whole = {}
        for table in COUNTED:
            cursor.execute(f"SELECT count(*) FROM incidents_{table}")
            whole[table] = cursor.fetchone()[0]
    with fresh_database(os.environ.get("DATABASE_URL") or "sqlite://", tmp_path, "reference data") as url:
        environment = os.environ | {"DATABASE_URL": url, "EXPEDIENTE_DEMO": "1"}

        def manage(*words: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        running = manage("load_events", str(path))
        while count(url, "incident") < 1000 and running.poll() is None:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        running.wait()
        left = count(url, "incident")
        assert 0 < left < ROWS and left % 1000 == 0, "batches are whole, and it was still at work"
        assert manage("load_events", str(path)).wait() == 0
        assert {table: count(url, table) for table in COUNTED} == whole
        assert whole["incident"] == ROWS == Incident.objects.values("key").distinct().count()
