"""The buttons that move a case from stage to stage: each asks for a reason and calls the verb of the workflow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin import refusals
from incidents.admin.bases import AdminBase
from incidents.admin.checklist import checklist_of
from incidents.admin.forms import PlainText
from incidents.admin.rights import editor_of, lacking
from incidents.admin.twice import changed_meanwhile, mark_of, read_state, state_of
from incidents.admin.visit import visit_of
from incidents.models import Decision, Incident, Stage


class ReasonForm(forms.Form):
    """Why."""

    reason = PlainText(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Why; kept for ever with your name."),
        error_messages={"required": gettext_lazy("Give a reason; it is kept for ever.")},
    )


class EmbargoForm(ReasonForm):
    until = forms.DateTimeField(
        label=gettext_lazy("Embargo until (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Readers see the case from this moment on, if it is published by then."),
    )
    field_order = ["until", "reason"]


def possible_verbs(user: User | AnonymousUser, incident: Incident) -> list[tuple[str, Any]]:
    """(verb, words on its button) for what the user can do at the stage that the case is in."""
    return [(name, workflow.VERBS[name].label) for name in workflow.verbs_for(user, incident)]


def who_next(incident: Incident) -> list[str]:
    """Sentences on what others decide about the case, and who can: nobody looks for a button in vain."""
    told = []
    if incident.stage == Stage.LEGAL_REVIEW:
        told.append(_("In legal review: cleared or sent back by %(who)s.") % {"who": _accounts(workflow.LEGAL)})
    if asked := workflow.withdrawal_asked(incident) if incident.stage == Stage.PUBLISHED else None:
        told.append(
            _("Withdrawal was asked for on %(at)s (%(by)s: %(reason)s).")
            % {"at": date_format(asked.at, "DATETIME_FORMAT"), "by": asked.by or _("a command"), "reason": asked.reason}
        )
    if (others := workflow.approvers(incident)) is not None:
        names = ", ".join(user.get_username() for user in others)
        nobody = _("nobody: everybody who may has changed it since. Another editor has to be found")
        told.append(_("Changed since it was last approved: approved by %(who)s.") % {"who": names or nobody})
    if incident.stage == Stage.PUBLISHED:
        told.append(_("Published: withdrawn only by %(who)s.") % {"who": _accounts(workflow.WITHDRAW)})
    return told


def _accounts(permission: str) -> str:
    names = [user.get_username() for user in workflow.who_may(permission)]
    return ", ".join(names) or _("nobody yet: an administrator has to give an account the role of a legal reviewer")


class StageButtons(AdminBase):
    """For the admin of cases: the buttons and the page behind them."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.stage_view)
        own = path("<int:case_id>/stage/<slug:verb>/", view, name="incidents_incident_stage")
        return [own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Incident, form: Any, change: bool) -> None:
        if not change:
            obj.author_id = request.user.pk
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        case = context.get("original")
        context["stage_verbs"] = possible_verbs(request.user, case) if case else []
        if case:
            mark = visit_of(request).mark or mark_of(case)  # of whoever only reads the case, too
            context["as_read"] = urlencode({"seen": mark})
            formsets = [shown.formset for shown in context["inline_admin_formsets"]]
            editable = self.has_change_permission(request, case)
            context["checklist"] = checklist_of(case, context["adminform"].form, formsets, editable)
            context["who_next"] = who_next(case)
            context["own_work"] = case.stage == Stage.IN_REVIEW and workflow.wrote_it(editor_of(request), case)
        return super().render_change_form(request, context, *args, **kwargs)

    def stage_view(self, request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
        incident = Incident.objects.filter(pk=case_id).first()
        if incident is None or verb not in workflow.VERBS:
            raise Http404
        _refuse_strangers(request.user, verb)
        if not self.has_view_permission(request, incident):
            raise PermissionDenied
        form = (EmbargoForm if verb == "set_embargo" else ReasonForm)(request.POST or None)
        if form.is_valid() and self._do(request, incident, verb, form.cleaned_data):
            return HttpResponseRedirect(reverse("admin:incidents_incident_change", args=[case_id]))
        incident.refresh_from_db()
        mark = request.GET.get("seen", "") if request.method == "GET" else ""
        context = self.admin_site.each_context(request) | {
            "title": workflow.VERBS[verb].label,
            "form": form,
            "seen": _as_seen(incident, mark),
            "incident": incident,
            "who_next": who_next(incident) if verb == "ask_withdrawal" else [],
            "under_embargo": workflow.is_under_embargo(incident),
            "opts": Incident._meta,
        }
        return TemplateResponse(request, "admin/incidents/incident/stage.html", context)

    def _do(self, request: HttpRequest, incident: Incident, verb: str, given: dict[str, Any]) -> bool:
        """Whether it was done; if not, messages say what stands in the way."""
        more = {"until": given["until"]} if "until" in given else {}

        def act() -> bool:
            _refuse_unseen(request.user, incident, verb, request.POST.get("seen", ""))
            getattr(workflow, verb)(incident, by=editor_of(request), reason=given["reason"].strip(), **more)
            return True

        if refusals.attempt(request, act) is None:
            return False
        messages.success(request, " ".join(_done(incident, verb)))
        return True


def _refuse_strangers(user: Any, verb: str) -> None:
    """Whoever may never do this, at no stage of any case, does not get the form either."""
    if not any(user.has_perm(permission) for permission in workflow.VERBS[verb].permissions):
        raise lacking(workflow.VERBS[verb].label)


def _as_seen(incident: Incident, mark: str = "") -> str:
    """The case as it is, or as the page showed it that carried the mark."""
    return f"{read_state(mark, incident) or state_of(incident)} {workflow.is_under_embargo(incident)}"


def _refuse_unseen(user: Any, incident: Incident, verb: str, seen: str) -> None:
    """A decision is about the case as it was on the page. What was done twice is left to the verb, which says so."""
    now = Incident.objects.select_for_update().get(pk=incident.pk)
    if seen and seen != _as_seen(now) and verb in workflow.verbs_for(user, now):
        raise changed_meanwhile()


def _done(incident: Incident, verb: str) -> list[str]:
    done = workflow.VERBS[verb]
    said = [] if done.leads_to else [_("Noted with your reason: “%(verb)s”.") % {"verb": done.label}]
    if verb == Decision.APPROVE:
        said.append(_("The changes are approved: the case waits for nobody any more."))
    said += [_("The case is now: %(stage)s.") % {"stage": incident.get_stage_display()}]
    if workflow.is_under_embargo(incident) and incident.stage != Stage.WITHDRAWN:
        until = date_format(incident.embargo_until or incident.modified, "DATETIME_FORMAT")
        said.append(_("No reader sees it before %(at)s (UTC).") % {"at": until})
    if incident.stage == Stage.WITHDRAWN and incident.first_published is None:
        said.append(_("No reader has ever seen it, so its address says nothing."))
    return said
