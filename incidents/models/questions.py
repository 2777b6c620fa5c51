"""What one can ask of the record: the words of the QuerySets, each a condition on one kind of row.

Several values mean “at least one of them”; whoever wants all of them says the word once for each. Conditions on rows
that several incidents share (parties, sources, regions) look at published incidents only.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from incidents.models.inexact import NEWEST_DAY
from incidents.models.regions import OverlapRelation, Region
from incidents.models.texts import Mentioning, asked, stands
from incidents.models.visibility import PublishedQuerySet, SharedQuerySet, opened_q, published_q, unseeing
from incidents.search.query import Query, Term


def linked(queryset: models.QuerySet[Any], relation: str, condition: Q | None = None, **conditions: Any) -> Exists:
    """That a row at the reverse relation exists that meets the conditions."""
    field: Any = queryset.model._meta.get_field(relation)
    rows = field.related_model._default_manager.filter(condition or Q(), **conditions)
    return Exists(rows.filter(**{field.field.name: OuterRef("pk")}))


def counted(queryset: models.QuerySet[Any], relation: str, what: str = "incident", at: Any = None) -> Coalesce:
    """How many published incidents the row has, through the reverse relation."""
    field: Any = queryset.model._meta.get_field(relation)
    rows = field.related_model._default_manager.filter(published_q("incident", at))
    rows = rows.filter(**{field.field.name: OuterRef("pk")}).order_by().values(field.field.name)
    number = rows.annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def any_prefix(path: str, prefixes: Iterable[str]) -> Q:
    """That the text at `path` begins with one of the prefixes."""
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(**{f"{path}__startswith": prefix})
    return condition


def inside(region: Region, path: str) -> tuple[Q, Q]:
    """For rows with a region at `path`: that they surely lie in the region, and that they may.

    Surely: the region, what is below it, and what a zone contains. Perhaps: what is only placed in a zone that
    overlaps the region, and, asked of a zone, what is only placed in something that it overlaps in part.
    """
    covered = list(region.overlaps.values_list("relation", "region__path"))
    sure = [region.path, *(path for relation, path in covered if relation == OverlapRelation.CONTAINS)]
    perhaps = [path for relation, path in covered if relation == OverlapRelation.PARTLY]
    perhaps += Region.objects.overlapping(region).values_list("path", flat=True)
    return any_prefix(f"{path}__path", sure), Q(**{f"{path}__path__in": perhaps})


class Dated:
    """For QuerySets of rows with a first and a last day that they may mean."""

    first_day, last_day = "date_earliest", "date_latest"

    def certainly_within(self: Any, since: datetime.date | None, until: datetime.date | None) -> Any:
        """That lie wholly in the period, even if their date is at the edge of what it may mean."""
        conditions = {f"{self.first_day}__gte": since} if since else {}
        return self.filter(**conditions, **({f"{self.last_day}__lte": until} if until else {}))

    def possibly_within(self: Any, since: datetime.date | None, until: datetime.date | None) -> Any:
        """That may touch the period; an open or unknown end may mean any day."""
        found = self
        if since:
            found = found.filter(Q(**{f"{self.last_day}__isnull": True}) | Q(**{f"{self.last_day}__gte": since}))
        if until:
            found = found.filter(Q(**{f"{self.first_day}__isnull": True}) | Q(**{f"{self.first_day}__lte": until}))
        return found


class IncidentQuestions(PublishedQuerySet, Mentioning, Dated):
    """What one can ask of incidents."""

    def mentioning(self, query: Query | str) -> Self:
        """Whose texts meet the question: title and summary, the claims, the public names and descriptions of those
        involved as this case uses them; accents and case apart. A phrase stands within one of these texts."""

        def holds(term: Term) -> Q:
            names = Q(names_used__name__confidential=False) & stands("names_used__name__folded", term)
            here = stands("search_text", term)
            return here | Q(linked(self, "involvements", here | names)) | Q(linked(self, "allegations", here))

        return self.filter(asked(query).met(holds, Q()))

    def newest_first(self) -> Self:
        return self.order_by(NEWEST_DAY.desc(nulls_last=True), "-pk")

    def with_newest_day(self) -> Self:
        """`newest_day`: the last day that the date may mean; of a practice without an end, the first."""
        return self.annotate(newest_day=NEWEST_DAY)

    def placed_in(self, *regions: Region, roles: Sequence[str] = ()) -> Self:
        """Surely or perhaps in one of the regions, or below it; with that role of the place, if one is given."""
        return self.filter(self._in(regions, roles))

    def in_role_of_place(self, *roles: str) -> Self:
        return self.filter(linked(self, "places", role__in=roles))

    def _in(self, regions: Iterable[Region], roles: Sequence[str]) -> Exists:
        condition = Q(pk__in=[])
        for region in regions:
            surely, maybe = inside(region, "region")
            condition |= surely | maybe
        return linked(self, "places", condition & Q(role__in=roles) if roles else condition)

    def on_offences(self, *offences: Any) -> Self:
        """With a claim that falls under one of the offences or under a finer one."""
        return self.filter(
            linked(self, "allegations", any_prefix("offences__offence__path", [o.path for o in offences]))
        )

    def involving(self, *parties: Any) -> Self:
        return self.filter(linked(self, "involvements", party__in=[party.pk for party in parties]))

    def involving_kinds(self, *kinds: str) -> Self:
        """In which an organization of one of the kinds has a part."""
        return self.filter(linked(self, "involvements", party__organization__kind__in=kinds))

    def with_status(self, *codes: str) -> Self:
        """In which an accused party has one of the derived legal statuses."""
        return self.filter(linked(self, "allegations", parties__capacity="accused", parties__legal_status__in=codes))

    def with_seizure(self, *kinds: str) -> Self:
        return self.filter(linked(self, "seizures", kind__in=kinds))

    def from_publishers(self, *publishers: str) -> Self:
        return self.filter(linked(self, "readings", source__publisher__in=publishers))

    def citing(self, *sources: Any) -> Self:
        """That use one of the sources."""
        return self.filter(linked(self, "readings", source__in=[source.pk for source in sources]))

    def in_source_languages(self, *languages: str) -> Self:
        """With a source in one of the languages."""
        return self.filter(linked(self, "readings", source__language__in=languages))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def with_rows(self, at: Any = None) -> Self:
        """With the number of sources; the rest of a line is drawn flat (`figures/lines.py`)."""
        return self.annotate(source_count=counted(self, "readings", "source", at))


class AllegationQuestions(PublishedQuerySet, Mentioning, Dated):
    """What one can ask of allegations. A claim without a date of its own goes by the date of its incident."""

    first_day, last_day = "said_earliest", "said_latest"

    def _dated(self) -> Self:
        own = Q(date_edtf__gt="")
        return self.annotate(
            said_earliest=Case(When(own, then=F("date_earliest")), default=F("incident__date_earliest")),
            said_latest=Case(When(own, then=F("date_latest")), default=F("incident__date_latest")),
        )

    def certainly_within(self, since: datetime.date | None, until: datetime.date | None) -> Self:
        return Dated.certainly_within(self._dated(), since, until)

    def possibly_within(self, since: datetime.date | None, until: datetime.date | None) -> Self:
        return Dated.possibly_within(self._dated(), since, until)

    def about(self, *parties: Any) -> Self:
        """That are made about one of the parties; what is only done to or with a party is not about it."""
        return self.filter(linked(self, "parties", party__in=[p.pk for p in parties], capacity="accused"))

    def naming(self, *parties: Any) -> Self:
        """In which one of the parties is named, accused or not."""
        return self.filter(linked(self, "parties", party__in=[p.pk for p in parties]))

    def on_offences(self, *offences: Any) -> Self:
        return self.filter(linked(self, "offences", any_prefix("offence__path", [o.path for o in offences])))

    def with_status(self, *codes: str) -> Self:
        """With at least one accused party whose derived legal status is one of the codes."""
        return self.filter(linked(self, "parties", capacity="accused", legal_status__in=codes))

    def with_reply(self, *codes: str) -> Self:
        return self.filter(linked(self, "parties", capacity="accused", reply_status__in=codes))

    def of_incidents(self, *incidents: Any) -> Self:
        return self.filter(incident__in=[incident.pk for incident in incidents])

    def standing(self) -> Self:
        """Claims that nothing retracts, contradicts or corrects."""
        return self.filter(~linked(self, "defeats")).exclude(reported_status="retracted")

    def defeated(self) -> Self:
        return self.filter(Q(linked(self, "defeats")) | Q(reported_status="retracted"))

    def newest_first(self) -> Self:
        return self.order_by(F("date_latest").desc(nulls_last=True), "-pk")

    def with_rows(self) -> Self:
        """With what a line of a list shows, in a fixed number of queries."""
        link: Any = self.model._meta.get_field("parties").related_model
        party: Any = link._meta.get_field("party").related_model
        parties = party.objects.labelled().select_related("actor", "organization")
        return self.select_related("incident").prefetch_related(
            Prefetch("parties__party", parties),
            "offences__offence",
            "defeats__by_allegation",
            "defeats__by_step__proceeding",
        )


class PartyQuestions(SharedQuerySet):
    """What one can ask of actors and organizations; only what published incidents say counts."""

    def in_roles(self, *roles: str) -> Self:
        return self.filter(linked(self, "involvements", published_q("incident"), role__in=roles))

    def belonging_to(self, *organizations: Any) -> Self:
        members = [organization.pk for organization in organizations]
        return self.filter(linked(self, "memberships", published_q("incident"), organization__in=members))

    def active_in(self, *regions: Region) -> Self:
        """With a part in a published incident that is surely in one of the regions or below it."""
        places = Q(pk__in=[])
        for region in regions:
            places |= inside(region, "incident__places__region")[0]
        return self.filter(linked(self, "involvements", published_q("incident") & places))

    def kept_back(self) -> Self:
        """Organizations that only cases have which the desk does not open for whoever is looking, and readers do not see: what
        one is called there may name somebody whom such a case protects."""
        user = unseeing()
        if user is None:
            return self.none()
        parts = self.model._meta.get_field("involvements").related_model._default_manager.order_by()
        seen = published_q("incident") | opened_q(user, parts, "incident")
        theirs = parts.filter(party=OuterRef("pk"))
        return self.filter(Exists(theirs), ~Exists(theirs.filter(seen)), organization__isnull=False)

    def with_status(self, *codes: str) -> Self:
        """With one of the derived legal statuses on a published claim about them."""
        claims = published_q("allegation__incident")
        return self.filter(linked(self, "allegations", claims, capacity="accused", legal_status__in=codes))

    def with_rows(self) -> Self:
        """With what a line of a list shows. In how many incidents each has a part, the indexes know."""
        return self.all()


class SourceQuestions(SharedQuerySet, Mentioning, Dated):
    """What one can ask of sources."""

    seen_through_relation = "readings"
    first_day, last_day = "published_earliest", "published_latest"

    def from_publishers(self, *publishers: str) -> Self:
        return self.filter(publisher__in=publishers)

    def in_source_languages(self, *languages: str) -> Self:
        return self.filter(language__in=languages)

    def of_kinds(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def with_incident_count(self) -> Self:
        return self.annotate(incident_count=counted(self, "readings"))

    def with_rows(self) -> Self:
        return self.with_incident_count()
