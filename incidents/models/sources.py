"""On which document: sources, and what one incident read in them."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.edtf import edtf_bounds
from incidents.models.formats import WebAddressField
from incidents.models.questions import SourceQuestions
from incidents.models.record import Addressed, Fact, history
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import LanguageField
from incidents.search import fold


class SourceKind(models.TextChoices):
    NEWS = "news", _("news article")
    BRIEF = "brief", _("brief")
    REPORT = "report", _("report or long article")
    PRESS_RELEASE = "press_release", _("press release")
    COURT_DOCUMENT = "court_document", _("court document")
    OFFICIAL_DOCUMENT = "official_document", _("official document")
    BOOK = "book", _("book")
    BROADCAST = "broadcast", _("broadcast or video")
    INTERVIEW = "interview", _("interview")
    STATEMENT = "statement", _("statement or letter to us")
    DATASET = "dataset", _("data set")
    OTHER = "other", _("other")


class SourceQuerySet(SourceQuestions):
    """The words with which one asks for sources (see `questions`)."""


class Source(Addressed):
    """A document: what it is, who published it, when, where it can be read."""

    url = WebAddressField(_("address"), max_length=2000, blank=True, help_text=_("Where it was read."))
    title = models.TextField(_("title"), blank=True, help_text=_("The headline as printed."))
    publisher = models.TextField(_("publisher"), help_text=_("The outlet or body that published it."))
    author = models.TextField(_("author"), blank=True, help_text=_("As printed; empty if none is named."))
    published_edtf = models.CharField(
        _("published (EDTF)"),
        max_length=120,
        blank=True,
        help_text=_("2015-09-14, 2014-11 or 2015; empty if not known."),
    )
    published_earliest = models.DateField(null=True, blank=True, editable=False)
    published_latest = models.DateField(null=True, blank=True, editable=False)
    language = LanguageField(_("language"), blank=True, help_text=_("ISO 639: en, es, pt …"))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=SourceKind.choices,
        default=SourceKind.NEWS,
        help_text=_("What sort of document."),
    )
    kind_as_stated = models.TextField(
        _("kind in words"), blank=True, help_text=_("Where the list has no fitting kind.")
    )
    search_text = models.TextField(editable=False, default="")

    history = history()
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_latest", "-pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                name="source_dates_in_order",
                condition=models.Q(published_earliest__isnull=True)
                | models.Q(published_latest__isnull=True)
                | models.Q(published_earliest__lte=models.F("published_latest")),
            )
        ]
        indexes = [models.Index(models.functions.Left("url", 200), name="source_url_start")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.title, self.published_edtf) if part)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("source", args=[self.public_id])

    def clean(self) -> None:
        super().clean()
        from django.core.exceptions import ValidationError

        try:
            self.read_date()
        except ValueError as error:
            raise ValidationError({"published_edtf": str(error)}) from None

    def read_date(self) -> None:
        self.published_earliest, self.published_latest = (
            edtf_bounds(self.published_edtf) if self.published_edtf else (None, None)
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.read_date()
        self.search_text = fold(f"{self.publisher} {self.title} {self.author}")
        super().save(*args, **kwargs)


class ReadingQuerySet(PublishedQuerySet):
    """The words with which one asks for sources as read for a case."""

    def with_letters(self) -> Self:
        """Adds `is_letter`: the row is a letter to us that brought a reply, and supports nothing else of the case."""
        citations: Any = self.model._meta.get_field("citations").related_model
        cited = citations._default_manager.filter(reading=OuterRef("pk"))
        brought = Q(Exists(cited.filter(reply__isnull=False))) & ~Q(Exists(cited.filter(reply__isnull=True)))
        letter = Q(source__kind=SourceKind.STATEMENT) & brought
        return self.annotate(is_letter=ExpressionWrapper(letter, output_field=models.BooleanField()))


class IncidentSource(Fact):
    """A source as read for one incident: when, in which archived copy, and whom it cites."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="readings")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="readings", db_index=False, help_text=_("The document.")
    )
    accessed = models.DateField(_("read on"), null=True, blank=True, help_text=_("The day it was last read."))
    archived_url = WebAddressField(
        _("archived copy"), max_length=2000, blank=True, help_text=_("A copy that stays when the page goes.")
    )
    ref = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("Names this source inside its case, for citations of a source without an address of its own."),
    )

    objects = ReadingQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("source of the case")
        verbose_name_plural = _("sources of the case")
        constraints = [
            models.UniqueConstraint(fields=["incident", "source"], name="incidentsource_once"),
            models.UniqueConstraint(
                fields=["incident", "ref"],
                condition=~models.Q(ref=""),
                name="incidentsource_ref_once",
                violation_error_message=_("Another source of this case has the same short name: choose another."),
            ),
        ]
        indexes = [models.Index(fields=["source", "incident"], name="incidentsource_by_source")]

    def __str__(self) -> str:
        return str(self.source)


class CitedOrigin(Fact):
    """Whom a source itself names as its origin, e.g. “La República”: two articles that relay one are one origin."""

    incident_path = "reading__incident"
    reading = models.ForeignKey(IncidentSource, models.CASCADE, verbose_name=_("source"), related_name="cites")
    words = models.TextField(_("whom it cites"), help_text=_("As printed: “prosecutor X”, “court documents”."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("cited origin")
        verbose_name_plural = _("cited origins")

    def __str__(self) -> str:
        return self.words
