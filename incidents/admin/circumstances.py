"""Where, when, who, what was taken, how many: the other facts inside the page of a case."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nested_admin.nested import NestedStackedInline

from incidents.admin.facts import DATE, FactInline, cited, marked
from incidents.admin.forms import DeskForm
from incidents.admin.making import KINDS
from incidents.exchange.casebook.proposals import seizure_kind
from incidents.models import (
    Actor,
    ActorForm,
    Casualty,
    Contradiction,
    ContradictionVersion,
    Existence,
    Incident,
    IncidentDate,
    IncidentPlace,
    Involvement,
    Measurement,
    NameUse,
    OpenQuestion,
    Organization,
    OrganizationKind,
    PlacePrecision,
    Rate,
    Region,
    RegionKind,
    RelatedIncident,
    Seizure,
    SeizureKind,
    StageChange,
)
from incidents.search import fold
from incidents.search.turning import cut

_NEAR = {"near", "outside", "cerca", "junto", "proximo", "afueras"}
COUNT = ("count_low", "count_best", "count_high", "count_as_stated")


class DateInline(FactInline):
    model = IncidentDate
    form = marked("is_main")
    inlines = [cited("date")]
    fields = ["what", DATE, ("is_main", "main_proposed", "position")]


class PlaceForm(DeskForm):
    """The region says in which country a place is, and that it is the place itself where both have one name, else that the
    place lies in it, or near it."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        region = self.cleaned_data.get("region") if "region" in self.changed_data else None
        if region is not None:
            largest = Region.objects.get_root(region)
            if not self.cleaned_data.get("country") and largest.kind == RegionKind.COUNTRY:
                self.cleaned_data["country"] = largest
            names = {fold(name) for name in (region.name, region.name_en, region.name_es)}
            if "precision" not in self.changed_data:
                self.cleaned_data["precision"] = _lies(self.cleaned_data.get("name") or "", names)
        return self.cleaned_data


def _lies(name: str, region: set[str]) -> PlacePrecision:
    """How a place of this name lies to a region of these names, by the words alone. “Near” something else that is named lies
    within the region."""
    place = fold(name)
    if place in region:
        return PlacePrecision.EXACT
    names_another = any(word[:1].isupper() for word in name.split()[1:])
    of_it = any(one and place.endswith(f" {one}") for one in region) or not names_another
    return PlacePrecision.NEAR if place.split(" ")[0] in _NEAR and of_it else PlacePrecision.WITHIN


class PlaceInline(FactInline):
    model = IncidentPlace
    form = PlaceForm
    inlines = [cited("place")]
    autocomplete_fields = ["country", "region"]
    read_with = ("country", "region")
    fields = [
        ("name", "kind_as_stated"),
        ("region", "region_proposed"),
        ("precision", "country"),
        ("role", "role_as_stated", "position"),
    ]


class NameUseInline(FactInline):
    model = NameUse
    form = marked("is_heading")
    autocomplete_fields = ["name"]
    read_with = ("name",)
    classes = []
    fields = [("name", "is_heading", "position")]


