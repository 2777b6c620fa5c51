from django.db import migrations, models


def empty_where_nobody_said(apps, schema_editor):
    """“Not known” was what a step had where nobody said anything; the record cannot tell whether somebody did."""
    for name in ("Step", "HistoricalStep"):
        rows = apps.get_model("incidents", name).objects.using(schema_editor.connection.alias)
        for column in ("final", "on_merits"):
            rows.filter(**{column: "unknown"}).update(**{column: ""})


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0026_codes_are_codes_no_case_related_to_itself"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="step",
            name="step_final_known",
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_merits_known",
        ),
        migrations.AlterField(
            model_name="historicalstep",
            name="final",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                help_text="Yes only if it can no longer be appealed.",
                max_length=10,
                verbose_name="final",
            ),
        ),
        migrations.AlterField(
            model_name="historicalstep",
            name="on_merits",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                help_text="Whether the decision said anything on guilt.",
                max_length=10,
                verbose_name="decided on the merits",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="final",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                help_text="Yes only if it can no longer be appealed.",
                max_length=10,
                verbose_name="final",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="on_merits",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                help_text="Whether the decision said anything on guilt.",
                max_length=10,
                verbose_name="decided on the merits",
            ),
        ),
        migrations.RunPython(empty_where_nobody_said, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("final__in", ["", "yes", "no", "unknown"])), name="step_final_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_merits__in", ["", "yes", "no", "unknown"])), name="step_merits_known"
            ),
        ),
    ]
