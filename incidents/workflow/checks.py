"""What publishing demands of a case, and of a published case for as long as it is published."""

from collections.abc import Iterable, Iterator

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from incidents.models import Actor, ActorForm, Allegation, Incident, PartyName, Region, Stage
from incidents.models.record import moment_of_change
from incidents.search.naming import parts
from incidents.workflow.naming import cases_naming, hidden_in, names_in, names_read_once, of_regions_naming
from incidents.workflow.refusals import NotAllowed, NotPublishable, Problem, quoted
from incidents.workflow.regions import is_shown_without_a_case, region_of, rows_shown_with
from incidents.workflow.shared import Shared, doubtful_cases, hidden_now, is_identifiable
from incidents.workflow.texts import columns
from incidents.workflow.where import CaseTexts, what_it_is

_TOLD = 20  # cases that lack something; whoever shares a row with thousands need not read them all
_AT_ONCE = 200  # cases that are read in one statement


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
    _refuse_lacking(set(incidents.filter(stage=Stage.PUBLISHED).values_list("pk", flat=True)))


def stay_publishable_with(row: Shared) -> None:
    """The same after a change to a source, a party or a region and to nothing else of the cases that share it, however many
    they are: only those are looked through that it can have broken."""
    _refuse_lacking(doubtful_cases(row), row)


def refuse_called_after_protected(region: Region, changed: Iterable[str] = ()) -> None:
    """Raises NotAllowed where what the desk wrote of the region, or of one that its page shows, has the whole name of somebody
    protected, whoever uses it. `changed`: columns of the region that were written just now, as one of the gazetteer."""
    rows = [*rows_shown_with(region), *([region] if region.reference else [])]
    told = [
        str(getattr(row, column) or "")
        for row in rows
        for column in columns(type(row))
        if row != region or not region.reference or column in set(changed)
    ]
    names = hidden_in(told)
    said = _(
        "“%(text)s” names somebody who is protected, and readers are told what a region is called: use other words."
    )
    if named := [said % {"text": quoted(text)} for text in dict.fromkeys(told) if names_in(text, names)]:
        raise NotAllowed(named)


def _refuse_lacking(touched: set[int], looked_at: Shared | None = None) -> None:
    """`looked_at`: whose cases are among those already."""
    missing: list[str] = []
    for actor in hidden_by_this_change():
        names = _hidden_in_full(actor)
        touched |= cases_naming(names, among=Incident.objects.filter(stage=Stage.PUBLISHED))
        missing += _regions_called(names)
        if actor != looked_at:
            touched |= doubtful_cases(actor)
    lacking = 0
    with names_read_once():
        for incident in _one_by_one(sorted(touched)):
            said = [f"{quoted(incident)}: {problem}" for problem in problems(incident)]
            missing += said
            lacking += bool(said)
            if lacking == _TOLD:
                missing.append(
                    _("After %(number)s cases that lack something no further ones were looked at.") % {"number": _TOLD}
                )
                break
    if missing:
        raise NotPublishable([_("A published case would no longer hold what publishing demands."), *missing])


def _one_by_one(numbers: list[int]) -> Iterator[Incident]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield from Incident.objects.filter(pk__in=numbers[start : start + _AT_ONCE])


def _hidden_in_full(actor: Actor) -> list[str]:
    """Names of several words that are hidden from now on: no published case has one in a text, whoever it involves."""
    moment = moment_of_change()
    return [name for name in hidden_now(actor, moment) if len(parts(name)) > 1] if moment else []


def _regions_called(names: list[str]) -> list[str]:
    """What to do first where a region is called by one of the names and readers are told of it although no case uses it."""
    regions = {region_of(row) for row in of_regions_naming(names)}
    return [
        _("“%(region)s” is a region of which readers are told, and its page names this person: use other words there.")
        % {"region": quoted(region)}
        for region in sorted(regions, key=lambda region: region.pk)
        if is_shown_without_a_case(region)
    ]


def hidden_by_this_change() -> QuerySet[Actor]:
    """Protected persons whose row or whose names the change at hand has written."""
    moment = moment_of_change()
    if moment is None:
        return Actor.objects.none()
    rows = Actor.history.filter(history_date=moment).exclude(protection="").values("party_ptr_id")
    names = PartyName.history.filter(history_date=moment, confidential=True).exclude(history_type="-")
    written = Q(pk__in=rows.order_by()) | Q(pk__in=names.order_by().values("party_id"))
    return Actor.objects.filter(written).exclude(protection="")


def _problems_of_claim(allegation: Allegation) -> Iterator[Problem]:
    about = [link for link in allegation.parties.all() if is_identifiable(link.party)]
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
