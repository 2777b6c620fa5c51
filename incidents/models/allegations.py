"""Who says what about whom, relayed by whom: allegations, their chains of speech, and what ended them."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.models.edtf import edtf_bounds
from incidents.models.incidents import Incident
from incidents.models.inexact import InexactDate, dates_in_order
from incidents.models.parties import Actor, Party
from incidents.models.questions import AllegationQuestions
from incidents.models.record import Addressed, Fact
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import LanguageField, Offence
from incidents.search import fold


class AllegationQuerySet(AllegationQuestions):
    """The words with which one asks for allegations (see `questions`)."""


class Allegation(InexactDate, Addressed, Fact):
    """A claim that somebody makes about one party or several. A claim, not a finding."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="allegations")
    claim = models.TextField(
        _("claim"), help_text=_("In the project's words, as a claim: “Headed a group of officers …”.")
    )
    ref = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("Names this claim inside its case, for what it ends.")
    )
    quote = models.TextField(_("as quoted"), blank=True, help_text=_("The speaker's own words, if they matter."))
    quote_language = LanguageField(_("language of the quote"), blank=True, help_text=_("ISO 639."))
    offence_as_stated = models.TextField(_("offence in words"), blank=True, help_text=_("As the sources call it."))
    certainty_words = models.TextField(
        _("words of certainty"), blank=True, help_text=_("How sure the sources sound: “reportedly”, “accused of”.")
    )
    reported_status = models.CharField(
        _("status in the sources"),
        max_length=20,
        choices=wording.reported_statuses,
        default="unknown",
        help_text=_("As the sources last report it. The legal status itself is derived from the steps, never typed."),
    )
    reported_status_words = models.TextField(
        _("status in words"), blank=True, help_text=_("Where the list has no fitting status.")
    )
    outcome_as_stated = models.TextField(_("what came of it"), blank=True, help_text=_("In the words of the sources."))
    checked_on = models.DateField(
        _("last checked"),
        null=True,
        blank=True,
        help_text=_("When somebody last looked for proceedings over this claim."),
    )
    search_text = models.TextField(editable=False, default="")

    objects = AllegationQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("allegation")
        verbose_name_plural = _("allegations")
        constraints = [
            dates_in_order("allegation"),
            models.CheckConstraint(
                name="allegation_has_claim", violation_error_message=_("Say what is claimed."), condition=~Q(claim="")
            ),
            models.UniqueConstraint(
                fields=["incident", "ref"],
                condition=~Q(ref=""),
                name="allegation_ref_once",
                violation_error_message=_("Another claim of this case has the same short name: choose another."),
            ),
        ]
        indexes = [models.Index(fields=["incident", "position"], name="allegation_by_incident")]

    def __str__(self) -> str:
        return self.claim

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = fold(f"{self.claim} {self.offence_as_stated}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("allegation", args=[self.public_id])

    @property
    def is_defeated(self) -> bool:
        return self.reported_status == "retracted" or bool(self.defeats.all())


class AllegationPartyQuerySet(PublishedQuerySet):
    def accused(self) -> Self:
        return self.filter(capacity=Capacity.ACCUSED)


class Capacity(models.TextChoices):
    ACCUSED = "accused", wording.CAPACITIES["accused"]
    TOWARD = "toward", wording.CAPACITIES["toward"]


class AllegationParty(Fact):
    """One party that an allegation is about, with what came of it for that party and that party's reply."""

    incident_path = "allegation__incident"
    allegation = models.ForeignKey(Allegation, models.CASCADE, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="allegations", help_text=_("About whom."))
    capacity = models.CharField(
        _("capacity"),
        max_length=10,
        choices=Capacity.choices,
        default=Capacity.ACCUSED,
        help_text=_("Accused, or not."),
    )
    capacity_proposed = models.BooleanField(
        _("capacity only proposed"), default=False, help_text=_("On until an editor has confirmed it.")
    )
    legal_status = models.CharField(
        _("legal status"),
        max_length=30,
        choices=wording.legal_statuses,
        default="none_known",
        editable=False,
        help_text=_("Derived from the steps of the proceedings; nobody types it."),
    )
    reply_status = models.CharField(
        _("reply"),
        max_length=12,
        choices=wording.reply_statuses,
        default="not_sought",
        help_text=_("Was a reply sought?"),
    )
    reply_text = models.TextField(_("reply in words"), blank=True, help_text=_("What the accused answered."))
    reply_as_stated = models.TextField(
        _("date of the reply in words"), blank=True, help_text=_("As the source puts it.")
    )
    reply_edtf = models.CharField(
        _("date of the reply (EDTF)"), max_length=120, blank=True, help_text=_("2015, 2015-07, 2015-07-03 …")
    )

    objects = AllegationPartyQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("party of the claim")
        verbose_name_plural = _("about whom")
        constraints = [
            models.UniqueConstraint(fields=["allegation", "party"], name="allegationparty_once"),
            models.CheckConstraint(
                name="allegationparty_status_known", condition=Q(legal_status__in=list(wording.BY_CODE))
            ),
            models.CheckConstraint(
                name="allegationparty_reply_known", condition=Q(reply_status__in=list(wording.REPLIES))
            ),
            models.CheckConstraint(name="allegationparty_capacity_known", condition=Q(capacity__in=Capacity.values)),
        ]
        indexes = [models.Index(fields=["party", "allegation"], name="allegationparty_by_party")]

    def __str__(self) -> str:
        return str(self.party)

    def clean(self) -> None:
        super().clean()
        if self.reply_status == "received" and not self.reply_text:
            raise ValidationError({"reply_text": _("Give the reply in words, or choose another state.")})
        if self.reply_text and self.reply_status != "received":
            raise ValidationError({"reply_status": _("There is a reply in words: choose “replied” or remove them.")})
        if self.reply_edtf:
            try:
                edtf_bounds(self.reply_edtf)
            except ValueError as error:
                raise ValidationError({"reply_edtf": str(error)}) from None

    @property
    def status(self) -> wording.Status:
        return wording.BY_CODE[self.legal_status]


class AllegationOffence(Fact):
    """The offence of the classification that a claim amounts to, if it were true."""

    incident_path = "allegation__incident"
    allegation = models.ForeignKey(Allegation, models.CASCADE, related_name="offences")
    offence = models.ForeignKey(Offence, models.PROTECT, related_name="allegations", help_text=_("ICCS category."))
    proposed = models.BooleanField(
        _("only proposed"), default=False, help_text=_("On until an editor has confirmed the category.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        constraints = [models.UniqueConstraint(fields=["allegation", "offence"], name="allegationoffence_once")]

    def __str__(self) -> str:
        return str(self.offence)


class SpeechQuerySet(PublishedQuerySet):
    def published(self, at: datetime.datetime | None = None) -> Self:
        """Links of published chains, with `public_party_id`: never the party of a protected speaker (promise 5)."""
        return (
            super()
            .published(at)
            .annotate(public_party_id=Case(When(protected=False, then=F("party_id")), default=None))
            .defer("party")
        )

    def count_origins(self) -> int:
        """How many different speakers the claims go back to: whoever relays one adds none, and a protected one counts by
        the public role alone."""
        made = self.filter(step=0).order_by().values_list("protected", "party_id", "words", "role_words")
        said = ((hidden, party, words.lower(), role.lower()) for hidden, party, words, role in made)
        return len({("role", role) if hidden else party or (words, role) for hidden, party, words, role in said})


class SpeechLink(Fact):
    """One speaker of a chain: step 0 holds whoever made the claim, step 1 whoever relayed it first, and so on."""

    incident_path = "allegation__incident"
    allegation = models.ForeignKey(Allegation, models.CASCADE, related_name="speech")
    step = models.PositiveSmallIntegerField(
        _("step"), default=0, help_text=_("0: made the claim; 1: relayed it first; 2: relayed that; …")
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speech",
        help_text=_("The speaker, if in the record."),
    )
    lead_words = models.TextField(_("words before"), blank=True, help_text=_("“prosecutor”, before the name."))
    words = models.TextField(
        _("words"),
        blank=True,
        help_text=_("The speaker's name or role if not in the record; else how it was said: “(letter)”."),
    )
    joiner = models.CharField(
        _("joined by"), max_length=20, blank=True, help_text=_("Between this speaker and the one before: “and”, “;”.")
    )
    protected = models.BooleanField(
        _("protected speaker"), default=False, help_text=_("Shown only by role. Always on for a protected person.")
    )
    role_words = models.TextField(
        _("public role"), blank=True, help_text=_("How a protected speaker is called: “an informant”.")
    )

    objects = SpeechQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["step", "position", "pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("who says so, and who relays it")
        constraints = [
            models.CheckConstraint(
                name="speechlink_somebody",
                condition=Q(party__isnull=False) | ~Q(words="") | ~Q(role_words=""),
                violation_error_message=_("Name the speaker, or say in words who it is."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.lead_words, str(self.party or ""), self.words) if part)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.protected = self.protected or Actor.objects.filter(pk=self.party_id).exclude(protection="").exists()
        super().save(*args, **kwargs)


class Defeat(Fact):
    """A claim is retracted, contradicted or corrected: by another claim, by a legal step, or as the words say."""

    incident_path = "defeated__incident"
    defeated = models.ForeignKey(
        Allegation, models.CASCADE, related_name="defeats", help_text=_("The claim that ends.")
    )
    how = models.CharField(
        _("how"),
        max_length=12,
        choices=wording.defeat_kinds,
        default="contradicts",
        help_text=_("Taken back by whoever made it, contradicted by another, or corrected."),
    )
    by_allegation = models.ForeignKey(
        Allegation, models.CASCADE, null=True, blank=True, related_name="ends", help_text=_("The claim that ends it.")
    )
    by_step = models.ForeignKey(
        "incidents.Step", models.CASCADE, null=True, blank=True, related_name="ends", help_text=_("Or the legal step.")
    )
    words = models.TextField(_("in words"), blank=True, help_text=_("How the sources put it."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("end of a claim")
        verbose_name_plural = _("ends of claims")
        constraints = [
            models.CheckConstraint(
                name="defeat_by_one_thing",
                condition=(Q(by_allegation__isnull=False, by_step__isnull=True))
                | (Q(by_allegation__isnull=True, by_step__isnull=False)),
                violation_error_message=_("Name the claim or the legal step that ends it: one of the two."),
            ),
            models.CheckConstraint(
                name="defeat_not_by_itself",
                violation_error_message=_("A claim cannot end itself: choose the other claim."),
                condition=Q(by_allegation__isnull=True) | ~Q(by_allegation=F("defeated")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.by_allegation or self.by_step}"
