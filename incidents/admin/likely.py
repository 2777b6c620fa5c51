"""Likely duplicates at the desk: shown while a name is typed, asked about before a new party is saved, listed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Media, Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin.telling_apart import described
from incidents.models import Likely, LikelyPair, Party, PartyName
from incidents.search.names import KINDS
from incidents.workflow import identity

BECAUSE = "different_because"  # the box in which an editor says why the new party is none of those shown
SEEN = "likely_seen"
_SHOWN = 8
_LONGEST = 1000


class LikelyWarning:
    """For the pages of actors and organizations."""

    @property
    def media(self) -> Media:
        own: Media = super().media  # type: ignore[misc]
        return own + Media(js=[Script("incidents/desk/likely.js", defer=True)])  # type: ignore[list-item]

    def look_for_likely(self, request: HttpRequest, party: Party, formsets: Any, is_new: bool) -> None:
        """A new party that may be somebody known is saved only once the editor has said why it is another; for a known
        party that got a name, the likely ones are told."""
        if not any(formset.model is PartyName and formset.has_changed() for formset in formsets):
            return
        found = identity.propose(party)
        if found and is_new:
            self._ask(request, party, found)
        elif found:
            _warn(request, party, found)

    def _ask(self, request: HttpRequest, party: Party, found: list[Likely]) -> None:
        keys = [one.party for one in found]
        reason = request.POST.get(BECAUSE, "").strip()
        if reason and {str(key) for key in keys} <= set(request.POST.get(SEEN, "").split(",")):
            for known in Party.objects.filter(pk__in=keys):
                identity.tell_apart(party, known, request.user, reason)  # type: ignore[arg-type]
            return
        request.likely = described(keys[:_SHOWN])  # type: ignore[attr-defined]
        request.likely_keys = ",".join(map(str, keys))  # type: ignore[attr-defined]
        problem = _("This may be somebody known already: see above. Nothing is saved yet.")
        raise workflow.NotAllowed([problem])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= {
            "likely": getattr(request, "likely", None),
            "likely_keys": getattr(request, "likely_keys", ""),
            "likely_because": request.POST.get(BECAUSE, ""),
        }
        answer: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return answer


def tell_likely(request: HttpRequest, parties: list[Party]) -> None:
    """For parties that a page has made in passing: who may be the same; the page is saved."""
    for party in parties:
        if found := identity.propose(party):
            _warn(request, party, found)


def _warn(request: HttpRequest, party: Party, found: list[Likely]) -> None:
    told = _("{} may be the same as: {}. Look at them: merge, or say that they are not the same.")
    messages.warning(request, format_html(told, party.desk_label, links(found)))


def links(found: list[Likely]) -> SafeString:
    """Likely duplicates as links to their pages."""
    rows = [(reverse("admin:incidents_party_change", args=[one.party]), one.name) for one in found[:_SHOWN]]
    return format_html_join(", ", '<a href="{}">{}</a>', rows)


def likely_answer(request: HttpRequest) -> JsonResponse:
    """Who may be meant by the name that is being typed, each with what tells it apart."""
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "").strip()
    if kind not in KINDS or "\x00" in name or len(name) > _LONGEST:
        return JsonResponse({"error": _("Ask with a name and a kind.")}, status=400)
    own = request.GET.get("but", "")
    apart = {int(own)} if own.isdigit() and len(own) < 19 else set()
    found = identity.likely([name], kind, apart) if name else []
    shown = described([one.party for one in found[:_SHOWN]])
    rows = [
        {
            "label": one.label,
            "note": " · ".join(one.words),
            "url": reverse("admin:incidents_party_change", args=[one.party.pk]),
        }
        for one in shown
    ]
    return JsonResponse({"results": rows})


def likely_page(request: HttpRequest, size: int) -> tuple[Any, list[tuple[LikelyPair, Any, Any]]]:
    """One page of the pairs that look alike, each with both parties described."""
    page = Paginator(LikelyPair.objects.all(), size).get_page(request.GET.get("p"))
    pairs = list(page)
    told = {one.party.pk: one for one in described([key for pair in pairs for key in (pair.a_id, pair.b_id)])}
    return page, [(pair, told[pair.a_id], told[pair.b_id]) for pair in pairs]
