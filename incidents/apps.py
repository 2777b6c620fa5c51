"""The app's name and label for Django; nothing is done at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Record")
    default_auto_field = "django.db.models.BigAutoField"
