from django.db import migrations


class Migration(migrations.Migration):
    """Legal standing was derived anew here; 0036 does so by the rule as it is."""

    dependencies = [
        ("incidents", "0028_convicted_and_died"),
    ]

    operations: list[migrations.RunPython] = []
