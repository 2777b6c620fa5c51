"""What a reader may mean who is typing the name of something: public rows only, twenty at most."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from incidents.answers import NotReady
from incidents.figures import typed
from incidents.filters import named
from incidents.filters.fields import LONGEST, is_garbled
from incidents.search import fold
from incidents.views.unchanged import unless_unchanged

SUGGESTIONS: dict[str, Callable[[str], Sequence[Any]]] = {
    "regions": named.regions,
    "actors": named.actors,
    "organizations": named.organizations,
    "offences": named.offences,
    "publishers": named.publishers,
    "everything": typed.everything,
}


@unless_unchanged
def suggest(request: HttpRequest, what: str) -> JsonResponse:
    if what not in SUGGESTIONS:
        raise Http404
    texts = request.GET.getlist("q")
    if set(request.GET) - {"q"} or len(texts) > 1 or len("".join(texts)) > LONGEST or is_garbled("".join(texts)):
        return JsonResponse(
            {"error": _("Give one text of at most 200 characters as “q”, and nothing else.")}, status=400
        )
    text = "".join(texts)
    try:
        found = SUGGESTIONS[what](text) if fold(text) else []
    except NotReady:
        return JsonResponse({"error": _("Words cannot be searched at the moment.")}, status=503)
    return JsonResponse({"results": [vars(one) for one in found]})
