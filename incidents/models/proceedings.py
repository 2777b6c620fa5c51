"""What authorities did about it: proceedings, their ordered steps, and the legal status that follows from them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.allegations import Allegation, AllegationParty
from incidents.models.checking import INDEX_TO_CHECK, ProceedingQuerySet
from incidents.models.courses import Said, course_of, deciding, is_open_for_anybody
from incidents.models.groups import Groups, groups_of
from incidents.models.incidents import Incident
from incidents.models.inexact import InexactDate, dates_in_order
from incidents.models.ordering import as_they_followed
from incidents.models.outcomes import fact_of
from incidents.models.parties import Party
from incidents.models.record import Fact
from incidents.models.regions import Region
from incidents.models.standing import Course
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
    checked_on = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("When somebody last looked whether it has moved on.")
    )
    is_open = models.BooleanField(
        _("open"), default=True, editable=False, help_text=_("Derived: its steps do not say that it has ended.")
    )

    objects = ProceedingQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="proceeding_name_once")]
        indexes = [INDEX_TO_CHECK]

    def __str__(self) -> str:
        return self.name or str(_("Proceedings of the case"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _refresh(self)


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
    """One step of a proceeding, in the order in which it happened. It concerns those whom it names; one that
    names nobody says nothing of anybody."""

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
        blank=True,
        choices=YesNoUnknown.choices,
        help_text=_("Whether the decision said anything on guilt."),
    )
    final = models.CharField(
        _("final"),
        max_length=10,
        blank=True,
        choices=YesNoUnknown.choices,
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
            models.CheckConstraint(name="step_final_known", condition=Q(final__in=["", *YesNoUnknown.values])),
            models.CheckConstraint(name="step_merits_known", condition=Q(on_merits__in=["", *YesNoUnknown.values])),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if self.is_to_come:
            raise ValidationError({"date_edtf": _("This is still to come: a step is recorded once it was taken.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _refresh(self.proceeding)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        proceeding = self.proceeding
        done = super().delete(*args, **kwargs)
        _refresh(proceeding)
        return done

    @property
    def place(self) -> str:
        """The country of the authority, where the step, its proceeding or the authority itself says which."""
        region = self.jurisdiction or self.proceeding.jurisdiction
        if region is None and self.authority_id:
            region = getattr(getattr(self.authority, "organization", None), "country", None)
        return region.country_code if region else ""

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
        _refresh(self.step.proceeding)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        proceeding = self.step.proceeding
        done = super().delete(*args, **kwargs)
        _refresh(proceeding)
        return done


def courses(links: Iterable[AllegationParty]) -> dict[int, Course]:
    """For each link (by its key) what came of the claim for that party, in a fixed number of queries.

    See `courses.course_of`. A death counts whichever proceeding of the case tells it.
    """
    rows = list(links)
    claims = ProceedingAllegation.objects.filter(allegation__in={link.allegation_id for link in rows})
    dealing: dict[int, set[int]] = {}
    case_of: dict[int, int] = {}
    for allegation, proceeding, case in claims.values_list("allegation", "proceeding", "proceeding__incident"):
        dealing.setdefault(allegation, set()).add(proceeding)
        case_of[allegation] = case
    found = _told_in(set(case_of.values()))
    told = {claim: (deciding(found[case].steps, dealing[claim]), found[case].groups) for claim, case in case_of.items()}
    return {link.pk: course_of(link.party_id, *told.get(link.allegation_id, ([], Groups()))) for link in rows}


class _Told(NamedTuple):
    """What a case tells: its steps as they followed each other, and its groups."""

    steps: list[Said]
    groups: Groups


def _told_in(cases: set[int]) -> dict[int, _Told]:
    """What each of the cases tells. A step that is still to come decides nothing."""
    found: Any = Step.objects.filter(proceeding__incident__in=cases).prefetch_related("parties")
    found = found.select_related("proceeding__jurisdiction", "jurisdiction", "authority__organization__country")
    listed = found.order_by("proceeding__incident", "proceeding__position", "position", "pk")
    begun = (step for step in listed if not step.is_to_come)
    steps = {
        case: [
            Said(step, fact_of(step), {part.party_id for part in step.parties.all()}) for step in as_they_followed(told)
        ]
        for case, told in groupby(begun, lambda step: step.proceeding.incident_id)
    }
    groups = groups_of(Incident.objects.filter(pk__in=cases))
    return {case: _Told(steps.get(case, []), groups.get(case, Groups())) for case in cases}


def refresh_standing(incident: Incident) -> int:
    """Derives anew all that follows from the steps of the case: the legal status of everybody on its claims, and which of
    its proceedings are open. Returns how many rows changed."""
    return refresh_statuses(incident.allegations.all()) + refresh_openness(incident.proceedings.all())


def refresh_statuses(allegations: Iterable[Allegation]) -> int:
    """Derives the legal status of every accused party of the claims anew; returns how many changed."""
    stale = stale_statuses(allegations)
    for link, status in stale:
        link.legal_status = status
        link.save(update_fields=["legal_status"])
    return len(stale)


def refresh_openness(proceedings: Iterable[Proceeding]) -> int:
    """Derives anew whether each proceeding is open for anybody; returns how many changed."""
    stale = stale_openness(proceedings)
    for row, is_open in stale:
        row.is_open = is_open
        super(Proceeding, row).save(update_fields=["is_open"])
    return len(stale)


def stale_statuses(allegations: Iterable[Allegation]) -> list[tuple[AllegationParty, str]]:
    """The accused parties of the claims whose legal status is not the one that follows from the steps, with that."""
    links = list(AllegationParty.objects.accused().filter(allegation__in=[claim.pk for claim in allegations]))
    found = courses(links)
    following = [(link, found[link.pk].outcome.status) for link in links]
    return [(link, status) for link, status in following if status != link.legal_status]


def stale_openness(proceedings: Iterable[Proceeding]) -> list[tuple[Proceeding, bool]]:
    """The proceedings that are not marked open, or closed, as follows from their steps, with what follows."""
    rows = list(proceedings)
    told = _told_in({row.incident_id for row in rows})
    following = [(row, is_open_for_anybody(row.pk, *told[row.incident_id])) for row in rows]
    return [(row, is_open) for row, is_open in following if is_open != row.is_open]


def _refresh(proceeding: Proceeding) -> None:
    """After a change to a proceeding or its steps, of which some count in the others of the case."""
    refresh_standing(proceeding.incident)
    for now in Proceeding.objects.filter(pk=proceeding.pk):
        proceeding.is_open = now.is_open
