"""What the desk knows of one request while it answers it: whose page it is, what stands in the way of saving it, what it asks."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.admin.options import InlineModelAdmin
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest

from incidents.admin.errors import Refused
from incidents.admin.instead import Instead
from incidents.admin.opened import Shown
from incidents.admin.page import Page
from incidents.admin.telling_apart import Described
from incidents.figures.told import Differing


@dataclass(frozen=True)
class Asked:
    """One new party of a page that may be somebody known already, what the editor has said about it so far, and in which
    fields it stands."""

    token: str
    words: str
    likely: list[Described]
    keys: str
    because: str
    rows: list[Refused] = field(default_factory=list)


@dataclass
class Visit:
    """What is known of one request: nothing, until somebody says it here."""

    # The page of a record
    case_id: int | None = None  # the case that it is about
    page: Page | None = None  # what its forms share, once one of them asks (`page_of`)
    formsets: dict[type[InlineModelAdmin], type[BaseFormSet]] = field(default_factory=dict)  # the groups of its rows
    is_editing: bool = False  # it is about a record that is there already
    is_read_only: bool = False  # its record may be looked at, and not changed
    refusal: list[str] = field(default_factory=list)  # why it is not saved, in sentences

    # What others saved since it was opened
    mark: str = ""  # says which state of the record the page shows; the page carries it
    shown_now: Shown | None = None  # what the record holds now
    has_met: bool = False  # somebody else has saved it
    differing: list[Differing] | None = None  # what they changed; None where nobody knows since when

    # What it asks before it is saved
    likely: list[Described] = field(default_factory=list)  # whom a new party may be
    likely_keys: str = ""  # their numbers, and those of others who are not shown
    open_questions: list[Asked] = field(default_factory=list)  # the same of parties that a case makes in passing
    namesakes: Counter[str] = field(default_factory=Counter)  # words that may name somebody protected, before the save
    namesakes_asked: list[str] = field(default_factory=list)  # those that are new

    # A list
    is_list: bool = False  # it is a page of its own, and not offered as choices
    instead: Instead | None = None  # what it shows where nothing is found as it is written

    def start_over(self) -> None:
        """What the forms of the page made has been unmade: it is to be read anew."""
        self.page, self.formsets = None, {}


def visit_of(request: HttpRequest) -> Visit:
    """What is known of the request so far; the same object until it is answered."""
    visit: Visit | None = request.__dict__.get("desk_visit")
    if visit is None:
        visit = request.__dict__["desk_visit"] = Visit()
    return visit


def page_of(request: HttpRequest) -> Page:
    """What the forms of this request's page share."""
    visit = visit_of(request)
    if visit.page is None:
        visit.page = Page(visit.case_id)
        visit.page.making.in_question = frozenset(one.token for one in visit.open_questions)
    return visit.page
