"""From steps to standing: the one rule by which the legal status of a party on a claim is derived.

The steps are read in their order. Decisions on guilt, custody, administration and life are kept apart: custody never
makes a status once a court or a prosecutor has acted, an administrative measure never counts as a criminal one, and a
later decision replaces an earlier one only where the law says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class StepFact:
    """What the rule needs of a step: its kind, whether it can still be appealed, whether guilt was decided."""

    kind: str
    final: str = "unknown"
    on_merits: str = "unknown"


_DIRECT = {
    "complaint": "investigated",
    "investigation_opened": "investigated",
    "warrant": "wanted",
    "wanted": "wanted",
    "detained": "detained",
    "pretrial_detention": "detained",
    "house_arrest": "detained",
    "charged": "charged",
    "indicted": "charged",
    "trial_opened": "on_trial",
    "plea_guilty": "pleaded_guilty",
    "acquitted": "acquitted",
    "acquittal_upheld": "acquitted",
    "annulled": "annulled",
    "retrial_ordered": "retrial",
    "dismissed": "dismissed",
    "suspended_post": "sanctioned",
    "removed_from_post": "sanctioned",
    "sanction_listed": "sanctioned",
    "disciplinary_closed": "cleared_administratively",
    "administrative_cleared": "cleared_administratively",
    "sanction_lifted": "cleared_administratively",
    "disciplinary_opened": "disciplinary",
}
_ADMINISTRATIVE = ("cleared_administratively", "disciplinary", "sanctioned")
_EARLY = ("none_known", *_ADMINISTRATIVE, "investigated", "wanted", "detained")
_OPEN = {*_EARLY, "charged", "on_trial", "retrial", "pleaded_guilty"}
_CONVICTED = {"convicted", "convicted_not_final", "convicted_final"}


def derive(steps: Iterable[StepFact]) -> str:
    """The status code (see `wording.STATUSES`) after the steps, given in order. Nothing known: `none_known`."""
    status = "none_known"
    for step in steps:
        status = _after(status, step)
    return status


def _after(status: str, step: StepFact) -> str:
    if step.kind in {"convicted", "sentenced", "conviction_upheld"}:
        return _convicted(status, step)
    if step.kind == "pardoned":
        return "pardoned" if status in _CONVICTED else status
    if step.kind in {"killed", "died"}:
        return "closed_by_death" if status in _OPEN else status
    if step.kind == "appeal_filed":
        return "convicted_not_final" if status in _CONVICTED else status
    new = _DIRECT.get(step.kind)
    if new is None:
        return status
    if new in _EARLY:
        return _early(status, new)
    if new == "dismissed" and status == "annulled":
        return status  # closing the file carries the annulment out; it is no decision of its own
    return new


def _early(status: str, new: str) -> str:
    """Inquiry, custody and administration move a status forward, never back, and never over a court or a charge."""
    if status not in _EARLY:
        return status
    if new == "cleared_administratively" and status in _ADMINISTRATIVE:
        return new
    return new if _EARLY.index(new) > _EARLY.index(status) else status


def _convicted(status: str, step: StepFact) -> str:
    if status == "pardoned":
        return status
    if step.final == "yes":
        return "convicted_final"
    if step.final == "no":
        return "convicted_not_final"
    if step.kind == "sentenced" and status in _CONVICTED:
        return status
    return "convicted"
