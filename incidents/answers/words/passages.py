"""Which passages there ought to be, by what the record says, and which change of a table makes which of them anew.

Each published row with words of its own has one passage: an incident (title and summary), an involvement (how the case
describes and publicly calls a party), an allegation; a party, a source and a region for what is not of one case.
An embargoed case has its passages too, for nothing happens in the database when an embargo ends: whoever reads them
leaves out what is not public yet.

Each case that is not published has one in a table of its own, which the desk alone looks through: all its words but names, for
those may be told to some and not to others.
"""

from dataclasses import dataclass

TABLE = "incidents_passage"
HIDDEN = "incidents_hiddenpassage"
COLUMNS = 'what, "row", incident, party, text'
WHOLE = "whole"  # the row that says that nothing is missing
LONGEST = 500_000  # letters of one passage: PostgreSQL takes no more than a megabyte of different words


@dataclass(frozen=True)
class Kind:
    """The passages of one table: `key` is the column of its number, `text` its words, `public` when there is one `into` the table."""

    what: str
    table: str  # with its alias, and what is joined
    key: str
    incident: str
    party: str
    text: str
    public: str
    into: str = TABLE

    def ought(self, only: str) -> str:
        """The statement that gives the passages of the rows that meet the condition, as they ought to be."""
        text = f"' ' || SUBSTR({self.text}, 1, {LONGEST}) || ' '"
        columns = f"'{self.what}' AS what, {self.key} AS \"row\", {self.incident} AS incident, {self.party} AS party"
        return f"SELECT {columns}, {text} AS text FROM {self.table} WHERE {only} AND {self.public}"


_NONE = "CAST(NULL AS bigint)"
_OF_CASE = "i.stage = 'published'"
_OF_HIDDEN = "i.stage <> 'published'"


def _joined(vendor: str, text: str, table: str, condition: str, order: str) -> str:
    """The texts of several rows as one, each behind a mark that no phrase crosses."""
    if vendor == "postgresql":
        inner = f"SELECT string_agg(' _ ' || {text}, '' ORDER BY {order}) FROM {table} WHERE {condition}"
    else:
        inner = (
            f"SELECT group_concat(one, '') FROM (SELECT ' _ ' || {text} AS one FROM {table}"
            f" WHERE {condition} ORDER BY {order})"
        )
    return f"COALESCE(({inner}), '')"


def _linked(table: str, column: str, key: str) -> str:
    """That a public case has a row of the table with the key. Not written as EXISTS: of that PostgreSQL makes a join, and
    reads the whole table for some thousand keys."""
    return (
        f"(SELECT 1 FROM {table} l JOIN incidents_incident i ON i.id = l.incident_id"
        f" WHERE l.{column} = {key} AND {_OF_CASE} LIMIT 1) IS NOT NULL"
    )


def kinds(vendor: str) -> dict[str, Kind]:
    """Every kind of passage, by its name."""
    return {kind.what: kind for kind in (*_of_cases(vendor), *_of_shared(vendor), _of_hidden(vendor))}


def _of_hidden(vendor: str) -> Kind:
    """Of a whole case that is not published: what it says itself, of those involved, and claims."""
    people, claims = (
        _joined(vendor, f"{one}.search_text", f"{table} {one}", f"{one}.incident_id = i.id", f"{one}.id")
        for one, table in (("v", "incidents_involvement"), ("a", "incidents_allegation"))
    )
    text = f"i.search_text || {people} || {claims}"
    return Kind("hidden", "incidents_incident i", "i.id", "i.id", _NONE, text, _OF_HIDDEN, HIDDEN)


def _of_cases(vendor: str) -> tuple[Kind, ...]:
    """What belongs to one case."""
    used = _joined(
        vendor,
        "n.folded",
        "incidents_nameuse u JOIN incidents_partyname n ON n.id = u.name_id",
        "u.involvement_id = v.id AND NOT n.confidential",
        "u.id",
    )
    by_case = "JOIN incidents_incident i ON i.id ="
    return (
        Kind("incident", "incidents_incident i", "i.id", "i.id", _NONE, "i.search_text", _OF_CASE),
        Kind(
            "involvement",
            f"incidents_involvement v {by_case} v.incident_id",
            "v.id",
            "v.incident_id",
            "v.party_id",
            f"v.search_text || {used}",
            _OF_CASE,
        ),
        Kind(
            "allegation",
            f"incidents_allegation a {by_case} a.incident_id",
            "a.id",
            "a.incident_id",
            _NONE,
            "a.search_text",
            _OF_CASE,
        ),
    )


