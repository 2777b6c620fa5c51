"""The corrections page, and the same as a feed."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _

from incidents.figures.corrections import Notice, notices
from incidents.filters import CorrectionQuestion
from incidents.views.panel import controls
from incidents.views.unchanged import unless_unchanged

NEWEST = 50


@unless_unchanged
def corrections(request: HttpRequest) -> HttpResponse:
    question = CorrectionQuestion(request.GET)
    context: dict[str, Any] = {"question": question, "controls": list(controls(question)), "refused": question.errors}
    if not question.is_valid():
        return render(request, "incidents/corrections.html", context | {"notices": []}, status=400)
    page = question.page()
    return render(
        request,
        "incidents/corrections.html",
        context
        | {
            "notices": notices(page.rows),
            "chips": question.chips(),
            "previous": question.query(before=page.before) if page.before else "",
            "next": question.query(after=page.after) if page.after else "",
        },
    )


class CorrectionsFeed(Feed):
    """The newest entries, as an Atom feed."""

    feed_type = Atom1Feed
    title = _("Expediente: corrections")
    author_name = _("Expediente")
    subtitle = _("What was corrected, clarified, updated or withdrawn after it was published")

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed; a question that it cannot answer is refused, never ignored."""
        if request.GET:
            said = _("This feed takes no parameters.")
            return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        return super().__call__(request, *args, **kwargs)

    def link(self) -> str:
        return reverse("corrections")

    def items(self) -> list[Notice]:
        return notices(CorrectionQuestion(QueryDict()).page(NEWEST).rows)

    def item_title(self, item: Notice) -> str:
        return item.heading

    def item_description(self, item: Notice) -> str:
        """The note is plain text, and the feed says that its summaries are HTML."""
        return linebreaks(item.note, autoescape=True)

    def item_link(self, item: Notice) -> str:
        return item.url

    def item_guid(self, item: Notice) -> str:
        return f"tag:expediente,2026:{item.code}"

    def item_updateddate(self, item: Notice) -> Any:
        return item.at

    item_pubdate = item_updateddate


feed = unless_unchanged(CorrectionsFeed())
