"""Carries one merge out, row by row as the rules say, and keeps what differed for the editor's choice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from incidents.models import (
    Actor,
    ActorForm,
    Involvement,
    NameUse,
    NotTheSame,
    Party,
    PartyName,
    SpeechLink,
    lower_first,
)
from incidents.models.guards import pointing_at_parties
from incidents.workflow.identity.journal import BATCH, Journal
from incidents.workflow.identity.rules import (
    HANGING,
    OF_ACTOR,
    OF_ORGANIZATION,
    RULES,
    Clear,
    Move,
    Pair,
    Rule,
    Said,
    Stay,
)

TAKE = "merged"  # the choice by which what the merged party says replaces what the kept one says


@dataclass(frozen=True)
class Conflict:
    """One thing that the two say differently. `key` names it in the choices; the kept one's word stays unless chosen."""

    key: str
    what: str
    where: str
    kept: str
    merged: str
    taken: bool = False


class Merging:
    """The merging of one party into another. Both are locked, of one kind, and may be merged.

    `public` are those of the two that readers know: what the other says is not published by the merge alone.
    """

    def __init__(
        self, kept: Any, merged: Any, journal: Journal, choices: Mapping[str, str], public: Collection[int]
    ) -> None:
        self.kept, self.merged, self.journal, self.choices, self.public = kept, merged, journal, choices, public
        self.conflicts: list[Conflict] = []

    def run(self) -> None:
        """Everything, in an order in which each step leaves what the next one needs."""
        self._keep_names_to_their_cases()
        self._hide()
        self._names_once()
        self._themselves()
        for model, field in relations():
            rule = RULES[f"{model.__name__}.{field.name}"]
            if isinstance(rule, Pair):
                continue
            self.repoint(model, field.attname, self.merged.pk, self.kept.pk, rule)
        self._pairs()
        self._no_circles()

    def repoint(self, model: type[Any], column: str, old: int, new: int, rule: Rule) -> None:
        """Rows whose column says `old` say `new` from now on, or are found to be one with a row that does."""
        rows = list(model._default_manager.filter(**{column: old}).order_by("pk"))
        if isinstance(rule, Clear):
            own = [row for row in rows if getattr(row, rule.own) in (old, new)]
            self.journal.move(own, **{column: None})
            rows = [row for row in rows if row not in own]
        free = []
        same = rule.same if isinstance(rule, Move) else ()
        there = _twins(model._default_manager.filter(**{column: new}), rows, same) if same else {}
        for row in rows:
            twin = there.get(_identity(row, same)) if same else None
            if isinstance(rule, Move) and rule.other and getattr(row, rule.other) in (old, new):
                self.journal.remove(row)
            elif twin is not None and isinstance(rule, Move):
                self._fold(twin, row, rule)
            else:
                free.append(row)
        self.journal.move(free, **{column: new})

    def _fold(self, twin: Any, row: Any, rule: Move) -> None:
        """Two rows that are one fact: the first takes over what it lacks and what hangs on the second."""
        if isinstance(row, Involvement):
            self._involved_once(twin, row)
        self._say(twin, row, rule.said, rule.either)
        for relation in row._meta.related_objects:
            hanging: type[Any] = relation.related_model
            if getattr(hanging, "is_derived", False):
                continue
            name = f"{hanging.__name__}.{relation.field.name}"
            below = HANGING.get(name) or HANGING.get(f"{hanging.__name__}.*") or Move()
            self.repoint(hanging, relation.field.attname, row.pk, twin.pk, below)
        self.journal.remove(row)

    def _involved_once(self, twin: Involvement, row: Involvement) -> None:
        """One heading in the case, and nobody is a part of themselves."""
        if twin.subset_of_id == row.pk:
            self.journal.edit(twin, subset_of_id=None)
        if row.subset_of_id == twin.pk:
            self.journal.edit(row, subset_of_id=None)
        heading = NameUse.objects.filter(involvement=row, is_heading=True).first()
        if heading is None or not NameUse.objects.filter(involvement=twin, is_heading=True).exists():
            return
        if NameUse.objects.filter(involvement=row, name=heading.name_id, is_heading=False).exists():
            self.journal.remove(heading)
        else:
            self.journal.edit(heading, is_heading=False)

    def _say(self, mine: Any, theirs: Any, said: tuple[Said, ...], either: tuple[str, ...] = ()) -> None:
        values: dict[str, Any] = {}
        for one in said:
            here, there = ([getattr(row, column) for column in one.columns] for row in (mine, theirs))
            if here == there or _is_silent(theirs, one):
                continue
            publishes = mine is self.kept and self.public == {self.kept.pk}
            if (_is_silent(mine, one) and not publishes) or self._chooses_theirs(mine, theirs, one):
                values |= dict(zip(one.columns, there, strict=True))
        values |= {column: True for column in either if getattr(theirs, column)}
        self.journal.edit(mine, **values)

    def _chooses_theirs(self, mine: Any, theirs: Any, said: Said) -> bool:
        if mine._meta.get_field(said.columns[0].removesuffix("_id")).name == "protection":
            return False  # one protection is as good as the other; none is ever lost
        key = f"{mine._meta.model_name}-{mine.pk}-{said.columns[0]}"
        taken = self.choices.get(key) == TAKE
        where = str(mine.incident) if hasattr(mine, "incident") else str(getattr(mine, "allegation", ""))
        what = str(mine._meta.get_field(said.columns[0].removesuffix("_id")).verbose_name)
        self.conflicts.append(Conflict(key, what, where, _shown(mine, said), _shown(theirs, said), taken))
        return taken

    def _keep_names_to_their_cases(self) -> None:
        """A name that no case uses is as public as its party. One of a party that readers do not know becomes a name
        of its cases, so that the merge does not publish it; without a case it is hidden from those who know the other."""
        for party in (self.kept, self.merged):
            if party.pk in self.public:
                continue
            for name in PartyName.objects.filter(party=party, uses__isnull=True, confidential=False):
                parts = list(Involvement.objects.filter(party=party))
                for part in parts:
                    headed = NameUse.objects.filter(involvement=part, is_heading=True).exists()
                    self.journal.add(NameUse(involvement=part, name=name, is_heading=name.is_primary and not headed))
                if not parts and self.public:
                    self.journal.edit(name, confidential=True)

    def _hide(self) -> None:
        """Protected once, protected for good: the names of both, and what both said, are hidden before they meet."""
        if not isinstance(self.kept, Actor):
            return
        protection = self.kept.protection or self.merged.protection
        if not protection:
            return
        both = [self.kept.pk, self.merged.pk]
        for name in PartyName.objects.filter(party__in=both, confidential=False):
            self.journal.edit(name, confidential=True)
        for link in SpeechLink.objects.filter(party__in=both, protected=False):
            self.journal.edit(link, protected=True)
        self.journal.edit(self.kept, protection=protection)

    def _names_once(self) -> None:
        """One main name: that of the kept party, unless the editor chooses the other."""
        mine = PartyName.objects.filter(party=self.kept, is_primary=True).first()
        theirs = PartyName.objects.filter(party=self.merged, is_primary=True).first()
        if mine is None or theirs is None:
            return
        key = "main-name"
        taken = self.choices.get(key) == TAKE and mine.name != theirs.name
        if mine.name != theirs.name:
            self.conflicts.append(Conflict(key, _("main name"), "", mine.name, theirs.name, taken))
        self.journal.edit(mine if taken else theirs, is_primary=False)

    def _themselves(self) -> None:
        self._say(self.kept, self.merged, OF_ACTOR if isinstance(self.kept, Actor) else OF_ORGANIZATION)
        if isinstance(self.kept, Actor) and ActorForm.NAMED in (self.kept.form, self.merged.form):
            self.journal.edit(self.kept, form=ActorForm.NAMED)

    def _pairs(self) -> None:
        """Whom an editor has told apart from the one is told apart from the other."""
        for pair in NotTheSame.objects.with_party(self.merged.pk):
            other = pair.b_id if pair.a_id == self.merged.pk else pair.a_id
            if NotTheSame.objects.between(self.kept.pk, other).exists():
                self.journal.remove(pair)
            else:
                a, b = lower_first(self.kept.pk, other)
                self.journal.edit(pair, a_id=a, b_id=b)

    def _no_circles(self) -> None:
        """A group that would now be a part of its own part is a part of nothing."""
        for row in Involvement.objects.filter(party=self.kept, subset_of__isnull=False):
            seen, larger = {row.pk}, row.subset_of
            while larger is not None and larger.pk not in seen:
                seen.add(larger.pk)
                larger = larger.subset_of
            if larger is not None:
                self.journal.edit(row, subset_of_id=None)


