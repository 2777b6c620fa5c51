"""Code lists that the record points at: offences (ICCS), currencies (ISO 4217), units, and the short lists of kinds."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.models.stepkinds import CUSTODY, DEATH
from incidents.search import fold

_currency = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, as in ISO 4217: PEN."))
_unit = RegexValidator(
    r"^\w[\w ./-]*\Z", _("A unit begins with a letter or digit and goes on with letters, digits, spaces and . / -")
)


class LanguageField(models.CharField):
    """A language by its code, written as in the fact cards."""

    default_validators = [
        RegexValidator(r"^[a-z]{2,3}\Z", _("Write two or three small letters (ISO 639), for example es."))
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"max_length": 3} | options))


def in_language(row: Any) -> str:
    """The row's name in the reader's language, English where the other is missing."""
    return (row.name_es if (get_language() or "").startswith("es") else "") or row.name_en


class OffenceQuerySet(models.QuerySet[Any]):
    """The words with which one asks for offences."""

    def numbered(self, numbers: Iterable[int]) -> Self:
        """The rows with those numbers."""
        return self.filter(pk__in=list(numbers))


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

    def read_path(self) -> None:
        """Sets the path, which begins with that of the category above."""
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.read_path()
        super().save(*args, **kwargs)


class Currency(models.Model):
    """A currency of ISO 4217."""

    code = models.CharField(
        _("code"), max_length=3, primary_key=True, validators=[_currency], help_text=_("ISO 4217, e.g. PEN.")
    )
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

    code = models.CharField(
        _("code"), max_length=40, primary_key=True, validators=[_unit], help_text=_("As written: kg, t, packages.")
    )
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
        _("word"),
        max_length=100,
        unique=True,
        help_text=_("Lower case, words joined by underscores."),
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

    SUSPECT = "suspect", wording.ROLES["suspect"]
    ACCUSED = "accused", wording.ROLES["accused"]
    ARRESTED = "arrested", wording.ROLES["arrested"]
    FUGITIVE = "fugitive", wording.ROLES["fugitive"]
    CONVICTED = "convicted", wording.ROLES["convicted"]
    ACQUITTED = "acquitted", wording.ROLES["acquitted"]
    SANCTIONED = "sanctioned", wording.ROLES["sanctioned"]
    VICTIM = "victim", wording.ROLES["victim"]
    KILLED = "killed", wording.ROLES["killed"]
    WOUNDED = "wounded", wording.ROLES["wounded"]
    MISSING = "missing", wording.ROLES["missing"]
    WITNESS = "witness", wording.ROLES["witness"]
    INFORMANT = "informant", wording.ROLES["informant"]
    SPEAKER = "speaker", wording.ROLES["speaker"]
    AUTHORITY = "authority", wording.ROLES["authority"]
    BENEFICIARY = "beneficiary", wording.ROLES["beneficiary"]
    RELATIVE = "relative", wording.ROLES["relative"]
    MENTIONED = "mentioned", wording.ROLES["mentioned"]
    OTHER = "other", wording.ROLES["other"]


class StepKind(models.TextChoices):
    """What an authority did. Each kind belongs to one family (see `STEP_FAMILIES`): custody is kept apart from guilt."""

    COMPLAINT = "complaint", wording.STEPS["complaint"]
    INVESTIGATION_OPENED = "investigation_opened", wording.STEPS["investigation_opened"]
    WARRANT = "warrant", wording.STEPS["warrant"]
    WANTED = "wanted", wording.STEPS["wanted"]
    DETAINED = "detained", wording.STEPS["detained"]
    PRETRIAL_DETENTION = "pretrial_detention", wording.STEPS["pretrial_detention"]
    HOUSE_ARREST = "house_arrest", wording.STEPS["house_arrest"]
    RELEASED = "released", wording.STEPS["released"]
    ESCAPED = "escaped", wording.STEPS["escaped"]
    CHARGED = "charged", wording.STEPS["charged"]
    INDICTED = "indicted", wording.STEPS["indicted"]
    TRIAL_OPENED = "trial_opened", wording.STEPS["trial_opened"]
    PLEA_GUILTY = "plea_guilty", wording.STEPS["plea_guilty"]
    CONVICTED = "convicted", wording.STEPS["convicted"]
    SENTENCED = "sentenced", wording.STEPS["sentenced"]
    SENTENCE_CHANGED = "sentence_changed", wording.STEPS["sentence_changed"]
    CONVICTION_UPHELD = "conviction_upheld", wording.STEPS["conviction_upheld"]
    ACQUITTED = "acquitted", wording.STEPS["acquitted"]
    ACQUITTAL_UPHELD = "acquittal_upheld", wording.STEPS["acquittal_upheld"]
    ACQUITTAL_ANNULLED = "acquittal_annulled", wording.STEPS["acquittal_annulled"]
    ANNULLED = "annulled", wording.STEPS["annulled"]
    RETRIAL_ORDERED = "retrial_ordered", wording.STEPS["retrial_ordered"]
    DISMISSED = "dismissed", wording.STEPS["dismissed"]
    PARDONED = "pardoned", wording.STEPS["pardoned"]
    PARDON_ANNULLED = "pardon_annulled", wording.STEPS["pardon_annulled"]
    APPEAL_FILED = "appeal_filed", wording.STEPS["appeal_filed"]
    APPEAL_REFUSED = "appeal_refused", wording.STEPS["appeal_refused"]
    EXTRADITION_REQUESTED = "extradition_requested", wording.STEPS["extradition_requested"]
    EXTRADITION_GRANTED = "extradition_granted", wording.STEPS["extradition_granted"]
    EXTRADITED = "extradited", wording.STEPS["extradited"]
    EXPELLED_COUNTRY = "expelled_country", wording.STEPS["expelled_country"]
    SUSPENDED_POST = "suspended_post", wording.STEPS["suspended_post"]
    REMOVED_FROM_POST = "removed_from_post", wording.STEPS["removed_from_post"]
    DISCIPLINARY_OPENED = "disciplinary_opened", wording.STEPS["disciplinary_opened"]
    DISCIPLINARY_CLOSED = "disciplinary_closed", wording.STEPS["disciplinary_closed"]
    ADMINISTRATIVE_CLEARED = "administrative_cleared", wording.STEPS["administrative_cleared"]
    SANCTION_LISTED = "sanction_listed", wording.STEPS["sanction_listed"]
    SANCTION_LIFTED = "sanction_lifted", wording.STEPS["sanction_lifted"]
    FORFEITURE = "forfeiture", wording.STEPS["forfeiture"]
    SEIZURE_ORDER = "seizure_order", wording.STEPS["seizure_order"]
    ASYLUM = "asylum", wording.STEPS["asylum"]
    KILLED = "killed", wording.STEPS["killed"]
    DIED = "died", wording.STEPS["died"]
    OTHER = "other", wording.STEPS["other"]


STEP_FAMILIES: dict[str, frozenset[str]] = {
    "custody": CUSTODY,
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
    "life": DEATH,
}


class Certainty(models.TextChoices):
    STATED = "stated", wording.CERTAINTIES["stated"]
    ALLEGED = "alleged", wording.CERTAINTIES["alleged"]
    ESTABLISHED = "established", wording.CERTAINTIES["established"]


class YesNoUnknown(models.TextChoices):
    """An answer that may be missing: `UNKNOWN` says that nobody knows, an empty column that nobody said."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


def folded_names(*names: str) -> str:
    """All spellings of something in one searchable line."""
    return " | ".join(dict.fromkeys(fold(name) for name in names if name))
