"""What happened: the incident, its dates, its links to other cases."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.edtf import edtf_bounds
from incidents.models.inexact import NEWEST_DAY, InexactDate, dates_in_order
from incidents.models.questions import IncidentQuestions
from incidents.models.record import Addressed, Fact, history
from incidents.models.visibility import PublishedQuerySet, opened_q, unseeing
from incidents.models.vocabulary import Feature, LanguageField
from incidents.search import fold

case_id = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    _("A case id is made of letters without accents, digits, full stops, hyphens and underscores: 001-words."),
)


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

    def opened(self) -> Self:
        """Cases that the desk opens for whoever is looking: who does not see protected names opens none of others that
        protects somebody, for its words and its past may name them."""
        user = unseeing()
        if user is None:
            return self
        parts: Any = Incident._meta.get_field("involvements").related_model
        return self.filter(opened_q(user, parts.objects.all()))

    def not_public(self) -> Self:
        """Every case that readers do not see now."""
        others = [stage for stage in Stage if stage != Stage.PUBLISHED]
        return self.filter(Q(stage__in=others) | Q(embargo_until__gt=timezone.now()))

    def embargoed(self) -> Self:
        """Published ones that become public by themselves, when their embargo ends."""
        return self.filter(stage=Stage.PUBLISHED, embargo_until__gt=timezone.now())

    def of_card(self, card_id: str) -> "Incident | None":
        """The case of that id; for a case without one, the card's id is its public id."""
        return self.filter(key=card_id).first() or self.filter(key__isnull=True, public_id=card_id).first()


class Incident(Addressed):
    """Something that happened, or a practice over years. Not an article and not an accusation."""

    incident_path = ""

    key = models.CharField(
        _("case id"),
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        validators=[case_id],
        help_text=_("The fact card's id, e.g. 001-words. Never public."),
    )
    title = models.TextField(
        _("title"), help_text=_("What happened, in neutral words that state no accusation as a fact.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("In your own words; say who says what."))
    language = LanguageField(
        _("language"),
        default="en",
        help_text=_("Of title and summary: en, es …"),
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
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Whoever made the case at the desk; empty for a command. Never public."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    modified = models.DateTimeField(_("last changed"), auto_now=True)

    # Derived from the main date, so that lists need not join; `refresh_period()` keeps them.
    date_as_stated = models.TextField(editable=False, default="", blank=True)
    date_edtf = models.CharField(max_length=120, editable=False, default="", blank=True)
    date_earliest = models.DateField(null=True, blank=True, editable=False)
    date_latest = models.DateField(null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    history = history(features)
    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = [NEWEST_DAY.desc(nulls_last=True), "-pk"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        permissions = [
            ("submit_incident", "Can submit drafts for review"),
            ("review_incident", "Can send cases back, or pass them to legal review"),
            ("legal_review_incident", "Can clear cases legally, or send them back"),
            ("publish_incident", "Can publish cases, approve their changes and set embargoes"),
            ("withdraw_incident", "Can withdraw published cases"),
            ("edit_any_incident", "Can change the cases of others, at every stage"),
        ]
        constraints = [
            dates_in_order("incident"),
            models.CheckConstraint(name="incident_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="incident_kind_known", condition=Q(kind__in=IncidentKind.values)),
            models.CheckConstraint(
                name="incident_has_title",
                violation_error_message=_("Give the incident a title."),
                condition=~Q(title=""),
            ),
        ]
        indexes = [
            models.Index("stage", NEWEST_DAY, "id", name="incident_newest_day"),
            models.Index(fields=["stage", "date_earliest", "id"], name="incident_oldest"),
            models.Index(fields=["stage", "modified"], name="incident_last_changed"),
            models.Index(fields=["modified", "id"], name="incident_last_changed_any"),
            models.Index(fields=["embargo_until"], condition=Q(embargo_until__isnull=False), name="incident_embargoes"),
            models.Index(
                fields=["author", "stage", "modified"], condition=Q(author__isnull=False), name="incident_of_author"
            ),
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

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Links of other cases to this one are open again, and their history says so."""
        for link in self.related_from.all():
            link.target = None
            link.save()
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("incident", args=[self.public_id])

    @property
    def card_id(self) -> str:
        """The id of its card, by which other cases name it."""
        return self.key or self.public_id

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
            kept = Incident.objects.get(pk=self.pk)  # history must not be told what this object has not saved
            for name in fields:
                setattr(self, name, new[name])
                setattr(kept, name, new[name])
            kept.save(update_fields=fields)


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
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(is_main=True),
                name="incidentdate_one_main",
                violation_error_message=_("Another date is already the incident's own: take the mark off there first."),
            ),
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


class RelatedIncident(Fact):
    """A link to another case; open until that case exists."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="related")
    target_key = models.CharField(
        _("case id"), max_length=200, validators=[case_id], help_text=_("The other fact card's id.")
    )
    target = models.ForeignKey(
        Incident, models.SET_NULL, null=True, blank=True, related_name="related_from", help_text=_("Once it exists.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("related case")
        verbose_name_plural = _("related cases")
        constraints = [
            models.UniqueConstraint(fields=["incident", "target_key"], name="relatedincident_once"),
            models.CheckConstraint(
                condition=~Q(target=F("incident")),
                name="relatedincident_not_itself",
                violation_error_message=_("A case is not related to itself: name another one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.target or self.target_key)

    @property
    def card_id(self) -> str:
        """By which id the card names the other case: its own of today, whatever it had when it was linked."""
        return self.target.card_id if self.target else self.target_key
