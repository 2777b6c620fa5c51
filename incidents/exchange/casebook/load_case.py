"""One card into the tables: the case itself, its ties, and every aggregate in the order in which they depend."""

import datetime
from typing import Any

from incidents import workflow
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context, General, Library
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_claims import load_allegations
from incidents.exchange.casebook.load_goods import load_casualties, load_rates, load_seizures
from incidents.exchange.casebook.load_parties import load_parties
from incidents.exchange.casebook.load_proceedings import load_proceedings
from incidents.exchange.casebook.load_scene import load_dates, load_places, load_routes
from incidents.exchange.casebook.load_sources import load_sources, remove
from incidents.exchange.casebook.load_values import choice, text
from incidents.exchange.casebook.proposals import tie_certainty
from incidents.exchange.casebook.rows import Proposal, Wanted, decided_by_editor, identified
from incidents.models import (
    Contradiction,
    ContradictionVersion,
    Feature,
    Incident,
    IncidentKind,
    Membership,
    OpenQuestion,
    RelatedIncident,
    Relationship,
    RelationshipKind,
    refresh_standing,
)

_SERIES_FEATURE = "not_one_incident"


def load_card(card: Card, library: Library, publish: bool, said_before: dict[General, str]) -> Context:
    """Makes the record equal to the card; call it inside a transaction. Returns what was made and changed.

    Whoever says `publish` publishes the case afterwards. `said_before` is what the cards before it said of parties in every
    case: one that contradicts them is refused.
    """
    context = Context(card, library, publish, said_before)
    context.incident = Incident.objects.of_card(card["id"]) or Incident(key=card["id"])
    _incident(context)
    dropped = load_sources(context)
    load_parties(context)
    citer = Citer(context)
    citer.support_summary(card.get("citations"))
    load_dates(context, citer)
    load_places(context, citer)
    _involvement_citations(context, citer)
    _memberships(context, citer)
    _relationships(context, citer)
    claims = load_allegations(context, citer)
    load_proceedings(context, citer, claims)
    load_seizures(context, citer)
    load_rates(context, citer)
    load_casualties(context, citer)
    load_routes(context, citer)
    _words(context)
    _related(context)
    citer.finish(dropped)
    remove(context, dropped)
    refresh_standing(context.incident)
    return context


def _incident(context: Context) -> None:
    card, incident = context.card, context.incident
    values: dict[str, Any] = {
        "title": card["title"],
        "summary": text(card.get("summary")),
        "language": card.get("language") or "en",
        "sources_read_until": text(card.get("sources_read_until")),
    }
    if card.get("embargo_until"):
        values["embargo_until"] = datetime.datetime.fromisoformat(card["embargo_until"])
    series = _SERIES_FEATURE in context.listed("hard_features")
    proposal = Proposal("kind", IncidentKind.SERIES if series else IncidentKind.EVENT, "kind_proposed")
    if card.get("kind"):
        values |= {"kind": card["kind"], "kind_proposed": False}
    elif incident.pk is None or not decided_by_editor(incident, proposal):
        values |= {"kind": proposal.value, "kind_proposed": True}
    context.writer.apply(incident, values)
    _features(context)


def _features(context: Context) -> None:
    words = list(dict.fromkeys(context.listed("hard_features")))
    through = context.incident.features.through
    links = through.objects.filter(incident=context.incident).order_by("pk")
    if [link.feature.code for link in links.select_related("feature")] == words:
        return
    links.delete()
    features = [Feature.objects.get_or_create(code=word)[0] for word in words]
    # Not through set(): that would forget their order.
    through.objects.bulk_create(through(incident=context.incident, feature=feature) for feature in features)
    context.writer.save(context.incident)  # for its history


def _involvement_citations(context: Context, citer: Citer) -> None:
    for name in ("persons", "organizations"):
        for entry in context.listed(name):
            if entry["key"] in context.involvements:
                citer.cite("involvement", context.involvements[entry["key"]], entry)


# --- ties --------------------------------------------------------------------------------------


def _certain(entry: Card, values: dict[str, Any], words: str) -> list[Proposal]:
    """How sure a tie is: stated by the card, else proposed from words such as “alleged”."""
    if entry.get("certainty"):
        values |= {"certainty": entry["certainty"], "certainty_proposed": False}
        return []
    return [Proposal("certainty", tie_certainty(words), "certainty_proposed")]


