"""The gazetteer: regions in their tree, their other names, and the zones that cut across it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import PROTECT, ForeignKey
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin.choices import ChoiceInput
from incidents.admin.desk import Desk
from incidents.admin.facts import FactInline
from incidents.admin.forms import DeskForm
from incidents.admin.opened import Shown
from incidents.admin.page import Page
from incidents.models import Region, RegionName, RegionOverlap


class RegionForm(DeskForm):
    """A region, and the one it lies in."""

    parent = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("lies in"),
        required=False,
        help_text=gettext_lazy("The next larger region; empty for a country or for a zone that crosses borders."),
        widget=ChoiceInput(RegionOverlap._meta.get_field("region"), Page(None), {}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:  # absent where the region may only be looked at
            self.fields["parent"].widget.page = Page(None)
            if self.instance.pk:
                self.fields["parent"].initial = self.initial["parent"] = Region.objects.get_parent(self.instance)

    def clean_parent(self) -> Region | None:
        parent: Region | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError(_("A region cannot lie in itself or in something that lies in it."))
        return parent


LIES_IN = ForeignKey(Region, PROTECT, verbose_name=gettext_lazy("lies in"))  # no column: the tree has it
LIES_IN.set_attributes_from_name("parent")


class NameInline(FactInline):
    model = RegionName
    fields = [("name", "language")]


class OverlapInline(FactInline):
    model = RegionOverlap
    fk_name = "zone"
    autocomplete_fields = ["region"]
    fields = [("region", "relation"), ("date_as_stated", "date_edtf"), ("source_words", "source_url")]
    verbose_name_plural = gettext_lazy("overlaps: what this zone covers")


@admin.register(Region)
class RegionAdmin(Desk):
    form = RegionForm
    inlines = [NameInline, OverlapInline]
    list_display = ["label", "code", "kind", "local_kind", "country_code", "reference"]
    list_filter = ["kind", "reference", "has_boundary"]
    search_fields = ["search_text"]

    def note_on(self, region: Region) -> str:
        """Of what kind it is and in what it lies, where a list has several of one name."""
        above = [larger.label for larger in region.get_ancestors().order_by("-depth")]
        return ", ".join([str(region.get_kind_display()), *above[:3]])

    folded_columns = ("search_text", "code", "ubigeo_inei")
    fields = [
        "name",
        ("name_en", "name_es"),
        "parent",
        ("kind", "local_kind"),
        ("code", "country_code"),
        ("ubigeo_inei", "ubigeo_reniec"),
        ("lat", "lon", "has_boundary"),
    ]

    def shown(self, request: HttpRequest, record: Any) -> Shown:
        """… and in what it lies."""
        state = super().shown(request, record)
        larger = Region.objects.get_parent(record)
        record.parent_id = larger.pk if larger else None
        state.boxes[Region] += (LIES_IN,)
        return state

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A region with others in it stays: move those first."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_leaf())

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        parent: Region | None = form.cleaned_data.get("parent")
        if not change:
            Region.objects.add_child(parent, instance=obj) if parent else Region.objects.add_root(instance=obj)
            return
        super().save_model(request, obj, form, change)
        if {"parent", "name"} & set(form.changed_data):
            obj.move_below(parent)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Readers are told of a region wherever it is used, and of some although no case uses them: it is called after nobody
        who is protected."""
        super().save_related(request, form, formsets, change)
        form.instance.refresh_from_db()
        form.instance.save()  # the names that are searched include those just typed
        workflow.refuse_called_after_protected(form.instance, form.changed_data)
        workflow.stay_publishable_with(form.instance)