class InvolvementForm(DeskForm):
    """Groups of a case can be named as the larger group of others on the same page."""

    called_by = ("party", "role_as_stated", "description")
    made_kind = forms.ChoiceField(
        label=gettext_lazy("new organization: kind"),
        choices=lambda: [("", "–"), *OrganizationKind.choices],
        required=False,
        help_text=gettext_lazy("Only for an organization that is added here."),
    )
    made_existence = forms.ChoiceField(
        label=gettext_lazy("new organization: existence"),
        choices=lambda: [("", "–"), *Existence.choices],
        required=False,
        help_text=gettext_lazy("Is it beyond doubt that it exists? Empty: established."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        party = self.cleaned_data.get("party")
        for column in ("kind", "existence"):
            value = self.cleaned_data.get(f"made_{column}")
            if value and isinstance(party, Organization) and party._state.adding:
                setattr(party, column, value)
            elif value and "party" not in self.errors:
                told = _("Only for an organization that this page adds: change those of the record on their own page.")
                self.add_error(f"made_{column}", told)
        counts = {self.cleaned_data.get(name) for name in ("count_low", "count_best", "count_high")} - {None, 1}
        if counts and _is_one_person(party):
            told = _("“%(who)s” is one person. For several, choose “%(offer)s” in this box, or count one.")
            self.add_error("party", told % {"who": cut(str(party), 100), "offer": KINDS["group"].offer})
        return self.cleaned_data


def _is_one_person(party: Any) -> bool:
    actor = party if isinstance(party, Actor) else getattr(party, "actor", None)
    return actor is not None and actor.form != ActorForm.GROUP


class InvolvementInline(FactInline):
    model = Involvement
    form = InvolvementForm
    inlines = [NameUseInline, cited("involvement")]
    autocomplete_fields = ["party", "country", "part_of"]
    read_with = ("country",)
    of_case = ("subset_of",)
    fields = [
        ("party", "made_kind", "made_existence"),
        ("role", "role_proposed", "role_as_stated"),
        "description",
        COUNT,
        "subset_of",
        ("occupation", "country"),
        ("kind_as_stated", "part_of"),
        ("named_publicly", "protection", "position"),
    ]


class MeasurementForm(DeskForm):
    """Of several measurements of one seizure, one counts; the first is proposed."""

    exclusive = "is_preferred"
    proposed = frozenset({"is_preferred"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit_as_stated" in self.fields:
            self.fields["unit_as_stated"].label = gettext_lazy("unit in words")


class MeasurementInline(FactInline):
    model = Measurement
    form = MeasurementForm
    starts = 1
    inlines = [cited("measurement")]
    autocomplete_fields = ["unit", "currency"]
    read_with = ("unit", "currency")
    classes = []
    fields = [
        ("quantity_low", "quantity_best", "quantity_high"),
        ("unit_as_stated", "unit", "quantity_as_stated"),
        ("value_low", "value_best", "value_high"),
        ("currency", "value_as_stated"),
        DATE,
        ("doubted_because", "is_preferred", "position"),
    ]


class SeizureForm(DeskForm):
    """What sort of goods it is follows from the words, as a proposal, unless somebody says it."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.pk is None and "kind" not in self.changed_data:
            words = [self.cleaned_data.get(name) or "" for name in ("what", "substance")]
            self.cleaned_data["kind"] = seizure_kind(*words)
            self.cleaned_data["kind_proposed"] = self.cleaned_data["kind"] != SeizureKind.OTHER
        return self.cleaned_data


class SeizureInline(FactInline):
    model = Seizure
    form = SeizureForm
    inlines = [MeasurementInline, cited("seizure")]
    fields = [
        ("what", "substance"),
        ("kind", "kind_proposed", "position"),
        ("disposition", "disposition_words"),
    ]


class CasualtyInline(FactInline):
    model = Casualty
    inlines = [cited("casualty")]
    fields = [("listed_as", "what"), COUNT, ("doubted_because", "position")]


class RateInline(FactInline):
    model = Rate
    inlines = [cited("rate")]
    autocomplete_fields = ["currency"]
    read_with = ("currency",)
    fields = [
        ("what", "per"),
        ("amount_low", "amount_best", "amount_high"),
        ("unit", "currency", "amount_as_stated"),
        ("doubted_because", "position"),
    ]


class OpenQuestionInline(FactInline):
    model = OpenQuestion
    fields = [("text", "position")]


class VersionInline(FactInline):
    model = ContradictionVersion
    starts = 2
    classes = []
    fields = [("text", "position")]


class ContradictionInline(FactInline):
    model = Contradiction
    inlines = [VersionInline]
    fields = [("fact", "position")]


class RelatedForm(DeskForm):
    """The case is found by its id, as in a card; an id that is changed leads to another case, or to none yet. Of a case that is
    chosen the id is known."""

    once = "target"
    formset: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "target_key" in self.fields:
            self.fields["target_key"].required = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = self.cleaned_data.get("target")
        if not self.cleaned_data.get("target_key") and "target_key" not in self.errors:
            if chosen is None:
                self.add_error("target_key", _("Give the id of the other case, or choose it."))
                return self.cleaned_data
            self.cleaned_data["target_key"] = chosen.card_id
        told = self.cleaned_data.get("target_key")
        if told and told == self.formset.instance.card_id:
            self.add_error("target_key", _("A case is not related to itself: name another one."))
        elif told and "target" not in self.changed_data and "target" not in self.errors:
            linked = self.cleaned_data.get("target")
            if linked is None or ("target_key" in self.changed_data and linked.card_id != told):
                self.cleaned_data["target"] = Incident.objects.opened().of_card(told)
        return self.cleaned_data


class RelatedInline(FactInline):
    model = RelatedIncident
    form = RelatedForm
    fk_name = "incident"
    autocomplete_fields = ["target"]
    read_with = ("target",)
    fields = [("target_key", "target", "position")]


class StageChangeInline(NestedStackedInline):
    """What was decided about the case, by whom and why; kept for ever."""

    model = StageChange
    template = "admin/incidents/rows.html"
    extra = 0
    readonly_fields = ["verb", "at", "by", "from_stage", "to_stage", "embargo_until", "reason"]
    fields = [("verb", "at", "by", "from_stage", "to_stage", "embargo_until"), "reason"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
