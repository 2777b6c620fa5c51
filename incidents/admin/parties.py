"""Actors and organizations, and the page that lets one choose between them wherever a party is asked for."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents import workflow
from incidents.admin.desk import Desk
from incidents.admin.facts import FactInline, marked
from incidents.admin.identity import IdentityPages, change_page
from incidents.admin.inputs import number_in
from incidents.admin.likely import LikelyWarning, refuse_nobody
from incidents.admin.links import case_links, fact_links
from incidents.admin.lists import (
    described_in_a_case,
    hidden_among,
    number_in_words,
    number_of,
    or_described,
    without_kept_back,
)
from incidents.admin.merged import page_of_merged
from incidents.admin.protection import AnonymiseButton
from incidents.admin.rights import lacking
from incidents.admin.telling_apart import described
from incidents.models import Actor, ActorForm, Incident, Involvement, Merge, Organization, Party, PartyName
from incidents.search import words
from incidents.workflow import identity


class NameInline(FactInline):
    model = PartyName
    form = marked("is_primary")
    classes = []
    fields = [("name", "kind"), ("language", "is_primary", "confidential")]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Whoever is new has a box for a name at once, also in a browser without scripts."""
        return 0 if obj else 1


class PartyDesk(LikelyWarning, Desk):
    """What actors and organizations share: names, and where they appear."""

    inlines = [NameInline]
    ordering = ["pk"]
    sortable_by = ()
    search_fields = ["search_text"]
    folded_columns = ("search_text", "key", "public_id")
    readonly_fields = ["public_id", "cases", "facts"]
    change_form_template = "admin/incidents/party/change_form.html"
    change_list_template = "admin/incidents/party/change_list.html"

    def word_q(self, word: str) -> Q:
        """Two lists of numbers, each read once: a condition with “or” over both tables would be asked of every row."""
        keyed = Q(key__contains=word) & ~Q(pk__in=Party.objects.hiding().values("pk"))
        told = Party.objects.filter(Q(search_text__contains=word) | Q(public_id__contains=word) | keyed)
        named = PartyName.objects.told().filter(folded__contains=word)
        return Q(pk__in=told.order_by().values("pk").union(named.order_by().values("party")))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        """What has the words as they are written comes first, then names that sound like them or are much alike."""
        exact, _many = super().get_search_results(request, queryset, search_term)
        asked = words(search_term)
        exact = or_described(queryset, exact, asked)
        alike = _not_as_written(identity.sought(search_term), asked) if asked else []
        if not alike:
            return exact, False
        told = set(alike) - hidden_among(alike)
        far = Case(When(pk__in=told, then=Value(1)), default=Value(0))
        as_written = Q(pk__in=exact.order_by().values("pk"))
        return queryset.filter(as_written | Q(pk__in=told)).annotate(far=far).order_by("far", "pk"), False

    def note_on(self, party: Party) -> str:
        """What tells the party from its namesakes, for a list of choices."""
        return " · ".join(described([party.pk])[0].words)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = without_kept_back(super().get_queryset(request).not_merged()).prefetch_related("names")
        return rows.annotate(
            cases_count=number_of(Involvement.objects, "party"),
            told_in_a_case=described_in_a_case(),
            is_kept_back=Value(False),
        )

    def choosable(self, request: HttpRequest) -> QuerySet[Any]:
        """Every party that the desk tells of; one that was merged meanwhile is refused in the words of the database."""
        return without_kept_back(self.model._default_manager.all())

    def warn_of_words(self, request: HttpRequest, actor: Actor) -> None:
        """Readers see the description at once, whoever wrote it."""
        if word := workflow.word_of_guilt_about(actor):
            told = gettext(
                "The description says “%(word)s”, and no final conviction is on record: say it in other words."
            )
            self.message_user(request, told % {"word": word}, messages.WARNING)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever gets a name is named; published cases must bear what is now known of a protected person."""
        super().save_related(request, form, formsets, change)
        refuse_nobody(form.instance)
        for actor in Actor.objects.with_a_name(form.instance.pk):
            actor.form = ActorForm.NAMED
            actor.save()
        form.instance.refresh_from_db()  # the database has hidden the names of somebody protected
        if isinstance(form.instance, Actor):
            self.warn_of_words(request, form.instance)
            if {"description", "protection"} & {*form.changed_data}:
                workflow.refuse_telling_description(form.instance)
        self.look_for_likely(request, form.instance, formsets, is_new=not change)
        workflow.stay_publishable_with(form.instance)
        if isinstance(form.instance, Actor) and "protection" in form.changed_data:
            self.warn_of_words_left(request, form.instance)

    def warn_of_words_left(self, request: HttpRequest, actor: Actor) -> None:
        """Whole names are refused; of words that may mean another only an editor knows whom they mean."""
        told = gettext(
            "“%(case)s” is published and says %(words)s. If that is whom you protect: “Anonymise…” finds every place."
        )
        for case, left in workflow.words_left(actor) if actor.protection else ():
            said = {"case": case.title, "words": ", ".join(f"“{one}”" for one in left)}
            self.message_user(request, told % said, messages.WARNING)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        number = number_in(object_id)
        merges = () if number is None else Merge.objects.filter(Q(kept=number) | Q(merged=number))
        return super().change_view(request, object_id, form_url, {"merges": merges} | (extra_context or {}))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """The page of a party that was merged, before or while somebody saved it, leads to the one that was kept."""
        party = Party.objects.filter(pk=number_in(object_id) or 0, merged_into__isnull=False).first()
        if party is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        return page_of_merged(self, request, party, change_page(party.kept))

    def get_inlines(self, request: HttpRequest, obj: Party | None) -> Any:
        return [] if obj and hidden_among([obj.pk]) else self.inlines

    def get_fieldsets(self, request: HttpRequest, obj: Party | None = None) -> Any:
        """The casebook key may hold the name: it goes with the names."""
        shown = super().get_fieldsets(request, obj)
        return shown[:-1] if obj and hidden_among([obj.pk]) else shown

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was changed names the names."""
        number = number_in(object_id)
        if number is not None and hidden_among([number]):
            raise lacking(gettext("See names that are never public"))
        return super().history_view(request, object_id, extra_context)

    @admin.display(description=_("name or description"))
    def label(self, party: Party) -> str:
        return party.desk_label

    @admin.display(description=_("other names"))
    def aliases(self, party: Party) -> str:
        return "; ".join([name.name for name in party.names.all() if name.is_told][1:6])

    @admin.display(description=_("cases"))
    def cases_number(self, party: Any) -> str:
        return number_in_words(party.cases_count)

    @admin.display(description=_("involved in"))
    def cases(self, party: Party) -> str:
        return case_links(party, Incident.objects.filter(involvements__party=party.pk))

    @admin.display(description=_("facts about this party"))
    def facts(self, party: Party) -> str:
        return fact_links(party)


