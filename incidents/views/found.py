"""The record at an address, or the right way to say that it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from incidents.models import Merge


class Gone(Exception):
    """The record was public once and has been withdrawn. `or_gone` answers it."""


def published_or_gone(queryset: Any, public_id: str) -> Any:
    """The published row of the queryset with that public id.

    Raises Gone where its incident was withdrawn, Http404 where there is no such row or it is not public (yet): nobody
    learns from the answer whether a draft exists.
    """
    if "\x00" in public_id:
        raise Http404
    try:
        return queryset.published().get(public_id=public_id)
    except ObjectDoesNotExist:
        pass
    try:
        queryset.withdrawn().get(public_id=public_id)
    except ObjectDoesNotExist:
        raise Http404(_("There is no such page.")) from None
    raise Gone


def party_or_gone(queryset: Any, public_id: str) -> Any:
    """As `published_or_gone`; for a party that was merged, the one that was kept, where readers may know of it.

    Raises Gone for a merged party that readers knew and whose merge they may not know of.
    """
    try:
        return published_or_gone(queryset, public_id)
    except Http404:
        merges = Merge.objects.standing().filter(merged__public_id=public_id) if "\x00" not in public_id else ()
        merge = next(iter(merges), None)
        if merge is None or not Merge.objects.once_public().filter(pk=merge.pk).exists():
            raise
    if not Merge.objects.announced().filter(pk=merge.pk).exists():
        raise Gone
    return party_or_gone(queryset, merge.kept.public_id)


def or_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with a notice and the status 410 where it meets a withdrawn record."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gone:
            return render(request, "410.html", status=410)

    return answer
