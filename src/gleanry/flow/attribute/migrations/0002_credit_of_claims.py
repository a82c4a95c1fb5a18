"""Credit is given for claims. A receipt that was claimed whole before has a claim of its own number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attribute", "0001_initial"), ("collect", "0002_claims")]

    operations = [
        migrations.AddField("credit", "claim_id", models.BigIntegerField(default=0)),
        migrations.RunSQL("UPDATE attribute_credit SET claim_id = receipt_id", migrations.RunSQL.noop),
        migrations.AlterField("credit", "claim_id", models.BigIntegerField()),
        migrations.RemoveIndex("credit", "credit_by_receipt"),
        migrations.AddIndex("credit", models.Index(fields=["claim_id", "model"], name="credit_by_claim")),
    ]
