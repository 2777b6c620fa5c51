"""All legal statuses, weakest first; what an administration decides comes last, for it is no rung of that ladder."""

from collections.abc import Collection
from typing import Any

from incidents.wording.claims import NO_STANDING, ROLES_OF_GUILT
from incidents.wording.decided import DECIDED
from incidents.wording.languages import pair
from incidents.wording.status import Status
from incidents.wording.undecided import UNDECIDED

ADMINISTRATIVE: tuple[Status, ...] = (
    Status(
        "disciplinary",
        pair("Disciplinary inquiry, not a criminal one", "Procedimiento disciplinario, no penal"),
        pair(
            "An administration opened a disciplinary inquiry; that is not a criminal charge.",
            "Una administración abrió un procedimiento disciplinario; eso no es un cargo penal.",
        ),
        pair(
            "A disciplinary inquiry is reported and no measure after it.",
            "Consta un procedimiento disciplinario y ninguna medida posterior.",
        ),
        pair(
            "An inquiry into duties is not an inquiry into a crime.",
            "Investigar el cumplimiento de deberes no es investigar un delito.",
        ),
    ),
    Status(
        "sanctioned",
        pair("Administrative measure, not a conviction", "Medida administrativa, no una condena"),
        pair(
            "An administration took a measure against them; that is not a criminal finding.",
            "Una administración tomó una medida en su contra; eso no es una decisión penal.",
        ),
        pair(
            "Removal or suspension from a post, a disciplinary measure or a sanctions listing is reported.",
            "Consta una destitución, un pase a retiro, una suspensión, una medida disciplinaria o la inclusión en una"
            " lista de sanciones.",
        ),
        pair(
            "A dismissal from the police is not a dismissed charge, and neither is a conviction.",
            "Una destitución no es un cargo archivado, y ninguna de las dos cosas es una condena.",
        ),
    ),
    Status(
        "cleared_administratively",
        pair(
            "Administrative inquiry closed or measure lifted", "Procedimiento administrativo cerrado o medida levantada"
        ),
        pair(
            "An administrative inquiry cleared them or was closed, or a measure against them was lifted.",
            "Un procedimiento administrativo terminó sin responsabilidad o se cerró, o se levantó una medida en su contra.",
        ),
        pair(
            "A disciplinary inquiry ended without a measure, or a sanction was lifted.",
            "Un procedimiento disciplinario terminó sin medida, o se levantó una sanción.",
        ),
        pair(
            "Only the administration decided; courts may not have.",
            "Solo decidió la administración; puede que los tribunales no lo hayan hecho.",
        ),
        favourable=True,
    ),
)
NONE_OVER_OTHERS = pair("no proceedings known over other claims", "sin proceso conocido por otras afirmaciones")
STATUSES: tuple[Status, ...] = (*UNDECIDED, *DECIDED, *ADMINISTRATIVE)
BY_CODE: dict[str, Status] = {status.code: status for status in STATUSES}


def labels_of(codes: Collection[str]) -> list[Any]:
    """The labels of those statuses, each once, weakest first. That nothing is known over some claim stands last, in words
    that do not contradict the others."""
    known = [status.label for status in STATUSES if status.code in codes and status.code != "none_known"]
    if "none_known" not in codes:
        return known
    return [*known, NONE_OVER_OTHERS] if known else [BY_CODE["none_known"].label]


def standing_of_party(codes: Collection[str], roles: Collection[str]) -> list[Any]:
    """What a list says of a party's standing: the labels of the statuses on claims about it. Without any it says so, where
    one of its roles is about guilt."""
    return labels_of(codes) or [NO_STANDING] * (not ROLES_OF_GUILT.isdisjoint(roles))


def legal_statuses() -> list[tuple[str, Any]]:
    """(code, label) of every derived legal status, weakest first."""
    return [(status.code, status.label) for status in STATUSES]
