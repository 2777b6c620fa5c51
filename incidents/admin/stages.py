"""The buttons that move a case from stage to stage: each asks for a reason and calls the verb of the workflow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin import refusals
from incidents.admin.forms import PlainText
from incidents.models import Incident, Stage
from incidents.models.record import change

# verb of the workflow → (words on the button, the stage it leads to)
VERBS: dict[str, tuple[Any, str]] = {
    "submit": (gettext_lazy("Submit for review"), Stage.IN_REVIEW),
    "send_back": (gettext_lazy("Send back to draft"), Stage.DRAFT),
    "publish": (gettext_lazy("Publish"), Stage.PUBLISHED),
    "withdraw": (gettext_lazy("Withdraw"), Stage.WITHDRAWN),
}


class ReasonForm(forms.Form):
    reason = PlainText(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Why; kept for ever with your name."),
        error_messages={"required": gettext_lazy("Give a reason; it is kept for ever.")},
    )


def possible_verbs(incident: Incident) -> list[tuple[str, Any]]:
    """(verb, words on its button) for what can be done from the stage that the case is in."""
    allowed = workflow.ALLOWED.get(incident.stage, frozenset())
    return [(verb, words) for verb, (words, stage) in VERBS.items() if stage in allowed]


class StageButtons:
    """For the admin of cases: the buttons and the page behind them."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.stage_view)  # type: ignore[attr-defined]
        own = path("<int:case_id>/stage/<slug:verb>/", view, name="incidents_incident_stage")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def stage_view(self, request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
        incident = Incident.objects.filter(pk=case_id).first()
        if incident is None or verb not in VERBS:
            raise Http404
        if not self.has_change_permission(request, incident):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if form.is_valid() and self._do(request, incident, verb, form.cleaned_data["reason"].strip()):
            return HttpResponseRedirect(reverse("admin:incidents_incident_change", args=[case_id]))
        context = self.admin_site.each_context(request) | {  # type: ignore[attr-defined]
            "title": VERBS[verb][0],
            "form": form,
            "incident": incident,
            "opts": Incident._meta,
        }
        return TemplateResponse(request, "admin/incidents/incident/stage.html", context)

    def _do(self, request: HttpRequest, incident: Incident, verb: str, reason: str) -> bool:
        """Whether it was done; if not, messages say what stands in the way."""
        try:
            with transaction.atomic(), change(reason):
                getattr(workflow, verb)(incident, by=request.user, reason=reason)
        except workflow.NotAllowed as refusal:
            for problem in refusal.problems:
                messages.error(request, problem)
            return False
        except DatabaseError as error:
            messages.error(request, refusals.sentence(error))
            return False
        now = Incident.objects.get(pk=incident.pk).get_stage_display()
        messages.success(request, _("The case is now: %(stage)s.") % {"stage": now})
        return True
