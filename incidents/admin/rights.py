"""Whose cases one may change, for every page of the desk: what may not be changed is shown, and refused if posted."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin.bases import AdminBase, InlineBase
from incidents.admin.visit import visit_of
from incidents.models import Allegation, Incident, Party, PartyName, Proceeding, Source


def cases_touched(row: Model) -> QuerySet[Incident]:
    """The cases that a change of the row, or its removal, would change; none for code lists and regions."""
    cases = Incident.objects.all()
    if isinstance(row, Incident):
        return cases.filter(pk=row.pk)
    if isinstance(row, Allegation | Proceeding):
        return cases.filter(pk=row.incident_id)
    if isinstance(row, Party):
        return cases.filter(involvements__party=row.pk)
    if isinstance(row, PartyName):
        return cases.filter(involvements__party=row.party_id)
    if isinstance(row, Source):
        return cases.filter(readings__source=row)
    return cases.none()


def editor_of(request: HttpRequest) -> User:
    """The account that asks: the desk answers nobody else."""
    assert isinstance(request.user, User)
    return request.user


def lacking(verb: Any) -> PermissionDenied:
    """The refusal to an account that may never do this, whatever it is done to."""
    return PermissionDenied(_("Your account may not do this: “%(verb)s”.") % {"verb": verb})


class Rights(AdminBase):
    """For admins: the permissions of the account, and the cases that the row is part of."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(request, *args, **kwargs)
        if row is not None and not self.has_change_permission(request, row):
            visit_of(request).is_read_only = True
            self._refuse_change(request, row)
        return row

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may(request, obj)

    def _refuse_change(self, request: HttpRequest, row: Any) -> None:
        """Says why a change is refused that the account may make elsewhere: the case has moved on meanwhile."""
        if request.method == "POST" and super().has_change_permission(request, row):
            raise PermissionDenied(
                _(
                    "Your account changes drafts of its own, and “%(row)s” is none, or is part of cases that are none. "
                    "Nothing was saved. What you typed is still on the page before: go back to copy it."
                )
                % {"row": row}
            )


class FollowsItsPage(InlineBase):
    """For inlines: on a page that may only be read, nothing can be added, changed or removed."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not visit_of(request).is_read_only and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not visit_of(request).is_read_only and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not visit_of(request).is_read_only and super().has_delete_permission(request, obj)


def _may(request: HttpRequest, row: Any) -> bool:
    if row is None:
        return True
    if isinstance(row, Incident):
        return workflow.may_edit(request.user, row)
    if isinstance(row, Party) and Party.objects.hiding().filter(pk=row.pk).exists():
        return False
    return workflow.may_edit_all(request.user, cases_touched(row))
