"""What readers ask of the desk: a correction, a removal, a reply. Private: nothing of it is ever on a public page."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.parties import Party
from incidents.models.record import new_public_id

LONGEST_TEXT = 5000
ANSWERING = ("incidents.change_readerrequest", "incidents.answer_removal")  # all requests; those for a removal


class RequestKind(models.TextChoices):
    CORRECTION = "correction", _("correction")
    REMOVAL = "removal", _("removal")
    REPLY = "reply", _("right of reply")


class RequestState(models.TextChoices):
    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class ReaderRequestQuerySet(models.QuerySet["ReaderRequest"]):
    """The words with which the desk asks for requests."""

    def waiting(self) -> Self:
        """Not answered yet, the oldest first."""
        return self.filter(state__in=[RequestState.NEW, RequestState.IN_PROGRESS]).order_by("received", "pk")

    def answered_by(self, user: Any) -> Self:
        """Those that the user sees and answers: editors all, legal reviewers what asks for a removal, others none."""
        every, removals = map(user.has_perm, ANSWERING)
        return self if every else self.filter(kind=RequestKind.REMOVAL) if removals else self.none()

    def with_contact_to_forget(self, at: datetime.datetime | None = None) -> Self:
        """Closed for so long that nobody needs to reach the requester any more."""
        day = (at or timezone.now()) - datetime.timedelta(days=settings.REQUESTS_KEEP_DAYS)
        return self.filter(closed__lte=day).exclude(name="", email="")

    def same_as(self, other: "ReaderRequest", since: datetime.datetime) -> Self:
        """What was sent already: the same words about the same record by the same person."""
        columns = ("page", "about", "kind", "text", "name", "email")
        return self.filter(received__gte=since, **{column: getattr(other, column) for column in columns})


class ReaderRequest(models.Model):
    """One request of a reader about one public record. Only the desk sees it; the reader holds its receipt number."""

    receipt = models.CharField(
        _("receipt"),
        max_length=12,
        unique=True,
        default=new_public_id,
        editable=False,
        help_text=_("What the reader holds."),
    )
    page = models.CharField(_("page"), max_length=20, help_text=_("The sort of record it is about: incident, actor …"))
    about = models.CharField(_("record"), max_length=60, help_text=_("Its public id, or the code of a region."))
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind.choices, help_text=_("What is asked for."))
    text = models.TextField(_("text"), help_text=_("In the reader's own words."))
    name = models.TextField(_("name"), blank=True, help_text=_("Who asks; removed some time after closing."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("To answer; removed some time after closing."))
    received = models.DateTimeField(_("received"), default=timezone.now, editable=False, help_text=_("When it came."))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RequestState.choices,
        default=RequestState.NEW,
        help_text=_("What became of it."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The editor who looks after it."),
    )
    answer = models.TextField(_("answer"), blank=True, help_text=_("What the reader was told."))
    notes = models.TextField(_("notes"), blank=True, help_text=_("For the desk alone."))
    closed = models.DateTimeField(_("closed"), null=True, blank=True, help_text=_("When it was answered."))

    objects = ReaderRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received", "-pk"]
        verbose_name = _("reader's request")
        verbose_name_plural = _("readers' requests")
        permissions = [("answer_removal", "Can answer requests for removal")]
        constraints = [
            models.CheckConstraint(name="readerrequest_kind_known", condition=Q(kind__in=RequestKind.values)),
            models.CheckConstraint(name="readerrequest_state_known", condition=Q(state__in=RequestState.values)),
            models.CheckConstraint(name="readerrequest_has_text", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["state", "received"], name="readerrequest_waiting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.receipt}"

    @property
    def answerable(self) -> Q:
        """The condition on the parties of claims that a reply sent from this record may answer; those of somebody who was
        merged since are the other's now."""
        match self.page:
            case "allegation":
                return Q(allegation__public_id=self.about)
            case "incident":
                return Q(allegation__incident__public_id=self.about)
            case "actor" | "organization":
                party = Party.objects.filter(public_id=self.about).first()
                return Q(party=party.kept.pk) if party else Q(pk__in=[])
        return Q(pk__in=[])

    @property
    def is_open(self) -> bool:
        return self.state in {RequestState.NEW, RequestState.IN_PROGRESS}


class RequestEvent(models.Model):
    """What the desk did with a request: who, when, what. Holds nothing of the requester."""

    request = models.ForeignKey(ReaderRequest, models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for the reader or a command."),
    )
    what = models.TextField(_("what"), help_text=_("In a sentence."))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event")
        verbose_name_plural = _("what happened to it")

    def __str__(self) -> str:
        return self.what


class RequestSalt(models.Model):
    """The secret of one day with which addresses of senders are hashed; thrown away with the day."""

    day = models.DateField(_("day"), unique=True, help_text=_("For which day."))
    salt = models.CharField(_("salt"), max_length=64, help_text=_("Random; kept for this day only."))

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")

    def __str__(self) -> str:
        return str(self.day)


class RequestTrace(models.Model):
    """That somebody sent a request: a hash that means nothing after the day, to keep floods out."""

    sender = models.CharField(_("sender"), max_length=64, help_text=_("Hash of the address with the salt of the day."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was sent."))

    class Meta:
        verbose_name = _("trace of a sender")
        verbose_name_plural = _("traces of senders")
        indexes = [models.Index(fields=["sender", "at"], name="requesttrace_by_sender")]

    def __str__(self) -> str:
        return str(self.at)
