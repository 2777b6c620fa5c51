"""What readers are told of a change to a published case: an entry of the corrections page and its feed."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import Correction, CorrectionKind, Incident, PartyName, text_error
from incidents.search import fold
from incidents.workflow.refusals import NotAllowed


@transaction.atomic
def record(incident: Incident, kind: str, note: str, by: User | None = None) -> Correction:
    """Writes an entry for readers, who see it as long as the case is public.

    Raises NotAllowed for a case that no reader can see, an unknown kind, an empty note or one that names somebody
    protected.
    """
    note = note.strip()
    problems = list(_problems(incident, kind, note))
    if problems:
        raise NotAllowed(problems)
    return Correction.objects.create(incident=incident, kind=kind, note=note, by=by)


def retract(incident: Incident, by: User | None = None) -> Correction:
    """The entry for a case that readers could see and that was withdrawn: that it was, and nothing of what it said."""
    return Correction.objects.create(incident=incident, kind=CorrectionKind.RETRACTION, by=by)


def _problems(incident: Incident, kind: str, note: str) -> list[str]:
    found = []
    if not incident.is_public:
        found.append(_("Readers cannot see this case: there is nothing to tell them. Leave the kind of entry empty."))
    if kind not in CorrectionKind.values:
        found.append(_("“%(kind)s” is no kind of entry of the corrections page.") % {"kind": kind})
    if not note:
        found.append(_("Say in the note for readers what was wrong and what is right now."))
    if refusal := text_error(note, _("The note for readers")):
        found.append(refusal)
    found += [
        _("The note for readers names “%(name)s”, who is protected: describe them instead.") % {"name": name}
        for name in _protected_in(incident, note)
    ]
    return found


def _protected_in(incident: Incident, note: str) -> list[str]:
    text = f" {fold(note)} "
    names = PartyName.objects.filter(confidential=True, party__involvements__incident=incident).distinct()
    return [name.name for name in names if name.folded and f" {name.folded} " in text]