def relations() -> list[tuple[type[Model], Any]]:
    """Every (table, column) by which a row is about a party; names come first, then who is involved."""
    found = []
    for name, rule in RULES.items():
        if isinstance(rule, Stay):
            continue
        model = next(one for one in _models() if one.__name__ == name.partition(".")[0])
        found += [(model, field) for field in pointing_at_parties(model) if field.name == name.partition(".")[2]]
    return found


def _models() -> list[type[Model]]:
    return list(Party._meta.apps.get_app_config("incidents").get_models())


def touched_links(kept: Party, merged: Party) -> Q:
    """The links of claims whose legal status may differ now: of the two, and of groups within theirs."""
    both = [kept.pk, merged.pk]
    return Q(parties__party__in=both) | Q(parties__party__involvements__subset_of__party__in=both)


def _identity(row: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _twins(there: Any, rows: list[Any], columns: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """Rows that are there, by what they say; only those that may say the same as one of the others."""
    first = "incident_id" if "incident_id" in columns else columns[0]
    wanted = list({getattr(row, first) for row in rows})
    found: dict[tuple[Any, ...], Any] = {}
    for start in range(0, len(wanted), BATCH):
        batch = there.filter(**{f"{first}__in": wanted[start : start + BATCH]})
        found |= {_identity(row, columns): row for row in batch.order_by("-pk")}
    return found


def _is_silent(row: Any, said: Said) -> bool:
    if said.mark and getattr(row, said.mark):
        return True
    return all(getattr(row, column) in said.silent for column in said.columns[: None if said.wholly else 1])


def _shown(row: Any, said: Said) -> str:
    """What the row says, in words for an editor."""
    texts = []
    for column in said.columns:
        if column == said.mark:
            continue
        name = column.removesuffix("_id")
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        texts.append("" if value is None else str(value))
    return " ".join(filter(None, dict.fromkeys(texts)))
