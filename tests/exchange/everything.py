"""A case with rows of every table, in which every column that an editor can fill says something of its own."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from incidents import models as record

KEY = "950-all"
OF_NO_CASE = {
    *(record.Region, record.RegionName, record.RegionOverlap, record.Offence, record.Currency, record.Unit),
    *(record.Feature, record.StageChange, record.Merge, record.MergedRow, record.NotTheSame),
    *(record.ReaderRequest, record.RequestEvent, record.RequestSalt, record.RequestTrace),
    *(record.PartyNameKey, record.Correction, record.Change, record.StoredIndex, record.LikelyPair),
    record.Anonymisation,
}
# Columns that no card holds, and why.
EXPLAINED = {
    "position": "the order is kept, the numbers are not",
    "proposed": "what is only proposed is never dumped: the loader proposes it again",
}
_BOUNDS = ("low", "best", "high")


def tables() -> list[Any]:
    """The tables of which a card holds rows."""
    found = apps.get_app_config("incidents").get_models()
    return [m for m in found if not m.__name__.startswith("Historical") and m not in OF_NO_CASE]


def columns(model: Any) -> list[Any]:
    """What an editor can fill, but for what is explained."""
    found = [field for field in model._meta.fields if field.editable and not field.primary_key]
    return [f for f in found if f.name not in EXPLAINED and not f.name.endswith("_proposed") and f.name != "party_ptr"]


def is_filled(field: Any, row: Any) -> bool:
    """Whether the row says something in that column that no empty form says."""
    value = getattr(row, field.attname)
    return value not in (None, "") and (field.is_relation or value != field.get_default())


class Everything:
    """Makes the case; `case` is it."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.peru, self.cusco = (record.Region.objects.get(code=code) for code in ("PE", "PE-CUS"))
        self.usd = record.Currency.objects.get(pk="USD")
        self.case = self.make(record.Incident, key=KEY, kind="series")
        self.case.features.add(*(record.Feature.objects.get_or_create(code=word)[0] for word in ("z_word", "a_word")))
        self.parties()
        self.sources()
        self.circumstances()
        self.ties_and_goods()
        self.claims()
        self.proceedings()

    def make(self, model: Any, **given: Any) -> Any:
        """A row with what is given, and something in every other column; it belongs to the case if it can."""
        row = model()
        if any(field.name == "incident" for field in model._meta.fields):
            given.setdefault("incident", self.case)
        for field in columns(model):
            if field.name not in given and not field.is_relation:
                given[field.name] = self._something(field)
        for name, value in given.items():
            setattr(row, name, value)
        row.save()
        return row

    def _something(self, field: Any) -> Any:
        number = next(self._numbers)
        bound = next((place for place, name in enumerate(_BOUNDS, 1) if field.name.endswith(f"_{name}")), 0)
        if field.choices:
            return [code for code, _label in field.choices if code not in ("", field.default)][-1]
        if field.name.endswith(("edtf", "read_until")):
            return f"20{10 + number % 15}~"
        if field.name.endswith("language"):
            return ("es", "pt", "qu")[number % 3]
        match field:
            case models.BooleanField():
                return False
            case models.DateTimeField():
                return datetime.datetime(2030, 1, 1, 12, 30, tzinfo=datetime.UTC)
            case models.DateField():
                return datetime.date(2020, 1, 1) + datetime.timedelta(days=number)
            case models.DecimalField():
                return Decimal(f"{bound}0{number:03}.25")
            case models.BigIntegerField():
                return bound * 1000 + number
            case models.URLField():
                return f"https://example.org/{field.name}/{number}"
        return f"{number} {field.name} “ñ”: ’x’\nsecond line"[: field.max_length]

    def cited(self, name: str, row: Any) -> Any:
        """Two passages for the fact, one of a page and one of a book without an address."""
        for reading in (self.page, self.book):
            self.make(record.Citation, reading=reading, **({name: row} if name else {}))
        return row

    def parties(self) -> None:
        plain = {"protection": "", "deceased": True}
        self.who = self.make(record.Actor, key="p.all_who", form="named", **plain)
        self.crowd = self.make(record.Actor, key="p.all_crowd", form="group", **plain)
        self.minor = self.make(record.Actor, key="p.all_minor", form="unnamed", protection="private")
        self.hidden = self.make(record.Actor, key="p.all_hidden", form="named", protection="witness")
        colombia = record.Region.objects.get(code="CO")
        self.whole = self.make(record.Organization, key="o.all_whole", kind="media", country=self.peru)
        self.band = self.make(record.Organization, key="o.all_band", kind="police", country=colombia)
        flags = {"is_primary": False, "confidential": False}
        heading = self.make(record.PartyName, party=self.who, **flags | {"kind": "former"})
        alias = self.make(record.PartyName, party=self.who, **flags | {"kind": "name", "confidential": True})
        self.make(record.PartyName, party=self.who, **flags | {"kind": "alias", "is_primary": True})
        self.make(record.PartyName, party=self.hidden, **flags | {"is_primary": True})
        group = {"count_low": 3, "count_best": 4, "count_high": 5}
        larger = self.involve(self.crowd, **group)
        self.involved = self.involve(self.who, named_publicly=True, subset_of=larger)
        self.make(record.NameUse, involvement=self.involved, name=heading, is_heading=True)
        self.make(record.NameUse, involvement=self.involved, name=alias, is_heading=False)
        self.involve(self.minor, protection="minor")
        self.involve(self.whole)
        self.involve(self.band, part_of=self.whole, kind_as_stated="company")

    def involve(self, party: Any, **given: Any) -> record.Involvement:
        one = {"count_low": None, "count_best": 1, "count_high": None, "kind_as_stated": "", "protection": ""}
        return self.make(record.Involvement, **one | {"party": party, "country": self.peru} | given)

    def sources(self) -> None:
        self.page = self.make(record.IncidentSource, source=self.make(record.Source))
        self.book = self.make(record.IncidentSource, source=self.make(record.Source, url=""))
        self.make(record.CitedOrigin, reading=self.page)
        self.cited("", None)
        self.cited("involvement", self.involved)

    def circumstances(self) -> None:
        self.cited("date", self.make(record.IncidentDate, is_main=False))
        self.make(record.IncidentDate, is_main=True)
        self.cited("place", self.make(record.IncidentPlace, country=self.peru, region=self.cusco, precision="near"))
        self.make(record.IncidentPlace, name="Cusco", country=self.peru, precision="unknown", role="transit")
        self.make(record.ContradictionVersion, contradiction=self.make(record.Contradiction))
        self.make(record.OpenQuestion)
        other = record.Incident.objects.get_or_create(title="Another case", key="951-other")[0]
        self.make(record.RelatedIncident, target_key=other.key, target=other)
        self.cited("casualty", self.make(record.Casualty))
        self.cited("rate", self.make(record.Rate, currency=self.usd))

    def ties_and_goods(self) -> None:
        self.cited("membership", self.make(record.Membership, member=self.who, organization=self.band))
        self.cited("relationship", self.make(record.Relationship, a=self.who, b=self.band, kind="rival"))
        seizure = self.cited("seizure", self.make(record.Seizure))
        measured = {"seizure": seizure, "currency": self.usd, "unit": record.Unit.objects.get(pk="kg")}
        for preferred in (True, False):
            self.cited("measurement", self.make(record.Measurement, is_preferred=preferred, **measured))
        route = self.cited("route", self.make(record.Route))
        self.make(record.RouteStop, route=route, role="via", region=self.cusco)
        self.make(record.RouteStop, route=route, role="via", party=self.who)
        self.make(record.RouteStop, route=route, role="to", name="Cusco")

    def claims(self) -> None:
        self.claim = self.cited("allegation", self.make(record.Allegation, reported_status="other"))
        self.denial = self.make(record.Allegation, reported_status="retracted")
        about = {"allegation": self.claim, "reply_status": "received"}
        self.cited("reply", self.make(record.AllegationParty, party=self.who, capacity="accused", **about))
        self.make(record.AllegationParty, party=self.minor, capacity="toward", **about)
        self.make(record.AllegationParty, party=self.minor, capacity="accused", **about | {"allegation": self.denial})
        offence = record.Offence.objects.get(code="0601")
        self.make(record.AllegationOffence, allegation=self.claim, offence=offence)
        said = {"allegation": self.claim, "protected": True}
        self.cited("speech_link", self.make(record.SpeechLink, step=0, **said))
        self.cited("speech_link", self.make(record.SpeechLink, step=0, party=self.hidden, **said))
        self.make(record.SpeechLink, step=1, words="", **said)
        self.make(record.SpeechLink, step=1, party=self.band, **said | {"protected": False})
        self.make(record.Defeat, defeated=self.claim, by_allegation=self.denial)

    def proceedings(self) -> None:
        before = self.make(record.Proceeding, case_number="", position=1)
        after = self.make(record.Proceeding, authority=self.whole, jurisdiction=self.cusco, position=2)
        self.make(record.ProceedingAllegation, proceeding=after, allegation=self.claim)
        for place, proceeding in enumerate((after, before)):
            told = {"authority": self.band, "jurisdiction": self.peru, "position": place}
            step = self.cited("step", self.make(record.Step, proceeding=proceeding, on_merits="yes", **told))
            self.make(record.StepParty, step=step, party=self.who)
            self.make(record.Defeat, defeated=self.denial, by_step=step)
