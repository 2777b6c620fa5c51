"""The page on which a person is anonymised: every place that names them, with the words that will stand there instead."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin import refusals
from incidents.admin.forms import PlainText
from incidents.admin.rights import lacking
from incidents.models import SEES_NAMES, Actor, ActorForm

PERMISSION = "incidents.anonymise_actor"
_NOW = gettext_lazy("Now: %(text)s")
_PERHAPS = gettext_lazy(
    "Perhaps the name. If somebody or something else is meant, put back what stands there now: %(text)s"
)
_AS_IT_IS = gettext_lazy(
    "Perhaps the name, or something else: nothing is changed here. If it means the person, write other words, or it stays "
    "public."
)


def _hint(place: workflow.Place) -> str:
    """What an editor has to know of the words that are proposed for a place."""
    if place.proposed == place.text.value:
        return str(_AS_IT_IS)
    return (_NOW if place.surely else _PERHAPS) % {"text": place.text.value}


class DescriptionForm(forms.Form):
    """The first step: what readers will read instead of the name."""

    description = PlainText(
        label=gettext_lazy("Described as"),
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Stands wherever the name stood: “a witness from Lima”. It must not give them away."),
    )


class AnonymiseForm(DescriptionForm):
    """The second step: the words of every place that names the person, and why."""

    reason = PlainText(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=gettext_lazy("Kept for ever with your name. Do not write the person's name here."),
    )

    def __init__(self, given: dict[str, str] | None, *, places: list[workflow.Place], **kwargs: Any) -> None:
        """`given`: what was sent; a place that came after the page was made is shown with what is proposed, not done."""
        proposed = {place.text.key: place.proposed for place in places}
        self._unseen = [key for key in proposed if key not in given] if given is not None else []
        super().__init__(given if given is None else proposed | given, **kwargs)
        for place in places:
            self.fields[place.text.key] = PlainText(
                label=f"{place.case.title} – {place.text.where}",
                help_text=_hint(place),
                initial=place.proposed,
                required=False,
                widget=forms.Textarea(attrs={"rows": min(12, 2 + len(place.text.value) // 80), "cols": 80}),
            )

    def clean(self) -> None:
        for key in self._unseen:
            self.add_error(key, _("This text is new since you looked: check the words that are proposed."))


def may_anonymise(user: Any) -> bool:
    """The page shows every name of the person."""
    return bool(user.has_perm(PERMISSION) and user.has_perm(SEES_NAMES))


def _still_said(actor: Actor) -> list[tuple[Any, str]]:
    """The parts of the person that go on to say who they are, each with those words."""
    parts = actor.involvements.select_related("incident", "country").order_by("pk")
    told = ((part, (part.description, part.role_as_stated, part.occupation, part.country)) for part in parts)
    return [(part, "; ".join(str(one) for one in words if one)) for part, words in told if any(words)]


class AnonymiseButton:
    """For the admin of actors: the page behind the button."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.anonymise_view)  # type: ignore[attr-defined]
        own = path("<int:pk>/anonymise/", view, name="incidents_actor_anonymise")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor | None = kwargs.get("obj")
        context["may_anonymise"] = bool(actor and actor.form != ActorForm.GROUP and may_anonymise(request.user))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def anonymise_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = Actor.objects.filter(pk=pk).first()
        if actor is None:
            raise Http404
        if not may_anonymise(request.user):
            raise lacking(_("Anonymise"))
        data = request.POST if request.method == "POST" else None
        first = DescriptionForm(data)
        places = workflow.places_naming(actor, first.cleaned_data["description"]) if first.is_valid() else []
        form: forms.Form = first
        if first.is_valid():
            asked = data.dict() if data and "reason" in data else None
            form = AnonymiseForm(asked, places=places, initial={"description": first.cleaned_data["description"]})
            if form.is_valid() and self._do(request, actor, form.cleaned_data):
                return HttpResponseRedirect(reverse("admin:incidents_actor_change", args=[pk]))
        context = self.admin_site.each_context(request) | {  # type: ignore[attr-defined]
            "title": _("Anonymise"),
            "form": form,
            "actor": actor,
            "places": places,
            "still_said": _still_said(actor),
            "previewed": first.is_valid(),
            "opts": Actor._meta,
        }
        return TemplateResponse(request, "admin/incidents/actor/anonymise.html", context)

    def _do(self, request: HttpRequest, actor: Actor, given: dict[str, Any]) -> bool:
        """Whether it was done; if not, messages say what stands in the way."""
        texts = {key: value for key, value in given.items() if key not in {"description", "reason"}}
        by: Any = request.user
        changed = refusals.attempt(
            request, lambda: workflow.anonymise(actor, by, given["reason"], given["description"], texts)
        )
        if changed is None:
            return False
        messages.success(request, _("Anonymised. Published cases that changed: %(number)s.") % {"number": len(changed)})
        return True
