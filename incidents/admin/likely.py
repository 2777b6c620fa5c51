"""Likely duplicates at the desk: shown while a name is typed, asked about before a new party is saved, listed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin.bases import AdminBase
from incidents.admin.inputs import number_in
from incidents.admin.lists import hidden_among
from incidents.admin.rights import editor_of
from incidents.admin.telling_apart import described
from incidents.admin.visit import visit_of
from incidents.models import Likely, LikelyPair, Party, PartyName
from incidents.search.names import KINDS
from incidents.workflow import identity

BECAUSE = "different_because"  # the box in which an editor says why the new party is none of those shown
SEEN = "likely_seen"
SHOWN = 8
_LONGEST = 1000


def refuse_nobody(party: Party) -> None:
    """Raises NotAllowed for a party by which nobody could be known: without name, description and key."""
    if not (party.description or party.key or party.names.exists() or party.involvements.exists()):
        raise workflow.NotAllowed([_("Say who it is: give a name, or a description.")])


class LikelyWarning(AdminBase):
    """For the pages of actors and organizations."""

    class Media:
        js = [Script("incidents/desk/likely.js", defer=True)]

    def look_for_likely(self, request: HttpRequest, party: Party, formsets: Any, is_new: bool) -> None:
        """A new party that may be somebody known is saved only once the editor has said why it is another; for a known
        party that got a name, the likely ones are told."""
        if not any(formset.model is PartyName and formset.has_changed() for formset in formsets):
            return
        found = identity.propose(party)
        found = seen_among(found)
        if found and is_new:
            self._ask(request, party, found)
        elif found:
            _warn(request, party, found)

    def _ask(self, request: HttpRequest, party: Party, found: list[Likely]) -> None:
        keys = [one.party for one in found]
        if tell_apart(request, party, keys):
            return
        visit = visit_of(request)
        visit.likely = described(keys[:SHOWN])
        visit.likely_keys = ",".join(map(str, keys))
        problem = _("This may be somebody known already: see above. Nothing is saved yet.")
        raise workflow.NotAllowed([problem])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request)
        before = request.POST.get(SEEN, "")  # what was asked already, where something else is wrong
        keys = visit.likely_keys or before
        context |= {
            "likely": visit.likely or described(keys_shown(keys)),
            "likely_keys": keys,
            "likely_because": request.POST.get(BECAUSE, ""),
        }
        return super().render_change_form(request, context, *args, **kwargs)


def tell_apart(request: HttpRequest, party: Party, keys: list[int], ending: str = "") -> bool:
    """Whether the editor was shown all of them and has said why the party is another; then that is remembered."""
    reason = request.POST.get(f"{BECAUSE}{ending}", "").strip()
    shown = set(request.POST.get(f"{SEEN}{ending}", "").split(","))
    if not reason or not {str(key) for key in keys} <= shown:
        return False
    for known in Party.objects.filter(pk__in=keys):
        identity.tell_apart(party, known, editor_of(request), reason)
    return True


def seen_among(found: list[Likely]) -> list[Likely]:
    """Those whose names whoever is looking sees: anything else would tell by whose name somebody protected is called."""
    hidden = hidden_among([one.party for one in found])
    return [one for one in found if one.party not in hidden]


def keys_shown(listed: str) -> list[int]:
    """Those of the parties in a list like “4,17” that a question shows, as a browser sent it."""
    keys = [key for key in map(number_in, listed.split(",")) if key is not None][:SHOWN]
    hidden = hidden_among(keys)
    return [key for key in keys if key not in hidden]


def _warn(request: HttpRequest, party: Party, found: list[Likely]) -> None:
    told = _("{} may be the same as: {}. Look at them: merge, or say that they are not the same.")
    messages.warning(request, format_html(told, party.desk_label, links(found)))


def links(found: list[Likely]) -> SafeString:
    """Likely duplicates as links to their pages."""
    rows = [(reverse("admin:incidents_party_change", args=[one.party]), one.name) for one in found[:SHOWN]]
    return format_html_join(", ", '<a href="{}">{}</a>', rows)


def likely_answer(request: HttpRequest) -> JsonResponse:
    """Who may be meant by the name that is being typed, each with what tells it apart."""
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "").strip()
    if kind not in KINDS or "\x00" in name or len(name) > _LONGEST:
        return JsonResponse({"error": _("Ask with a name and a kind.")}, status=400)
    own = number_in(request.GET.get("but", ""))
    apart = set() if own is None else {own}
    found = seen_among(identity.likely([name], kind, apart)) if name else []
    shown = described([one.party for one in found[:SHOWN]])
    rows = [
        {
            "label": one.label,
            "note": " · ".join(one.words),
            "id": str(one.party.pk),
            "url": reverse("admin:incidents_party_change", args=[one.party.pk]),
        }
        for one in shown
    ]
    return JsonResponse({"results": rows, "seen": ",".join(str(one.party) for one in found)})


def likely_page(request: HttpRequest, size: int) -> tuple[Any, list[tuple[LikelyPair, Any, Any]]]:
    """One page of the pairs that look alike, each with both parties described."""
    page = Paginator(LikelyPair.objects.all(), size).get_page(request.GET.get("p"))
    pairs = list(page)
    told = {one.party.pk: one for one in described([key for pair in pairs for key in (pair.a_id, pair.b_id)])}
    return page, [(pair, told[pair.a_id], told[pair.b_id]) for pair in pairs]
