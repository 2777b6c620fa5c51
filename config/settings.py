"""The site's settings, all from the environment, in the order in which a request meets them.

Two modes. `EXPEDIENTE_DEMO=1` is the demonstration on one's own machine: plain http on localhost, a secret key made
on the spot. Everything else is production, which refuses to start without SECRET_KEY and ALLOWED_HOSTS and speaks
https only.
"""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def flag(name: str, default: bool = False) -> bool:
    """A yes-or-no variable; a value that is neither is refused, so that a typing error never loosens anything."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if not value:
        return default
    raise ImproperlyConfigured(f"{name} is {value!r}: set it to 1 or 0.")


def required(name: str, example: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, for example {name}={example} "
            "(or set EXPEDIENTE_DEMO=1 for a demonstration on this machine only)."
        )
    return value


def kept_secret(path: Path) -> str:
    """The demo's secret key: made once, kept in a file only its owner reads. Safe when two processes start at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # The other process was first: its key counts.
        finally:
            os.unlink(draft)
    return path.read_text()


DEMO = flag("EXPEDIENTE_DEMO")
DEBUG = DEMO and flag("EXPEDIENTE_DEBUG")

# --- Who may ask: hosts and transport -------------------------------------------------------------------------------

if DEMO:
    SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(VAR_DIR / "secret_key")
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
else:
    SECRET_KEY = required("SECRET_KEY", "\"$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')\"")
    ALLOWED_HOSTS = [
        host.strip() for host in required("ALLOWED_HOSTS", "expediente.example.org").split(",") if host.strip()
    ]

SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
BEHIND_PROXY = flag("BEHIND_PROXY")
if BEHIND_PROXY:
    # Only for a proxy that sets this header itself and drops what the visitor sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CSRF_FAILURE_VIEW = "incidents.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# A page of the admin with nested forms has thousands of fields, and long articles are pasted into some of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# --- The way in -----------------------------------------------------------------------------------------------------

WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "incidents.admin.looking.Looking",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

# Files that never change by request. The demo and the tests serve them from where they lie; production collects them
# first (`manage.py collectstatic`), compressed and named by their content.
STATIC_URL = "static/"
STATIC_ROOT = None if DEMO else os.environ.get("STATIC_ROOT") or str(VAR_DIR / "static")
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Who is asking, and in which language ---------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # a language is offered once its words are there
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# --- What answers ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "nested_admin",
    "simple_history",
    "treebeard",
    "incidents",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, Any]:
    """A connection is kept for a minute, on SQLite with what lets many read while one writes. PostgreSQL neither compiles a
    statement nor divides it among processes of its own, which takes longer than any statement of ours (25 ms against 1)."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        given = settings.setdefault("OPTIONS", {})
        given["options"] = f"-c jit=off -c max_parallel_workers_per_gather=0 {given.get('options', '')}".rstrip()
    return settings


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(VAR_DIR))}/expediente.sqlite3")
}

# --- Who may publish ------------------------------------------------------------------------------------------------

# Whoever wrote a case does not publish it, unless the newsroom has one person only; the method page then says so.
# The demonstration has one editor.
ONE_PERSON_NEWSROOM = flag("EXPEDIENTE_ONE_PERSON_NEWSROOM", default=DEMO)

# --- How the answer is written --------------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- What the desk is reminded of -----------------------------------------------------------------------------------


def number(name: str, default: int) -> int:
    """A whole number above zero from the environment."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to a whole number above zero.")
    return int(value)


# After so many days without a look at it, an open proceeding is to be checked again.
RECHECK_DAYS = number("RECHECK_DAYS", 90)
# Readers' requests: how many one connection may send in an hour, and for how long after the answer who asked is kept.
REQUESTS_PER_HOUR = number("REQUESTS_PER_HOUR", 5)
REQUESTS_KEEP_DAYS = number("REQUESTS_KEEP_DAYS", 180)

# --- What is noted --------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {
            "handlers": ["console"],
            "level": os.environ.get("LOG_LEVEL", "WARNING"),
            "propagate": False,
        }
    },
}
