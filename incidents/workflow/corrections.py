"""What readers are told of a change to a published case: an entry of the corrections page and its feed."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import OF_PARTIES, Correction, CorrectionKind, Incident, Merge, text_error
from incidents.workflow.checklist import PerhapsProtected
from incidents.workflow.namesakes import perhaps_protected_in
from incidents.workflow.naming import protected_in
from incidents.workflow.refusals import NotAllowed
from incidents.workflow.roles import refuse_strangers


@transaction.atomic
def record(
    incident: Incident, kind: str, note: str, by: User | None = None, others: Collection[str] = ()
) -> Correction:
    """Writes an entry for readers, who see it as long as the case is public.

    Raises NotPermitted where the user may not change the case, and NotAllowed for a case that no reader can see, an
    unknown kind, an empty note or one that names somebody protected; PerhapsProtected for words of the note by which somebody
    protected is called, whatever the case says elsewhere, but for `others`: those of which the editor says that they mean
    somebody or something else.
    """
    refuse_strangers(by, incident)
    entry = tell(incident, kind, note, by)
    if new := [words for words in may_name(incident, note) if words not in others]:
        raise PerhapsProtected(new)
    return entry


def may_name(incident: Incident, note: str) -> list[str]:
    """The words of a note by which somebody protected is called: an entry is never changed, so that each is asked about."""
    return list(dict.fromkeys(words for _name, words in perhaps_protected_in(incident, note))) if note else []


def tell(incident: Incident, kind: str, note: str, by: User | None = None) -> Correction:
    """The entry that another verb writes, which has asked already who may."""
    note = note.strip()
    problems = list(_problems(incident, kind, note))
    if problems:
        raise NotAllowed(problems)
    return Correction.objects.create(incident=incident, kind=kind, note=note, by=by)


def retract(incident: Incident, by: User | None = None) -> Correction:
    """The entry for a case that readers could see and that was withdrawn: that it was, and nothing of what it said."""
    return Correction.objects.create(incident=incident, kind=CorrectionKind.RETRACTION, by=by)


def restore(incident: Incident, by: User | None = None) -> Correction | None:
    """The entry for a case that readers were told was withdrawn and that they see again; none for any other."""
    last = incident.corrections.order_by("at", "pk").last() if incident.is_public else None
    if last is None or last.kind != CorrectionKind.RETRACTION:
        return None
    return tell(incident, CorrectionKind.UPDATE, _("The record was withdrawn, and is public again."), by)


def of_parties(merge: Merge, by: User | None = None) -> Correction | None:
    """The entry for a merge of two that readers knew, or for its undoing; none for any other. It holds no words: whom it
    concerns is told as readers know them on the day."""
    if not merge.was_public:
        return None
    kind = CorrectionKind.SEPARATION if merge.undone_at else CorrectionKind.MERGE
    return Correction.objects.create(merge=merge, kind=kind, by=by)


def _problems(incident: Incident, kind: str, note: str) -> list[str]:
    found = []
    if not incident.is_public:
        found.append(_("Readers cannot see this case: there is nothing to tell them. Leave the kind of entry empty."))
    if kind not in CorrectionKind.values or kind in OF_PARTIES:
        found.append(_("“%(kind)s” is no kind of entry of the corrections page.") % {"kind": kind})
    if not note:
        found.append(_("Say in the note for readers what was wrong and what is right now."))
    if refusal := text_error(note, _("The note for readers")):
        found.append(refusal)
    found += [
        _("The note for readers names “%(name)s”, who is protected: describe them instead.") % {"name": words}
        for _name, words in protected_in(incident, note)
    ]
    return found
