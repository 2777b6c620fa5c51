"""What a page makes in place when it is saved: parties, names and documents that its fields ask for and nobody had yet.

A field that makes something carries it in its own value, `new:person:Ana Ejemplo`: the same words of the same kind are one
party, in however many fields they stand; nothing is made unless the page is saved; and a page that comes back with errors,
or from a browser's memory, still has it.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import (
    Actor,
    ActorForm,
    Incident,
    Involvement,
    NameKind,
    NameUse,
    Organization,
    Party,
    PartyName,
    ensure_involved,
    is_blank,
    text_error,
)

MARK = "new:"
_ONE = {ActorForm.NAMED, ActorForm.UNNAMED}  # somebody added as one person counts one
LONGEST = 1000  # characters of a name or a description


@dataclass(frozen=True)
class Kind:
    """One of the things that can be made from words: its model, its columns, and the words of the offer."""

    model: type[Model]
    offer: Any
    columns: tuple[tuple[str, str], ...] = ()
    named: bool = False


KINDS: dict[str, Kind] = {
    "person": Kind(Actor, gettext_lazy("Add as a person of this name"), (("form", ActorForm.NAMED),), named=True),
    "organization": Kind(Organization, gettext_lazy("Add as an organization of this name"), named=True),
    "unnamed": Kind(
        Actor, gettext_lazy("Add as a person without a name, described so"), (("form", ActorForm.UNNAMED),)
    ),
    "group": Kind(Actor, gettext_lazy("Add as people without names, described so"), (("form", ActorForm.GROUP),)),
    "body": Kind(Organization, gettext_lazy("Add as an organization without a name, described so")),
    "name": Kind(PartyName, gettext_lazy("Add as another name of this party")),
}


def kinds_for(model: type[Model], request: HttpRequest) -> dict[str, str]:
    """What the editor may make where a field asks for this model: code → words of the offer."""
    return {
        code: str(kind.offer)
        for code, kind in KINDS.items()
        if issubclass(kind.model, model) and request.user.has_perm(f"incidents.add_{kind.model._meta.model_name}")
    }


def words_of(token: str) -> str:
    """The words that a new thing is to be called by; an empty string for any other value."""
    return token.removeprefix(MARK).partition(":")[2] if token.startswith(MARK) else ""


def token_of(value: str) -> str:
    """What a value that makes something is known by on its page: `person:Ana Ejemplo`; an empty string for any other."""
    code, _colon, words = value.removeprefix(MARK).partition(":")
    return f"{code}:{' '.join(words.split())}" if value.startswith(MARK) else ""


class Making:
    """All that one page makes, so that fields with the same words share one row."""

    def __init__(self) -> None:
        self.in_question: frozenset[str] = frozenset()  # tokens of those who may be known, until the editor answers
        self._wanted: dict[str, Any] = {}
        self._made: list[tuple[Kind, str, Party]] = []
        self._tokens: dict[int, str] = {}

    def wanted(self, token: str, allowed: dict[str, str]) -> Any:
        """The row, not saved yet, that the token asks for. Raises ValidationError where it cannot be made."""
        code, _colon, words = token.removeprefix(MARK).partition(":")
        words = " ".join(words.split())
        if code not in allowed:
            raise ValidationError(_("This cannot be added here: choose what is in the record."))
        if is_blank(words):
            raise ValidationError(_("Say who it is: a name, or words that describe them."))
        if len(words) > LONGEST:
            raise ValidationError(_("A name has at most %(most)d characters.") % {"most": LONGEST})
        if refusal := text_error(words, str(_("The name"))):
            raise ValidationError(refusal)
        if code == "name":
            return PartyName(name=words, kind=NameKind.ALIAS)  # of whom, the row knows
        key = f"{code}:{words}"
        if key in self.in_question:
            raise ValidationError(
                _("“%(words)s” may be known already: choose them here, or say at the top why it is another.")
                % {"words": words}
            )
        if key not in self._wanted:
            kind = KINDS[code]
            self._wanted[key] = kind.model(description=words, **dict(kind.columns))
            self._wanted[key].made_from = (code, words)
        return self._wanted[key]

    def save(self, row: Any, owner: Any) -> Any:
        """Saves a row that a field of `owner` asked for, before the owner is saved itself, and gives it back."""
        if isinstance(row, PartyName):
            party = owner.involvement.party
            return party.names.filter(name=row.name).first() or party.names.create(name=row.name, kind=row.kind)
        code, words = getattr(row, "made_from", ("", ""))
        kind = KINDS.get(code)
        if kind:
            row.description = ""  # what the case says of them belongs to their involvement
        row.save()
        if kind:
            if kind.named:
                row.names.create(name=words, is_primary=True)
            self._made.append((kind, words, row))
            self._tokens[row.pk] = f"{code}:{words}"
        return row

    def named(self) -> dict[str, Party]:
        """Those made here that have a name, by what asked for them: `person:Ana Ejemplo`."""
        return {self._tokens[party.pk]: party for kind, _words, party in self._made if kind.named}

    def involve(self, incident: Incident) -> None:
        """Everybody made here is called in this case by the words that they were made from."""
        for kind, words, party in self._made:
            involvement = ensure_involved(incident, party)
            if dict(kind.columns).get("form") in _ONE and _is_uncounted(involvement):
                involvement.count_best = 1
                involvement.save()
            if isinstance(party, Organization) and party.country is None and involvement.country is not None:
                party.country = involvement.country  # nobody but this case has said where it is
                party.save()
            if kind.named:
                _call(involvement, party.names.get(name=words))
            elif not involvement.description:
                involvement.description = words
                involvement.save()


def _is_uncounted(row: Involvement) -> bool:
    return (row.count_low, row.count_best, row.count_high, row.count_as_stated) == (None, None, None, "")


def _call(involvement: Involvement, name: PartyName) -> None:
    if not involvement.names_used.filter(is_heading=True).exists():
        NameUse.objects.create(involvement=involvement, name=name, is_heading=True)