def _of_shared(vendor: str) -> tuple[Kind, ...]:
    """What several cases share."""
    unused = _joined(
        vendor,
        "n.folded",
        "incidents_partyname n",
        "n.party_id = p.id AND NOT n.confidential"
        " AND NOT EXISTS (SELECT 1 FROM incidents_nameuse u WHERE u.name_id = n.id)",
        "n.id",
    )
    return (
        Kind(
            "party",
            "incidents_party p",
            "p.id",
            _NONE,
            "p.id",
            f"p.search_text || {unused}",
            _linked("incidents_involvement", "party_id", "p.id"),
        ),
        Kind(
            "source",
            "incidents_source s",
            "s.id",
            _NONE,
            _NONE,
            "s.search_text",
            _linked("incidents_incidentsource", "source_id", "s.id"),
        ),
        Kind(
            "region",
            "incidents_region g",
            "g.id",
            _NONE,
            _NONE,
            "REPLACE(g.search_text, ' | ', ' _ ')",
            f"(g.reference OR {_linked('incidents_incidentplace', 'region_id', 'g.id')})",
        ),
    )


@dataclass(frozen=True)
class Remade:
    """A change of a row {r} of `table` makes the passages `what` anew whose number is `row`.

    `joined` leads from the one to the other over `tables`. `public` spares work where there cannot be any; it is not
    asked when rows are deleted, for the case may be gone before them. `stage`: only when a case is published, or stops
    to be.
    """

    table: str
    what: str
    row: str
    tables: str = ""
    joined: str = ""
    public: str = ""
    stage: bool = False


def _in_case(incident: str, which: str) -> str:
    return f"EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = {incident} AND {which})"


def _hanging(what: str, table: str, column: str) -> Remade:
    return Remade("incidents_incident", what, f"x.{column}", f"{table} x", "x.incident_id = {r}.id", stage=True)


_OF_ITS_CASE = _in_case("{r}.incident_id", _OF_CASE)
_OF_ITS_DRAFT = _in_case("{r}.incident_id", _OF_HIDDEN)
# A name that no case uses is as public as its party: its first use, and the end of its last, change that.
_ONLY_USE = "NOT EXISTS (SELECT 1 FROM incidents_nameuse o WHERE o.name_id = {r}.name_id AND o.id <> {r}.id)"

REMADE: tuple[Remade, ...] = (
    Remade("incidents_incident", "incident", "{r}.id", public="{r}.stage = 'published'"),
    _hanging("involvement", "incidents_involvement", "id"),
    _hanging("allegation", "incidents_allegation", "id"),
    _hanging("party", "incidents_involvement", "party_id"),
    _hanging("source", "incidents_incidentsource", "source_id"),
    _hanging("region", "incidents_incidentplace", "region_id"),
    Remade("incidents_involvement", "involvement", "{r}.id", public=_OF_ITS_CASE),
    Remade("incidents_involvement", "party", "{r}.party_id", public=_OF_ITS_CASE),
    Remade("incidents_allegation", "allegation", "{r}.id", public=_OF_ITS_CASE),
    Remade("incidents_incidentsource", "source", "{r}.source_id", public=_OF_ITS_CASE),
    Remade("incidents_incidentplace", "region", "{r}.region_id", public=_OF_ITS_CASE),
    Remade(
        "incidents_nameuse",
        "involvement",
        "{r}.involvement_id",
        public="EXISTS (SELECT 1 FROM incidents_involvement p JOIN incidents_incident i ON i.id = p.incident_id"
        f" WHERE p.id = {{r}}.involvement_id AND {_OF_CASE})",
    ),
    Remade(
        "incidents_nameuse", "party", "p.party_id", "incidents_partyname p", f"p.id = {{r}}.name_id AND {_ONLY_USE}"
    ),
    Remade("incidents_partyname", "party", "{r}.party_id"),
    Remade("incidents_partyname", "involvement", "u.involvement_id", "incidents_nameuse u", "u.name_id = {r}.id"),
    Remade("incidents_party", "party", "{r}.id"),
    Remade("incidents_source", "source", "{r}.id"),
    Remade("incidents_region", "region", "{r}.id"),
    Remade("incidents_incident", "hidden", "{r}.id", public="{r}.stage <> 'published'"),
    Remade("incidents_involvement", "hidden", "{r}.incident_id", public=_OF_ITS_DRAFT),
    Remade("incidents_allegation", "hidden", "{r}.incident_id", public=_OF_ITS_DRAFT),
)
