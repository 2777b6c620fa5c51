"""What every list and every form of the desk does: search without accents, and refusals that are sentences."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from nested_admin.nested import NestedModelAdmin, NestedModelAdminMixin

from incidents import workflow
from incidents.admin import adding, refusals, resent
from incidents.admin.errors import refused
from incidents.admin.forms import DeskFields
from incidents.admin.lists import UpToMost
from incidents.admin.making import KINDS
from incidents.admin.meeting import Meeting
from incidents.admin.rendering import Rows
from incidents.admin.rights import Rights
from incidents.admin.sections import Sections
from incidents.admin.twice import forget_unseen
from incidents.admin.visit import page_of, visit_of
from incidents.models.record import change
from incidents.search import fold, words
from incidents.search.letters import accented

REASON = "change_reason"  # the box in which an editor says why; its words go into every row of history of the save


class Posted(QueryDict):
    """What was posted, shared by all forms of a page: nested forms would otherwise copy all of it, each for itself."""

    def copy(self) -> "Posted":
        return self


class _Files:
    """Our own, for every page of the desk."""

    css = {"all": ["incidents/admin.css"]}
    js = [
        forms.Script(f"incidents/desk/{name}.js", defer=True)
        for name in ("rows", "stops", "choices", "known", "echo", "checklist")
    ]


class Desk(Meeting, Rights, DeskFields, NestedModelAdmin):
    """The base of every admin of the record."""

    change_form_template = "admin/incidents/change_form.html"
    list_per_page = 50
    paginator = UpToMost
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # each would be counted over the whole table
    inline_admin_formset_helper_cls = Rows
    folded_columns: tuple[str, ...] = ("search_text",)
    typed_columns: tuple[str, ...] = ()  # those of which no folded copy is kept

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """No button that leads to a page which readers do not have."""
        rows = type(obj)._default_manager.all() if obj is not None else None
        if rows is None or (hasattr(rows, "published") and not rows.published().filter(pk=obj.pk).exists()):
            return None
        return super().get_view_on_site_url(obj)

    @property
    def media(self) -> forms.Media:
        """The admin's own files and ours. Rows are added by `desk/rows.js`: the script that comes with nested forms would
        take each group and each field of a large case in hand before anybody can type."""
        return super(NestedModelAdminMixin, self).media + forms.Media(_Files)

    def choosable(self, request: HttpRequest) -> Any:
        """The rows that whoever asks may choose in a field: those that the desk opens for them."""
        return self.get_queryset(request)

    def word_q(self, word: str) -> Q:
        """The condition that a row has the (folded) word somewhere; a text for searching is folded, and read as it is."""
        condition = Q()
        for column in self.folded_columns:
            condition |= Q(**{f"{column}__{'contains' if column.endswith('search_text') else 'icontains'}": word})
        for column in self.typed_columns:
            condition |= Q(**{f"{column}__holds": accented(word)})
        return condition

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        asked = words(search_term)
        if search_term.strip() and not asked:
            return queryset.none(), False
        for word in asked:
            queryset = queryset.filter(self.word_q(word))
        return queryset, False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Saves all or nothing. What the database refuses comes back as an error of the form, with all that was typed. Whoever
        only reads waits for nobody who writes."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = _shared(request.POST)
        if group := adding.group_wanted(request):
            page_of(request).adding = group
            visit_of(request).refusal = [adding.one_more(request.POST, group)]
        try:
            return self._saved_or_refused(request, object_id, form_url, extra_context)
        except resent.SentTwice as second:
            forget_unseen(request)
            answer = super().response_add if object_id is None else super().response_change
            return answer(request, second.record)

    def _saved_or_refused(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        visit = visit_of(request)
        try:
            with transaction.atomic(), change(request.POST.get(REASON, "")):
                resent.wait_for_the_first(request)
                if object_id is None and self.has_add_permission(request):
                    resent.refuse_second(request, self.model)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.NotAllowed as refusal:
            visit.refusal = refusal.problems
        except DatabaseError as error:
            visit.refusal = [refusals.sentence(error)]
        visit.start_over()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["offers"] = [(code, kind.offer) for code, kind in KINDS.items()]
        form, formsets = context["adminform"].form, [shown.formset for shown in context["inline_admin_formsets"]]
        if page_of(request).adding:
            adding.forget_errors(form, formsets)
            context["errors"] = None
            self.message_user(request, " ".join(visit_of(request).refusal))
        context["adminform"] = Sections.of(context["adminform"])
        context["refused"] = refused(form, formsets, context.get("places")) if context["errors"] else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = visit_of(request).refusal
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        resent.note_saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        resent.note_saved(request, obj)
        return super().response_change(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        return self._or_message(request, lambda: super(Desk, self).delete_view(request, object_id, extra_context))

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Nothing is done to rows that nobody can leaf through to."""
        if request.POST.get("select_across") == "1" and UpToMost(queryset, 1).more:
            self.message_user(request, _("These are too many at once: filter the list first."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        answer: HttpResponse | None = self._or_message(
            request, lambda: super(Desk, self).response_action(request, queryset, *args, **kwargs)
        )
        return answer

    def _or_message(self, request: HttpRequest, act: Any) -> Any:
        try:
            with transaction.atomic(), change():
                return act()
        except DatabaseError as error:
            self.message_user(request, refusals.sentence(error), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def _shared(data: QueryDict) -> Any:
    posted = Posted(mutable=True)
    for name, values in data.lists():
        posted.setlist(name, values)
    return posted


class ShortList(Desk):
    """Code lists of a few hundred rows, without a folded column: the words are compared here."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        asked = words(search_term)
        if not asked:
            return queryset, False
        columns = [str(column) for column in self.search_fields]
        rows: models.QuerySet[Any] = self.model._default_manager.values_list("pk", *columns)
        found = [
            pk
            for pk, *texts in rows
            if all(word in fold(" ".join(str(text or "") for text in texts)) for word in asked)
        ]
        return queryset.filter(pk__in=found), False
