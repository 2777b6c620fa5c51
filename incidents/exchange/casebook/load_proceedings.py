"""What authorities did: proceedings, their steps, the claims that they deal with, and the claims that something ended."""

from typing import Any

from incidents.exchange.casebook.checks import Card, several
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_values import day, text
from incidents.exchange.casebook.proposals import DECIDED_BY_AUTHORITIES
from incidents.exchange.casebook.rows import Proposal, Wanted, identified, settled_by_editor
from incidents.exchange.reference.phrases import step_kind
from incidents.models import (
    Allegation,
    Defeat,
    Involvement,
    Proceeding,
    ProceedingAllegation,
    Step,
    StepParty,
)

UNNAMED = ""
_STEP_TEXTS = ("details", "date_as_stated", "outcome", "ground", "sentence")

Proceedings = dict[str, Proceeding]


def load_proceedings(context: Context, citer: Citer, claims: list[Allegation]) -> None:
    """Proceedings and steps of the card; then which claim each deals with, and which claims ended."""
    proceedings = _proceedings(context)
    steps = _steps(context, citer, proceedings)
    _links(context, proceedings, claims, steps)
    _defeats(context, claims, steps)


def _names(context: Context) -> list[str]:
    """Names of proceedings in the order in which the card mentions them."""
    told = [text(part.get("name")) for part in context.listed("proceedings")]
    told += [text(step.get("proceeding")) for step in context.listed("legal_timeline")]
    told += [text(name) for claim in context.listed("allegations") for name in claim.get("proceedings") or []]
    return list(dict.fromkeys(told))


def _proceedings(context: Context) -> Proceedings:
    stated = {text(part.get("name")): part for part in context.listed("proceedings")}
    wanted = []
    for position, name in enumerate(_names(context)):
        part = stated.get(name, {})
        values: dict[str, Any] = {
            "position": position,
            "name": name,
            "authority_id": _pk(context, part.get("authority")),
        }
        values["jurisdiction_id"] = context.library.region(part.get("jurisdiction"))
        wanted.append(
            Wanted(
                (name,),
                {**values, "case_number": text(part.get("case_number")), "checked_on": day(part.get("checked"))},
            )
        )
    old = identified(context.incident.proceedings.all(), "name")
    kept = [row for row in old if row.identity in {want.identity for want in wanted}]
    rows = context.writer.sync(lambda: Proceeding(incident=context.incident), kept, wanted, by_place=False)
    return {row.name: row for row in rows}


def _pk(context: Context, key: str | None) -> int | None:
    party = context.party(key)
    return party.pk if party else None


# --- steps -------------------------------------------------------------------------------------


def _steps(context: Context, citer: Citer, proceedings: Proceedings) -> list[Step]:
    listed = context.listed("legal_timeline")
    old = Step.objects.filter(proceeding__incident=context.incident).order_by("position", "pk")
    wanted = [_step(context, proceedings, entry, position) for position, entry in enumerate(listed)]
    rows = context.writer.sync(Step, identified(old, "words", "details"), wanted)
    for entry, row in zip(listed, rows, strict=True):
        _concerned(context, row, entry)
        citer.cite("step", row, entry)
    for unused in context.incident.proceedings.exclude(pk__in=[row.pk for row in proceedings.values()]):
        context.writer.delete(unused)
    context.counts["steps"] = len(rows)
    return rows


def _step(context: Context, proceedings: Proceedings, entry: Card, position: int) -> Wanted:
    authority = context.party(entry.get("authority"))
    values: dict[str, Any] = {name: text(entry.get(name)) for name in _STEP_TEXTS}
    values |= {
        "position": position,
        "proceeding_id": proceedings[text(entry.get("proceeding"))].pk,
        "words": entry["step"],
        "date_edtf": text(entry.get("edtf")),
        "authority_id": authority.pk if authority else None,
        "authority_words": text(entry.get("authority_words") or (None if authority else entry.get("authority"))),
        "jurisdiction_id": context.library.region(entry.get("jurisdiction")),
        "on_merits": entry.get("on_merits") or "",
        "final": entry.get("final") or "",
    }
    identity = (entry["step"], text(entry.get("details")))
    if entry.get("kind"):
        return Wanted(identity, {**values, "kind": entry["kind"], "kind_proposed": False})
    return Wanted(identity, values, [Proposal("kind", step_kind(entry["step"]), "kind_proposed")])


