from typing import Any

from django.db import migrations, models

_VERBS = [
    ("submit", "Submit for review"),
    ("pass_to_legal", "Pass to legal review"),
    ("clear_legal", "Clear legally"),
    ("publish", "Publish"),
    ("approve", "Approve the changes"),
    ("send_back", "Send back to draft"),
    ("set_embargo", "Set an embargo"),
    ("lift_embargo", "Lift the embargo"),
    ("ask_withdrawal", "Ask for withdrawal"),
    ("keep_published", "Keep it published"),
    ("withdraw", "Withdraw"),
]
# (from, to) → what was done; rows that are in none of them led to publication.
_MOVES = {
    ("draft", "in_review"): "submit",
    ("in_review", "legal_review"): "pass_to_legal",
    ("legal_review", "in_review"): "clear_legal",
    ("in_review", "draft"): "send_back",
    ("legal_review", "draft"): "send_back",
    ("withdrawn", "draft"): "send_back",
    ("published", "withdrawn"): "withdraw",
}


def name_the_verbs(apps: Any, schema_editor: Any) -> None:
    """From the stages before and after; where the stage stayed, from what became of the embargo."""
    rows = apps.get_model("incidents", "StageChange").objects.using(schema_editor.connection.alias)
    for (before, after), verb in _MOVES.items():
        rows.filter(from_stage=before, to_stage=after).update(verb=verb)
    for row in rows.filter(from_stage=models.F("to_stage")).order_by("pk").iterator():
        earlier = rows.filter(incident=row.incident_id, pk__lt=row.pk).order_by("pk").last()
        had = earlier.embargo_until if earlier else None
        if row.embargo_until != had:
            rows.filter(pk=row.pk).update(verb="set_embargo" if row.embargo_until else "lift_embargo")
        else:
            rows.filter(pk=row.pk).update(verb="approve" if row.to_stage == "published" else "set_embargo")


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0014_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagechange",
            name="verb",
            field=models.CharField(
                choices=_VERBS, default="publish", help_text="What was done.", max_length=20, verbose_name="decision"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_verbs, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(
                condition=models.Q(("verb", "ask_withdrawal")), fields=["incident"], name="stagechange_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", [code for code, _label in _VERBS])), name="stagechange_verb_known"
            ),
        ),
    ]
