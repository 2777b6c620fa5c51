"""The pages on which parties are merged, merges are undone and parties are told apart. All work without a script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from incidents.admin import refusals
from incidents.admin.bases import AdminBase
from incidents.admin.likely import likely_answer, likely_page
from incidents.admin.namesakes import asking_about_namesakes, namesakes_asked, others_meant
from incidents.admin.rights import editor_of, lacking
from incidents.admin.stages import ReasonForm
from incidents.admin.telling_apart import described
from incidents.models import SEES_NAMES, Actor, Merge, NotTheSame, Organization, Party
from incidents.workflow import identity

_TEMPLATES = "admin/incidents/party"
_PAGE = 50
_FOUND = 20
_CHOICE = "choice-"
_ADDED = "added-"


def change_page(party: Party) -> str:
    """Where the party is edited."""
    return reverse(f"admin:incidents_{'actor' if party.is_actor else 'organization'}_change", args=[party.pk])


class IdentityPages(AdminBase):
    """For the admin of parties."""

    def get_urls(self) -> list[Any]:
        views: dict[str, Callable[..., HttpResponse]] = {
            "likely/": self.likely_view,
            "likely/pairs/": self.pairs_view,
            "merges/": self.merges_view,
            "merges/<int:merge_id>/": self.merge_done_view,
            "told-apart/": self.told_apart_view,
            "told-apart/<int:pair_id>/": self.take_back_view,
            "<int:party_id>/merge/": self.choose_view,
            "<int:party_id>/merge/<int:other_id>/": self.merge_view,
            "<int:party_id>/apart/<int:other_id>/": self.apart_view,
        }
        guarded = self.admin_site.admin_view
        own = [
            path(route, guarded(view), name=f"incidents_party_{view.__name__.removesuffix('_view')}")
            for route, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def likely_view(self, request: HttpRequest) -> HttpResponse:
        self._may_look(request)
        return likely_answer(request)

    def pairs_view(self, request: HttpRequest) -> HttpResponse:
        self._may_see_names(request)
        page, pairs = likely_page(request, _PAGE)
        return self._page(request, "pairs", _("Likely duplicates"), page=page, pairs=pairs)

    def choose_view(self, request: HttpRequest, party_id: int) -> HttpResponse:
        """With whom the party may be one: a search over parties of its kind."""
        self._may_merge(request)
        party = _party(party_id)
        asked = request.GET.get("q", "").strip()
        desk = self.admin_site.get_model_admin(Actor if party.is_actor else Organization)
        rows = desk.get_search_results(request, desk.get_queryset(request), asked)[0] if asked else ()
        found = [row.pk for row in rows[: _FOUND + 1] if row.pk != party.pk][:_FOUND] if asked else []
        context = {"party": party, "asked": asked, "found": described(found)}
        return self._page(request, "choose_other", _("Merge with another"), **context)

    def merge_view(self, request: HttpRequest, party_id: int, other_id: int) -> HttpResponse:
        """Everything that the merge would do, and the merge itself."""
        self._may_merge(request)
        kept, merged = _party(party_id), _party(other_id)
        form = ReasonForm(request.POST or None)
        choices = {k.removeprefix(_CHOICE): str(v) for k, v in request.POST.items() if k.startswith(_CHOICE)}
        if request.method == "POST" and form.is_valid():
            done = refusals.attempt(
                request,
                lambda: identity.merge(
                    kept,
                    merged,
                    editor_of(request),
                    form.cleaned_data["reason"],
                    choices,
                    seen=request.POST.get("seen", "-"),
                ),
            )
            if done is not None:
                undo = reverse("admin:incidents_party_merge_done", args=[done.pk])
                told = _("Merged: every fact is here now. <a href='{}'>What was done, and undoing it</a>")
                messages.success(request, format_html(told, undo))
                return HttpResponseRedirect(change_page(kept))
        seen = refusals.attempt(request, lambda: identity.preview(kept, merged, editor_of(request), choices))
        context = {
            "kept": kept,
            "merged": merged,
            "form": form,
            "seen": seen,
            "both": described([kept.pk, merged.pk]),
            "apart": NotTheSame.objects.between(kept, merged).first() if kept != merged else None,
        }
        return self._page(request, "merge", _("Merge two parties"), **context)

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        self._may_see_names(request)
        rows = Merge.objects.select_related("kept", "merged", "by", "undone_by").prefetch_related("kept__names")
        page = Paginator(rows, _PAGE).get_page(request.GET.get("p"))
        return self._page(request, "merges", _("Merges"), page=page)

    def merge_done_view(self, request: HttpRequest, merge_id: int) -> HttpResponse:
        """What one merge did, what undoing it would do, and the undoing."""
        self._may_see_names(request)
        merge = Merge.objects.filter(pk=merge_id).select_related("kept", "merged", "by", "undone_by").first()
        if merge is None:
            raise Http404
        form = ReasonForm(request.POST or None)
        back = {k.removeprefix(_ADDED) for k, v in request.POST.items() if k.startswith(_ADDED) and v == "back"}
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            undone = refusals.attempt(request, lambda: _undo(request, merge, reason, back))
            if undone is not None:
                messages.success(request, _("The merge is undone: both stand for themselves again."))
                for note in undone.notes:
                    messages.warning(request, note)
                return HttpResponseRedirect(request.path)
        may = request.user.has_perm("incidents.merge_party") and merge.undone_at is None
        undo = refusals.attempt(request, lambda: identity.preview_undo(merge, editor_of(request))) if may else None
        context = {"merge": merge, "lines": identity.told(merge), "undo": undo, "form": form, "back": back}
        context["namesakes"] = namesakes_asked(request, form, [])
        return self._page(request, "merge_done", _("Merge"), **context)

    def apart_view(self, request: HttpRequest, party_id: int, other_id: int) -> HttpResponse:
        self._may_look(request)
        one, other = _party(party_id), _party(other_id)
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if (
                refusals.attempt(request, lambda: identity.tell_apart(one, other, editor_of(request), reason))
                is not None
            ):
                messages.success(request, _("Remembered: they are two, and are not proposed as one again."))
                return HttpResponseRedirect(_after_telling_apart(request, one))
        context = {"both": described([one.pk, other.pk]), "form": form, "back": change_page(one)}
        return self._page(request, "apart", _("They are not the same"), **context)

    def told_apart_view(self, request: HttpRequest) -> HttpResponse:
        self._may_see_names(request)
        rows = NotTheSame.objects.select_related("a", "b", "by").prefetch_related("a__names", "b__names")
        page = Paginator(rows, _PAGE).get_page(request.GET.get("p"))
        return self._page(request, "told_apart", _("Told apart"), page=page)

    def take_back_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        self._may_see_names(request)
        pair = NotTheSame.objects.filter(pk=pair_id).select_related("a", "b").first()
        if pair is None:
            raise Http404
        form = ReasonForm(request.POST or None)
        back = reverse("admin:incidents_party_told_apart")
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if refusals.attempt(request, lambda: identity.take_back(pair, editor_of(request), reason) or True):
                messages.success(request, _("Taken back: they may be one after all."))
                return HttpResponseRedirect(back)
        context = {"both": described([pair.a_id, pair.b_id]), "form": form, "back": back, "pair": pair}
        return self._page(request, "apart", _("Take back that they are not the same"), **context)

    def _may_merge(self, request: HttpRequest) -> None:
        if not request.user.has_perm("incidents.merge_party"):
            raise lacking(_("Merge with another"))
        self._may_see_names(request)

    def _may_see_names(self, request: HttpRequest) -> None:
        """These pages tell names of anybody."""
        self._may_look(request)
        if not request.user.has_perm(SEES_NAMES):
            raise lacking(_("See names that are never public"))

    def _may_look(self, request: HttpRequest) -> None:
        if not (request.user.has_perm("incidents.view_actor") and request.user.has_perm("incidents.view_organization")):
            raise lacking(_("See actors and organizations"))

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        shared = self.admin_site.each_context(request)
        whole = shared | {"title": title, "opts": Party._meta, **context}
        return TemplateResponse(request, f"{_TEMPLATES}/{template}.html", whole)


def _party(pk: int) -> Any:
    party = Party.objects.filter(pk=pk).select_related("actor", "organization", "merged_into").first()
    if party is None:
        raise Http404
    return party


def _undo(request: HttpRequest, merge: Merge, reason: str, back: set[str]) -> identity.Undone:
    with asking_about_namesakes(request):
        return identity.undo(merge, editor_of(request), reason, back, others_meant(request))


def _after_telling_apart(request: HttpRequest, one: Party) -> str:
    sees = request.user.has_perm(SEES_NAMES)
    return reverse("admin:incidents_party_told_apart") if sees else change_page(one)
