"""Who may do what: the four roles as groups, and whose cases one may change.

After each migration the four groups have exactly the permissions that this module gives them (see `docs/decisions.md`);
a newsroom that wants another mix makes a group of its own.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from incidents.models import (
    Actor,
    Currency,
    Feature,
    Incident,
    Offence,
    Organization,
    Party,
    PartyName,
    ReaderRequest,
    Region,
    RegionName,
    RegionOverlap,
    RequestEvent,
    RequestSalt,
    RequestTrace,
    Source,
    Stage,
    Unit,
)
from incidents.models.record import Fact
from incidents.workflow.refusals import NotPermitted

CONTRIBUTOR = gettext_noop("contributor")
EDITOR = gettext_noop("editor")
LEGAL_REVIEWER = gettext_noop("legal reviewer")
ADMINISTRATOR = gettext_noop("administrator")
ROLES = (CONTRIBUTOR, EDITOR, LEGAL_REVIEWER, ADMINISTRATOR)

VERB_PERMISSIONS: dict[str, frozenset[str]] = {
    CONTRIBUTOR: frozenset({"submit_incident"}),
    EDITOR: frozenset(
        {"submit_incident", "review_incident", "publish_incident", "edit_any_incident"}
        | {"merge_party", "anonymise_actor", "see_protected_names"}
    ),
    LEGAL_REVIEWER: frozenset(
        {"legal_review_incident", "withdraw_incident", "anonymise_actor", "see_protected_names", "answer_removal"}
    ),
}
_SHARED: tuple[type[Model], ...] = (Party, Actor, Organization, PartyName, Source)
# Features are words of a case: one that nobody used comes with the case, from whoever may write that (`admin/features.py`).
_REFERENCE: tuple[type[Model], ...] = (Region, RegionName, RegionOverlap, Feature, Offence, Currency, Unit)
# Who asked, and what: the editors' and nobody else's.
_PRIVATE: tuple[type[Model], ...] = (ReaderRequest, RequestEvent, RequestSalt, RequestTrace)
_WRITE = frozenset({"view", "add", "change", "delete"})


def actions_of(role: str, model: type[Model]) -> frozenset[str]:
    """What a role may do with the rows of a table: view, add, change, delete. A new table is the editors'."""
    if role == ADMINISTRATOR:
        return _WRITE
    if role == EDITOR and model not in _REFERENCE:
        return _WRITE
    if model in _PRIVATE:
        return frozenset()
    if role == LEGAL_REVIEWER or model in _REFERENCE:
        return frozenset({"view"})
    if model in _SHARED:
        return _WRITE - {"delete"}
    return _WRITE if issubclass(model, (Incident, Fact)) else frozenset({"view"})


def permissions_of(role: str, database: str = "default") -> Iterator[Permission]:
    """Every permission that the role has."""
    all_ = Permission.objects.using(database).select_related("content_type")
    if role == ADMINISTRATOR:
        yield from all_.filter(
            Q(content_type__app_label="incidents")
            | Q(content_type__app_label="auth", content_type__model__in=["user", "group"])
        )
        return
    for permission in all_.filter(content_type__app_label="incidents"):
        model = permission.content_type.model_class()
        if model is None or model.__name__.startswith("Historical"):
            continue
        standard = {f"{action}_{model._meta.model_name}" for action in actions_of(role, model)}
        if permission.codename in standard | VERB_PERMISSIONS[role]:
            yield permission


def grant_after_migration(sender: Any, using: str, apps: Any, **kwargs: Any) -> None:
    """Makes the four groups and gives them their permissions; a second call changes nothing.

    Permissions come to be after each migration too, before this is called: `django.contrib.auth` stands first.
    """
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return  # the accounts were migrated away
    for role in ROLES:
        group, _made = Group.objects.using(using).get_or_create(name=role)
        wanted = {permission.pk for permission in permissions_of(role, using)}
        if wanted != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(wanted)


def may_edit(user: User | AnonymousUser | None, incident: Incident) -> bool:
    """Whether the user may change the case: editors every one, a contributor the drafts that are their own."""
    if user is None or user.has_perm("incidents.edit_any_incident"):
        return True
    if not user.has_perm("incidents.change_incident"):
        return False
    return incident.stage == Stage.DRAFT and incident.author_id == user.pk


def may_edit_all(user: User | AnonymousUser, cases: QuerySet[Incident]) -> bool:
    """Whether the user may change each of the cases, and so what they share."""
    if user.has_perm("incidents.edit_any_incident"):
        return True
    if not user.has_perm("incidents.change_incident"):
        return not cases.exists()
    return not cases.exclude(stage=Stage.DRAFT, author=user.pk).exists()


def who_may(permission: str) -> QuerySet[User]:
    """The accounts of the desk that have the permission, by name."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(permission, backend=backend).filter(is_staff=True).order_by("username")


def refuse_without(by: User | None, *permissions: str) -> None:
    """Raises NotPermitted for a user who has none of the permissions. Without a user (a command) the system acts."""
    if by is not None and not any(by.has_perm(permission) for permission in permissions):
        raise NotPermitted([_("Your account may not do this. Ask somebody of the newsroom who may.")])


def refuse_strangers(by: User | None, incident: Incident) -> None:
    """Raises NotPermitted for a user who may not change the case as it is now."""
    if by is not None and not may_edit(by, incident):
        raise NotPermitted(
            [
                _("Your account may not change a case that is “%(stage)s”, or not this one. Nothing was done.")
                % {"stage": incident.get_stage_display()}
            ]
        )
