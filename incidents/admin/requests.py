"""The private inbox of readers' requests: read here, answered by verbs, never edited."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin import refusals
from incidents.admin.desk import Desk
from incidents.admin.forms import PlainText
from incidents.admin.namesakes import asking_about_namesakes, namesakes_asked, others_meant
from incidents.admin.rights import editor_of, lacking
from incidents.models import ANSWERING, AllegationParty, Incident, ReaderRequest, RequestKind
from incidents.search.turning import cut_at_word

_AREA = forms.Textarea(attrs={"rows": 6, "cols": 70})


class TakeForm(forms.Form):
    """Nothing to fill in: only to be confirmed."""


class AnswerForm(forms.Form):
    accepted = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=[("yes", gettext_lazy("accepted")), ("no", gettext_lazy("declined"))]
    )
    text = PlainText(
        label=gettext_lazy("Answer"), widget=_AREA, help_text=gettext_lazy("What the reader is told; send it yourself.")
    )


class ReplyForm(forms.Form):
    link = forms.ModelChoiceField(label=gettext_lazy("Reply to"), queryset=AllegationParty.objects.none())
    text = PlainText(
        label=gettext_lazy("The reply, as it will be published"),
        widget=_AREA,
        help_text=gettext_lazy("It appears beside the claim, with this letter as its source."),
    )
    answer = PlainText(
        label=gettext_lazy("Answer"),
        widget=_AREA,
        required=False,
        help_text=gettext_lazy("What whoever sent it is told, kept with the request; send it yourself."),
    )

    def __init__(self, *args: Any, request: ReaderRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links: Any = self.fields["link"]
        links.queryset = AllegationParty.objects.published().accused().filter(request.answerable)
        links.label_from_instance = lambda link: cut_at_word(f"{link.party}: {link.allegation.claim}", 160)
        unanswered = links.queryset.filter(reply_text__in=("", request.text))  # any other would be refused
        labels = [(link.pk, links.label_from_instance(link)) for link in unanswered]
        links.choices = [("", links.empty_label), *labels]
        self.fields["text"].initial = request.text


# verb of the workflow → the words on its button
VERBS: dict[str, Any] = {
    "take": gettext_lazy("Take it"),
    "answer": gettext_lazy("Answer and close"),
    "accept_reply": gettext_lazy("Publish the reply"),
}
# … and what was done.
DONE: dict[str, Any] = {
    "take": gettext_lazy("You look after this request now."),
    "answer": gettext_lazy("The request is closed. Send the reader the answer yourself: the desk sends no mail."),
    "accept_reply": gettext_lazy(
        "The reply stands beside the claim now, with the letter as its source; the request is closed."
    ),
}


@admin.register(ReaderRequest)
class ReaderRequestAdmin(Desk):
    change_form_template = "admin/incidents/readerrequest/change_form.html"
    list_display = ["receipt", "kind", "state", "record", "received", "owner"]
    list_filter = ["state", "kind", ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner"]
    ordering = ["-received", "-pk"]
    search_fields = ["receipt", "text"]
    folded_columns = ("receipt", "about")
    typed_columns = ("text",)
    readonly_fields = "receipt kind record words name email received state owner answer closed events".split()
    fieldsets = [
        (None, {"fields": [("receipt", "kind", "state"), "record", "words", ("received", "owner", "closed")]}),
        (gettext_lazy("Who asks (private)"), {"fields": [("name", "email")]}),
        (gettext_lazy("The desk"), {"fields": ["answer", "notes", "events"]}),
    ]
    actions = ["forget"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).answered_by(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ReaderRequest | None = None) -> bool:
        return self._answers(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: ReaderRequest | None = None) -> bool:
        return self._answers(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ReaderRequest | None = None) -> bool:
        """Its receipt says what became of it; who asked is forgotten by an action, and after the days that are set."""
        return False

    def _answers(self, request: HttpRequest, obj: ReaderRequest | None) -> bool:
        """Whether the account answers this one; for none given, any."""
        if obj is None:
            return any(request.user.has_perm(permission) for permission in ANSWERING)
        return ReaderRequest.objects.answered_by(request.user).filter(pk=obj.pk).exists()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.message_user(request, _("Requests come from readers, through the pages of the record."))
        return HttpResponseRedirect(reverse("admin:incidents_readerrequest_changelist"))

    @admin.display(description=gettext_lazy("about"))
    def record(self, asked: ReaderRequest) -> str:
        try:
            address = reverse(asked.page, args=[asked.about])
        except NoReverseMatch:
            return asked.about
        case = Incident.objects.filter(public_id=asked.about).first() if asked.page == "incident" else None
        return format_html('<a href="{}">{} {}</a>', address, asked.page, f"“{case.title}”" if case else asked.about)

    @admin.display(description=gettext_lazy("text"))
    def words(self, asked: ReaderRequest) -> str:
        return format_html('<bdi class="words">{}</bdi>', asked.text)

    @admin.display(description=gettext_lazy("what happened to it"))
    def events(self, asked: ReaderRequest) -> str:
        rows = (
            (f"{event.at:%Y-%m-%d %H:%M}", event.by or "–", event.what) for event in asked.events.select_related("by")
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · {} · {}</li>", rows))

    @admin.action(description=gettext_lazy("Forget who asked (answered ones)"), permissions=["change"])
    def forget(self, request: HttpRequest, queryset: Any) -> None:
        for asked in queryset:
            try:
                workflow.forget_requester(asked, editor_of(request))
            except workflow.NotAllowed as refusal:
                self.message_user(request, f"{asked}: {' '.join(refusal.problems)}", messages.ERROR)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        asked: ReaderRequest | None = kwargs.get("obj")
        may = asked is not None and asked.is_open and self.has_change_permission(request, asked)
        context["request_verbs"] = possible_verbs(asked, request.user) if may and asked else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.verb_view)
        return [path("<int:pk>/do/<slug:verb>/", view, name="incidents_readerrequest_do"), *super().get_urls()]

    def verb_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        asked = ReaderRequest.objects.filter(pk=pk).first()
        if asked is None or not _fits(verb, asked):
            raise Http404
        if not self.has_change_permission(request, asked):
            raise lacking(VERBS[verb])
        form = _form(verb, asked, request.POST if request.method == "POST" else None)
        if form.is_valid() and self._do(request, verb, _act(verb, asked, request, form.cleaned_data)):
            return HttpResponseRedirect(reverse("admin:incidents_readerrequest_change", args=[pk]))
        context = self.admin_site.each_context(request) | {
            "title": VERBS[verb],
            "form": form,
            "asked": asked,
            "namesakes": namesakes_asked(request, form, []),
            "opts": ReaderRequest._meta,
        }
        return TemplateResponse(request, "admin/incidents/readerrequest/verb.html", context)

    def _do(self, request: HttpRequest, verb: str, act: Callable[[], Any]) -> bool:
        """Whether it was done; if not, messages say what stands in the way."""
        if refusals.attempt(request, lambda: act() or True) is None:
            return False
        messages.success(request, DONE[verb])
        return True


def possible_verbs(asked: ReaderRequest, by: Any) -> list[tuple[str, Any]]:
    """(verb, words on its button) for what the editor can do with the request: nobody takes what is theirs already."""
    taken = {"take"} if asked.owner_id == by.pk else set()
    return [(verb, words) for verb, words in VERBS.items() if _fits(verb, asked) and verb not in taken]


def _fits(verb: str, asked: ReaderRequest) -> bool:
    return verb in VERBS and (verb != "accept_reply" or asked.kind == RequestKind.REPLY)


def _form(verb: str, asked: ReaderRequest, data: Any) -> forms.Form:
    if verb == "accept_reply":
        return ReplyForm(data, request=asked)
    return AnswerForm(data) if verb == "answer" else TakeForm(data)


def _act(verb: str, asked: ReaderRequest, request: HttpRequest, given: dict[str, Any]) -> Callable[[], Any]:
    by = editor_of(request)
    if verb == "take":
        return lambda: workflow.take(asked, by)
    if verb == "answer":
        return lambda: workflow.answer(asked, by, given["text"], given["accepted"] == "yes")
    return lambda: _accept_reply(asked, request, given)


def _accept_reply(asked: ReaderRequest, request: HttpRequest, given: dict[str, Any]) -> AllegationParty:
    """Asks about words of the reply by which somebody protected is called, until the editor has said that another is meant."""
    others, by = others_meant(request), editor_of(request)
    with asking_about_namesakes(request):
        return workflow.accept_reply(asked, given["link"], given["text"], by, given["answer"], others)
