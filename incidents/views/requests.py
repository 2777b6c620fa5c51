"""Asking the desk for a correction, a removal or a reply, from the page of any public record."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import wording, workflow
from incidents.figures.addresses import address, label_of
from incidents.models import (
    Actor,
    Allegation,
    Incident,
    Organization,
    Party,
    ReaderRequest,
    Region,
    RequestKind,
    Source,
    is_blank,
    text_error,
)
from incidents.models.requests import LONGEST_TEXT
from incidents.search.turning import unturned
from incidents.views.found import or_gone, party_or_gone, published_or_gone

RECORDS: dict[str, Any] = {
    "incident": lambda: Incident.objects.all(),
    "actor": lambda: Actor.objects.labelled(),
    "organization": lambda: Organization.objects.labelled(),
    "region": lambda: Region.objects.all(),
    "allegation": lambda: Allegation.objects.select_related("incident"),
    "source": lambda: Source.objects.all(),
}


class SeenText(forms.CharField):
    """Text in which something can be seen; any other is none."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "" if is_blank(text) else text


class RequestForm(forms.Form):
    """Plain text only; whatever is wrong is said beside its field, and nothing typed is lost."""

    kind = forms.ChoiceField(label=gettext_lazy("What do you ask for?"), choices=RequestKind.choices)
    text = SeenText(
        label=gettext_lazy("Your request"),
        min_length=10,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "What is wrong or missing, and how we can verify it. A reply: the words to be published."
        ),
    )
    name = SeenText(
        label=gettext_lazy("Your name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed for a reply: only those whom a claim is about can reply to it."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        required=False,
        help_text=gettext_lazy("Needed for a reply or a removal, so that we can ask back."),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for field in ("text", "name"):
            if refusal := text_error(unturned(cleaned.get(field, "")), str(self.fields[field].label)):
                self.add_error(field, refusal)
        kind = cleaned.get("kind")
        if kind == RequestKind.REPLY and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Say who replies."))
        if kind in {RequestKind.REPLY, RequestKind.REMOVAL} and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give an e-mail address: we may have to ask back."))
        if cleaned.get("website"):
            self.add_error("website", _("Leave this field empty; it is there to catch machines."))
        return cleaned


@or_gone
def ask(request: HttpRequest, page: str, public_id: str) -> HttpResponse:
    """The form, and what is sent with it. Only what is public can be asked about."""
    if page not in RECORDS:
        raise Http404
    row = _found(page, public_id)
    if isinstance(row, Party) and row.public_id != public_id and request.method != "POST":  # what is typed is not lost
        return _leading_on(page, row)
    form = RequestForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                sent = workflow.receive(_request(page, row, form.cleaned_data), _sender(request))
            except workflow.TooMany as refusal:
                form.add_error(None, refusal.problems[0])
                status = 429
            else:
                return HttpResponseRedirect(reverse("request_received", args=[sent.receipt]))
        form.data = {name: unturned(str(value)) for name, value in form.data.items()}  # as the page shows it again
    context = _about(row) | {"form": form, "days": settings.REQUESTS_KEEP_DAYS}
    return render(request, "incidents/request.html", context, status=status)


def _about(row: Any) -> dict[str, Any]:
    """What the form is about; a claim is never said without a word that it is one."""
    is_claim = isinstance(row, Allegation)
    struck = is_claim and row.is_defeated
    lead = wording.claim_title(struck) if is_claim else ""
    return {"lead": lead, "label": label_of(row), "struck": struck, "back": address(row)}


def received(request: HttpRequest, receipt: str) -> HttpResponse:
    """For whoever holds the receipt: that it came, and what became of it. Nothing of what was written."""
    found = None if "\x00" in receipt else ReaderRequest.objects.filter(receipt=receipt).first()
    if found is None:
        raise Http404
    return render(request, "incidents/request_received.html", {"asked": found})


def _found(page: str, public_id: str) -> Any:
    rows = RECORDS[page]()
    if page == "region" and "\x00" not in public_id:
        found = Region.objects.published().coded(public_id).first()
        if found is not None:
            return found
    return (party_or_gone if issubclass(rows.model, Party) else published_or_gone)(rows, public_id)


def _leading_on(page: str, row: Party) -> HttpResponse:
    """To the form about the party that was kept. A merge can be undone: no browser keeps the way."""
    way = HttpResponseRedirect(reverse("request", args=[page, row.public_id]))
    patch_cache_control(way, no_cache=True)
    return way


def _request(page: str, row: Any, data: dict[str, Any]) -> ReaderRequest:
    about = row.reference_code if isinstance(row, Region) else row.public_id
    fields = {name: data[name] for name in ("kind", "text", "name", "email")}
    return ReaderRequest(page=page, about=about, **fields)


def _sender(request: HttpRequest) -> str:
    """The address of the client: behind our own proxy the last one that it noted, for the others anybody can invent."""
    noted = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return noted.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
