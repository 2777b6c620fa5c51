from django.db import migrations


class Migration(migrations.Migration):
    """Legal standing was derived anew here; 0036 does so by the rule as it is."""

    dependencies = [
        ("incidents", "0029_standing_derived_again"),
    ]

    operations: list[migrations.RunPython] = []