def _not_as_written(keys: list[int], asked: list[str]) -> list[int]:
    """Those of the parties that do not have every word as it is written."""
    texts = {pk: f"{told} {key or ''} {own}" for pk, told, key, own in _told(keys)}
    for pk, folded in PartyName.objects.filter(party__in=keys).values_list("party", "folded"):
        texts[pk] += f" {folded}"
    return [pk for pk, text in texts.items() if not all(word in text for word in asked)]


def _told(keys: list[int]) -> Any:
    return Party.objects.filter(pk__in=keys).values_list("pk", "search_text", "key", "public_id")


@admin.register(Actor)
class ActorAdmin(AnonymiseButton, PartyDesk):
    change_form_template = "admin/incidents/actor/change_form.html"
    list_display = ["label", "aliases", "form", "protection", "deceased", "cases_number"]
    list_filter = ["form", "protection", "deceased"]
    fieldsets = [
        (None, {"fields": ["description", ("form", "deceased")]}),
        (
            _("Protection"),
            {
                "fields": ["protection"],
                "description": _(
                    "Minors, victims, witnesses and private persons. While this is set, no name below is shown to the "
                    "public, on any page or in any file; write a description that does not give the person away. "
                    "It can be lifted only when no case protects the person any more."
                ),
            },
        ),
        (_("In the record"), {"fields": ["cases", "facts"]}),
        (_("Keys"), {"fields": ["key", "public_id"], "classes": ["collapse"]}),
    ]


@admin.register(Organization)
class OrganizationAdmin(PartyDesk):
    list_display = ["label", "aliases", "kind", "existence", "country", "cases_number"]
    list_filter = ["kind", "existence"]
    list_select_related = ["country"]
    autocomplete_fields = ["country"]
    fieldsets = [
        (None, {"fields": ["description", ("kind", "existence"), "country"]}),
        (_("In the record"), {"fields": ["cases", "facts"]}),
        (_("Keys"), {"fields": ["key", "public_id"], "classes": ["collapse"]}),
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Courts of one country answer each other: where an authority is decides what its steps mean."""
        super().save_related(request, form, formsets, change)
        if "country" in form.changed_data:
            workflow.derive_where_they_decide(form.instance)


class Hidden:
    """Reachable from the forms that need it, and not listed on the desk's first page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Party)
class PartyAdmin(IdentityPages, Hidden, PartyDesk):
    """Only finds parties for the forms; adding and changing lead to the actor or the organization."""

    inlines = []
    list_display = ["label", "aliases", "cases_number"]
    fields = ["description", "public_id"]
    readonly_fields = ["public_id"]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        kinds = [
            (model._meta.verbose_name, reverse(f"admin:incidents_{model._meta.model_name}_add") + query)
            for model in (Actor, Organization)
            if self.admin_site.get_model_admin(model).has_add_permission(request)
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Whom do you want to add?"),
            "kinds": kinds,
            "is_popup": "_popup" in request.GET,
        }
        return TemplateResponse(request, "admin/incidents/party/choose.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._to_the_real_one(request, object_id, "change")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._to_the_real_one(request, object_id, "delete")

    def get_actions(self, request: HttpRequest) -> Any:
        return {}

    def _to_the_real_one(self, request: HttpRequest, object_id: str, page: str) -> HttpResponse:
        party = Party.objects.filter(pk=number_in(object_id) or 0).first()
        if party is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        name = "actor" if party.is_actor else "organization"
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse(f"admin:incidents_{name}_{page}", args=[party.pk]) + query)
