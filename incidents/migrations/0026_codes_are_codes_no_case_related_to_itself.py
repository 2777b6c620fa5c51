import django.core.validators
from django.db import migrations, models


def drop_links_to_itself(apps, schema_editor):
    """A case that names itself as related, or a tie of somebody to themselves, says nothing: such rows are taken away before
    the database refuses them."""
    for name, one, other in (("RelatedIncident", "target", "incident"), ("Relationship", "a", "b")):
        rows = apps.get_model("incidents", name).objects.using(schema_editor.connection.alias)
        rows.filter(**{one: models.F(other)}).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0025_newest_by_the_day_known"),
    ]

    operations = [
        migrations.AlterField(
            model_name="currency",
            name="code",
            field=models.CharField(
                help_text="ISO 4217, e.g. PEN.",
                max_length=3,
                primary_key=True,
                serialize=False,
                validators=[
                    django.core.validators.RegexValidator("^[A-Z]{3}\\Z", "Three capital letters, as in ISO 4217: PEN.")
                ],
                verbose_name="code",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="code",
            field=models.CharField(
                help_text="As written: kg, t, packages.",
                max_length=40,
                primary_key=True,
                serialize=False,
                validators=[
                    django.core.validators.RegexValidator(
                        "^\\w[\\w ./-]*\\Z",
                        "A unit begins with a letter or digit and goes on with letters, digits, spaces and . / -",
                    )
                ],
                verbose_name="code",
            ),
        ),
        migrations.RunPython(drop_links_to_itself, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="relatedincident",
            constraint=models.CheckConstraint(
                condition=models.Q(("target", models.F("incident")), _negated=True),
                name="relatedincident_not_itself",
                violation_error_message="A case is not related to itself: name another one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("a", models.F("b")), _negated=True),
                name="relationship_between_two",
                violation_error_message="A relationship is between two.",
            ),
        ),
    ]