def _concerned(context: Context, row: Step, entry: Card) -> None:
    wanted = []
    for position, key in enumerate(dict.fromkeys(several(entry.get("who")))):
        pk = context.parties[key].pk
        wanted.append(Wanted((pk,), {"position": position, "party_id": pk}))
    context.writer.sync(lambda: StepParty(step=row), identified(row.parties.all(), "party_id"), wanted, by_place=False)


# --- which claims ------------------------------------------------------------------------------


def _links(context: Context, proceedings: Proceedings, claims: list[Allegation], steps: list[Step]) -> None:
    """Each claim in the proceedings that the card names for it, else proposed for the unnamed one."""
    accused = _parties_of(proceedings.get(UNNAMED), steps)
    wanted: list[tuple[Proceeding, Allegation, Wanted]] = []
    stated_claims = set()
    for entry, claim in zip(context.listed("allegations"), claims, strict=True):
        if entry.get("proceedings") is not None:
            stated_claims.add(claim.pk)
            for name in dict.fromkeys(text(name) for name in entry["proceedings"]):
                wanted.append(_linked(proceedings[name], claim, []))
        elif entry["status"] in DECIDED_BY_AUTHORITIES and accused & {
            context.parties[key].pk for key in entry.get("about") or []
        }:
            wanted.append(_linked(proceedings[UNNAMED], claim, [Proposal("allegation_id", claim.pk, "proposed")]))
    named = {want.identity for _proceeding, _claim, want in wanted}
    rows = ProceedingAllegation.objects.filter(proceeding__incident=context.incident)
    decided = [
        row
        for row in identified(rows, "proceeding_id", "allegation_id")
        if row.allegation_id in stated_claims or row.identity in named or not settled_by_editor(row, "proposed")
    ]
    context.writer.sync(ProceedingAllegation, decided, [want for _p, _c, want in wanted], by_place=False)


def _linked(
    proceeding: Proceeding, claim: Allegation, proposals: list[Proposal]
) -> tuple[Proceeding, Allegation, Wanted]:
    values: dict[str, Any] = {"proceeding_id": proceeding.pk, "allegation_id": claim.pk, "position": claim.position}
    if not proposals:
        values["proposed"] = False
    return proceeding, claim, Wanted((proceeding.pk, claim.pk), values, proposals, group=claim.pk)


def _parties_of(proceeding: Proceeding | None, steps: list[Step]) -> set[int]:
    """Whom the steps of a proceeding concern, with the parts of the groups among them."""
    if proceeding is None:
        return set()
    mine = [step.pk for step in steps if step.proceeding_id == proceeding.pk]
    found = set(StepParty.objects.filter(step__in=mine).values_list("party_id", flat=True))
    groups = Involvement.objects.filter(incident=proceeding.incident_id, subset_of__isnull=False)
    parts = list(groups.values_list("party_id", "subset_of__party_id"))
    while more := {part for part, whole in parts if whole in found} - found:
        found |= more
    return found


# --- what ended --------------------------------------------------------------------------------


def _defeats(context: Context, claims: list[Allegation], steps: list[Step]) -> None:
    listed = zip(context.listed("allegations"), claims, strict=True)
    by_ref = {entry["ref"]: claim for entry, claim in listed if entry.get("ref")}
    wanted = []
    for column, entries, rows in (
        ("by_allegation_id", context.listed("allegations"), claims),
        ("by_step_id", context.listed("legal_timeline"), steps),
    ):
        for entry, row in zip(entries, rows, strict=True):
            for position, ended in enumerate(entry.get("defeats") or []):
                values: dict[str, Any] = {"by_allegation_id": None, "by_step_id": None, column: row.pk}
                values |= {"defeated_id": by_ref[ended["ref"]].pk, "position": position}
                identity = (values["defeated_id"], values["by_allegation_id"], values["by_step_id"])
                values |= {"how": ended["how"], "words": text(ended.get("words"))}
                wanted.append(Wanted(identity, values, group=identity[1:]))
    old = identified(
        Defeat.objects.filter(defeated__incident=context.incident), "defeated_id", "by_allegation_id", "by_step_id"
    )
    context.writer.sync(Defeat, old, wanted, by_place=False)
