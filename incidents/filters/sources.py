"""What one can ask of sources."""

from django.utils.translation import gettext_lazy as _

from incidents.answers.sources import SourceIndex
from incidents.filters import named
from incidents.filters.asking import Codes, Period, Search, Setting, Several, readings
from incidents.filters.languages import languages, languages_in_use
from incidents.filters.question import Question
from incidents.models import Source, SourceKind


class SourceQuestion(Question):
    """The question to the list of sources."""

    list_name = "sources"
    noun = _("Sources")
    sorts = SourceIndex.sorts
    facets = ("publisher", "language", "kind")
    dated = True

    q = Search("mentioning", label=_("Words"), help_text=_("In the publisher, the title or the author."))
    publisher = Several(
        "from_publishers", named.publisher, "publishers", once=True, says=_("published by %s"), label=_("Publisher")
    )
    language = Codes(
        "in_source_languages", languages, offered=languages_in_use, once=True, says=_("in %s"), label=_("Language")
    )
    kind = Codes("of_kinds", SourceKind.choices, once=True, label=_("Kind"))
    since = Period(0, says=_("since %s"), label=_("Published since"), help_text=_("2014, 2014-07 or 2014-07-03"))
    until = Period(1, says=_("until %s"), label=_("Published until"), help_text=_("2014, 2014-07 or 2014-07-03"))
    reading = Setting(readings, label=_("In the period"), help_text=_("Many dates are known only roughly."))
    sort = Setting(lambda: [(code, one.label) for code, one in SourceQuestion.sorts.items()], label=_("Order"))

    class Meta:
        model = Source
        fields: list[str] = []
