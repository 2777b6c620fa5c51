"""The page of a party that was merged into another while somebody had it open: nothing is saved, and nothing typed is lost."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.models import Party, PartyName

_NAME = re.compile(r"names-\d+-name")


def page_of_merged(desk: Any, request: HttpRequest, party: Party, page: str) -> HttpResponse:
    """What the page of a merged party answers: to a save, that it was merged; to whoever only looks, the page of the kept."""
    if request.method == "POST":
        return merged_meanwhile(desk, request, party, page)
    return led_to_the_kept(request, party, page)


def led_to_the_kept(request: HttpRequest, party: Party, page: str) -> HttpResponse:
    """Sends whoever looks at the merged party on to that page of the kept, which says why."""
    messages.warning(request, _("This is where %(id)s leads: it was merged with this one.") % {"id": party.public_id})
    return HttpResponseRedirect(page)


def merged_meanwhile(
    desk: Any, request: HttpRequest, party: Party, page: str, typed: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """Says where the party is now (`page`: the address where to go on) and what the page would have changed, to be copied;
    `typed`: where it is not the party's own page, the (label, words) of it."""
    context = desk.admin_site.each_context(request) | {
        "title": _("Merged meanwhile"),
        "merged": party,
        "kept": party.kept,
        "page": page,
        "typed": _typed(desk, request, party) if typed is None else typed,
    }
    return TemplateResponse(request, "admin/incidents/party/merged_meanwhile.html", context, status=409)


def _typed(desk: Any, request: HttpRequest, party: Party) -> list[tuple[str, str]]:
    """(label, words) of every box that holds something else than the record."""
    row = party.actor if party.is_actor else party.organization
    form = desk.get_form(request, row, change=True)(request.POST, instance=row)
    boxes = [form[name] for name in form.changed_data if not form[name].is_hidden]
    known = set(PartyName.objects.told().filter(party__in=[party.pk, party.kept.pk]).values_list("name", flat=True))
    names = [str(value) for key, value in request.POST.items() if _NAME.fullmatch(key)]
    label = str(capfirst(PartyName._meta.verbose_name))
    return [(str(box.label), str(box.data)) for box in boxes] + [
        (label, name) for name in names if name.strip() not in {"", *known}
    ]
