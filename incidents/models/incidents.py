"""What happened: the incident, its dates and places, what is not known, and the stages it goes through."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.inexact import Doubtable, InexactCount, InexactDate, dates_in_order, edtf_bounds, numbers_in_order
from incidents.models.questions import IncidentQuestions
from incidents.models.record import Addressed, Fact, history
from incidents.models.regions import Region
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import Currency, Feature
from incidents.search import fold


class IncidentKind(models.TextChoices):
    EVENT = "event", _("single event")
    SERIES = "series", _("series or practice")


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    LEGAL_REVIEW = "legal_review", _("legal review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class IncidentQuerySet(IncidentQuestions):
    """The words with which one asks for incidents (see `questions`)."""


class Incident(Addressed):
    """Something that happened, or a practice over years. Not an article and not an accusation."""

    incident_path = ""
    _change_reason: str  # what the next row of history says why

    key = models.CharField(
        _("case id"),
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The fact card's id, e.g. 001-words. Never public."),
    )
    title = models.TextField(
        _("title"), help_text=_("What happened, in neutral words that state no accusation as a fact.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("In your own words; say who says what."))
    language = models.CharField(
        _("language"), max_length=3, default="en", help_text=_("Of title and summary: en, es …")
    )
    kind = models.CharField(
        _("single event or series"),
        max_length=10,
        choices=IncidentKind.choices,
        default=IncidentKind.EVENT,
        help_text=_("A series is a practice over years without one day."),
    )
    kind_proposed = models.BooleanField(
        _("kind only proposed"), default=False, help_text=_("On until an editor has confirmed event or series.")
    )
    sources_read_until = models.CharField(
        _("sources read until (EDTF)"),
        max_length=120,
        blank=True,
        help_text=_("The day up to which the sources were read; “no proceedings known as of” that day."),
    )
    features = models.ManyToManyField(Feature, blank=True, related_name="incidents", help_text=_("What makes it hard."))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Not public before then.")
    )
    first_published = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    modified = models.DateTimeField(_("last changed"), auto_now=True)

    # Derived from the main date, so that lists need not join; `refresh_period()` keeps them.
    date_as_stated = models.TextField(editable=False, default="", blank=True)
    date_edtf = models.CharField(max_length=120, editable=False, default="", blank=True)
    date_earliest = models.DateField(null=True, blank=True, editable=False)
    date_latest = models.DateField(null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    history = history()
    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = [F("date_latest").desc(nulls_last=True), "-pk"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            dates_in_order("incident"),
            models.CheckConstraint(name="incident_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="incident_kind_known", condition=Q(kind__in=IncidentKind.values)),
            models.CheckConstraint(name="incident_has_title", condition=~Q(title="")),
        ]
        indexes = [
            models.Index(fields=["stage", "date_latest", "id"], name="incident_newest"),
            models.Index(fields=["stage", "date_earliest", "id"], name="incident_oldest"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        try:
            edtf_bounds(self.sources_read_until) if self.sources_read_until else None
        except ValueError as error:
            raise ValidationError({"sources_read_until": str(error)}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or None
        self.search_text = fold(f"{self.title} {self.summary}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("incident", args=[self.public_id])

    @property
    def date_text(self) -> str:
        """When it happened, as exactly as known and never more."""
        return self.date_as_stated or self.date_edtf

    @property
    def is_public(self) -> bool:
        return Incident.objects.published().filter(pk=self.pk).exists()

    def refresh_period(self) -> None:
        """Takes the incident's own date from its main date; saves nothing where nothing changed."""
        main = self.dates.filter(is_main=True).first()
        fields = ("date_as_stated", "date_edtf", "date_earliest", "date_latest")
        new = {name: getattr(main, name) if main else None for name in fields}
        new["date_as_stated"], new["date_edtf"] = new["date_as_stated"] or "", new["date_edtf"] or ""
        if any(getattr(self, name) != new[name] for name in fields):
            Incident.objects.filter(pk=self.pk).update(**new)
            for name in fields:
                setattr(self, name, new[name])


