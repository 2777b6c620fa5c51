"""What a merge did to rows, in words for an editor."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from incidents.models import Allegation, AllegationParty, Incident, Merge, MergeAction, MergedRow
from incidents.models.guards import pointing_at_parties
from incidents.search.turning import cut

_LONGEST = 160


_WHOLES = ("allegation", "step", "route")


@dataclass(frozen=True)
class Line:
    """One row of the record: what it is, what was done to it, whose of the two it was, and the case that it belongs to."""

    action: str
    kind: str
    text: str
    case: Incident | None
    whose: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Standing:
    """One claim in which both parties stand, differently."""

    claim: Allegation
    kept: str
    merged: str
    then: str = ""


def lines(rows: Iterable[MergedRow]) -> list[Line]:
    """A line for each row, in the order given."""
    listed = list(rows)
    known = _rows_of(listed)
    there = [known.get((row.table, row.row)) for row in listed]
    return [_line(row, one, whose) for row, one, whose in zip(listed, there, _whose(listed, there), strict=True)]


def part_of(row: Any) -> Any:
    """The claim, step or route of which the row says something; None for other rows, and where it is gone."""
    links = {field.name for field in row._meta.concrete_fields if field.many_to_one}
    try:
        return next((getattr(row, name) for name in _WHOLES if name in links), None)
    except ObjectDoesNotExist:
        return None


def standings(kept: Any, merged: Any) -> list[Standing]:
    """The claims about both of which different things came for the one and for the other, so far."""
    accused = AllegationParty.objects.accused()
    mine = {link.allegation_id: link for link in accused.filter(party=kept.pk)}
    both = accused.filter(party=merged.pk, allegation__in=mine).select_related("allegation__incident")
    pairs = [(mine[link.allegation_id], link) for link in both.order_by("allegation")]
    return [
        Standing(other.allegation, one.get_legal_status_display(), other.get_legal_status_display())
        for one, other in pairs
        if one.legal_status != other.legal_status
    ]


def with_what_follows(found: Iterable[Standing], kept: Any) -> list[Standing]:
    """Each with the standing that the party that was kept has in the claim now."""
    links = AllegationParty.objects.filter(party=kept.pk, allegation__in=[one.claim for one in found])
    now = {link.allegation_id: link.get_legal_status_display() for link in links}
    return [replace(one, then=now[one.claim.pk]) for one in found]


def told(merge: Merge) -> list[Line]:
    """What a merge did, for its page at the desk."""
    return lines(merge.rows.select_related("incident"))


def model_of(row: MergedRow) -> type[Any]:
    """The table that the row stands in."""
    model: type[Model] = apps.get_model("incidents", row.table)
    return model


def _rows_of(listed: list[MergedRow]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for table in {row.table for row in listed}:
        keys = [row.row for row in listed if row.table == table]
        model = apps.get_model("incidents", table)
        links = [f.name for f in model._meta.concrete_fields if f.many_to_one and f.name in (*_WHOLES, "party")]
        rows = model._default_manager.select_related(*links) if links else model._default_manager
        for start in range(0, len(keys), 500):
            for pk, one in rows.in_bulk(keys[start : start + 500]).items():
                found[table, pk] = one
    return found


def _whose(listed: list[MergedRow], there: list[Any]) -> list[str]:
    """Of which of the two each row was before the merge; empty for rows that are about no party themselves."""
    if not listed:
        return []
    merge = listed[0].merge
    words = {
        merge.kept_id: _("of the one that is kept, “%(who)s”") % {"who": merge.kept.desk_label},
        merge.merged_id: _("of the one that is merged, “%(who)s”") % {"who": merge.merged.desk_label},
    }
    was: dict[tuple[str, int, str], Any] = {}
    for row in sorted(listed, key=lambda row: row.position):
        for column, value in row.before.items():
            was.setdefault((row.table, row.row, column), value)
    found = []
    for row, one in zip(listed, there, strict=True):
        columns = [field.attname for field in pointing_at_parties(model_of(row))]
        parties = [was.get((row.table, row.row, column), getattr(one, column, None)) for column in columns]
        found.append(next((words[party] for party in parties if party in words), ""))
    return found


def _line(row: MergedRow, there: Any, whose: str) -> Line:
    model = model_of(row)
    changes = ""
    if row.action == MergeAction.CHANGED:
        changes = "; ".join(
            _("%(column)s: %(before)s → %(after)s") % {"column": name(model, c), "before": b, "after": row.after[c]}
            for c, b in row.before.items()
        )
    text = cut(_words(model, row, there), _LONGEST)
    return Line(row.action, str(model._meta.verbose_name), text, row.incident, whose, changes)


def _words(model: type[Any], row: MergedRow, there: Any) -> str:
    """What the row says; of a claim, a step or a route, of which one. A row that only says whom that concerns is told by it
    alone."""
    what = str(there) if there is not None else _as_it_was(model, row)
    whole = part_of(there if there is not None else model(**row.before))
    if whole is None:
        return what
    bare = what in (str(getattr(there, "party", "")), str(model._meta.verbose_name))
    return str(whole) if bare else f"{what} – {whole}"


def name(model: type[Any], column: str) -> str:
    """What a column is called at the desk."""
    return str(model._meta.get_field(column.removesuffix("_id")).verbose_name)


def _as_it_was(model: type[Any], row: MergedRow) -> str:
    """A row that is gone, by the words it held."""
    told = [row.before.get(column) for column in ("name", "role_as_stated", "role", "quote", "page", "description")]
    words = " – ".join(str(word) for word in told if word and isinstance(word, str))
    return words or str(model._meta.verbose_name)
