"""Words of a case that state guilt in its own voice: only a final conviction does."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.utils.translation import gettext as _

from incidents.models import Actor, AllegationParty, Incident
from incidents.wording import word_of_guilt
from incidents.workflow.refusals import quoted


def words_of_guilt(incident: Incident) -> Iterator[tuple[str, Model, str]]:
    """The title, the summary, and what is said of a person in the case and in every case, where it states guilt without a final
    conviction on record: a sentence on it, the row and the column."""
    if not finally_convicted().filter(allegation__incident=incident).exists():
        yield from _of_the_case(incident)
    rows = incident.involvements.filter(~Exists(finally_convicted().filter(party=OuterRef("party"))))
    rows = rows.filter(party__actor__isnull=False)
    for row in rows.select_related("party__actor").prefetch_related("party__names"):
        for told, column in ((row, "description"), (row.party.actor, "description")):
            if word := word_of_guilt(getattr(told, column)):
                sentence = _("“%(word)s” stands in what is said of %(who)s, without a final conviction on record.")
                yield sentence % {"word": word, "who": quoted(row.party)}, told, column


def _of_the_case(incident: Incident) -> Iterator[tuple[str, Model, str]]:
    if word := word_of_guilt(incident.title):
        sentence = _("The title says “%(word)s”: nobody in this case has been convicted by a final judgment.")
        yield sentence % {"word": word}, incident, "title"
    if word := word_of_guilt(incident.summary, of_courts=False):
        sentence = _(
            "The summary says “%(word)s”, and nobody in this case has been convicted by a final judgment: say who says so."
        )
        yield sentence % {"word": word}, incident, "summary"


def word_of_guilt_about(actor: Actor) -> str:
    """The word by which the actor's own description states guilt although no final conviction is on record, or nothing."""
    word = word_of_guilt(actor.description)
    return "" if word and finally_convicted().filter(party=actor.pk).exists() else word


def finally_convicted() -> Any:
    """Whom a court has convicted, where no appeal is left, and of which claim; a pardon leaves that as it is."""
    return AllegationParty.objects.filter(legal_status__in=("convicted_final", "pardoned"))
