"""What has been told of each measure, and from which snapshot each figure comes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("performance", "0003_area_figures")]

    operations = [
        migrations.AddField("indicatorvalue", "snapshot_id", models.CharField(blank=True, max_length=64, default="")),
        migrations.AddField("indicatorvalue", "engine", models.CharField(blank=True, max_length=20, default="")),
        migrations.CreateModel(
            name="ToldMonth",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("indicator_id", models.CharField(max_length=60)),
                ("definition_hash", models.CharField(max_length=12)),
                ("month", models.CharField(max_length=7)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="performance.indicatorrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator_id", "definition_hash", "month"), name="told_month_of_measure"
                    )
                ]
            },
        ),
    ]
