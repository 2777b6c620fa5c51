"""What is not known about a case, and where its sources disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.record import Fact
from incidents.models.visibility import PublishedQuerySet


class OpenQuestion(Fact):
    """What the desk does not know about the case."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="open_questions")
    text = models.TextField(_("what is not known"), help_text=_("One sentence; shown to readers."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")

    def __str__(self) -> str:
        return self.text


class Contradiction(Fact):
    """One fact on which the sources disagree."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="contradictions")
    fact = models.TextField(_("about what"), help_text=_("The point on which the sources differ."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("contradiction")
        verbose_name_plural = _("contradictions")

    def __str__(self) -> str:
        return self.fact


class ContradictionVersion(Fact):
    """One of the versions of a contradicted fact, with its source in words."""

    incident_path = "contradiction__incident"
    contradiction = models.ForeignKey(Contradiction, models.CASCADE, related_name="versions")
    text = models.TextField(_("version"), help_text=_("What this source says, and which one it is."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return self.text
