"""What one can ask of the corrections page."""

from django.utils.translation import gettext_lazy as _

from incidents.answers.corrections import CorrectionIndex
from incidents.filters.asking import Codes, Period, Setting
from incidents.filters.question import Question
from incidents.models import Correction, CorrectionKind


class CorrectionQuestion(Question):
    """The question to the corrections page and its feed. Notes are not searched: they may hold what is masked today."""

    list_name = "corrections"
    noun = _("Corrections")
    sorts = CorrectionIndex.sorts

    kind = Codes("of_kinds", CorrectionKind.choices, once=True, label=_("Kind"))
    since = Period(0, says=_("since %s"), label=_("Since"), help_text=_("2014, 2014-07 or 2014-07-03"))
    until = Period(1, says=_("until %s"), label=_("Until"), help_text=_("2014, 2014-07 or 2014-07-03"))
    sort = Setting(lambda: [(code, one.label) for code, one in CorrectionQuestion.sorts.items()], label=_("Order"))

    class Meta:
        model = Correction
        fields: list[str] = []
