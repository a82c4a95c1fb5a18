"""The receipts that lay in the stage convert, as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("convert", "0003_receipts_leave")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("workspace_id", models.BigIntegerField()),
                        ("opportunity_id", models.BigIntegerField()),
                        ("external_id", models.CharField(default="", max_length=200)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("base_minor", models.BigIntegerField()),
                        ("received_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "convert_receipt",
                        "indexes": [models.Index(fields=["opportunity_id"], name="receipt_by_deal")],
                    },
                )
            ]
        ),
    ]
