"""What publishing demands of a case, and of a published case for as long as it is published."""

from collections.abc import Iterator

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from incidents.models import Actor, ActorForm, Allegation, AllegationParty, Incident, PartyName, Stage
from incidents.models.record import moment_of_change
from incidents.workflow.naming import cases_to_search
from incidents.workflow.refusals import NotPublishable, Problem, quoted
from incidents.workflow.where import CaseTexts, what_it_is


def blocking(sentence: str, row: Model, name: str) -> Problem:
    return Problem(True, sentence, type(row), row.pk, name)


def problems(incident: Incident, texts: CaseTexts | None = None) -> Iterator[Problem]:
    """What stands between the case and its publication, each with what to do about it. `texts`: its texts, if read."""
    if not incident.summary.strip():
        yield blocking(
            _("The summary is empty: say in a few sentences what happened and who says so."), incident, "summary"
        )
    if not incident.citations.exists():
        yield blocking(_("Nothing is cited: add a source and a citation."), incident, "citations")
    for allegation in incident.allegations.prefetch_related("parties__party__actor__names", "speech"):
        yield from _problems_of_claim(allegation)
    yield from _unnamed_in_public(incident)
    yield from _protected_names(texts or CaseTexts(incident))


def stay_publishable(incidents: QuerySet[Incident]) -> None:
    """After a change to published cases, or to what they share: raises NotPublishable if one lacks something now. Whoever
    the change protects, or names anew, is looked for in every published case."""
    missing: list[str] = []
    touched = set(incidents.filter(stage=Stage.PUBLISHED).values_list("pk", flat=True))
    for actor in hidden_by_this_change():
        touched |= set(cases_to_search(actor).filter(stage=Stage.PUBLISHED).values_list("pk", flat=True))
    for incident in Incident.objects.filter(pk__in=touched):
        missing += [f"{quoted(incident)}: {problem}" for problem in problems(incident)]
    if missing:
        raise NotPublishable([_("A published case would no longer hold what publishing demands."), *missing])


def hidden_by_this_change() -> QuerySet[Actor]:
    """Protected persons whose row or whose names the change at hand has written."""
    moment = moment_of_change()
    if moment is None:
        return Actor.objects.none()
    rows = Actor.history.filter(history_date=moment).exclude(protection="").values("party_ptr_id")
    names = PartyName.history.filter(history_date=moment, confidential=True).exclude(history_type="-")
    written = Q(pk__in=rows.order_by()) | Q(pk__in=names.order_by().values("party_id"))
    return Actor.objects.filter(written).exclude(protection="")


def is_identifiable(link: AllegationParty) -> bool:
    """Whether the claim is about a living person with a name."""
    actor: Actor | None = getattr(link.party, "actor", None)
    if actor is None or actor.form == ActorForm.GROUP or actor.deceased:
        return False
    return actor.form == ActorForm.NAMED or any(not name.confidential for name in actor.names.all())


def _problems_of_claim(allegation: Allegation) -> Iterator[Problem]:
    about = [link for link in allegation.parties.all() if is_identifiable(link)]
    named = {"claim": quoted(allegation.claim)}
    if about and not allegation.speech.all():
        yield blocking(_("“%(claim)s”: say who makes this claim (add a speaker).") % named, allegation, "speech")
    for link in about:
        if not link.reply_status:
            yield blocking(_("“%(claim)s”: say whether a reply was sought.") % named, link, "reply_status")


def _protected_names(texts: CaseTexts) -> Iterator[Problem]:
    """Names of protected persons that stand in the free text of the case, each at every text that has it."""
    for one in texts.surely_named():
        place = what_it_is(texts.incident, one.text) if one.text else _("The case")
        sentence = _(
            "%(place)s: the text names “%(name)s”, who is protected: describe them instead. On the page of a person who was"
            " named in public, “Anonymise…” finds every place."
        ) % {"place": place, "name": one.words}
        yield blocking(sentence, *((one.text.row, one.text.column) if one.text else (texts.incident, "summary")))


def _unnamed_in_public(incident: Incident) -> Iterator[Problem]:
    """Persons whom the case names although no public source does."""
    used = Q(names_used__name__confidential=False)
    by_itself = ~Q(names_used__is_heading=True) & Q(description="", party__names__confidential=False)
    everywhere = Q(party__names__in=PartyName.objects.filter(confidential=False, uses=None))
    people = incident.involvements.filter(named_publicly=False, party__actor__isnull=False)
    shown = used | by_itself | everywhere
    for part in people.exclude(party__actor__form=ActorForm.GROUP).filter(shown).distinct():
        sentence = _(
            "“%(who)s” has a name here, but no public source names them: tick “named in public sources”, or protect them."
        )
        yield blocking(sentence % {"who": quoted(part.party.desk_label)}, part, "named_publicly")
