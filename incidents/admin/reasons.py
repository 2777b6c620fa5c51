"""Why a case is changed, asked once for the whole page, and what readers are told of it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin.features import save_new
from incidents.admin.forms import DeskForm, PlainText
from incidents.admin.stages import ReasonForm
from incidents.models import OF_PARTIES, CorrectionKind, Incident, Stage

_WHY = ("change_reason", "correction_kind", "correction_note")
_OFFERED = [(code, label) for code, label in CorrectionKind.choices if code not in OF_PARTIES]
_NOTHING = gettext_lazy("nothing: only words or form changed")
_UNTOLD = "nothing"


def _kinds(required: bool = False) -> forms.ChoiceField:
    """What readers are told: nothing unless something is chosen; where it is required, nothing has to be chosen too."""
    silent = [("", gettext_lazy("choose …")), (_UNTOLD, _NOTHING)] if required else [("", _NOTHING)]
    return forms.ChoiceField(
        label=gettext_lazy("Tell readers"),
        required=required,
        choices=[*silent, *_OFFERED],
        help_text=gettext_lazy(
            "Puts an entry on the public corrections page and into its feed; it stays there, unless a person of the case is anonymised later."
        ),
    )


def _note() -> PlainText:
    return PlainText(
        label=gettext_lazy("Note for readers"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("What was wrong and what is right now. Public: name nobody who is protected."),
    )


class CaseForm(DeskForm):
    """The case itself, and the reason for the change; once readers know the case, what they are told too."""

    change_reason = PlainText(
        label=gettext_lazy("Reason for this change"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Kept with every fact that this save changes, for the desk. Needed once a case is published."
        ),
    )
    correction_kind = _kinds()
    correction_note = _note()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.stage != Stage.PUBLISHED:
            for name in ("correction_kind", "correction_note"):
                self.fields.pop(name, None)

    def _save_m2m(self) -> None:
        save_new(self.cleaned_data.get("features", []))
        super()._save_m2m()

    def clean_change_reason(self) -> str:
        reason = str(self.cleaned_data["change_reason"]).strip()
        if not reason and self.instance.stage == Stage.PUBLISHED:
            raise ValidationError(_("The case is published: say why you change it. The reason is kept for ever."))
        return reason

    def clean_correction_note(self) -> str:
        note = str(self.cleaned_data["correction_note"]).strip()
        kind = self.cleaned_data.get("correction_kind")
        if kind and not note:
            raise ValidationError(_("Say what was wrong and what is right now, or tell readers nothing."))
        if note and not kind:
            raise ValidationError(_("Choose what readers are told: a correction, an update …; or remove the note."))
        return note

    @property
    def is_rewritten(self) -> bool:
        """Whether a column of the case itself is another; why it is, and what readers are told, is none."""
        return bool(set(self.changed_data) - set(_WHY))

    @property
    def why(self) -> list[Any]:
        """The boxes below the facts, beside the button that saves."""
        return [self[name] for name in _WHY if name in self.fields]


class RestoreForm(ReasonForm):
    """Why an earlier version comes back, and what readers are told of it: it may take back what they were told before."""

    correction_kind = _kinds(required=True)
    correction_note = _note()

    def __init__(self, incident: Incident, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = incident
        if incident.stage != Stage.PUBLISHED:
            del self.fields["correction_kind"], self.fields["correction_note"]


def tell_readers(form: Any, by: Any, others: list[str]) -> None:
    """Writes the entry that the editor asked for. Raises NotAllowed where it may not be written, PerhapsProtected where its words
    may name somebody, but for those of which the editor says that they mean `others`."""
    kind = form.cleaned_data.get("correction_kind")
    if kind and kind != _UNTOLD:
        workflow.corrections.record(form.instance, kind, form.cleaned_data["correction_note"], by, others)
