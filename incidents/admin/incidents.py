"""The page on which a case is edited, with every fact that belongs to it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin import circumstances as facts
from incidents.admin.asking import ask_about, questions
from incidents.admin.claims import AllegationInline, ProceedingInline, propose_offences
from incidents.admin.echo import EchoPage
from incidents.admin.facts import SummaryCitationInline
from incidents.admin.features import FeatureWords
from incidents.admin.forms import OneLine
from incidents.admin.inputs import number_in
from incidents.admin.lists import LanguageFilter, hidden_with, newest_with, number_in_words, number_of
from incidents.admin.meant import MeantDesk
from incidents.admin.meeting import Met, not_said_when_opened
from incidents.admin.namesakes import ask_about_namesakes, namesakes_asked, note_namesakes, others_meant
from incidents.admin.readings import ReadingInline
from incidents.admin.reasons import CaseForm, tell_readers
from incidents.admin.routes import RouteInline
from incidents.admin.stages import StageButtons
from incidents.admin.ties import MembershipInline, RelationshipInline
from incidents.admin.twice import (
    AGAIN,
    ONCE,
    TOUCHED,
    already_made,
    ever_as_sent,
    left_alone,
    mark_of,
    new_once,
    read_once,
    read_state,
    state_of,
    what_others_changed,
)
from incidents.admin.versions import VersionPages
from incidents.admin.visit import page_of, visit_of
from incidents.answers import near_in_hidden
from incidents.models import Allegation, Citation, Defeat, Incident, Involvement, Stage, refresh_standing
from incidents.search import words

KEPT_STAGES = frozenset({Stage.PUBLISHED, Stage.WITHDRAWN})


def _waits(formset: Any) -> int:
    """What points at other rows of the page is saved after them: ends of claims, then citations."""
    return {Defeat: 1, Citation: 2}.get(formset.model, 0)


@admin.register(Incident)
class IncidentAdmin(EchoPage, StageButtons, VersionPages, MeantDesk):
    form = CaseForm
    change_form_template = "admin/incidents/incident/change_form.html"
    list_display = ["title", "date_text", "stage", "kind", "claims", "modified"]
    list_filter = ["stage", "kind", "kind_proposed", LanguageFilter]
    ordering = ["-modified", "-pk"]
    sortable_by = ["modified"]
    search_fields = ["search_text"]
    folded_columns = ("search_text", "key", "public_id")
    public_list = "incidents"
    readonly_fields = [
        "stage",
        "embargo_until",
        "written_by",
        "date_text",
        "public_id",
        "first_published",
        "created",
        "modified",
    ]
    save_on_top = True
    parts_wait = True
    inlines = [
        ReadingInline,
        SummaryCitationInline,
        facts.DateInline,
        facts.PlaceInline,
        facts.InvolvementInline,
        AllegationInline,
        ProceedingInline,
        MembershipInline,
        RelationshipInline,
        facts.SeizureInline,
        RouteInline,
        facts.CasualtyInline,
        facts.RateInline,
        facts.ContradictionInline,
        facts.OpenQuestionInline,
        facts.RelatedInline,
        facts.StageChangeInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "summary",
                    ("language", "kind", "kind_proposed"),
                    ("stage", "embargo_until", "written_by", "date_text"),
                ]
            },
        ),
        (
            gettext_lazy("More"),
            {
                "fields": [
                    ("key", "public_id"),
                    "sources_read_until",
                    "features",
                    ("first_published", "created", "modified"),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    @admin.display(description=gettext_lazy("author"), empty_value="-")
    def written_by(self, obj: Any) -> Any:
        """By name alone: the pages of accounts are for administrators."""
        return obj.author

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A case that is not saved yet has no past."""
        return [inline for inline in self.inlines if obj is not None or inline is not facts.StageChangeInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "features":
            kwargs |= {"form_class": FeatureWords, "widget": FeatureWords.widget}
        elif db_field.name == "title":
            kwargs["form_class"] = OneLine
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "features":
            field.help_text = _(
                "What makes it hard, with commas between the words: group within group, relayed source."
            )
        if db_field.name == "summary":
            field.widget.attrs["rows"] = 8
        return field

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).opened().annotate(claims_count=number_of(Allegation.objects, "incident"))

    def as_written(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """By the names of their people and in their claims too: public cases by the index of words; only those that are not
        public are looked through. Where none has the words so, all are looked through for the letters."""
        asked = words(search_term)
        found = [*newest_with("incidents", asked), *hidden_with(asked)]
        return queryset.filter(pk__in=found) if found else super().as_written(request, queryset, search_term)

    def with_words(self, asked: list[str]) -> Q:
        return super().with_words(asked) | Q(pk__in=hidden_with(asked))

    def corrections(self, search_term: str) -> Iterator[str]:
        """By the words of public cases, then by those of the others."""
        yield from super().corrections(search_term)
        asked = words(search_term)
        instead = near_in_hidden(asked)
        yield " ".join(instead.get(word, word) for word in asked) if instead else ""

    def with_parties(self, parties: Iterable[int]) -> Q:
        return Q(pk__in=Involvement.objects.filter(party__in=parties).order_by().values("incident"))

    def has_view_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may and (obj is None or Incident.objects.opened().filter(pk=obj.pk).exists())

    @admin.display(description=gettext_lazy("claims"))
    def claims(self, incident: Any) -> str:
        return number_in_words(incident.claims_count)

    @admin.display(description=gettext_lazy("when"))
    def date_text(self, incident: Incident) -> str:
        return incident.date_text or "–"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        case_id = visit_of(request).case_id = number_in(object_id or "")
        case = Incident.objects.filter(pk=case_id).first() if request.method == "POST" and case_id else None
        if case is not None:
            note_namesakes(request, case)
        again = already_made(request, self) if request.method == "POST" and not case_id else None
        answer = again or super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and not case_id and answer.status_code == 200:
            return already_made(request, self) or answer  # the same page, sent twice at the same moment
        return answer

    def mark(self, request: HttpRequest, record: Incident) -> str:
        return mark_of(record)

    def met(self, request: HttpRequest, record: Incident, opened: str) -> Met | None:
        """Where somebody else has saved the case meanwhile, nothing is saved before the editor has seen what changed."""
        since = read_state(opened, record)
        if not since:
            return Met(not_said_when_opened(), None, ever_as_sent(record))
        if since == state_of(record):
            return None
        told = _(
            "Somebody else has saved this case since you opened it, so nothing was saved yet. What they changed stands at the "
            "top of the page. What you typed is still here; fields that you did not touch show what they saved. Save again "
            "to keep the page as it stands now."
        )
        return Met(told, what_others_changed(record, since), left_alone(request, record, since))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None and Incident.objects.filter(pk=number_in(object_id) or 0).exists():
            raise PermissionDenied(
                _("This case protects somebody, and your account does not see protected names: read it as readers do.")
            )
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.public_id = read_once(request.POST.get(ONCE, "")) or obj.public_id
        if not change or form.is_rewritten:
            super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        original = context.get("original")
        context["show_delete"] = original is None or original.stage == Stage.DRAFT
        form, formsets = context["adminform"].form, [shown.formset for shown in context["inline_admin_formsets"]]
        context["asked"] = questions(request, formsets)
        context["namesakes"] = namesakes_asked(request, form, formsets)
        context["places"] = {row.sentence: row for one in context["namesakes"] for row in one.rows[:1]}
        return super().render_change_form(request, context, *args, **kwargs)

    def carried(self, request: HttpRequest, record: Incident | None) -> dict[str, str]:
        """… and what tells a new case that is sent again, and which fields the editor has changed."""
        return super().carried(request, record) | {
            ONCE: "" if record else request.POST.get(ONCE) or new_once(),
            AGAIN: "",
            TOUCHED: request.POST.get(TOUCHED, ""),
        }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever a fact names is involved; legal statuses follow from the steps as they are now."""
        super().save_related(request, form, sorted(formsets, key=_waits), change)
        propose_offences(formsets)
        workflow.involve_everybody(form.instance)
        page_of(request).making.involve(form.instance)
        if form.instance.stage == Stage.PUBLISHED:
            workflow.call_by_name(form.instance)
        workflow.link_related(form.instance)
        ask_about(request, page_of(request).making.named())
        ask_about_namesakes(request, form.instance, form.cleaned_data.get("correction_note", ""))
        refresh_standing(form.instance)
        if change and not form.is_rewritten and workflow.is_written_now(form.instance):
            form.instance.save()  # what has changed is told by the case; a page sent back unchanged is no version of it
        workflow.refuse_hiding(request.user)
        workflow.stay_publishable(Incident.objects.filter(pk=form.instance.pk))
        tell_readers(form, request.user, others_meant(request))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Names that went out of use go once what was removed has been told: until then it is called by them."""
        workflow.forget_unused_names()
        return super().log_change(request, obj, message)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        incident = self.get_object(request, object_id)
        if incident is not None and incident.stage != Stage.DRAFT:
            told = _("Only a draft can be deleted: send the case back first.")
            if incident.stage in KEPT_STAGES:
                told = _("A case that was published is never deleted: withdraw it instead.")
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect("../change/")
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Citations of the draft go with it; they do not stand in its way."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if any(incident.stage_changes.exists() for incident in objs):
            protected = [
                format_html("{}", _("The history of its stages, which is kept for ever: leave the case as a draft."))
            ]
        else:
            protected = []
        return listed, counts, lacking, protected

    def delete_model(self, request: HttpRequest, obj: Incident) -> None:
        with transaction.atomic():
            obj.citations.all().delete()
            super().delete_model(request, obj)
            workflow.forget_unused_names()
