"""What one can ask of allegations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.answers.claims import AllegationIndex
from incidents.filters import named, recurring
from incidents.filters.asking import Codes, OneCode, Period, Search, Setting, Several, matches, readings
from incidents.filters.question import Question
from incidents.models import Allegation


class Standing(OneCode):
    """Only claims that stand, or only those that were retracted, contradicted or corrected."""

    def filter(self, rows: Any, value: Any) -> Any:
        return getattr(rows, value)() if value else rows


class AllegationQuestion(Question):
    """The question to the list of allegations."""

    list_name = "allegations"
    noun = _("Allegations")
    sorts = AllegationIndex.sorts
    facets = ("offence", "organization", "status", "reply", "standing")
    dated = True

    q = Search("mentioning", label=_("Words"), help_text=_("In the claim."))
    offence = recurring.offences()
    actor = recurring.actors("about", _("about %s"), _("About the actor"))
    organization = recurring.organizations("about", _("about %s"), _("About the organization"))
    naming = Several(
        "naming",
        named.party,
        says=_("naming %s"),
        label=_("Naming"),
        help_text=_("Public id of an actor or organization, accused or not."),
    )
    incident = Several(
        "of_incidents",
        named.incident,
        once=True,
        says=_("in the case “%s”"),
        label=_("Incident"),
        help_text=_("Public id."),
    )
    status = Codes("with_status", wording.legal_statuses, says=_("legal status: %s"), label=_("Legal status"))
    reply = Codes("with_reply", wording.reply_statuses, says=_("reply: %s"), label=_("Reply of the accused"))
    standing = Standing(
        "",
        [("standing", _("not disputed")), ("defeated", _("retracted, contradicted or corrected"))],
        label=_("Standing"),
    )
    since = Period(
        0,
        says=_("from %s on"),
        label=_("Since"),
        help_text=_("2014, 2014-07 or 2014-07-03: when it was said, else when the incident happened"),
    )
    until = Period(1, says=_("until %s"), label=_("Until"), help_text=_("2014, 2014-07 or 2014-07-03"))
    reading = Setting(readings, label=_("In the period"), help_text=_("Many dates are known only roughly."))
    match = Setting(matches, label=_("Several values of one filter"))
    sort = Setting(lambda: [(code, one.label) for code, one in AllegationQuestion.sorts.items()], label=_("Order"))

    class Meta:
        model = Allegation
        fields: list[str] = []
