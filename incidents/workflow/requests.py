"""Readers' requests: received from anybody within a limit, taken, answered, and a reply made part of the record."""

import datetime
import hashlib
import hmac
import ipaddress
import secrets
from collections import Counter
from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import (
    AllegationParty,
    Citation,
    CorrectionKind,
    Incident,
    IncidentSource,
    ReaderRequest,
    RequestEvent,
    RequestKind,
    RequestSalt,
    RequestState,
    RequestTrace,
    Source,
    SourceKind,
)
from incidents.models.record import change
from incidents.search.turning import unturned
from incidents.workflow import corrections
from incidents.workflow.checklist import PerhapsProtected, namesakes_in
from incidents.workflow.checks import stay_publishable
from incidents.workflow.namesakes import perhaps_protected_in
from incidents.workflow.refusals import NotAllowed, NotPermitted
from incidents.workflow.roles import refuse_strangers

_AGAIN = datetime.timedelta(minutes=30)  # the same words within this time are one request, sent twice


class TooMany(NotAllowed):
    """More requests from one address than the limit allows."""


@transaction.atomic
def receive(request: ReaderRequest, address: str) -> ReaderRequest:
    """Keeps a reader's request, and who sent it only as a hash of the day. Raises TooMany beyond the limit.

    The same request sent twice (a double click, the back button) is one and gets the receipt that it had.
    """
    salt = _salt_of_today()
    sent = ReaderRequest.objects.same_as(request, timezone.now() - _AGAIN).first()
    if sent is not None:
        return sent
    _count(address, salt)
    request.save()
    _note(request, None, _("Received."))
    return request


def _salt_of_today() -> RequestSalt:
    """Locked, so that one request is received at a time, however many workers there are."""
    day = timezone.localdate()
    RequestSalt.objects.filter(day__lt=day).delete()
    salt, _made = RequestSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    return RequestSalt.objects.select_for_update().get(pk=salt.pk)


def _count(address: str, salt: RequestSalt) -> None:
    """Notes a request of this connection. Raises TooMany beyond the limit."""
    now = timezone.now()
    RequestTrace.objects.filter(at__lt=now - datetime.timedelta(days=1)).delete()
    sender = hmac.new(salt.salt.encode(), _connection(address).encode(), hashlib.sha256).hexdigest()
    lately = RequestTrace.objects.filter(sender=sender, at__gt=now - datetime.timedelta(hours=1)).count()
    if lately >= settings.REQUESTS_PER_HOUR:
        raise TooMany([_("Too many requests came from your connection within an hour. Please send it again later.")])
    RequestTrace.objects.create(sender=sender, at=now)


def _connection(address: str) -> str:
    """What one connection has of its own: an IPv4 address, also written as IPv6; of IPv6 the first 64 bits, for each has all
    addresses that begin with them."""
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address
    if told.version == 4:
        return str(told)
    return str(told.ipv4_mapped or f"{int(told) >> 64:x}/64")


@transaction.atomic
def take(request: ReaderRequest, by: User) -> ReaderRequest:
    """Makes the editor its owner, and a new request one in progress. Raises NotAllowed for a closed one."""
    request = _open(request, by)
    request.owner, request.state = by, RequestState.IN_PROGRESS
    return _saved(request, by, _("Taken by %(who)s.") % {"who": by.get_username()})


@transaction.atomic
def answer(request: ReaderRequest, by: User, text: str, accepted: bool) -> ReaderRequest:
    """Closes a request with what the reader is told. Raises NotAllowed without an answer, or for a closed one."""
    request = _open(request, by)
    if not text.strip():
        raise NotAllowed([_("Write what the reader is told.")])
    request.state = RequestState.ACCEPTED if accepted else RequestState.DECLINED
    request.owner = request.owner or by
    request.answer, request.closed = text.strip(), timezone.now()
    return _saved(request, by, _("Answered: %(state)s.") % {"state": request.get_state_display()})


