"""The site's own settings, with the pages that it is compared with beside its own."""

import os

os.environ.setdefault("EXPEDIENTE_DEMO", "1")

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, INSTALLED_APPS, TEMPLATES

ROOT_URLCONF = "benchmarks.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "benchmarks" / "templates"]}]
WSGI_APPLICATION = "benchmarks.wsgi.application"
