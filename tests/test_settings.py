"""The settings refuse what is unsafe, and the pages carry what protects the reader."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.template import Context, Template

from config.settings import database
from tests.strict_templates import UndefinedVariable

ROOT = Path(__file__).resolve().parent.parent
KEY = "".join(chr(65 + number % 50) for number in range(60))
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "expediente.example.org"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in an environment that says nothing but what is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_without_a_key_or_hosts_the_site_refuses_to_start_and_says_what_to_set(missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    refusal = manage("check", **environment)
    assert refusal.returncode != 0
    assert f"{missing} is not set. Set it in the environment, for example" in refusal.stderr


def test_demo_mode_is_refused_when_it_is_neither_yes_nor_no():
    refusal = manage("check", EXPEDIENTE_DEMO="maybe", **PRODUCTION)
    assert refusal.returncode != 0
    assert "EXPEDIENTE_DEMO is 'maybe'" in refusal.stderr


def test_a_command_ends_quietly_when_nobody_reads_on():
    reads, writes = os.pipe()
    os.close(reads)
    command, told = [sys.executable, "manage.py", "help"], {"PATH": os.environ["PATH"], "EXPEDIENTE_DEMO": "1"}
    with os.fdopen(writes, "w") as stream:
        done = subprocess.run(command, cwd=ROOT, env=told, stdout=stream, stderr=subprocess.PIPE, text=True)
    assert (done.stderr, done.returncode) == ("", 141)


def test_in_production_the_deployment_check_finds_nothing():
    check = manage("check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)
    assert check.returncode == 0, check.stderr
    assert "no issues (0 silenced)" in check.stdout


def test_production_never_shows_debugging_pages():
    shown = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.DEBUG)",
        EXPEDIENTE_DEBUG="1",
        **PRODUCTION,
    )
    assert shown.stdout.strip().endswith("False")


def test_production_collects_its_static_files_compressed_and_named_by_content(tmp_path):
    collected = manage("collectstatic", "--noinput", STATIC_ROOT=str(tmp_path), **PRODUCTION)
    assert collected.returncode == 0, collected.stderr
    assert list(tmp_path.glob("vendor/pico/pico.min.*.css.gz"))


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy(client):
    headers = client.get("/admin/login/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["connect-src"] == policy["font-src"] == "'self'"
    for directive in ("script-src", "style-src"):
        assert all(source == "'self'" or source.startswith("'nonce-") for source in policy[directive].split())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_nonce_that_a_template_asks_for_is_in_the_policy(rf):
    from csp.middleware import CSPMiddleware
    from django.http import HttpResponse

    request = rf.get("/")

    def view(request):
        return HttpResponse(Template("{{ request.csp_nonce }}").render(Context({"request": request})))

    response = CSPMiddleware(view)(request)
    assert f"'nonce-{response.content.decode()}'" in response.headers["Content-Security-Policy"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_keeps_foreign_keys_and_takes_the_lock_at_the_start_of_a_transaction():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.sqlite
def test_sqlite_in_a_file_lets_readers_and_a_writer_work_side_by_side(tmp_path):
    shown = manage(
        "shell",
        "-c",
        "from django.db import connection as c; print(c.cursor().execute('PRAGMA journal_mode').fetchone()[0])",
        EXPEDIENTE_DEMO="1",
        DATABASE_URL=f"sqlite:///{tmp_path}/folder to be made/a.sqlite3",
    )
    assert shown.stdout.strip().endswith("wal"), shown.stderr


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_answers_a_page_in_one_process_and_compiles_nothing():
    with connection.cursor() as cursor:
        for name, value in (("jit", "off"), ("max_parallel_workers_per_gather", "0")):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,)


def test_what_the_address_of_the_database_says_stays():
    shown = database("postgresql://somebody@host/name?sslmode=require&options=-c%20statement_timeout%3D5s")["OPTIONS"]
    assert shown["sslmode"] == "require" and shown["options"].endswith(" -c statement_timeout=5s")
    assert shown["options"].startswith("-c jit=off ")


def test_an_undefined_variable_in_our_templates_fails_a_test(monkeypatch):
    from django.template import Origin

    from tests import strict_templates

    origin = Origin(str(strict_templates.OURS[0] / "imagined.html"))
    with pytest.raises(UndefinedVariable, match="nothing_of_this_name"):
        Template("{{ nothing_of_this_name.at_all }}", origin=origin).render(Context())


def test_an_undefined_variable_in_the_templates_of_others_stays_empty():
    assert Template("<{{ nothing_of_this_name }}>").render(Context()) == "<>"


@pytest.mark.browser
def test_the_admin_works_under_the_strict_policy(editor_page):
    page = editor_page
    for address in ("/admin/auth/user/", "/admin/auth/user/add/", "/admin/password_change/"):
        assert page.goto(address).status == 200
    page.goto("/admin/auth/user/?q=editor")
    page.click("#result_list tbody th a")
    page.wait_for_selector("#id_user_permissions_to")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
