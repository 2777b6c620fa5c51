"""What cases ever said in whatever words, of many cases at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from incidents.history.tables import TABLES, owner_of, pointing_at, text_columns
from incidents.models import Actor, Organization, Party, PartyName, Region, Source

_IN_ONE_QUESTION = 500
_SHARED = {
    Actor: ("party_ptr_id", Party),
    Organization: ("party_ptr_id", Party),
    PartyName: ("party_id", Party),
    Source: ("id", Source),
}


def ever_said(cases: Collection[int]) -> dict[int, set[str]]:
    """For each of the cases every text that it, its parties or its sources ever had, names among them, and what the regions
    that the desk made are called. A fixed number of questions for a common number of rows."""
    found: dict[int, set[str]] = {case: set() for case in cases}
    pointed: dict[Any, dict[int, set[int]]] = {model: defaultdict(set) for model in (Party, Source, Region)}
    case_of: dict[Any, dict[int, int]] = {}
    for model in TABLES:
        owner, texts = owner_of(model), text_columns(model)
        column = owner.attname if owner else "id"
        above = case_of[owner.related_model] if owner else {case: case for case in found}
        case_of[model], pointing = {}, {shared: pointing_at(model, shared) for shared in pointed}
        told = {"id", column, *texts, *(one for some in pointing.values() for one in some)}
        for row in _rows(model, column, above, told):
            case = case_of[model][row["id"]] = above[row[column]]
            found[case].update(row[text] or "" for text in texts)
            for shared, columns in pointing.items():
                for key in filter(None, (row[one] for one in columns)):
                    pointed[shared][key].add(case)
    for model, (column, shared) in _SHARED.items():
        texts = text_columns(model)
        for row in _rows(model, column, pointed[shared], {column, *texts}):
            for case in pointed[shared][row[column]]:
                found[case].update(row[text] or "" for text in texts)
    for region in Region.objects.filter(pk__in=pointed[Region], reference=False) if pointed[Region] else ():
        for case in pointed[Region][region.pk]:
            found[case].add(region.label)
    return found


def _rows(model: Any, column: str, keys: Mapping[int, Any], told: set[str]) -> Iterator[dict[str, Any]]:
    """What history holds of the rows that have one of the keys in that column, each of these words once."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), _IN_ONE_QUESTION):
        rows = model.history.filter(**{f"{column}__in": wanted[start : start + _IN_ONE_QUESTION]}).order_by()
        yield from rows.values(*sorted(told)).distinct()
