"""What becomes of the rows that point at a party which is merged into another: one rule for every foreign key.

A test compares `RULES` with the tables: a new foreign key to a party, an actor or an organization needs a line here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Columns that say one thing together: nothing while the first of them (`wholly`: each of them) holds one of
    `silent`, or while the mark of a proposal is on."""

    columns: tuple[str, ...]
    silent: tuple[object, ...] = ("", None)
    mark: str = ""
    wholly: bool = False


@dataclass(frozen=True)
class Move:
    """The row goes to the party that is kept.

    `same`: rows that agree in these columns (besides the party) are one fact; what the second row says more is taken
    over, where the two differ an editor may choose, and what hangs on the second goes to the first.
    `either`: flags that are on if they are on in one of the two.
    `other`: the column of the other party of a tie; a tie of the party to itself is dropped.
    """

    same: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    either: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True)
class Clear:
    """The row goes to the party that is kept, but where it would be its own, it points at nobody."""

    own: str


@dataclass(frozen=True)
class Pair:
    """An unordered pair of parties, each pair once."""


@dataclass(frozen=True)
class Stay:
    """The row tells of the merging itself, or is made anew: it is left where it is."""

    because: str


Rule = Move | Clear | Pair | Stay

_DATES = ("date_as_stated", "date_edtf")
_COUNT = Said(("count_as_stated", "count_low", "count_best", "count_high"), wholly=True)
_TIE = ("incident_id", "certainty", "certainty_proposed", *_DATES)
_REPLY = ("reply_status", "reply_text", "reply_as_stated", "reply_edtf")

RULES: dict[str, Rule] = {
    "PartyName.party": Move(same=("name",), either=("confidential", "is_primary")),
    "Involvement.party": Move(
        same=("incident_id",),
        said=(
            Said(("role", "role_proposed"), silent=("mentioned",), mark="role_proposed"),
            Said(("role_as_stated",)),
            Said(("description",)),
            Said(("occupation",)),
            Said(("country_id",)),
            Said(("kind_as_stated",)),
            Said(("part_of_id",)),
            Said(("protection",)),
            Said(("subset_of_id",)),
            _COUNT,
        ),
        either=("named_publicly",),
    ),
    "Involvement.part_of": Clear(own="party_id"),
    "Membership.member": Move(same=("organization_id", "role", *_TIE), other="organization_id"),
    "Membership.organization": Move(same=("member_id", "role", *_TIE), other="member_id"),
    "Relationship.a": Move(same=("b_id", "kind", "kind_as_stated", "as_stated", *_TIE), other="b_id"),
    "Relationship.b": Move(same=("a_id", "kind", "kind_as_stated", "as_stated", *_TIE), other="a_id"),
    "AllegationParty.party": Move(
        same=("allegation_id",),
        said=(
            Said(("capacity", "capacity_proposed"), silent=(), mark="capacity_proposed"),
            Said(_REPLY, silent=("not_sought",)),
        ),
    ),
    "SpeechLink.party": Move(same=("allegation_id", "step", "lead_words", "words", "role_words", "protected")),
    "Proceeding.authority": Move(),
    "Step.authority": Move(),
    "StepParty.party": Move(same=("step_id",)),
    "RouteStop.party": Move(),
    "NotTheSame.a": Pair(),
    "NotTheSame.b": Pair(),
    "LikelyPair.a": Stay("found anew"),
    "LikelyPair.b": Stay("found anew"),
    "Merge.kept": Stay("it says what happened"),
    "Merge.merged": Stay("it says what happened"),
    "Party.merged_into": Stay("whoever was merged into the merged party leads on to the party that is kept"),
}

# Rows that hang on a row which is found to be the same as another, where merely moving them would say things twice.
HANGING: dict[str, Rule] = {
    "NameUse.involvement": Move(same=("name_id", "is_heading")),
    "NameUse.name": Move(same=("involvement_id", "is_heading")),
    "Citation.*": Move(same=("reading_id", "page", "quote", "as_stated")),
}


# What a party says of itself.
OF_ACTOR = (Said(("description",)), Said(("deceased",), silent=(False,)))
OF_ORGANIZATION = (
    Said(("description",)),
    Said(("kind",), silent=("other",)),
    Said(("existence",), silent=()),
    Said(("country_id",)),
)
