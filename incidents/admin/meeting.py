"""Two at one page: whoever saves second is shown first what the other has saved since they opened it. What they typed stays,
and fields that they did not touch show what is saved now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from incidents.admin.bases import AdminBase
from incidents.admin.opened import Shown, as_ever_before, changed_since, read_mark, shown
from incidents.admin.resent import refuse_second
from incidents.admin.twice import OPENED, as_in, take_over
from incidents.admin.visit import page_of, visit_of
from incidents.figures.told import Differing


@dataclass(frozen=True)
class Met:
    """Why a page is not saved yet; what others changed, None where nobody knows since when; and which of its fields the
    editor left alone."""

    sentence: str
    differing: list[Differing] | None
    left_alone: Callable[[BaseForm, str], bool]


class _TakesOver(BaseForm):
    """For the form of a page that meets what others saved."""

    left_alone: Callable[[BaseForm, str], bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_over(self, type(self).left_alone)


class Meeting(AdminBase):
    """For admins: the page says in which state of the record it was opened, and is compared where the record is locked."""

    parts_wait = False  # whether rows that come to point at the record wait too, until its page is saved

    def mark(self, request: HttpRequest, record: Any) -> str:
        """What the page carries to say which state of the record it shows."""
        return self._shown_now(request, record).mark

    def met(self, request: HttpRequest, record: Any, opened: str) -> Met | None:
        """What stands in the way of saving a page that carries this mark; None where the record is as the page showed it."""
        now = self._shown_now(request, record)
        then = read_mark(opened, now)
        if then is None:
            return Met(not_said_when_opened(), None, as_ever_before(now))
        if then.values == now.values:
            return None
        return Met(_changed(), changed_since(then, now), as_in(then))

    def shown(self, request: HttpRequest, record: Any) -> Shown:
        """What the page of the record shows now."""
        return shown(self, request, record)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        visit_of(request).is_editing = object_id is not None
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        if request.method == "POST" and from_field is None and connection.in_atomic_block:
            self._lock(object_id)
        try:
            record = super().get_object(request, object_id, from_field)
        except OverflowError:  # a number that no row can have
            return None
        visit = visit_of(request)
        if record is not None and visit.is_editing and not visit.is_read_only:
            self._compare(request, record)
        return record

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        left_alone = page_of(request).left_alone
        return type(form.__name__, (_TakesOver, form), {"left_alone": left_alone}) if left_alone else form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["carried"] = self.carried(request, context.get("original"))
        context["differing"] = visit_of(request).differing
        return super().render_change_form(request, context, *args, **kwargs)

    def carried(self, request: HttpRequest, record: Any) -> dict[str, str]:
        """The hidden fields of the page. Sent back for another reason, it still shows what it was opened with."""
        visit = visit_of(request)
        is_fresh = request.method != "POST" or visit.has_met
        return {OPENED: visit.mark if is_fresh else request.POST.get(OPENED, "")} if visit.mark else {}

    def _lock(self, object_id: str) -> None:
        """Whoever comes second waits here."""
        try:
            self.model._default_manager.select_for_update(no_key=not self.parts_wait).filter(pk=object_id).first()
        except (ValueError, ValidationError, OverflowError):  # no number of a row: nobody has such a page
            return

    def _compare(self, request: HttpRequest, record: Any) -> None:
        visit = visit_of(request)
        visit.shown_now = None
        visit.mark = self.mark(request, record)
        met = self.met(request, record, request.POST.get(OPENED, "")) if request.method == "POST" else None
        if met is None:
            return
        refuse_second(request, type(record), record.pk)
        visit.has_met, visit.differing = True, met.differing
        page = page_of(request)
        page.left_alone = met.left_alone
        if not page.adding:
            visit.refusal = [met.sentence]

    def _shown_now(self, request: HttpRequest, record: Any) -> Shown:
        visit = visit_of(request)
        if visit.shown_now is None:
            visit.shown_now = self.shown(request, record)
        return visit.shown_now


def _changed() -> str:
    return _(
        "Somebody else has saved this record since you opened it, so nothing was saved yet. What they changed stands at the "
        "top of the page. What you typed is still here; fields that you did not touch show what they saved. Save again "
        "to keep the page as it stands now."
    )


def not_said_when_opened() -> str:
    """What is said to a page without a mark, or with a forged one."""
    return _(
        "This page does not say when it was opened, and somebody else may have saved this record since, so nothing was saved "
        "yet. What you typed is still here; fields with what this record said now or at any time before show what is saved "
        "now. Save again to keep the page as it stands now."
    )
