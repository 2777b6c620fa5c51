"""Who belongs to whom, inside the page of a case: memberships and relationships."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.admin.facts import DATE, FactInline, cited
from incidents.admin.forms import DeskForm
from incidents.exchange.casebook.proposals import tie_certainty
from incidents.models import Membership, Relationship

_WORDED = ("role", "kind_as_stated", "as_stated")


class TieForm(DeskForm):
    """How sure a new tie is follows from the words for it, as a proposal, unless somebody says it."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.pk is None and "certainty" not in self.changed_data:
            words = " ".join(self.cleaned_data.get(name) or "" for name in _WORDED)
            self.cleaned_data |= {"certainty": tie_certainty(words), "certainty_proposed": True}
        return self.cleaned_data


class MembershipInline(FactInline):
    model = Membership
    form = TieForm
    inlines = [cited("membership")]
    autocomplete_fields = ["member", "organization"]
    fields = [("member", "organization"), "role", DATE, ("certainty", "certainty_proposed", "position")]


class RelationshipForm(TieForm):
    """Two parties: also one that this page adds is not related to itself (for those of the record, see the model)."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        one = self.cleaned_data.get("a")
        if one is not None and one.pk is None and one is self.cleaned_data.get("b"):
            self.add_error("b", _("Nobody is related to themselves: choose the other party."))
        return self.cleaned_data


class RelationshipInline(FactInline):
    model = Relationship
    form = RelationshipForm
    inlines = [cited("relationship")]
    autocomplete_fields = ["a", "b"]
    fields = [
        ("a", "kind", "b"),
        ("kind_as_stated", "as_stated"),
        DATE,
        ("certainty", "certainty_proposed", "position"),
    ]
