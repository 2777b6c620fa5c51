"""The list of allegations as a table: claims, never findings, each with who says so and with its legal standing."""

from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from incidents import wording
from incidents.exchange.tables.columns import TERMS, Table, address, cited, day, made, plain
from incidents.exchange.tables.expressions import Joined, called, labelled, spaced, worded
from incidents.models import Allegation, AllegationOffence, Defeat, Party, SpeechLink


def _about(words: Any) -> Joined:
    """Those whom the claim is about, each with words of that link."""
    about = Party.objects.labelled().filter(allegations__allegation=OuterRef("pk"), allegations__capacity="accused")
    said = Concat(labelled(), Value(": "), words, output_field=TextField())
    return Joined(about.order_by("allegations__position", "allegations__pk").values(one=said))


def _standing() -> Joined:
    return _about(worded("allegations__legal_status", dict(wording.legal_statuses())))


def _replies() -> Joined:
    return _about(worded("allegations__reply_status", dict(wording.reply_statuses())))


def _said_by() -> Joined:
    """Who made the claim; of a protected speaker nothing but the public role."""
    role = Coalesce(NullIf("role_words", Value("")), Value(str(wording.PROTECTED_SPEAKER)), output_field=TextField())
    party = Party.objects.labelled().filter(pk=OuterRef("public_party_id")).values("public_label")
    links = SpeechLink.objects.published().filter(allegation=OuterRef("pk"), step=0).order_by("position", "pk")
    links = links.annotate(speaker=Coalesce(Subquery(party), Value(""), output_field=TextField()))
    words = Case(
        When(protected=True, then=role), default=spaced("lead_words", "speaker", "words"), output_field=TextField()
    )
    return Joined(links.values(one=words))


def _offences() -> Joined:
    rows = AllegationOffence.objects.filter(allegation=OuterRef("pk")).order_by("position", "pk")
    return Joined(rows.values(one=called("offence__", "offence__name_en")))


def _ended() -> Any:
    """What ended the claim; where the sources report it taken back and no end is recorded, that alone."""
    ends = Defeat.objects.filter(defeated=OuterRef("pk")).order_by("position", "pk")
    retracted = When(reported_status="retracted", then=Value(str(wording.DEFEATS["retracts"])))
    return Coalesce(
        Joined(ends.values(one=worded("how", wording.DEFEATS))),
        Case(retracted, default=Value("")),
        output_field=TextField(),
    )


ALLEGATIONS = Table(
    lambda: Allegation.objects.published(),
    (
        *cited("allegations"),
        made("note", "That a claim is not a finding.", lambda: Value(str(wording.ALLEGATION_LEAD))),
        plain("claim", "What is claimed."),
        made("ended", "Whether it was retracted, contradicted or corrected; empty where it stands.", _ended),
        made("said_by", "Who made the claim; a protected speaker is called only by a public role.", _said_by),
        plain("said", "When it was said, as exactly as known (EDTF).", "date_edtf"),
        day("said_earliest", "The first day that the date may mean.", "date_earliest"),
        day("said_latest", "The last day that it may mean.", "date_latest"),
        made("legal_standing", "Whom the claim is about, each with the derived legal status.", _standing),
        made("replies", "The same, each with what is known of a reply.", _replies),
        made("offences_if_true", "The offences that it would amount to, if it were true.", _offences),
        plain("offence_in_words", "The same in the words of the sources.", "offence_as_stated"),
        plain("incident", "The public id of the case that states the claim.", "incident__public_id"),
        address("incidents", "The page of that case.", "incident_address", "incident__public_id"),
        plain("incident_title", "What the case is about, in neutral words.", "incident__title"),
        plain("incident_date", "When that happened, as exactly as known (EDTF).", "incident__date_edtf"),
        *TERMS,
    ),
)
