from django.db import migrations


class Migration(migrations.Migration):
    """Legal standing was derived anew here; 0029 does so by the rule as it is, whose words this constraint does not know."""

    dependencies = [
        ("incidents", "0023_a_pardon_without_a_final_judgment"),
    ]

    operations: list[migrations.RunPython] = []
