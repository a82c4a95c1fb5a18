"""Receipts are the stage collect's from here on. The table and its rows stay where they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("convert", "0002_conversions")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Receipt")]),
    ]
