"""The page on which a person is anonymised: every place that names them, with the words that will stand there instead."""

from collections.abc import Mapping
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
from incidents.admin.bases import AdminBase
from incidents.admin.forms import PlainText
from incidents.admin.merged import led_to_the_kept, merged_meanwhile
from incidents.admin.rights import editor_of, lacking
from incidents.models import SEES_NAMES, Actor, ActorForm, Incident, Party

PERMISSION = "incidents.anonymise_actor"
_NOW = gettext_lazy("Now: %(text)s")
_PERHAPS = gettext_lazy(
    "Perhaps the name. If somebody or something else is meant, put back what stands there now: %(text)s"
)
_AS_IT_IS = gettext_lazy(
    "Perhaps the name, or something else: nothing is changed here. If it means the person, write other words, or it stays "
    "public."
)
_OTHER_WORDS = gettext_lazy(
    "No words can be proposed here, and these cannot stay: write others that do not name the person. Now: %(text)s"
)
_SOMEBODY_ELSE = gettext_lazy(
    "May name somebody else of the case, who is named openly: left as it is unless you change it. Now: %(text)s"
)
_STAYS = gettext_lazy(
    "A word of the name that somebody else of the case has too stays in it: if it means the person, change it."
)
_OTHERWISE = gettext_lazy("The description is another now: check the words that are proposed with it.")
_NEW = gettext_lazy("This text is new since you looked: check the words that are proposed.")
_CHANGED = gettext_lazy(
    "Somebody changed this text since you looked: check the words that are proposed now. You had written: %(text)s"
)
_GONE = gettext_lazy(
    "“%(place)s” no longer names the person, so what you wrote there is not saved. It says now: %(now)s You had written: "
    "%(text)s"
)
_DESCRIBED = gettext_lazy("Somebody changed the person since you looked, who is now described as “%(text)s”.")
_UNDESCRIBED = gettext_lazy("Somebody changed the person since you looked. Check what you wrote.")
_SEEN = "-seen"
_PERSON = f"person{_SEEN}"


def _hint(place: workflow.Place) -> str:
    """What an editor has to know of the words that are proposed for a place."""
    if not place.asked:
        return _SOMEBODY_ELSE % {"text": place.text.value}
    if not place.accepts(place.proposed):
        return _OTHER_WORDS % {"text": place.text.value}
    if place.proposed == place.text.value:
        return str(_AS_IT_IS)
    hint = (_NOW if place.surely else _PERHAPS) % {"text": place.text.value}
    return f"{hint} {_STAYS}" if place.shared else hint


class DescriptionForm(forms.Form):
    """The first step: what readers will read instead of the name."""

    description = PlainText(
        label=gettext_lazy("Described as"),
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Stands wherever the name stood: “a witness from Lima”. It must not give them away."),
    )

    def __init__(self, given: Mapping[str, str] | None, *, actor: Actor, **kwargs: Any) -> None:
        self._names = list(actor.names.values_list("name", flat=True))
        super().__init__(given, **kwargs)

    def clean_description(self) -> str:
        """Its words are proposed for every place: they are looked at before."""
        words: str = self.cleaned_data["description"]
        if workflow.tells(words, self._names):
            raise forms.ValidationError(
                _("This holds the name, a word of it or its initials: describe the person without.")
            )
        return words


