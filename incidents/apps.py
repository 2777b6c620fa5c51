"""The app's name and label for Django, and the guards of the database and the roles around every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from incidents.answers import traces
        from incidents.answers.words import filling
        from incidents.models import guards
        from incidents.workflow import roles

        for promises in (guards, traces, filling):
            pre_migrate.connect(promises.remove_before_migration, sender=self)
            post_migrate.connect(promises.install_after_migration, sender=self)
        post_migrate.connect(roles.grant_after_migration, sender=self)
