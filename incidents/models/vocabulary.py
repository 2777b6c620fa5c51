"""Code lists that the record points at: offences (ICCS), currencies (ISO 4217), units, and the short lists of kinds."""

from typing import Any, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.search import fold


def in_language(row: Any) -> str:
    """The row's name in the reader's language, English where the other is missing."""
    return (row.name_es if (get_language() or "").startswith("es") else "") or row.name_en


class OffenceQuerySet(models.QuerySet[Any]):
    """The words with which one asks for offences."""

    def alleged_in(self, allegations: models.QuerySet[Any]) -> Self:
        """Offences that the allegations name, most often first, with `claim_count`."""
        named = models.Count("allegations", filter=models.Q(allegations__allegation__in=allegations))
        return self.annotate(claim_count=named).filter(claim_count__gt=0).order_by("-claim_count", "path")


class Offence(models.Model):
    """A category of the International Classification of Crime for Statistical Purposes (UNODC, 2015), or a finer one."""

    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("ICCS code, or our own below one."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", help_text=_("The category above it.")
    )
    name_en = models.TextField(_("name (English)"), help_text=_("As in the classification."))
    name_es = models.TextField(_("name (Spanish)"), blank=True, help_text=_("As in the Spanish edition."))
    level = models.PositiveSmallIntegerField(_("level"), help_text=_("1 section, 2 division, 3 and 4 finer."))
    path = models.CharField(max_length=200, editable=False, db_index=True)
    own = models.BooleanField(_("our own"), default=False, help_text=_("Not part of the classification."))

    objects = OffenceQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("offence")
        verbose_name_plural = _("offences")

    def __str__(self) -> str:
        return in_language(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)


class Currency(models.Model):
    """A currency of ISO 4217."""

    code = models.CharField(_("code"), max_length=3, primary_key=True, help_text=_("ISO 4217, e.g. PEN."))
    name_en = models.TextField(_("name (English)"), help_text=_("As in ISO 4217."))
    name_es = models.TextField(_("name (Spanish)"), blank=True, help_text=_("In Spanish."))

    class Meta:
        ordering = ["code"]
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")

    def __str__(self) -> str:
        return f"{self.code} · {in_language(self)}"


