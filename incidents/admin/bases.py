"""What the desk's classes are told to build upon. A mixin has nothing above it until it is mixed in; the type checker, which
reads it alone, takes it for a part of what it will be mixed into."""

from typing import TYPE_CHECKING, Any

from django.forms import ModelForm
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin, ModelAdmin

    FieldsBase = BaseModelAdmin[Any]  # of an admin or of an inline
    InlineBase = InlineModelAdmin[Any, Any]

    class AdminBase(ModelAdmin[Any]):
        def get_queryset(self, request: HttpRequest) -> Any:
            """With the words that the rows of each table have of their own."""

    class FormBase(ModelForm[Any]):
        def _get_validation_exclusions(self) -> Any:
            """Django's, which its published types leave out."""

        def _save_m2m(self) -> None:
            """The same."""
else:
    AdminBase = FieldsBase = InlineBase = object
    FormBase = ModelForm
