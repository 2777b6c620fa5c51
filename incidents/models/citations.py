"""Which passage supports which fact. One citation points at exactly one fact; the database sees to it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.allegations import Allegation, AllegationParty, SpeechLink
from incidents.models.figures import Casualty, Rate
from incidents.models.formats import WebAddressField
from incidents.models.incidents import Incident, IncidentDate
from incidents.models.involvements import Involvement
from incidents.models.places import IncidentPlace
from incidents.models.proceedings import Step
from incidents.models.record import Fact
from incidents.models.routes import Route
from incidents.models.seizures import Measurement, Seizure
from incidents.models.sources import IncidentSource
from incidents.models.ties import Membership, Relationship
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import LanguageField

FACTS: dict[str, type[models.Model]] = {
    "date": IncidentDate,
    "place": IncidentPlace,
    "involvement": Involvement,
    "membership": Membership,
    "relationship": Relationship,
    "allegation": Allegation,
    "reply": AllegationParty,
    "speech_link": SpeechLink,
    "step": Step,
    "seizure": Seizure,
    "measurement": Measurement,
    "route": Route,
    "casualty": Casualty,
    "rate": Rate,
}


def _at_most_one_fact() -> Q:
    """No fact (then the citation supports the summary) or exactly one."""
    none = Q(**{f"{name}__isnull": True for name in FACTS})
    condition = none
    for chosen in FACTS:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in FACTS})
    return condition


def _fact(model: type[models.Model]) -> Any:
    return models.ForeignKey(model, models.CASCADE, null=True, blank=True, related_name="citations")


class Citation(Fact):
    """A passage of a source that supports one stated fact; without a fact it supports the summary of the case."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="citations")
    reading = models.ForeignKey(
        IncidentSource,
        models.PROTECT,
        verbose_name=_("source"),
        related_name="citations",
        help_text=_("One of the sources of this case."),
    )
    page = models.TextField(_("page or place"), blank=True, help_text=_("Page, paragraph, minute."))
    quote = models.TextField(_("passage"), blank=True, help_text=_("The words of the source, in its language."))
    quote_language = LanguageField(_("language of the passage"), blank=True, help_text=_("ISO 639."))
    accessed = models.DateField(_("read on"), null=True, blank=True, help_text=_("If not the source's own day."))
    archived_url = WebAddressField(
        _("archived copy"), max_length=2000, blank=True, help_text=_("If not the copy named with the source.")
    )
    as_stated = models.TextField(_("note"), blank=True, help_text=_("What exactly the passage supports, if not all."))
    proposed = models.BooleanField(
        _("only proposed"),
        default=False,
        help_text=_("Found by its publisher's name; on until an editor has confirmed it."),
    )

    date = _fact(IncidentDate)
    place = _fact(IncidentPlace)
    involvement = _fact(Involvement)
    membership = _fact(Membership)
    relationship = _fact(Relationship)
    allegation = _fact(Allegation)
    reply = _fact(AllegationParty)
    speech_link = _fact(SpeechLink)
    step = _fact(Step)
    seizure = _fact(Seizure)
    measurement = _fact(Measurement)
    route = _fact(Route)
    casualty = _fact(Casualty)
    rate = _fact(Rate)

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [models.CheckConstraint(name="citation_of_one_fact", condition=_at_most_one_fact())]

    def __str__(self) -> str:
        return f"{self.reading}{', ' + self.page if self.page else ''}"

    def clean(self) -> None:
        super().clean()
        if self.reading_id and self.incident_id and self.reading.incident_id != self.incident_id:
            raise ValidationError({"reading": _("Cite a source of this case; add it to the sources first.")})

    @property
    def fact(self) -> models.Model | None:
        """The fact that the citation supports; None stands for the summary."""
        return next((getattr(self, name) for name in FACTS if getattr(self, f"{name}_id")), None)
