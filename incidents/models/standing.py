"""From steps to standing: the one rule by which the legal status of a party on a claim is derived.

The steps are read in their order. Decisions on guilt, custody, administration and life are kept apart: custody never
makes a status once a court or a prosecutor has acted, an administrative measure never counts as a criminal one, and a
later decision replaces an earlier one only where the law says so.

What one authority decides does not undo what another decided. Proceedings that go their own way, and courts of
different countries inside one proceeding, are read apart: each is a finding of its own, and where findings differ the
status says so instead of choosing. A proceeding without a charge, a plea, a trial or a verdict of its own (a habeas
corpus, a pardon) counts for the others of its country.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.models.stepkinds import CUSTODY, DEATH, OF_GUILT, TAKING_BACK, TRYING


@dataclass(frozen=True)
class StepFact:
    """What the rule needs of a step: its kind, whether it can still be appealed, whether guilt was decided; in which
    proceeding and in which country (empty: not stated) it was taken, and between which days."""

    kind: str
    final: str = ""
    on_merits: str = ""
    proceeding: int = 0
    place: str = ""
    date_earliest: date | None = None
    date_latest: date | None = None


@dataclass(frozen=True)
class Finding:
    """What one authority made of the claim. `step` is the place, in the list of steps, of the one that decided it."""

    status: str
    step: int


@dataclass(frozen=True)
class Outcome:
    """What came of a claim for one party: the status, the findings that it rests on, and apart from them the last word
    on custody (the kind of a step) and on administrative measures (a status); empty where there is none."""

    status: str
    findings: tuple[Finding, ...] = ()
    custody: str = ""
    measure: str = ""

    @property
    def side_by_side(self) -> tuple[Finding, ...]:
        """Findings to be shown beside each other: what several authorities decided or have before them."""
        late = tuple(finding for finding in self.findings if finding.status not in _EARLY)
        return late if len(late) > 1 else ()


@dataclass(frozen=True)
class Course:
    """What came of a claim for one party, with the steps that say so, in order of time."""

    steps: list[Any]
    outcome: Outcome

    def decided_by(self, finding: Finding) -> Any:
        """The step that decided a finding."""
        return self.steps[finding.step]

    @property
    def deciding(self) -> list[Any]:
        """The steps of findings that stand side by side."""
        return [self.decided_by(finding) for finding in self.outcome.side_by_side]


_DIRECT = {
    "complaint": "complaint",
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
    "retrial_ordered": "retrial",
    "suspended_post": "sanctioned",
    "removed_from_post": "sanctioned",
    "sanction_listed": "sanctioned",
    "disciplinary_closed": "cleared_administratively",
    "administrative_cleared": "cleared_administratively",
    "sanction_lifted": "cleared_administratively",
    "disciplinary_opened": "disciplinary",
}
_ADMINISTRATIVE = ("cleared_administratively", "disciplinary", "sanctioned")
_EARLY = ("none_known", "complaint", *_ADMINISTRATIVE, "investigated", "wanted", "detained")
_PENDING = ("acquittal_annulled", "retrial", "charged", "on_trial", "pleaded_guilty")
OPEN = {*_EARLY, *_PENDING}
_CONVICTED = ("convicted_died", "convicted_not_final", "convicted", "convicted_final")
_PARDONS = {
    "convicted_not_final": "pardoned_not_final",
    "convicted": "pardoned_not_final",
    "convicted_final": "pardoned",
}
PARDONED = ("pardoned_not_final", "pardoned")
BY_A_COURT = frozenset({*_CONVICTED, *PARDONED})  # statuses that rest on a conviction
_KEEPS = {"acquitted": ("charged", "on_trial")} | dict.fromkeys(BY_A_COURT, ("charged", "on_trial", "pleaded_guilty"))
_ACQUITTED = ("acquitted", "acquittal_annulled")
_DISMISSED = ("dismissed", "closed_not_on_merits")
_ENDS_CUSTODY = TAKING_BACK - {"retrial_ordered"}
# Steps with which a proceeding is a case of its own.
_OWN = TRYING | {"acquitted", "acquittal_upheld"}
# Where such a step does not say whether the judgment is final, it is as final as before.
_AS_FINAL = {"sentenced": _CONVICTED, "conviction_upheld": ("convicted_final",)}


def counting(steps: Sequence[tuple[Any, bool]]) -> list[bool]:
    """Of steps (with a `kind`) about a party or about a larger group that it is part of, in order, each with whether it names
    the party itself: which count for the party.

    What is decided about a group says who belongs to it, not which of them: it makes nobody guilty who is not named, and
    once something was decided about the party itself, only what takes a conviction back still counts. Nor is anybody dead of
    whom a later step, by name, says that they were tried.
    """
    counts, own = [], ""
    tried = max((place for place, (step, names_it) in enumerate(steps) if names_it and step.kind in TRYING), default=-1)
    for place, (step, names_it) in enumerate(steps):
        if not names_it and step.kind in DEATH and place < tried:
            counts.append(False)
            continue
        undoes = own in OF_GUILT and step.kind in TAKING_BACK
        counts.append(names_it or (step.kind not in OF_GUILT and (not own or undoes)))
        if names_it and step.kind in OF_GUILT | TAKING_BACK:
            own = step.kind
    return counts


def derive(steps: Iterable[StepFact]) -> str:
    """The status code (see `wording.STATUSES`) after the steps, given in order. Without steps: `none_known`."""
    return outcome(list(steps)).status


def outcome(steps: Sequence[StepFact]) -> Outcome:
    """What came of the claim after the steps, given in order of time."""
    own = _courses(steps)
    left = [i for i in _in_life(steps) if not any(i in course for course in own)]
    if left:  # death counts in every case
        left = sorted({*left, *(i for i, step in enumerate(steps) if step.kind in DEATH)})
    findings = tuple(_finding(steps, course) for course in ([*own, left] if left or not own else own))
    measures = [index for index, step in enumerate(steps) if _DIRECT.get(step.kind) in _ADMINISTRATIVE]
    measure = _finding(steps, measures).status if measures else ""
    status = _together([finding.status for finding in findings])
    if status == "none_known" and steps:
        status = "steps_only"
    return Outcome(status, findings, _custody(steps, own), measure)


def _custody(steps: Sequence[StepFact], courses: list[list[int]]) -> str:
    """The last word on custody, unless something ended it: death, or a later decision of a case that it counts in. What
    counts in no case of its own (an arrest abroad), any decision ends."""
    last: int | None = None
    for place, step in enumerate(steps):
        if step.kind in DEATH:
            return ""
        if step.kind in CUSTODY:
            last = place
        elif last is not None and step.kind in _ENDS_CUSTODY:
            theirs = [course for course in courses if last in course]
            if not theirs or any(place in course for course in theirs):
                last = None
    return "" if last is None else steps[last].kind


def _in_life(steps: Sequence[StepFact]) -> list[int]:
    """The places of the steps that count: after death nobody is charged or tried, and no judgment becomes harsher or
    final."""
    dead = next((place for place, step in enumerate(steps) if step.kind in DEATH), len(steps))
    return [place for place, step in enumerate(steps) if place < dead or step.kind not in TRYING]


def _courses(steps: Sequence[StepFact]) -> list[list[int]]:
    """The steps that are read together, by their places in the list: those of each case of its own with what counts for
    it. Nobody is charged or tried after death, so that such a step makes no case."""
    here, every = [(step.proceeding, _place(steps, step)) for step in steps], _in_life(steps)
    own = list(dict.fromkeys(here[i] for i in every if steps[i].kind in _OWN))
    placed = {proceeding for proceeding, place in own if place}
    own = [course for course in own if course[1] or course[0] not in placed]
    return [[i for i in every if steps[i].kind in DEATH or _counts(here[i], own, course)] for course in own]


def _place(steps: Sequence[StepFact], step: StepFact) -> str:
    """The country of a step; where it is not stated, that of its proceeding if all its other steps agree on one."""
    places = {other.place for other in steps if other.proceeding == step.proceeding and other.place}
    return step.place or (next(iter(places)) if len(places) == 1 else "")


def _counts(here: tuple[int, str], own: list[tuple[int, str]], course: tuple[int, str]) -> bool:
    """Whether a step of that proceeding and country counts in the case of its own."""
    if here == course or here in own:
        return here == course
    if here[0] in {proceeding for proceeding, _place in own}:
        return here[0] == course[0] and not here[1]
    return here[1] == course[1] or not here[1] or not course[1]


def _finding(steps: Sequence[StepFact], course: Iterable[int]) -> Finding:
    reached, decided, dead = ["none_known"], 0, False
    for index in course:
        dead = dead or steps[index].kind in DEATH
        then = _after(reached, steps[index])
        if dead:
            then = _died(reached if then == reached[-1] else [*reached, then])
        if then != reached[-1]:
            reached.append(then)
            decided = index
    return Finding(reached[-1], decided)


def _together(statuses: Sequence[str]) -> str:
    """One status for several findings. A decision beside an open case elsewhere does not become a contradiction where
    the decision is a conviction, for it stands; whatever else differs is said to differ."""
    late = {status for status in statuses if status not in _EARLY}
    if not late:
        return max(statuses, key=_EARLY.index, default="none_known")
    if len(late) == 1:
        return late.pop()
    for alike in (_PENDING, PARDONED):
        if late <= set(alike):
            return max(late, key=alike.index)
    if late <= {*_PENDING, *_CONVICTED, "closed_by_death"} and late & set(_CONVICTED):
        return max(late & set(_CONVICTED), key=_CONVICTED.index)
    return "opposed"


def _after(reached: list[str], step: StepFact) -> str:
    """The status after the step. `reached`: the statuses before it, each once until another took its place."""
    status = reached[-1]
    if step.kind in {"convicted", "sentenced", "conviction_upheld"}:
        return _convicted(status, step)
    if step.kind == "dismissed":
        return _dismissed(status, step)
    if step.kind == "pardoned":
        return _PARDONS.get(status, status)
    if step.kind in {"annulled", "acquittal_annulled"}:
        return _annulled(reached, step)
    if step.kind == "pardon_annulled":
        before = next((before for before in reversed(reached) if before not in PARDONED), status)
        return "convicted_final" if status == "pardoned" else before
    if step.kind == "appeal_filed":  # against a final judgment it is a review, which leaves it final
        return "convicted_not_final" if status == "convicted" else status
    if step.kind == "appeal_refused" and step.final == "yes" and status == "convicted_not_final":
        return "convicted"  # whether it was the last appeal, or another request, the kind of step does not say
    new = _DIRECT.get(step.kind)
    if new is None or new in _KEEPS.get(status, ()):
        return status  # a new charge does not take away what was decided
    return _early(status, new) if new in _EARLY else new


def _early(status: str, new: str) -> str:
    """Inquiry, custody and administration move a status forward, never back, and never over a court or a charge."""
    if status not in _EARLY:
        return status
    if new == "cleared_administratively" and status in _ADMINISTRATIVE:
        return new
    return new if _EARLY.index(new) > _EARLY.index(status) else status


def _dismissed(status: str, step: StepFact) -> str:
    """Closing the file carries an annulment or an acquittal out; it is no decision of its own. Nor does it take a final
    conviction away, or undo what death or a pardon has left."""
    if status in {"annulled", "acquitted", "convicted_final", "convicted_died", *PARDONED}:
        return status
    return "closed_not_on_merits" if step.on_merits == "no" else "dismissed"


def _annulled(reached: list[str], step: StepFact) -> str:
    """What is set aside is what was decided last. Without an acquittal, or without the closing of the file, the case goes
    on; without a conviction no guilt remains established."""
    before, status = ("", *reached)[-2:]
    if status == "retrial" and (before in _ACQUITTED or step.kind == "acquittal_annulled"):
        return status
    if step.kind == "acquittal_annulled" and status not in _CONVICTED:
        return step.kind
    if step.kind == "acquittal_annulled":
        told = "acquitted" in reached  # if not, an acquittal that no step tells came after the conviction
        return "convicted" if status == "convicted_final" and not told else status
    if status == "acquitted":
        return "acquittal_annulled"
    return before if status in _DISMISSED and before in OPEN else "annulled"


def _died(reached: list[str]) -> str:
    """What death leaves of the last of the statuses, also of one that is reached after it. Where a court had decided, and
    that judgment was set aside, this stays the last word, whatever was begun since; one that was not final never becomes so."""
    status = reached[-1]
    if status == "convicted_not_final":
        return "convicted_died"
    if status not in OPEN or status in _ACQUITTED:
        return status
    for place in reversed(range(len(reached))):
        if reached[place] == "retrial":
            return "acquittal_annulled" if place and reached[place - 1] in _ACQUITTED else "annulled"
        if reached[place] in ("annulled", "acquittal_annulled"):
            return reached[place]
    return "closed_by_death"


def _convicted(status: str, step: StepFact) -> str:
    if status in PARDONED:
        return "pardoned" if step.final == "yes" else status
    if step.final == "yes":
        return "convicted_final"
    if step.final == "no":
        return "convicted_not_final"
    return status if status in _AS_FINAL.get(step.kind, ()) else "convicted"
