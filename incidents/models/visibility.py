"""What a reader may see. `published()` and `visible_to(user)` are decided here and nowhere else."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

PUBLISHED = "published"


def published_q(path: str = "", at: datetime.datetime | None = None) -> Q:
    """The condition that the incident at the end of `path` is published and its embargo is over (at a moment: now)."""
    prefix = f"{path}__" if path else ""
    now = at or timezone.now()
    return Q(**{f"{prefix}stage": PUBLISHED}) & (
        Q(**{f"{prefix}embargo_until__isnull": True}) | Q(**{f"{prefix}embargo_until__lte": now})
    )


def sees_drafts(user: User | AnonymousUser) -> bool:
    """Editors at the desk see what is not published; everybody else, logged in or not, is the public."""
    return bool(user.is_active and user.is_staff and user.has_perm("incidents.view_incident"))


SEES_NAMES = "incidents.see_protected_names"


@dataclass
class _Looking:
    user: User | AnonymousUser
    own: set[int] | None = None  # see `own_parties`; None until somebody asks


_looking: ContextVar[_Looking | None] = ContextVar("looking", default=None)


@contextmanager
def looked_at_by(user: User | AnonymousUser) -> Iterator[None]:
    """Whatever the desk is told inside, it is told for this user: names that are never public only to those who see them."""
    mark = _looking.set(_Looking(user))
    try:
        yield
    finally:
        _looking.reset(mark)


def unseeing() -> User | AnonymousUser | None:
    """Whoever is looking and does not see all protected names; None for those who do, and for commands."""
    looking = _looking.get()
    return None if looking is None or looking.user.has_perm(SEES_NAMES) else looking.user


def opened_q(user: User | AnonymousUser, parts: Any, path: str = "") -> Q:
    """The condition that the desk opens the incident at the end of `path` for somebody who does not see all protected names:
    it is their own, or involves (by `parts`, the rows of all involvements) nobody with a name that is never public."""
    hidden = parts.filter(incident=OuterRef(path or "pk"), party__names__confidential=True)
    return Q(**{f"{path}__author" if path else "author": user.pk or 0}) | Q(~Exists(hidden.order_by()))


def own_parties(read: Callable[[], Iterable[int]]) -> set[int]:
    """The numbers of the parties whose names are all told to whoever is looking: `read` once, and again after `forget_own_parties`."""
    looking = _looking.get()
    if looking is None:
        return set(read())
    if looking.own is None:
        looking.own = set(read())
    return looking.own


def forget_own_parties() -> None:
    """To be called when a case has got, or lost, a party."""
    if looking := _looking.get():
        looking.own = None


def withdrawn_q(path: str = "") -> Q:
    """The condition that the incident at the end of `path` was public once and is so no longer. Published again under an
    embargo it stays so until the embargo ends; one that an embargo holds back from the first was not public yet."""
    prefix = f"{path}__" if path else ""
    now = timezone.now()
    held_back = Q(**{f"{prefix}embargo_until__gt": now})
    return Q(**{f"{prefix}first_published__lte": now}) & (~Q(**{f"{prefix}stage": PUBLISHED}) | held_back)


class AddressedQuerySet(models.QuerySet[Any]):
    """Rows with a public id."""

    def with_public_id(self, public_id: str) -> Self:
        return self.filter(public_id=public_id)

    def numbered(self, numbers: Iterable[int]) -> Self:
        """The rows with those numbers, in no order."""
        return self.filter(pk__in=list(numbers))

    def in_this_order(self, numbers: Iterable[int]) -> list[Any]:
        """The rows with those numbers, in that order."""
        wanted = list(numbers)
        rows = {row.pk: row for row in self.numbered(wanted).order_by()} if wanted else {}
        return [rows[number] for number in wanted if number in rows]


class PublishedQuerySet(AddressedQuerySet):
    """Rows that hang on an incident, at the end of the model's `incident_path` (empty: the row is the incident)."""

    def published(self, at: datetime.datetime | None = None) -> Self:
        return self.filter(published_q(getattr(self.model, "incident_path", "incident"), at))

    def withdrawn(self) -> Self:
        """Rows whose address answers with a notice."""
        return self.filter(withdrawn_q(getattr(self.model, "incident_path", "incident")))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.all() if sees_drafts(user) else self.published()


def seen_through(relation: str) -> Any:
    """`published()` for shared rows (parties, sources): public as soon as one published incident has them.

    `relation` is the reverse relation to a row that hangs on an incident.
    """

    def condition(queryset: models.QuerySet[Any], at: datetime.datetime | None = None) -> Exists:
        return _linked(queryset, relation, published_q("incident", at))

    return condition


def _linked(queryset: models.QuerySet[Any], relation: str, condition: Q) -> Exists:
    """That the relation leads to a row whose incident fulfils the condition, whatever others it leads to."""
    field: Any = queryset.model._meta.get_field(relation)
    linking = field.related_model._default_manager.filter(condition)
    return Exists(linking.filter(**{field.field.name: OuterRef("pk")}))


class SharedQuerySet(AddressedQuerySet):
    """Rows that several incidents share, reached through `seen_through_relation`."""

    seen_through_relation = ""

    def published(self, at: datetime.datetime | None = None) -> Self:
        return self.filter(seen_through(self.seen_through_relation)(self, at))

    def withdrawn(self) -> Self:
        """Rows that only withdrawn incidents have: their address answers with a notice."""
        known = _linked(self, self.seen_through_relation, withdrawn_q("incident"))
        return self.exclude(pk__in=self.model._default_manager.all().published().values("pk")).filter(known)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.all() if sees_drafts(user) else self.published()