class Unit(models.Model):
    """A unit of measure, with its factor to the base unit of its dimension where one exists."""

    code = models.CharField(_("code"), max_length=40, primary_key=True, help_text=_("As written: kg, t, packages."))
    name_en = models.TextField(_("name (English)"), blank=True, help_text=_("In English."))
    name_es = models.TextField(_("name (Spanish)"), blank=True, help_text=_("In Spanish."))
    dimension = models.CharField(_("dimension"), max_length=20, help_text=_("mass, volume, area or count"))
    to_base = models.DecimalField(
        _("factor to the base unit"),
        max_digits=20,
        decimal_places=10,
        null=True,
        blank=True,
        help_text=_("How many base units one is; empty where none is sure."),
    )
    base = models.CharField(_("base unit"), max_length=10, blank=True, help_text=_("kg, L, ha."))
    note = models.TextField(_("note"), blank=True, help_text=_("What to mind when converting."))

    class Meta:
        ordering = ["dimension", "code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.code


class Feature(models.Model):
    """A word for what makes a case hard to record, e.g. “group within group”."""

    code = models.CharField(
        _("word"), max_length=100, unique=True, help_text=_("Lower case, words joined by underscores.")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("feature")
        verbose_name_plural = _("features")

    def __str__(self) -> str:
        return self.code.replace("_", " ")


class ActorForm(models.TextChoices):
    NAMED = "named", _("a person with a name")
    UNNAMED = "unnamed", _("a person the sources do not name")
    GROUP = "group", _("people the sources do not name one by one")


class Protection(models.TextChoices):
    NONE = "", _("none")
    MINOR = "minor", _("minor")
    VICTIM = "victim", _("victim")
    WITNESS = "witness", _("witness or protected source")
    PRIVATE = "private", _("private person")


class OrganizationKind(models.TextChoices):
    CRIMINAL_GROUP = "criminal_group", _("criminal group")
    POLICE = "police", _("police")
    MILITARY = "military", _("military")
    PROSECUTOR = "prosecutor", _("prosecutor")
    COURT = "court", _("court")
    GOVERNMENT = "government", _("government body")
    COMPANY = "company", _("company")
    PARTY = "party", _("political party")
    MEDIA = "media", _("media outlet")
    PRISON = "prison", _("prison")
    NGO = "ngo", _("non-governmental organization")
    OTHER = "other", _("other")


class Existence(models.TextChoices):
    ESTABLISHED = "established", _("established")
    UNPROVEN = "unproven", _("claimed, not proven")
    DISPUTED = "disputed", _("disputed: it may not exist")
    FICTITIOUS = "fictitious", _("fictitious: a cover or an invention")


class NameKind(models.TextChoices):
    NAME = "name", _("name")
    LEGAL = "legal", _("legal name")
    ALIAS = "alias", _("alias")
    NOM_DE_GUERRE = "nom_de_guerre", _("nom de guerre")
    FORMER = "former", _("former name")
    ACRONYM = "acronym", _("acronym")
    TRANSLATION = "translation", _("translated name")
    MISSPELLING = "misspelling", _("misspelling in a source")
    MASKED = "masked", _("masked in a source (“Héctor N”)")


class PartyRole(models.TextChoices):
    """A party's part in an incident. The words never turn an accusation into a finding."""

    SUSPECT = "suspect", _("suspect")
    ACCUSED = "accused", _("accused")
    ARRESTED = "arrested", _("arrested")
    FUGITIVE = "fugitive", _("wanted")
    CONVICTED = "convicted", _("convicted in the sources' words")
    ACQUITTED = "acquitted", _("acquitted or case closed")
    SANCTIONED = "sanctioned", _("subject of an administrative measure")
    VICTIM = "victim", _("victim")
    KILLED = "killed", _("killed")
    WOUNDED = "wounded", _("wounded")
    MISSING = "missing", _("missing")
    WITNESS = "witness", _("witness")
    INFORMANT = "informant", _("informant")
    SPEAKER = "speaker", _("speaker")
    AUTHORITY = "authority", _("authority")
    BENEFICIARY = "beneficiary", _("said to have benefited")
    RELATIVE = "relative", _("relative, not accused")
    MENTIONED = "mentioned", _("mentioned")
    OTHER = "other", _("other")


class StepKind(models.TextChoices):
    """What an authority did. Each kind belongs to one family (see `STEP_FAMILIES`): custody is kept apart from guilt."""

    COMPLAINT = "complaint", _("complaint filed")
    INVESTIGATION_OPENED = "investigation_opened", _("investigation opened")
    WARRANT = "warrant", _("warrant issued")
    WANTED = "wanted", _("wanted")
    DETAINED = "detained", _("arrested or detained")
    PRETRIAL_DETENTION = "pretrial_detention", _("pre-trial detention")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    RELEASED = "released", _("released")
    ESCAPED = "escaped", _("escaped")
    CHARGED = "charged", _("charged")
    INDICTED = "indicted", _("indicted")
    TRIAL_OPENED = "trial_opened", _("trial opened")
    PLEA_GUILTY = "plea_guilty", _("guilty plea")
    CONVICTED = "convicted", _("convicted")
    SENTENCED = "sentenced", _("sentenced")
    SENTENCE_CHANGED = "sentence_changed", _("sentence changed")
    CONVICTION_UPHELD = "conviction_upheld", _("conviction upheld")
    ACQUITTED = "acquitted", _("acquitted")
    ACQUITTAL_UPHELD = "acquittal_upheld", _("acquittal upheld")
    ANNULLED = "annulled", _("annulled")
    RETRIAL_ORDERED = "retrial_ordered", _("new trial ordered")
    DISMISSED = "dismissed", _("charges dropped or case closed")
    PARDONED = "pardoned", _("pardoned")
    APPEAL_FILED = "appeal_filed", _("appeal filed")
    APPEAL_REFUSED = "appeal_refused", _("appeal or request refused")
    EXTRADITION_REQUESTED = "extradition_requested", _("extradition requested")
    EXTRADITION_GRANTED = "extradition_granted", _("extradition granted")
    EXTRADITED = "extradited", _("extradited")
    EXPELLED_COUNTRY = "expelled_country", _("expelled from the country")
    SUSPENDED_POST = "suspended_post", _("suspended from post")
    REMOVED_FROM_POST = "removed_from_post", _("removed from post")
    DISCIPLINARY_OPENED = "disciplinary_opened", _("disciplinary inquiry opened")
    DISCIPLINARY_CLOSED = "disciplinary_closed", _("disciplinary inquiry closed")
    ADMINISTRATIVE_CLEARED = "administrative_cleared", _("cleared by an administrative inquiry")
    SANCTION_LISTED = "sanction_listed", _("put on a sanctions list")
    SANCTION_LIFTED = "sanction_lifted", _("taken off a sanctions list")
    FORFEITURE = "forfeiture", _("forfeiture")
    SEIZURE_ORDER = "seizure_order", _("seizure or search")
    ASYLUM = "asylum", _("asylum")
    KILLED = "killed", _("killed")
    DIED = "died", _("died")
    OTHER = "other", _("other")


STEP_FAMILIES: dict[str, frozenset[str]] = {
    "custody": frozenset({"detained", "pretrial_detention", "house_arrest", "released", "escaped"}),
    "transfer": frozenset({"extradition_requested", "extradition_granted", "extradited", "expelled_country", "asylum"}),
    "administrative": frozenset(
        {
            "suspended_post",
            "removed_from_post",
            "disciplinary_opened",
            "disciplinary_closed",
            "administrative_cleared",
            "sanction_listed",
            "sanction_lifted",
        }
    ),
    "property": frozenset({"forfeiture", "seizure_order"}),
    "life": frozenset({"killed", "died"}),
}


class Certainty(models.TextChoices):
    STATED = "stated", _("stated by the source")
    ALLEGED = "alleged", _("alleged")
    ESTABLISHED = "established", _("established by a court or record")


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


def folded_names(*names: str) -> str:
    """All spellings of something in one searchable line."""
    return " | ".join(dict.fromkeys(fold(name) for name in names if name))
