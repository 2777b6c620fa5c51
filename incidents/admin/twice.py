"""Two at one case, and one case sent twice: what somebody else saved meanwhile is shown, never overwritten unseen, and a new
case that is sent again is the one that was made the first time."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import BaseForm, CheckboxInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin.features import FeatureWords
from incidents.admin.inputs import WORDS, put
from incidents.figures.told import Naming, differences, tell
from incidents.history import Past, State, last_written
from incidents.models import Incident
from incidents.models.record import new_public_id

OPENED, TOUCHED, ONCE, AGAIN = "desk-opened", "desk-touched", "desk-once", "desk-again"
_LEFT_ALONE = frozenset({"DELETE", "id"})


def state_of(incident: Incident) -> str:
    """Stands for the state that the case is in: when it was saved last, or a fact of it was written elsewhere, as by an
    anonymisation or a merge."""
    return max(incident.modified, last_written(incident) or incident.modified).isoformat()


def mark_of(incident: Incident) -> str:
    """What the page of a case carries to say which state of the case it shows, signed for this case."""
    return signing.Signer(salt=OPENED).sign(f"{incident.pk} {state_of(incident)}")


def read_state(mark: str, incident: Incident) -> str:
    """The state that the page showed; an empty string where the mark is none of ours, or that of another case."""
    try:
        pk, _space, state = signing.Signer(salt=OPENED).unsign(mark).partition(" ")
    except signing.BadSignature:
        return ""
    return state if pk == str(incident.pk) else ""


def refuse_unseen(incident: Incident, mark: str) -> None:
    """A decision is about the case as it was on the page that carried the mark. Raises NotAllowed where it is another now,
    or where the mark is none; else nobody changes the case before the transaction ends."""
    now = Incident.objects.select_for_update().get(pk=incident.pk)
    if read_state(mark, now) != state_of(now):
        raise changed_meanwhile()


def changed_meanwhile() -> workflow.NotAllowed:
    """Why a decision is not taken on a case that is not the one that was read."""
    said = _("The case has changed since this page was opened. Nothing was done: look at the case, then decide again.")
    return workflow.NotAllowed([said])


def new_once() -> str:
    """The public id that a new case will have, signed: the page that carries it can make one case only."""
    return signing.Signer(salt=ONCE).sign(new_public_id())


def read_once(token: str) -> str:
    """The public id in a token; an empty string where the token is not one of ours."""
    try:
        return signing.Signer(salt=ONCE).unsign(token)
    except signing.BadSignature:
        return ""


def touched_names(request: HttpRequest) -> set[str] | None:
    """The fields that the editor has changed on the page; None where the browser does not say."""
    try:
        names = json.loads(request.POST.get(TOUCHED, ""))
    except (ValueError, RecursionError):
        return None
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else None


def left_alone(request: HttpRequest, incident: Incident, opened: str) -> Callable[[BaseForm, str], bool]:
    """Tells of a field of a form of the page whether the editor left it as it was when the page was opened: as the browser
    says, and by what the case said then: what was typed back to it, or only said to be typed, is nothing new."""
    moment = datetime.datetime.fromisoformat(opened)
    following = Incident.history.filter(id=incident.pk, modified__gt=moment).order_by("history_id").first()
    if following is not None:
        moment = following.history_date - datetime.timedelta(microseconds=1)
    as_it_was, names = as_in(Past(incident).state(moment)), touched_names(request)
    if names is None:
        return as_it_was

    def is_left_alone(form: BaseForm, name: str) -> bool:
        where = form.add_prefix(name)
        return f"{where}{WORDS}" not in names and (where not in names or as_it_was(form, name))

    return is_left_alone


def ever_as_sent(incident: Incident) -> Callable[[BaseForm, str], bool]:
    """For a page of which nobody knows when it was opened: tells of a field whether the browser sent what the case says now
    or said at any time, and so perhaps only what the page showed."""
    past = Past(incident)
    states = [past.state(version.at) for version in reversed(past.versions)]
    return lambda form, name: any(says_the_same(form, name, state) for state in states)


def as_in(then: State) -> Callable[[BaseForm, str], bool]:
    """Tells of a field whether the browser sent what the record held in that state."""
    return lambda form, name: says_the_same(form, name, then)


def says_the_same(form: Any, name: str, then: State) -> bool:
    """Whether the browser sent what the record held at that moment."""
    row, field = then.get(type(form.instance), form.instance.pk), form.fields[name]
    columns = {column.name: column for column in then.columns(row)} if row else {}
    if row is not None and isinstance(field, FeatureWords):
        held: Any = [link.feature for link in row.features.order_by("m2m_history_id").select_related("feature")]
    elif name in columns:
        held = getattr(row, columns[name].attname)
    else:
        return False
    sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return not field.has_changed(held, sent)


def what_others_changed(incident: Incident, since: str) -> Any:
    """Between the state that the page was opened in and now: the case told twice, and compared."""
    past = Past(incident)
    both = past.shown_with(since), past.versions[-1]
    return differences(*(tell(Naming(past.state(version.at))) for version in both))


def take_over(form: BaseForm, left_alone: Callable[[BaseForm, str], bool]) -> None:
    """Into the fields that the editor left alone, what the record holds now."""
    data: Any = form.data
    for name, field in form.fields.items():
        where = form.add_prefix(name)
        if name in _LEFT_ALONE or not (where in data or isinstance(field.widget, CheckboxInput)):
            continue
        if not left_alone(form, name):
            continue
        value = field.prepare_value(form.get_initial_for_field(field, name))
        data.pop(f"{where}{WORDS}", None)
        put(data, where, field, value)


def already_made(request: HttpRequest, admin: Any) -> HttpResponse | None:
    """The way to the case that this very page has made before, if it has."""
    public_id = read_once(request.POST.get(ONCE, ""))
    made = Incident.objects.filter(public_id=public_id).first() if public_id else None
    if made is None:
        return None
    _tell_already_made(request, admin)
    return HttpResponseRedirect(reverse("admin:incidents_incident_change", args=[made.pk]))


def _tell_already_made(request: HttpRequest, admin: Any) -> None:
    """Says of a case that was sent again what became of it, in place of what the first answer said, which nobody has seen."""
    level, text = messages.WARNING, _already_made(request.POST.get(AGAIN, ""))
    if request.POST.get(AGAIN) == "same":
        level, text = messages.SUCCESS, _("The case was saved.")
    forget_unseen(request, text)
    admin.message_user(request, text, level)


def forget_unseen(request: HttpRequest, text: str = "") -> None:
    """Takes back what the first answer said of its success, which nobody has seen; and `text`, which is said anew."""
    for one in [one for one in messages.get_messages(request) if one.level != messages.SUCCESS and one.message != text]:
        messages.add_message(request, one.level, one.message, one.extra_tags)


def _already_made(sent: str) -> str:
    """What is true of what was changed between the two: with scripts it is kept. They say that something may have been."""
    saved = _("This case was saved already, and not a second time.")
    if sent:
        changed = _(
            "If you changed anything after that, it is not in it, but waits in this browser, as a draft on the page “Add "
            "incident”: copy it from there and change it here."
        )
    else:
        changed = _("If you changed anything after that, it is not in it: change it here.")
    return f"{saved} {changed}"
