"""The versions of a case at the desk: who changed it, when and why; how it stood; and what differs between any two."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin import refusals
from incidents.admin.bases import AdminBase
from incidents.admin.inputs import number_in
from incidents.admin.namesakes import asking_about_namesakes, namesakes_asked, others_meant
from incidents.admin.reasons import RestoreForm, tell_readers
from incidents.admin.rights import editor_of, lacking
from incidents.admin.twice import OPENED, mark_of, refuse_unseen
from incidents.figures.told import Differing, Naming, differences, tell
from incidents.history import Past, Version
from incidents.models import Incident, unseeing
from incidents.models.record import change

_SHOWN = 100  # versions on one page
_TEMPLATES = "admin/incidents/incident"


class VersionPages(AdminBase):
    """For the admin of cases: its history is that of the whole case, not of one row."""

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view
        own = [
            path("<int:case_id>/versions/", guarded(self.versions_view), name="incidents_incident_versions"),
            path(
                "<int:case_id>/versions/difference/",
                guarded(self.difference_view),
                name="incidents_incident_difference",
            ),
            path("<int:case_id>/versions/<slug:stamp>/", guarded(self.version_view), name="incidents_incident_version"),
            path(
                "<int:case_id>/versions/<slug:stamp>/restore/",
                guarded(self.restore_view),
                name="incidents_incident_restore",
            ),
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        case_id = number_in(object_id)
        if case_id is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:incidents_incident_versions", args=[case_id]))

    def versions_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        past = self._past(request, case_id)
        asked = request.GET.get("before", "")
        before = number_in(asked)
        if asked and before is None:
            raise Http404
        every = list(reversed(past.versions))
        rest = [version for version in every if before is None or version.number < before]
        shown = {"versions": rest[:_SHOWN], "older": rest[_SHOWN - 1].number if len(rest) > _SHOWN else 0}
        return self._answer(request, past, "versions", _("Versions"), newest=every[0].number, **shown)

    def version_view(self, request: HttpRequest, case_id: int, stamp: str) -> HttpResponse:
        past = self._past(request, case_id)
        version = _version(past, stamp)
        told: dict[str, Any] = {
            "version": version,
            "before": past.before(version),
            "sections": tell(Naming(past.state(version.at))),
        }
        may = self.has_change_permission(request, past.incident)
        told["restorable"] = may and version != past.versions[-1]
        title = _("Version %(number)d") % {"number": version.number}
        return self._answer(request, past, "version", title, **told)

    def difference_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        past = self._past(request, case_id)
        chosen = [_version(past, request.GET.get(name, "")) for name in ("old", "new")]
        old, new = sorted(chosen, key=lambda version: version.at)
        told = [tell(Naming(past.state(version.at))) for version in (old, new)]
        title = _("From version %(old)d to version %(new)d") % {"old": old.number, "new": new.number}
        return self._answer(request, past, "difference", title, both=[old, new], differing=differences(*told))

    def restore_view(self, request: HttpRequest, case_id: int, stamp: str) -> HttpResponse:
        past = self._past(request, case_id)
        if not self.has_change_permission(request, past.incident):
            raise lacking(_("Restore this version"))
        version = _version(past, stamp)
        form = RestoreForm(past.incident, request.POST or None)
        if form.is_valid() and _restored(request, form, version):
            return HttpResponseRedirect(reverse("admin:incidents_incident_change", args=[case_id]))
        mark = mark_of(past.incident)  # of before what is shown is read: what comes in between is not unseen
        differing = refusals.attempt(request, lambda: _to_change(request, past, version))
        title = _("Restore version %(number)d") % {"number": version.number}
        told = {"version": version, "form": form, "differing": differing, "mark": mark}
        told["namesakes"] = namesakes_asked(request, form, [])
        return self._answer(request, past, "restore", title, **told)

    def _past(self, request: HttpRequest, case_id: int) -> Past:
        incident = Incident.objects.filter(pk=case_id).first()
        if incident is None:
            raise Http404
        if not self.has_view_permission(request, incident):
            raise PermissionDenied
        past = Past(incident)
        if unseeing() is not None and incident.author_id != request.user.pk and workflow.hidden_in(past.texts()):
            raise PermissionDenied(
                _(
                    "An earlier version of this case names somebody who is protected, and your account does not see such names."
                )
            )
        return past

    def _answer(self, request: HttpRequest, past: Past, template: str, title: str, **told: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": title,
            "incident": past.incident,
            "opts": Incident._meta,
            **told,
        }
        return TemplateResponse(request, f"{_TEMPLATES}/{template}.html", context)


def _to_change(request: HttpRequest, past: Past, version: Version) -> list[Differing]:
    """What restoring the version would really change, in words. Raises NotAllowed as restoring would."""
    before = tell(Naming(past.state(past.versions[-1].at)))
    with workflow.tried_out(past.incident, version.at, editor_of(request)) as restored:
        return differences(before, tell(Naming(restored)))


def _restored(request: HttpRequest, form: RestoreForm, version: Version) -> bool:
    """Whether it was done; if not, messages say what stands in the way, and nothing has changed."""
    reason = form.cleaned_data["reason"].strip()

    def restore() -> bool:
        with change(reason):
            refuse_unseen(form.instance, request.POST.get(OPENED, ""))
            others = others_meant(request)
            with asking_about_namesakes(request):
                workflow.restore(form.instance, version.at, editor_of(request), reason, others)
                tell_readers(form, request.user, others)
        return True

    if refusals.attempt(request, restore) is None:
        return False
    messages.success(request, _("Version %(number)d was restored.") % {"number": version.number})
    return True


def _version(past: Past, asked: str) -> Version:
    """By its stamp, or by its number, which is easier to type."""
    found = next((one for one in past.versions if asked in (one.stamp, str(one.number))), None)
    if found is None:
        raise Http404
    return found
