"""Receipts are claimed. What lay with a deal becomes a claim of the whole receipt for it, under the receipt's number."""

from django.db import migrations, models

CLAIMS = """
INSERT INTO collect_claim (id, workspace_id, receipt_id, kind, opportunity_id, account_id, person_id, owner_id,
    amount_minor, base_minor, settled_minor, settled_currency, at, reason)
SELECT r.id, r.workspace_id, r.id, 'deal', r.opportunity_id, o.account_id, o.person_id, o.owner_id,
    r.amount_minor, r.base_minor, r.amount_minor, r.currency, r.received_at, ''
FROM convert_receipt r LEFT JOIN convert_opportunity o ON o.id = r.opportunity_id
"""


def count_on(apps, schema_editor):
    """PostgreSQL numbers rows by itself, and has to know where the copied numbers end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('collect_claim', 'id'), max(id)) FROM collect_claim HAVING max(id) > 0"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('collect', '0001_initial'),
        ('order', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('receipt_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('deal', 'Deal'), ('pi', 'Pi'), ('order', 'Order'), ('over', 'Over')], max_length=5)),
                ('opportunity_id', models.BigIntegerField(null=True)),
                ('order_id', models.BigIntegerField(null=True)),
                ('quote_id', models.BigIntegerField(null=True)),
                ('account_id', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('owner_id', models.BigIntegerField(null=True)),
                ('amount_minor', models.BigIntegerField()),
                ('base_minor', models.BigIntegerField()),
                ('settled_minor', models.BigIntegerField()),
                ('settled_currency', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
                ('reason', models.CharField(default='', max_length=200)),
                ('reverses_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CreditLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField()),
                ('limit_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('rate', models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                ('base_minor', models.BigIntegerField()),
                ('valid_to', models.DateField(null=True)),
                ('reason', models.CharField(default='', max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('invoice', 'Invoice'), ('credit', 'Credit Note')], default='invoice', max_length=7)),
                ('credits_id', models.BigIntegerField(null=True)),
                ('order_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('owner_id', models.BigIntegerField(null=True)),
                ('amount_minor', models.BigIntegerField()),
                ('tax_minor', models.BigIntegerField(default=0)),
                ('currency', models.CharField(max_length=3)),
                ('rate', models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                ('base_minor', models.BigIntegerField()),
                ('issued_on', models.DateField()),
                ('due_on', models.DateField()),
                ('reason', models.CharField(default='', max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('order_id', models.BigIntegerField()),
                ('version', models.IntegerField(default=1)),
                ('position', models.IntegerField()),
                ('basis_points', models.IntegerField()),
                ('trigger', models.CharField(choices=[('order', 'Order'), ('before_shipment', 'Before Shipment'), ('shipment', 'Shipment'), ('delivery', 'Delivery'), ('acceptance', 'Acceptance'), ('invoice', 'Invoice')], max_length=15)),
                ('days', models.IntegerField(default=0)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('due_on', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('receipt_id', models.BigIntegerField()),
                ('rate', models.DecimalField(decimal_places=8, max_digits=18)),
                ('base_minor', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
                ('reason', models.CharField(default='', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('claim_id', models.BigIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('asked_by_id', models.BigIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('verdict', models.CharField(default='', max_length=8)),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('receipt_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('order_id', models.BigIntegerField()),
                ('due_on', models.DateField()),
                ('step', models.CharField(max_length=40)),
                ('account_id', models.BigIntegerField(null=True)),
                ('member_id', models.BigIntegerField(null=True)),
                ('escalates', models.BooleanField(default=False)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('days_late', models.IntegerField()),
                ('rules_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace_id', models.BigIntegerField()),
                ('claim_id', models.BigIntegerField()),
                ('version', models.IntegerField()),
                ('member_id', models.BigIntegerField(null=True)),
                ('team_id', models.BigIntegerField(null=True)),
                ('basis_points', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
                ('reason', models.CharField(default='', max_length=200)),
            ],
        ),
        migrations.RunSQL(CLAIMS, migrations.RunSQL.noop),
        migrations.RunPython(count_on, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='receipt',
            name='receipt_by_deal',
        ),
        migrations.RemoveField(
            model_name='receipt',
            name='opportunity_id',
        ),
        migrations.AddField(
            model_name='receipt',
            name='booked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='receipt',
            name='booked_by_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='receipt',
            name='fingerprint',
            field=models.CharField(db_default='', default='', max_length=80),
        ),
        migrations.AddField(
            model_name='receipt',
            name='payer',
            field=models.CharField(db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='receipt',
            name='reference',
            field=models.CharField(db_default='', default='', max_length=400),
        ),
        migrations.AddField(
            model_name='receipt',
            name='source',
            field=models.CharField(choices=[('deal', 'Deal'), ('bank', 'Bank'), ('hand', 'Hand'), ('refund', 'Refund')], db_default='deal', default='deal', max_length=6),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['workspace_id', 'received_at'], name='receipt_by_day'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(condition=models.Q(('fingerprint__gt', '')), fields=('workspace_id', 'fingerprint'), name='one_bank_line'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['receipt_id'], name='claim_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['opportunity_id'], name='claim_by_deal'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('order_id__isnull', False)), fields=['order_id'], name='claim_by_order'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['account_id'], name='claim_by_account'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['workspace_id', 'owner_id', 'id'], name='claim_by_owner'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses_id__isnull', False)), fields=('reverses_id',), name='taken_back_once'),
        ),
        migrations.AddIndex(
            model_name='creditlimit',
            index=models.Index(fields=['account_id', 'id'], name='limit_by_account'),
        ),
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['order_id'], name='invoice_by_order'),
        ),
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['account_id'], name='invoice_by_account'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(fields=('workspace_id', 'number'), name='one_invoice_number'),
        ),
        migrations.AddIndex(
            model_name='planstep',
            index=models.Index(fields=['workspace_id', 'due_on'], name='plan_step_by_day'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(fields=('order_id', 'version', 'position'), name='one_plan_step'),
        ),
        migrations.AddIndex(
            model_name='ratechange',
            index=models.Index(fields=['receipt_id'], name='rate_change_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['claim_id'], name='refund_by_claim'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['workspace_id', 'verdict', 'id'], name='refund_waiting'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['workspace_id', 'member_id'], name='dunning_open'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('order_id', 'due_on', 'step'), name='one_dunning_step'),
        ),
        migrations.AddIndex(
            model_name='share',
            index=models.Index(fields=['claim_id', 'version'], name='share_by_claim'),
        ),
    ]