def _memberships(context: Context, citer: Citer) -> None:
    listed = context.listed("memberships")
    wanted = []
    for position, entry in enumerate(listed):
        values: dict[str, Any] = {
            "position": position,
            "member_id": context.parties[entry["person"]].pk,
            "organization_id": context.parties[entry["organization"]].pk,
            "role": text(entry.get("role")),
            "date_as_stated": text(entry.get("when_as_stated")),
            "date_edtf": text(entry.get("edtf")),
        }
        identity = (values["member_id"], values["organization_id"], values["role"])
        wanted.append(Wanted(identity, values, _certain(entry, values, values["role"])))
    old = identified(context.incident.memberships.all(), "member_id", "organization_id", "role")
    rows = context.writer.sync(lambda: Membership(incident=context.incident), old, wanted)
    for entry, row in zip(listed, rows, strict=True):
        citer.cite("membership", row, entry)
    context.counts["memberships"] = len(rows)


def _relationships(context: Context, citer: Citer) -> None:
    listed = context.listed("relationships")
    wanted = []
    for position, entry in enumerate(listed):
        kind, words = choice(entry["kind"], RelationshipKind.values, entry.get("kind_as_stated"))
        values: dict[str, Any] = {
            "position": position,
            "a_id": context.parties[entry["a"]].pk,
            "b_id": context.parties[entry["b"]].pk,
            "kind": kind,
            "kind_as_stated": words,
            "as_stated": text(entry.get("as_stated")),
            "date_as_stated": text(entry.get("when_as_stated")),
            "date_edtf": text(entry.get("edtf")),
        }
        identity = (values["a_id"], values["b_id"], kind, values["as_stated"])
        wanted.append(Wanted(identity, values, _certain(entry, values, values["as_stated"])))
    old = identified(context.incident.relationships.all(), "a_id", "b_id", "kind", "as_stated")
    rows = context.writer.sync(lambda: Relationship(incident=context.incident), old, wanted)
    for entry, row in zip(listed, rows, strict=True):
        citer.cite("relationship", row, entry)
    context.counts["relationships"] = len(rows)


# --- words and links ---------------------------------------------------------------------------


def _words(context: Context) -> None:
    """What is not known, and on what the sources differ."""
    incident, writer = context.incident, context.writer
    unsure = [Wanted((told,), {"text": told, "position": at}) for at, told in enumerate(context.listed("unsure"))]
    writer.sync(lambda: OpenQuestion(incident=incident), identified(incident.open_questions.all(), "text"), unsure)
    listed = context.listed("contradictions")
    facts = [Wanted((entry["fact"],), {"fact": entry["fact"], "position": at}) for at, entry in enumerate(listed)]
    rows = writer.sync(
        lambda: Contradiction(incident=incident), identified(incident.contradictions.all(), "fact"), facts
    )
    for entry, row in zip(listed, rows, strict=True):
        versions = [
            Wanted((told,), {"text": told, "position": at}) for at, told in enumerate(entry.get("versions") or [])
        ]
        writer.sync(_new_version(row), identified(row.versions.all(), "text"), versions)
    context.counts["contradictions"] = len(rows)


def _new_version(row: Contradiction) -> Any:
    return lambda: ContradictionVersion(contradiction=row)


def _related(context: Context) -> None:
    """Links to other cases, open until they arrive; and links of others that waited for this one."""
    incident = context.incident
    old = identified(incident.related.select_related("target"), "card_id")
    listed = context.listed("related_cards")
    linked_as = {row.card_id: row.target_key for row in old if row.target_key not in listed}
    wanted = []
    for position, key in enumerate(listed):
        target = Incident.objects.of_card(key)
        told = {"target_key": linked_as.get(key, key), "target_id": target.pk if target else None}
        wanted.append(Wanted((key,), told | {"position": position}))
    context.writer.sync(lambda: RelatedIncident(incident=incident), old, wanted, by_place=False)
    for link, found in workflow.links_found(incident):
        context.writer.apply(link, {"target_id": found.pk})
    context.counts["related cases"] = len(wanted)
