"""One more row for browsers without scripts: the page comes back with everything that was typed and an empty row at the end of
the group that was asked for. Nothing is saved, and nobody is told yet what is missing."""

from typing import Any

from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.admin.inputs import number_in, put

ADD = "desk-add"  # the name of the buttons; their value is the prefix of the group
_MOST = 1000  # rows of a group


def group_wanted(request: HttpRequest) -> str:
    """The prefix of the group that is to get a row; an empty string where the page is to be saved."""
    group = request.POST.get(ADD, "")
    return "" if number_in(request.POST.get(f"{group}-TOTAL_FORMS", "")) is None else group


def one_more(data: Any, group: str) -> str:
    """Counts the row among those that were posted, and gives the words with which the page refuses to be saved."""
    total = number_in(data[f"{group}-TOTAL_FORMS"]) or 0
    data[f"{group}-TOTAL_FORMS"] = str(min(total + 1, _MOST))
    return _("A row was added; nothing is saved yet.")


def propose(form: Any) -> None:
    """Into a row that the browser did not know yet: what a new row starts with."""
    for name, field in form.fields.items():
        where = form.add_prefix(name)
        if where not in form.data:
            put(form.data, where, field, field.prepare_value(form.get_initial_for_field(field, name)))


def forget_errors(form: Any, formsets: Any) -> None:
    """The page was not sent to be saved: what is still missing is no error."""
    form._errors = ErrorDict()
    for formset in formsets:
        formset._errors = [ErrorDict() for _form in formset.forms]
        formset._non_form_errors = ErrorList()
        for row in formset.forms:
            forget_errors(row, getattr(row, "nested_formsets", []))