class AnonymiseForm(DescriptionForm):
    """The second step: the words of every place that names the person, and why."""

    reason = PlainText(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=gettext_lazy("Kept for ever with your name. Do not write the person's name here."),
    )

    def __init__(
        self, given: dict[str, str] | None, *, actor: Actor, places: list[workflow.Place], **kwargs: Any
    ) -> None:
        """`given`: what was sent. A text that came, or that somebody changed, after the page was made is shown as it is now
        with what is proposed now, and nothing is done; all else stays as it was typed. What was typed for a text that no
        longer names the person is told once, as is a change of how the person is described."""
        self._again: dict[str, str] = {}
        self._changed: list[str] = []
        self._places = places
        self._gone = [] if given is None else _gone(given, places)
        person = _mark(f"{actor.description} {actor.protection}")
        sent = given if given is None else self._with_what_is_new(given, places, person)
        super().__init__(sent, actor=actor, **kwargs)
        if given is not None and given.get(_PERSON, person) != person:
            self._again["description"] = (_DESCRIBED if actor.description else _UNDESCRIBED) % {
                "text": actor.description
            }
        self.fields[_PERSON] = forms.CharField(initial=person, required=False, widget=forms.HiddenInput)
        for place in places:
            self.fields[place.text.key] = PlainText(
                label=_label(place),
                help_text=_hint(place),
                initial=place.proposed,
                required=False,
                widget=forms.Textarea(attrs={"rows": min(12, 2 + len(place.text.value) // 80), "cols": 80}),
            )
            self.fields[_seen(place)] = forms.CharField(
                initial=_shown(place), required=False, widget=forms.HiddenInput, label=_label(place)
            )

    def _with_what_is_new(self, given: dict[str, str], places: list[workflow.Place], person: str) -> dict[str, str]:
        """What was sent, but for the texts that are not those that were shown."""
        fresh = {_PERSON: person}
        for place in places:
            key = place.text.key
            shown, _sep, proposed = given.get(_seen(place), "").partition("-")
            if shown == place.mark and key in given:
                if _mark(given[key]) == proposed != _mark(place.proposed):  # with the description of before
                    fresh |= {key: place.proposed, _seen(place): _shown(place)}
                    self._again[key] = str(_OTHERWISE)
                continue
            fresh |= {key: place.proposed, _seen(place): _shown(place)}
            if key in given:
                self._changed.append(_label(place))
            self._again[key] = _CHANGED % {"text": given[key]} if key in given else str(_NEW)
        return given | fresh

    def clean(self) -> None:
        if self._changed:
            texts = "; ".join(f"“{label}”" for label in self._changed)
            self.add_error(
                None, _("Nothing was saved. Somebody changed since you looked: %(texts)s.") % {"texts": texts}
            )
        for sentence in self._gone:
            self.add_error(None, sentence)
        for key, sentence in (workflow.called_twice(self._places, self.texts) | self._again).items():
            self.add_error(key, sentence)

    @property
    def texts(self) -> dict[str, str]:
        """The confirmed words of every place, but for fields that were refused."""
        keys = [place.text.key for place in self._places]
        return {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}


def _label(place: workflow.Place) -> str:
    return _label_of(place.case, place.text)


def _label_of(case: Incident, text: workflow.Text) -> str:
    return f"{case.title} – {text.where}"


def _seen(place: workflow.Place) -> str:
    """The field that says which text was shown for the place."""
    return f"{place.text.key}{_SEEN}"


def _shown(place: workflow.Place) -> str:
    """What was shown for the place, as a few letters: the text, and the words that were proposed."""
    return f"{place.mark}-{_mark(place.proposed)}"


def _mark(words: str) -> str:
    """However the browser ends lines."""
    return workflow.mark_of_text(" ".join(words.split()))


def _typed(given: dict[str, str]) -> dict[str, str]:
    """By the keys of texts: what the editor wrote there, and not what was proposed."""
    return {
        key: words
        for key, words in given.items()
        if workflow.is_a_key(key) and _mark(words) != given.get(f"{key}{_SEEN}", "").partition("-")[2]
    }


def _gone(given: dict[str, str], places: list[workflow.Place]) -> list[str]:
    """What was typed for texts that are no longer among the places and say something else."""
    known = {place.text.key for place in places}
    told = []
    for key, words in _typed(given).items():
        found = workflow.text_at(key)
        now = found[1].value if found else ""
        if key not in known and _mark(now) != _mark(words):
            told.append(_GONE % {"place": _label_at(key), "now": now or _("nothing."), "text": words})
    return told


def _label_at(key: str) -> str:
    """What the text of the key is."""
    found = workflow.text_at(key)
    return _label_of(*found) if found else _("A text that is no longer there")


def may_anonymise(user: Any) -> bool:
    """The page shows every name of the person."""
    return bool(user.has_perm(PERMISSION) and user.has_perm(SEES_NAMES))


def _still_said(actor: Actor) -> list[tuple[Any, str]]:
    """The parts of the person that go on to say who they are, each with those words."""
    parts = actor.involvements.select_related("incident", "country").order_by("pk")
    told = ((part, (part.description, part.role_as_stated, part.occupation, part.country)) for part in parts)
    return [(part, "; ".join(str(one) for one in words if one)) for part, words in told if any(words)]


class AnonymiseButton(AdminBase):
    """For the admin of actors: the page behind the button."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.anonymise_view)
        own = path("<int:pk>/anonymise/", view, name="incidents_actor_anonymise")
        return [own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor | None = kwargs.get("obj")
        context["may_anonymise"] = bool(actor and actor.form != ActorForm.GROUP and may_anonymise(request.user))
        return super().render_change_form(request, context, *args, **kwargs)

    def anonymise_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = Actor.objects.filter(pk=pk).first()
        if actor is None:
            raise Http404
        if not may_anonymise(request.user):
            raise lacking(_("Anonymise"))
        data = request.POST if request.method == "POST" else None
        first = DescriptionForm(data, actor=actor)
        asked = data.dict() if data and "reason" in data and first.is_valid() else None
        open_to_it = not actor.merged_into_id
        if asked and open_to_it and refusals.attempt(request, lambda: self._do(request, actor, asked)):
            return HttpResponseRedirect(reverse("admin:incidents_actor_change", args=[pk]))
        if merged := Party.objects.filter(pk=pk, merged_into__isnull=False).first():
            return self._leads_to_the_kept(request, merged)
        actor.refresh_from_db()
        places = workflow.places_naming(actor, first.cleaned_data["description"]) if first.is_valid() else []
        form: forms.Form = first
        if first.is_valid():
            form = AnonymiseForm(
                asked, actor=actor, places=places, initial={"description": first.cleaned_data["description"]}
            )
        context = self.admin_site.each_context(request) | {
            "title": _("Anonymise"),
            "form": form,
            "actor": actor,
            "places": [place for place in places if place.asked],
            "of_others": [place for place in places if not place.asked],
            "still_said": _still_said(actor),
            "previewed": first.is_valid(),
            "opts": Actor._meta,
        }
        return TemplateResponse(request, "admin/incidents/actor/anonymise.html", context)

    def _leads_to_the_kept(self, request: HttpRequest, merged: Party) -> HttpResponse:
        """Of a party that was merged nothing is left to anonymise; what was typed is shown, to be copied."""
        page = reverse("admin:incidents_actor_anonymise", args=[merged.kept.pk])
        if request.method != "POST":
            return led_to_the_kept(request, merged, page)
        given = request.POST.dict()
        boxes = {name: str(box.label) for name, box in AnonymiseForm.base_fields.items()}
        typed = [(label, given[name]) for name, label in boxes.items() if given.get(name)]
        typed += [(_label_at(key), words) for key, words in _typed(given).items()]
        return merged_meanwhile(self, request, merged, page, typed)

    def _do(self, request: HttpRequest, actor: Actor, asked: dict[str, str]) -> bool:
        """Whether it was done; if not, the form says why. Nobody changes between the look and the deed what was compared."""
        by = editor_of(request)
        held = Actor.objects.select_for_update(no_key=True).get(pk=actor.pk)
        form = AnonymiseForm(asked, actor=held, places=workflow.places_held(held, asked["description"]))
        if not form.is_valid():
            return False
        said = form.cleaned_data
        changed = workflow.anonymise(actor, by, said["reason"], said["description"], form.texts)
        messages.success(request, _("Anonymised. Published cases that changed: %(number)s.") % {"number": len(changed)})
        return True