@transaction.atomic
def accept_reply(
    request: ReaderRequest,
    link: AllegationParty,
    text: str,
    by: User,
    answer: str = "",
    others: Collection[str] = (),
) -> AllegationParty:
    """Makes a reply part of the claim that it answers, cited with the letter that brought it, and closes the request with
    what its sender is told, if anything.

    Raises NotAllowed without words, for a closed request, or where a reply stands there already; PerhapsProtected for words
    of the reply, also those that the case has elsewhere, but for `others`: those of which the editor says that they mean
    somebody or something else in it.
    """
    request = _open(request, by)
    incident, link = _held(link)
    refuse_strangers(by, incident)
    if request.kind != RequestKind.REPLY:
        raise NotAllowed([_("This is no reply: answer it instead.")])
    text = unturned(text.strip())
    if not text:
        raise NotAllowed([_("Give the reply in words.")])
    if link.reply_text and link.reply_text != text:
        raise NotAllowed([_("A reply stands there already: change it on the page of the case.")])
    before = namesakes_in(incident)
    with change(_("Reply of a party, received through request %(receipt)s.") % {"receipt": request.receipt}, by):
        link.reply_status, link.reply_text = "received", text
        link.reply_edtf = timezone.localdate(request.received).isoformat()
        link.save()
        incident.save()  # whoever has the page of the case open must hear that it is another
        _cite(incident, link)
        _refuse_namesakes(incident, text, before, others)
        stay_publishable(Incident.objects.filter(pk=incident.pk))
        if incident.is_public:
            corrections.tell(incident, CorrectionKind.REPLY, _("A reply to a claim was added."), by)
    request.state, request.closed, request.owner = RequestState.ACCEPTED, timezone.now(), request.owner or by
    request.answer = answer.strip()
    _saved(request, by, _("The reply was made part of a claim."))
    return link


def _held(link: AllegationParty) -> tuple[Incident, AllegationParty]:
    """The claim's party and its case as they are now; nobody else changes them before the transaction ends."""
    incident = Incident.objects.select_for_update(of=("self",)).filter(allegations__parties=link.pk).first()
    now = AllegationParty.objects.select_for_update(of=("self",)).filter(pk=link.pk).first()
    if incident is None or now is None:
        raise NotAllowed([_("The claim is no longer in the record: look at the case.")])
    return incident, now


def _refuse_namesakes(incident: Incident, reply: str, before: Counter[str], others: Collection[str]) -> None:
    """Asks about every word of the reply, whatever stands elsewhere in the case: who was meant there may not be meant here;
    and about what the case, as a whole, says only with it."""
    own = [words for _name, words in perhaps_protected_in(incident, reply)]
    came = namesakes_in(incident) - before
    if new := [words for words in dict.fromkeys([*own, *came]) if words not in others]:
        raise PerhapsProtected(new)


def _cite(incident: Incident, link: AllegationParty) -> None:
    """The letter becomes a source of the case: without a name, for its writer is the party beside whom it stands."""
    source = Source.objects.create(
        publisher=_("Reply to Expediente"),
        title=_("Reply to a claim"),
        kind=SourceKind.STATEMENT,
        published_edtf=link.reply_edtf,
    )
    last = incident.readings.aggregate(last=Max("position"))["last"]
    reading = IncidentSource.objects.create(
        incident=incident, source=source, accessed=timezone.localdate(), position=0 if last is None else last + 1
    )
    Citation.objects.create(incident=incident, reading=reading, reply=link)


@transaction.atomic
def forget_requester(request: ReaderRequest, by: User | None = None) -> None:
    """Removes who asked, for good. What was asked and answered stays with the desk. Raises NotAllowed while it is open."""
    _check(request, by)
    now = ReaderRequest.objects.select_for_update().get(pk=request.pk)
    if now.is_open:
        raise NotAllowed([_("It is not answered yet: answer it first.")])
    now.name = now.email = ""
    _saved(now, by, _("Name and e-mail of the reader were removed."))


def _check(request: ReaderRequest, by: User | None) -> None:
    if by is not None and not ReaderRequest.objects.answered_by(by).filter(pk=request.pk).exists():
        raise NotPermitted([_("Your account does not answer requests of this kind: leave it to somebody who does.")])


def _open(request: ReaderRequest, by: User) -> ReaderRequest:
    """The request as it is now, locked. Raises NotAllowed where the editor may not answer it, or somebody has closed it."""
    _check(request, by)
    now = ReaderRequest.objects.select_for_update().get(pk=request.pk)
    if not now.is_open:
        raise NotAllowed([_("This request has been answered already.")])
    return now


def _saved(request: ReaderRequest, by: User | None, what: str) -> ReaderRequest:
    request.save()
    _note(request, by, what)
    return request


def _note(request: ReaderRequest, by: User | None, what: str) -> None:
    RequestEvent.objects.create(request=request, by=by, what=what)
