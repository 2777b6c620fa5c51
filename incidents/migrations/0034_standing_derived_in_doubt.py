from django.db import migrations


class Migration(migrations.Migration):
    """Legal standing was derived anew here; 0036 does so by the rule as it is."""

    dependencies = [
        ("incidents", "0033_a_pardon_set_aside"),
    ]

    operations: list[migrations.RunPython] = []
