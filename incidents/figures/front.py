"""The desk's first page: what waits for the one who has logged in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import ANSWERING, Incident, Proceeding, ReaderRequest, Source, StageChange
from incidents.workflow import names_read_once, waiting, warnings

_SHOWN = 8
_WARNED = 5  # cases whose warnings are looked for: each costs a dozen queries


@dataclass(frozen=True)
class Row:
    """Something that waits: a link, and what to know before opening it."""

    label: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One heading of the first page, its first rows, and the list that holds them all."""

    title: Any
    rows: list[Row]
    more: str = ""  # the address of the whole list, if there is more


def sections_for(user: User | AnonymousUser) -> Iterator[Section]:
    """The sections that are the user's business, by their permissions."""
    if not isinstance(user, User) or not user.has_perm("incidents.view_incident"):
        return
    if user.has_perm("incidents.withdraw_incident"):
        yield _section(_("Withdrawal asked for"), waiting.withdrawals_asked(), _asked)
    if user.has_perm("incidents.add_incident"):
        drafts = waiting.drafts_of(user)
        mine = _list("incident", f"stage__exact=draft&author__id__exact={user.pk}")
        yield _section(_("My drafts"), drafts, _with_reason, mine)
        yield _section(_("My cases with others"), waiting.submitted_by(user), _with_reason)
    if user.has_perm("incidents.review_incident") or user.has_perm("incidents.legal_review_incident"):
        stage = "in_review" if user.has_perm("incidents.review_incident") else "legal_review"
        every = _list("incident", f"stage__exact={stage}")
        yield _section(_("Waiting for review"), waiting.to_review(user), _with_reason, every)
    if user.has_perm("incidents.publish_incident"):
        changed = waiting.changed_since_approval()
        yield _section(_("Changed since it was approved"), changed, _when_changed)
        yield _section(_("Embargoes ending"), waiting.embargoes_ending(), _embargoed)
    if any(user.has_perm(permission) for permission in ANSWERING):
        asked = ReaderRequest.objects.waiting().answered_by(user)
        yield _section(_("Readers' requests"), asked, _request, reverse("admin:incidents_readerrequest_changelist"))
    if user.has_perm("incidents.edit_any_incident"):
        yield _section(
            _("Proceedings to check again"), waiting.to_recheck(), _proceeding, _list("proceeding", "due=yes")
        )
        yield Section(_("Warnings of published cases"), list(_warned()))
    if user.has_perm("incidents.change_source"):
        yield _section(_("Sources that no case cites"), waiting.orphan_sources(), _source)


def _section(title: str, found: Any, shown: Callable[[Any], Row], every: str = "") -> Section:
    rows = list(found[: _SHOWN + 1])
    return Section(title, [shown(row) for row in rows[:_SHOWN]], every if len(rows) > _SHOWN else "")


def _list(name: str, query: str) -> str:
    return reverse(f"admin:incidents_{name}_changelist") + f"?{query}"


def _page(case: Incident) -> str:
    return reverse("admin:incidents_incident_change", args=[case.pk])


def _with_reason(case: Any) -> Row:
    return Row(case.title, _page(case), f"{case.get_stage_display()}: {case.last_reason}" if case.last_reason else "")


def _asked(request: StageChange) -> Row:
    case = request.incident
    return Row(case.title, _page(case), f"{request.by or _('a command')}: {request.reason}")


def _when_changed(case: Incident) -> Row:
    return Row(case.title, _page(case), date_format(case.modified, "DATETIME_FORMAT"))


def _embargoed(case: Incident) -> Row:
    until = date_format(case.embargo_until, "DATETIME_FORMAT") if case.embargo_until else ""
    return Row(
        case.title, _page(case), _("%(stage)s, until %(at)s (UTC)") % {"stage": case.get_stage_display(), "at": until}
    )


def _proceeding(proceeding: Proceeding) -> Row:
    checked = proceeding.checked_on and date_format(proceeding.checked_on, "DATE_FORMAT")
    told = _("last checked %(day)s") % {"day": checked} if checked else _("never checked")
    case = proceeding.incident
    return Row(case.title, f"{_page(case)}#proceedings-group", f"{proceeding}: {told}")


def _request(asked: ReaderRequest) -> Row:
    address = reverse("admin:incidents_readerrequest_change", args=[asked.pk])
    return Row(str(asked), address, f"{asked.get_state_display()}, {date_format(asked.received, 'DATETIME_FORMAT')}")


def _source(source: Source) -> Row:
    return Row(str(source), reverse("admin:incidents_source_change", args=[source.pk]))


def _warned() -> Iterable[Row]:
    with names_read_once():
        numbers = [(case, len(list(warnings(case)))) for case in waiting.last_published()[:_WARNED]]
    for case, number in numbers:
        if number:
            told = ngettext("%(n)d point to look at", "%(n)d points to look at", number) % {"n": number}
            yield Row(case.title, _page(case), told)
