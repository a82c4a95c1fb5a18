from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="violation",
            index=models.Index(fields=["workspace_id", "due_at", "id"], name="violation_by_due"),
        ),
    ]
