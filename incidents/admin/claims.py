"""Allegations and proceedings inside the page of a case."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.admin.facts import DATE, FactInline, cited
from incidents.admin.forms import DeskForm
from incidents.exchange.reference.phrases import offence_codes
from incidents.models import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Defeat,
    Offence,
    Proceeding,
    ProceedingAllegation,
    SpeechLink,
    Step,
    StepParty,
)


class AboutInline(FactInline):
    model = AllegationParty
    starts = 1
    inlines = [cited("reply")]
    autocomplete_fields = ["party"]
    readonly_fields = ["legal_status"]
    classes = []
    fields = [
        ("party", "capacity", "capacity_proposed"),
        ("reply_status", "legal_status"),
        "reply_text",
        ("reply_as_stated", "reply_edtf", "position"),
    ]


class OffenceInline(FactInline):
    model = AllegationOffence
    autocomplete_fields = ["offence"]
    read_with = ("offence",)
    classes = []
    fields = [("offence", "proposed", "position")]


class SpeechForm(DeskForm):
    """Who speaks at which step is proposed in the order in which the speakers are added."""

    proposed = frozenset({"step"})


class SpeechInline(FactInline):
    model = SpeechLink
    form = SpeechForm
    starts = 1
    inlines = [cited("speech_link")]
    autocomplete_fields = ["party"]
    classes = []
    fields = [
        ("step", "joiner", "position"),
        ("lead_words", "party", "words"),
        ("protected", "role_words"),
    ]


class DefeatInline(FactInline):
    model = Defeat
    fk_name = "defeated"
    of_case = ("by_allegation", "by_step")
    read_with = ("by_allegation", "by_step")
    fields = ["how", "by_allegation", "by_step", ("words", "position")]


class AllegationForm(DeskForm):
    """Short names tell the claims of a case apart."""

    once = "ref"
    called_by = ("ref", "claim")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "date_as_stated" in self.fields:
            self.fields["date_as_stated"].label = _("When it was said, in words")


def propose_offences(formsets: list[Any]) -> None:
    """Categories follow from the words for the offence, as proposals, where those words are new and no category is chosen."""
    told = (form for group in formsets if group.model is Allegation for form in group.forms)
    for claim in (form.instance for form in told if "offence_as_stated" in form.changed_data):
        if claim.pk is None or claim.offences.exists():
            continue
        codes = offence_codes(claim.offence_as_stated)
        known = Offence.objects.in_bulk(codes, field_name="code")
        for position, code in enumerate(codes):
            if offence := known.get(code):
                AllegationOffence.objects.create(allegation=claim, offence=offence, proposed=True, position=position)


class AllegationInline(FactInline):
    model = Allegation
    form = AllegationForm
    inlines = [AboutInline, SpeechInline, OffenceInline, DefeatInline, cited("allegation")]
    fields = [
        "claim",
        ("quote", "quote_language"),
        DATE,
        ("offence_as_stated", "certainty_words"),
        ("reported_status", "reported_status_words"),
        "outcome_as_stated",
        ("checked_on", "ref", "position"),
    ]


class ClaimInline(FactInline):
    model = ProceedingAllegation
    of_case = ("allegation",)
    read_with = ("allegation",)
    classes = []
    fields = [("allegation", "proposed", "position")]


class StepPartyInline(FactInline):
    model = StepParty
    starts = 1
    autocomplete_fields = ["party"]
    classes = []
    fields = [("party", "position")]


class StepForm(DeskForm):
    """Steps can be named as what ended a claim of the same page."""

    called_by = ("words",)


class StepInline(FactInline):
    model = Step
    starts = 1
    form = StepForm
    inlines = [StepPartyInline, cited("step")]
    autocomplete_fields = ["authority", "jurisdiction"]
    read_with = ("jurisdiction",)
    classes = []
    fields = [
        "words",
        ("kind", "kind_proposed", "position"),
        DATE,
        "details",
        ("authority", "authority_words"),
        "jurisdiction",
        ("outcome", "ground"),
        ("on_merits", "final"),
        "sentence",
    ]


class ProceedingInline(FactInline):
    model = Proceeding
    inlines = [ClaimInline, StepInline]
    autocomplete_fields = ["authority", "jurisdiction"]
    read_with = ("jurisdiction",)
    fields = ["name", ("authority", "jurisdiction"), ("case_number", "checked_on", "position")]
