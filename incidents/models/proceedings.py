"""What authorities did about it: proceedings, their ordered steps, and the legal status that follows from them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.allegations import Allegation, AllegationParty
from incidents.models.incidents import Incident
from incidents.models.inexact import InexactDate, dates_in_order
from incidents.models.parties import Party
from incidents.models.record import Fact
from incidents.models.regions import Region
from incidents.models.standing import StepFact, derive
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import STEP_FAMILIES, StepKind, YesNoUnknown


class Proceeding(Fact):
    """One case before an authority: the claims it deals with and the steps it went through."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="proceedings")
    name = models.TextField(_("name"), blank=True, help_text=_("Needed only where a case has several proceedings."))
    authority = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Court or prosecutor, if in the record."),
    )
    jurisdiction = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Country or subdivision of the authority."),
    )
    case_number = models.TextField(_("case number"), blank=True, help_text=_("As printed."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="proceeding_name_once")]

    def __str__(self) -> str:
        return self.name or str(_("Proceedings of the case"))


class ProceedingAllegation(Fact):
    """A claim that a proceeding deals with."""

    incident_path = "proceeding__incident"
    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="claims")
    allegation = models.ForeignKey(Allegation, models.CASCADE, related_name="proceedings", help_text=_("Which claim."))
    proposed = models.BooleanField(
        _("only proposed"),
        default=False,
        help_text=_("On until an editor has confirmed that it deals with this claim."),
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("claim dealt with")
        verbose_name_plural = _("claims dealt with")
        constraints = [models.UniqueConstraint(fields=["proceeding", "allegation"], name="proceedingallegation_once")]

    def __str__(self) -> str:
        return str(self.allegation)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        refresh_statuses([self.allegation])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        done = super().delete(*args, **kwargs)
        refresh_statuses([self.allegation])
        return done


class Step(InexactDate, Fact):
    """One step of a proceeding, in the order in which it happened. It concerns all accused or some."""

    incident_path = "proceeding__incident"
    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="steps")
    words = models.TextField(_("step in words"), help_text=_("As stated: “convicted (first instance)”."))
    details = models.TextField(_("details"), blank=True, help_text=_("Anything that the words leave out."))
    kind = models.CharField(
        _("kind"),
        max_length=30,
        choices=StepKind.choices,
        default=StepKind.OTHER,
        help_text=_("What was done; the legal status follows from it."),
    )
    kind_proposed = models.BooleanField(
        _("kind only proposed"), default=False, help_text=_("On until an editor has confirmed the kind.")
    )
    authority = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps_taken",
        help_text=_("Who took it, if in the record."),
    )
    authority_words = models.TextField(_("authority in words"), blank=True, help_text=_("If not in the record."))
    jurisdiction = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Country or subdivision.")
    )
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("What was decided."))
    ground = models.TextField(_("legal ground"), blank=True, help_text=_("Why: “the law came later”, “due process”."))
    on_merits = models.CharField(
        _("decided on the merits"),
        max_length=10,
        choices=YesNoUnknown.choices,
        default=YesNoUnknown.UNKNOWN,
        help_text=_("Whether the decision said anything on guilt."),
    )
    final = models.CharField(
        _("final"),
        max_length=10,
        choices=YesNoUnknown.choices,
        default=YesNoUnknown.UNKNOWN,
        help_text=_("Yes only if it can no longer be appealed."),
    )
    sentence = models.TextField(_("sentence"), blank=True, help_text=_("The penalty, as stated."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            dates_in_order("step"),
            models.CheckConstraint(name="step_kind_known", condition=Q(kind__in=StepKind.values)),
            models.CheckConstraint(name="step_final_known", condition=Q(final__in=YesNoUnknown.values)),
            models.CheckConstraint(name="step_merits_known", condition=Q(on_merits__in=YesNoUnknown.values)),
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        refresh_statuses(Allegation.objects.filter(proceedings__proceeding=self.proceeding))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        proceeding = self.proceeding
        done = super().delete(*args, **kwargs)
        refresh_statuses(Allegation.objects.filter(proceedings__proceeding=proceeding))
        return done

    @property
    def family(self) -> str:
        """custody, transfer, administrative, property, life or criminal."""
        return next((family for family, kinds in STEP_FAMILIES.items() if self.kind in kinds), "criminal")


class StepParty(Fact):
    """A party that a step concerns."""

    incident_path = "step__proceeding__incident"
    step = models.ForeignKey(Step, models.CASCADE, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="steps", help_text=_("Whom the step concerns."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("party of the step")
        verbose_name_plural = _("whom it concerns")
        constraints = [models.UniqueConstraint(fields=["step", "party"], name="stepparty_once")]

    def __str__(self) -> str:
        return str(self.party)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        refresh_statuses(Allegation.objects.filter(proceedings__proceeding=self.step.proceeding))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        proceeding = self.step.proceeding
        done = super().delete(*args, **kwargs)
        refresh_statuses(Allegation.objects.filter(proceedings__proceeding=proceeding))
        return done


def steps_for(link: AllegationParty) -> list[Step]:
    """The steps that concern the party in the proceedings over the claim, in order; those of a larger group too."""
    parties = [link.party_id, *_larger_groups(link)]
    found: Any = Step.objects.filter(
        proceeding__claims__allegation=link.allegation_id, parties__party__in=parties
    ).distinct()
    return sorted(
        found.select_related("proceeding"),
        key=lambda step: (*step.in_time, step.proceeding.position, step.position, step.pk),
    )


def _larger_groups(link: AllegationParty) -> list[int]:
    """Parties of the same case of which this party is a subset, nearest first."""
    found: list[int] = []
    involvement = (
        link.party.involvements.filter(incident=link.allegation.incident_id).select_related("subset_of").first()
    )
    while involvement is not None and involvement.subset_of is not None and involvement.subset_of.party_id not in found:
        involvement = involvement.subset_of
        found.append(involvement.party_id)
    return found


def refresh_statuses(allegations: Iterable[Allegation]) -> int:
    """Derives the legal status of every accused party of the claims anew; returns how many changed."""
    changed = 0
    links = AllegationParty.objects.accused().filter(allegation__in=[a.pk for a in allegations])
    for link in links.select_related("allegation", "party"):
        status = derive(StepFact(step.kind, step.final, step.on_merits) for step in steps_for(link))
        if status != link.legal_status:
            link.legal_status = status
            link.save(update_fields=["legal_status"])
            changed += 1
    return changed
