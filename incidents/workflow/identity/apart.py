"""Two parties that look alike are told apart, with a reason; and that can be taken back."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import Incident, LikelyPair, NotTheSame, Party, lower_first
from incidents.models.record import change
from incidents.workflow.identity.merge import locked
from incidents.workflow.identity.proposing import propose
from incidents.workflow.refusals import NotAllowed, NotPermitted
from incidents.workflow.roles import may_edit_all, refuse_without


@transaction.atomic
def tell_apart(one: Party, other: Party, by: User | None, reason: str) -> NotTheSame:
    """Remembers that the two are not the same; they are not proposed as one again. Once told, the first reason stays."""
    _check(by, reason, one, other)
    if one.pk == other.pk:
        raise NotAllowed([_("A party cannot be told apart from itself.")])
    for party in locked(one, other):
        if party.merged_into is not None:
            raise NotAllowed([_("“%(who)s” was merged into another already.") % {"who": party.public_id}])
    low, high = lower_first(one, other)
    pair = NotTheSame.objects.filter(a=low, b=high).first()
    if pair is None:
        pair = NotTheSame(a_id=low, b_id=high, reason=reason.strip(), by=by)
        with change(reason, by):
            pair.save()
    LikelyPair.objects.filter(a=low, b=high).delete()
    return pair


@transaction.atomic
def take_back(pair: NotTheSame, by: User | None, reason: str) -> None:
    """The two may be one after all; the history keeps that they were told apart, and why no more."""
    _check(by, reason, pair.a, pair.b)
    with change(reason, by):
        pair.delete()
    propose(pair.a)


def _check(by: User | None, reason: str, *parties: Party) -> None:
    refuse_without(by, "incidents.change_actor", "incidents.change_organization")
    cases = (Incident.objects.filter(involvements__party=party.pk) for party in parties)
    if by is not None and not any(may_edit_all(by, own) for own in cases):
        raise NotPermitted([_("Both are part of cases that are not yours: ask an editor.")])
    if not reason.strip():
        raise NotAllowed([_("Say how you know that they are two; it is kept.")])
