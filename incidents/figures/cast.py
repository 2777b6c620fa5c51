"""How the parties of a page are called there: only by public names and public descriptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incidents.figures.addresses import address
from incidents.models import (
    ActorForm,
    AllegationParty,
    Incident,
    Involvement,
    Membership,
    NameUse,
    Organization,
    Party,
    Proceeding,
    Relationship,
    RouteStop,
    SpeechLink,
    Step,
    StepParty,
)


@dataclass(frozen=True)
class Called:
    """One party as the page calls it. `url` is empty where no page may be linked."""

    pk: int
    label: str
    url: str
    is_actor: bool
    named: bool
    protected: bool
    existence: str = ""
    doubtful: bool = False
    kind: str = ""


NOBODY = Called(0, "", "", True, False, False)


class Cast:
    """The parties of a page by their key."""

    def __init__(self, called: Mapping[int, Called]) -> None:
        self._called = called

    def get(self, party_id: int | None) -> Called:
        return self._called.get(party_id or 0, NOBODY)

    @classmethod
    def of_case(cls, incident: Incident, involvements: Iterable[Involvement]) -> "Cast":
        """As this case calls them: its heading, else its description, else what the record calls them elsewhere."""
        own = {row.party_id: row for row in involvements}
        headings = _headings(incident)
        found = {}
        for party in _parties(_ids_in(incident)):
            row = own.get(party.pk)
            name = headings.get(party.pk, "")
            told = row.description if row else ""
            label = name or told or party.public_label or (row.role_as_stated if row else "")
            found[party.pk] = _called(
                party, label, named=bool(name) or label == party.public_name, linked=row is not None
            )
        return cls(found)

    @classmethod
    def everywhere(cls, party_ids: Iterable[int]) -> "Cast":
        """As the whole public record calls them."""
        published = set(Party.objects.published().filter(pk__in=set(party_ids)).values_list("pk", flat=True))
        return cls(
            {
                party.pk: _called(party, party.public_label, named=bool(party.public_name), linked=True)
                for party in _parties(published)
            }
        )


def _parties(ids: Iterable[int]) -> Any:
    return Party.objects.filter(pk__in=set(ids)).labelled().select_related("actor", "organization")


def _nobody(party: Any) -> str:
    if not party.is_actor:
        return _("an organization without a name")
    if party.actor.form == ActorForm.NAMED:
        return _("a person whose name is not given here")
    return _("a person whom the sources do not name")


def _called(party: Any, label: str, named: bool, linked: bool) -> Called:
    organization = None if party.is_actor else party.organization
    return Called(
        pk=party.pk,
        label=label or _nobody(party),
        url=address(party) if linked else "",
        is_actor=party.is_actor,
        named=named,
        protected=bool(party.is_actor and party.actor.is_protected),
        existence=organization.get_existence_display() if organization else "",
        doubtful=bool(organization and is_doubtful(organization)),
        kind=organization.get_kind_display() if organization else "",
    )


def is_doubtful(organization: Organization) -> bool:
    """Whether a reader must be told that the organization may not exist."""
    return organization.existence != "established"


def _headings(incident: Incident) -> dict[int, str]:
    uses = NameUse.objects.published().filter(involvement__incident=incident, is_heading=True, name__confidential=False)
    return dict(uses.values_list("involvement__party_id", "name__name"))


def _ids_in(incident: Incident) -> set[int]:
    """The keys of all parties that a public fact of the case points at; one query. Never a protected speaker's link."""
    speakers = SpeechLink.objects.filter(allegation__incident=incident, protected=False)
    columns = [
        Involvement.objects.filter(incident=incident).values_list("party_id"),
        Involvement.objects.filter(incident=incident).values_list("part_of_id"),
        Membership.objects.filter(incident=incident).values_list("member_id"),
        Membership.objects.filter(incident=incident).values_list("organization_id"),
        Relationship.objects.filter(incident=incident).values_list("a_id"),
        Relationship.objects.filter(incident=incident).values_list("b_id"),
        AllegationParty.objects.filter(allegation__incident=incident).values_list("party_id"),
        Proceeding.objects.filter(incident=incident).values_list("authority_id"),
        Step.objects.filter(proceeding__incident=incident).values_list("authority_id"),
        StepParty.objects.filter(step__proceeding__incident=incident).values_list("party_id"),
        RouteStop.objects.filter(route__incident=incident).values_list("party_id"),
        speakers.values_list("party_id"),
    ]
    plain = [column.order_by() for column in columns]
    return {row[0] for row in plain[0].union(*plain[1:]) if row[0] is not None}
