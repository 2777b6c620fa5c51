"""Every word about legal standing. Pages, lists, titles, files, feeds and the admin take them from here and nowhere else.

No sentence below states guilt before a final conviction, and none takes the presumption of innocence back after an
acquittal, a dismissal or an annulment. Each status has a short label, a sentence about a party, a definition for the
legal-standing page and the reason why it is worded so.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    """One legal status: how it is called, said, defined, and why so."""

    code: str
    label: Any
    sentence: Any
    definition: Any
    reason: Any
    states_guilt: bool = False
    favourable: bool = False


_PRESUMED = _(
    "Everyone is presumed innocent until a court has finally decided otherwise (Universal Declaration, art. 11)."
)

STATUSES: tuple[Status, ...] = (
    Status(
        "none_known",
        _("No proceedings known"),
        _("No proceedings against them over this claim are known."),
        _("The sources report no step by any authority about this claim."),
        _("Absence of a case is not a finding of any kind; the date shows until when the sources were read."),
    ),
    Status(
        "investigated",
        _("Under investigation"),
        _("An authority was investigating; nobody had been charged."),
        _("An authority opened an inquiry, or named the party in one, and no charge is reported."),
        _PRESUMED,
    ),
    Status(
        "wanted",
        _("Wanted"),
        _("An authority ordered the arrest; no court has decided on the claim."),
        _("A warrant or a wanted notice is reported."),
        _("A warrant is a suspicion, not a finding."),
    ),
    Status(
        "detained",
        _("Arrested, not convicted"),
        _("They were arrested; no conviction is reported."),
        _("An arrest or detention is reported and no charge or decision after it."),
        _("An arrest is a suspicion, not a finding."),
    ),
    Status(
        "charged",
        _("Charged, not convicted"),
        _("A prosecutor brought charges; no court has decided on them."),
        _("Charges, an accusation or an indictment are reported and no decision after them."),
        _PRESUMED,
    ),
    Status(
        "on_trial",
        _("On trial"),
        _("A trial was opened; no verdict is reported."),
        _("A court opened the trial and no verdict is reported."),
        _PRESUMED,
    ),
    Status(
        "pleaded_guilty",
        _("Pleaded guilty, no sentence reported"),
        _("They pleaded guilty; no sentence is reported."),
        _("A plea of guilty before a court is reported and no judgment after it."),
        _("A plea is the party's own statement in court; until the judgment it can be withdrawn or refused."),
    ),
    Status(
        "convicted",
        _("Convicted, finality not known"),
        _("A court convicted them; whether the judgment is final is not known."),
        _("A conviction or a sentence is reported; the sources do not say whether it can still be appealed."),
        _("A judgment that may still be appealed does not end the presumption of innocence."),
    ),
    Status(
        "convicted_not_final",
        _("Convicted, appeal possible"),
        _("A court convicted them; the judgment was not final."),
        _("A conviction is reported that can still be appealed or is under appeal."),
        _PRESUMED,
    ),
    Status(
        "convicted_final",
        _("Convicted by final judgment"),
        _("They were convicted by a final judgment."),
        _("A conviction is reported that can no longer be appealed."),
        _("Only here may a sentence state what the court found."),
        states_guilt=True,
    ),
    Status(
        "pardoned",
        _("Convicted, then pardoned"),
        _("They were convicted and later pardoned; the conviction was not overturned."),
        _("A head of state or a parliament forgave the penalty; no court set the judgment aside."),
        _("A pardon is neither an acquittal nor a new finding: both facts are said together."),
    ),
    Status(
        "acquitted",
        _("Acquitted"),
        _("A court acquitted them of this charge."),
        _("A court decided that they are not to be punished for this charge."),
        _("Whoever was acquitted is innocent before the law; the presumption goes on, and no doubt is added to it."),
        favourable=True,
    ),
    Status(
        "annulled",
        _("Conviction or case annulled"),
        _("A court annulled the case against them; no guilt is established."),
        _(
            "A higher court set a judgment or a whole case aside: for a defect of procedure, a right or the law in force."
        ),
        _("Annulled is not the same as acquitted; the ground is given beside it. No guilt remains established."),
        favourable=True,
    ),
    Status(
        "retrial",
        _("To be tried again"),
        _("An earlier judgment was set aside and a new trial ordered; nothing is decided."),
        _("A court ordered a new trial."),
        _PRESUMED,
    ),
    Status(
        "dismissed",
        _("Charges dropped or case closed"),
        _("The case against them was closed without a conviction."),
        _("A prosecutor or a court ended the case without a judgment on the claim."),
        _("A closed case is no finding against anybody; why it was closed is given where the sources say."),
        favourable=True,
    ),
    Status(
        "closed_by_death",
        _("Died before any judgment"),
        _("They died before any court decided on the claim."),
        _("The party died or was killed and no court had decided."),
        _("Nobody is tried after death: the claim stays a claim for ever."),
    ),
    Status(
        "disciplinary",
        _("Disciplinary inquiry, not a criminal one"),
        _("An administration opened a disciplinary inquiry; that is not a criminal charge."),
        _("A disciplinary inquiry is reported and no measure after it."),
        _("An inquiry into duties is not an inquiry into a crime."),
    ),
    Status(
        "sanctioned",
        _("Administrative measure, not a conviction"),
        _("An administration took a measure against them; that is not a criminal finding."),
        _("Removal or suspension from a post, a disciplinary measure or a sanctions listing is reported."),
        _("A dismissal from the police is not a dismissed charge, and neither is a conviction."),
    ),
    Status(
        "cleared_administratively",
        _("Cleared by an administrative inquiry"),
        _("An administrative inquiry cleared them or was closed."),
        _("A disciplinary inquiry ended without a measure."),
        _("Only the administration decided; courts may not have."),
        favourable=True,
    ),
)

BY_CODE: dict[str, Status] = {status.code: status for status in STATUSES}

REPORTED: dict[str, Any] = {
    "alleged": _("alleged"),
    "under_investigation": _("under investigation"),
    "arrested": _("arrested"),
    "charged": _("charged"),
    "indicted": _("indicted"),
    "convicted": _("convicted in the sources' words"),
    "acquitted": _("acquitted"),
    "dismissed": _("dismissed"),
    "reversed": _("judgment reversed"),
    "pardoned": _("pardoned"),
    "retracted": _("claim retracted or discredited"),
    "unknown": _("not known"),
    "other": _("other, see words"),
}

REPLIES: dict[str, Any] = {
    "not_sought": _("we have not asked for a reply"),
    "sought": _("a reply was sought; none has come"),
    "declined": _("declined to reply"),
    "received": _("replied"),
}

DEFEATS: dict[str, Any] = {
    "retracts": _("Retracted"),
    "contradicts": _("Contradicted"),
    "corrects": _("Corrected"),
}

# What a step of some family does not mean; criminal steps need no such words.
STEP_FAMILIES: dict[str, Any] = {
    "custody": _("custody; says nothing about guilt"),
    "transfer": _("transfer between countries; says nothing about guilt"),
    "administrative": _("administrative measure; not a criminal finding"),
    "property": _("measure against property; not a finding against a person"),
    "life": _("a fact of life; ends proceedings without a finding"),
}

ON_MERITS: dict[str, Any] = {
    "yes": _("decided on the merits"),
    "no": _("not on the merits: nothing was said about guilt"),
}

FINAL: dict[str, Any] = {
    "yes": _("final: it can no longer be appealed"),
    "no": _("not final: it could still be appealed"),
}

CHANGES: dict[str, Any] = {"+": _("added"), "~": _("corrected"), "-": _("removed")}

MEANS_OF_SPEECH = _("said")
PROTECTED_SPEAKER = _("a protected source")
PRESUMPTION = _PRESUMED
ALLEGATION_LEAD = _("This is a claim, not a finding.")


def legal_statuses() -> list[tuple[str, Any]]:
    """(code, label) of every derived legal status, weakest first."""
    return [(status.code, status.label) for status in STATUSES]


def reported_statuses() -> list[tuple[str, Any]]:
    return list(REPORTED.items())


def reply_statuses() -> list[tuple[str, Any]]:
    return list(REPLIES.items())


def defeat_kinds() -> list[tuple[str, Any]]:
    return list(DEFEATS.items())


def status_label(code: str) -> Any:
    """The short label of a legal status. Raises KeyError for a code that does not exist."""
    return BY_CODE[code].label


def status_sentence(code: str) -> Any:
    """The sentence about a party with that status. Raises KeyError for a code that does not exist."""
    return BY_CODE[code].sentence