class StageChange(models.Model):
    """One step from stage to stage: who, when, why. Rows are added and never changed or removed (promise 6)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="stage_changes", help_text=_("Which case."))
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage.choices, help_text=_("The stage before."))
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage.choices, help_text=_("The stage after."))
    reason = models.TextField(_("reason"), help_text=_("Why; kept for ever."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for a command."),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        constraints = [models.CheckConstraint(name="stagechange_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class IncidentDate(InexactDate, Fact):
    """One dated moment of the case. The main one says when the incident happened; the others are context."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="dates")
    what = models.TextField(_("what"), help_text=_("What this date is of: “arrest of the nine suspects”."))
    is_main = models.BooleanField(_("when it happened"), default=False, help_text=_("One date is the incident's own."))
    main_proposed = models.BooleanField(
        _("only proposed as main"), default=False, help_text=_("On until an editor has confirmed it.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            dates_in_order("incidentdate"),
            models.UniqueConstraint(fields=["incident"], condition=Q(is_main=True), name="incidentdate_one_main"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.date_text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.incident.refresh_period()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        done = super().delete(*args, **kwargs)
        self.incident.refresh_period()
        return done


class PlaceRole(models.TextChoices):
    LOCATION = "location", _("where it happened")
    ORIGIN = "origin", _("origin")
    TRANSIT = "transit", _("transit")
    DESTINATION = "destination", _("destination")
    MENTIONED = "mentioned", _("mentioned")
    OTHER = "other", _("other, see words")


class PlacePrecision(models.TextChoices):
    EXACT = "exact", _("this place")
    WITHIN = "within", _("somewhere in it")
    NEAR = "near", _("near it")
    UNKNOWN = "unknown", _("not located")


class PlaceQuerySet(PublishedQuerySet):
    def within(self, region: Region) -> Self:
        return self.filter(region__path__startswith=region.path)


class IncidentPlace(Fact):
    """A place of the case: as the sources write it, and the region of the gazetteer that it is or lies in."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="places")
    name = models.TextField(_("as written"), help_text=_("The place as the source names it."))
    kind_as_stated = models.TextField(
        _("kind"), blank=True, help_text=_("city, zone, department … as the source says.")
    )
    country = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("If one."))
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        help_text=_("The region of the gazetteer that it is, or the smallest one it lies in."),
    )
    region_proposed = models.BooleanField(
        _("region only proposed"), default=False, help_text=_("On until an editor has confirmed the match.")
    )
    precision = models.CharField(
        _("precision"),
        max_length=10,
        choices=PlacePrecision.choices,
        default=PlacePrecision.UNKNOWN,
        help_text=_("How the place lies to the region given above."),
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=PlaceRole.choices,
        default=PlaceRole.LOCATION,
        help_text=_("What the place was in this case."),
    )
    role_as_stated = models.TextField(
        _("role in words"), blank=True, help_text=_("Where the list has no fitting role.")
    )

    objects = PlaceQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [models.CheckConstraint(name="incidentplace_role_known", condition=Q(role__in=PlaceRole.values))]
        indexes = [models.Index(fields=["region", "incident"], name="incidentplace_by_region")]

    def __str__(self) -> str:
        return self.name


class CasualtyList(models.TextChoices):
    CASUALTIES = "casualties", _("killed, wounded, missing")
    VICTIMS = "victims", _("victims")


class Casualty(InexactCount, Doubtable, Fact):
    """How many people were killed, wounded, missing, harmed: as stated, never added up on its own."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="casualties")
    listed_as = models.CharField(
        _("list"),
        max_length=12,
        choices=CasualtyList.choices,
        default=CasualtyList.CASUALTIES,
        help_text=_("In which of the two lists of the case it stands."),
    )
    what = models.TextField(_("what"), help_text=_("killed, wounded, missing … and of what the number is."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("casualty figure")
        verbose_name_plural = _("casualty figures")
        constraints = [numbers_in_order("casualty", "count")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count_as_stated}"


class Rate(Doubtable, Fact):
    """A fee, a daily rate, a yearly total: an amount per something."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="rates")
    what = models.TextField(_("what"), help_text=_("What is paid, moved or counted."))
    per = models.TextField(_("per"), blank=True, help_text=_("day, week, flight, kilogram, person …"))
    amount_low = models.DecimalField(
        _("at least"),
        max_digits=24,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Empty where no source says."),
    )
    amount_best = models.DecimalField(
        _("best figure"),
        max_digits=24,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Only if one is preferred."),
    )
    amount_high = models.DecimalField(
        _("at most"), max_digits=24, decimal_places=6, null=True, blank=True, help_text=_("Empty where no source says.")
    )
    unit = models.TextField(_("unit"), blank=True, help_text=_("kg, flights, tonnes … as stated."))
    currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("For money.")
    )
    amount_as_stated = models.TextField(_("in words"), blank=True, help_text=_("The source's own words."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            numbers_in_order("rate", "amount"),
            models.CheckConstraint(
                name="rate_number_with_unit",
                condition=Q(amount_low__isnull=True, amount_best__isnull=True, amount_high__isnull=True)
                | ~Q(unit="")
                | Q(currency__isnull=False),
                violation_error_message=_("A number needs a unit or a currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.what


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


class RelatedIncident(Fact):
    """A link to another case; open until that case exists."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="related")
    target_key = models.CharField(_("case id"), max_length=200, help_text=_("The other fact card's id."))
    target = models.ForeignKey(
        Incident, models.SET_NULL, null=True, blank=True, related_name="related_from", help_text=_("Once it exists.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("related case")
        verbose_name_plural = _("related cases")
        constraints = [models.UniqueConstraint(fields=["incident", "target_key"], name="relatedincident_once")]

    def __str__(self) -> str:
        return str(self.target or self.target_key)


def in_published_place(region: Region) -> Exists:
    """For queries over incidents: one of its places is the region or lies below it."""
    return Exists(IncidentPlace.objects.filter(incident=OuterRef("pk")).within(region))
