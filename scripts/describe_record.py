"""Writes the tables of docs/data-model.md from the models: `python scripts/describe_record.py`. The text above stays."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "data-model.md"
MARK = "<!-- The tables below are written by scripts/describe_record.py. -->\n"
MODULES = "incidents decisions corrections places figures doubts involvements ties allegations proceedings seizures routes sources citations parties organizations likeness identity regions requests vocabulary derived"


def tables() -> str:
    """Every model with its fields, what they hold and their codes, in the order of the modules."""
    from django.apps import apps

    models = [
        model for model in apps.get_app_config("incidents").get_models() if not model.__name__.startswith("Historical")
    ]
    modules = [f"incidents.models.{module}" for module in MODULES.split()]
    left_out = sorted({model.__module__ for model in models} - set(modules))
    if left_out:
        raise SystemExit(f"MODULES leaves out {', '.join(left_out)}")
    return "\n".join(described(model) for module in modules for model in models if model.__module__ == module)


def described(model: type) -> str:
    lines = [f"### {model.__name__}", "", sentence(model.__doc__ or ""), "", "| field | holds |", "|---|---|"]
    for field in model._meta.get_fields():
        if field.auto_created or getattr(field, "model", model)._meta.model is not model:
            continue
        if field.name.endswith("_ptr"):
            continue
        lines.append(f"| `{field.name}` | {holds(field)} |")
    return "\n".join([*lines, ""])


def holds(field: object) -> str:
    target = f"→ {field.related_model.__name__}" if getattr(field, "related_model", None) else ""
    codes = ", ".join(f"`{code}`" for code, _label in (getattr(field, "flatchoices", None) or []) if code)
    text = str(getattr(field, "help_text", "") or getattr(field, "verbose_name", ""))
    return " ".join(part for part in (target, text, f"({codes})" if codes else "") if part).replace("|", "\\|")


def sentence(text: str) -> str:
    return " ".join(text.split())


def document() -> str:
    """The document as it should stand: its own text, and the tables anew."""
    return DOCUMENT.read_text().split(MARK)[0] + MARK + "\n" + tables()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("EXPEDIENTE_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    DOCUMENT.write_text(document())
