import django.db.models.deletion
import ovi.directory.states
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_unit_coordinates"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="NearService",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("service_line", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (ovi.directory.states.NearKind["FIXED"], ovi.directory.states.NearKind["FIXED"]),
                            (ovi.directory.states.NearKind["MOBILE"], ovi.directory.states.NearKind["MOBILE"]),
                        ],
                        max_length=10,
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("about_fi", models.CharField(max_length=600)),
                ("about_sv", models.CharField(blank=True, max_length=600)),
                ("about_en", models.CharField(blank=True, max_length=600)),
                ("baseline", models.TextField()),
                ("target", models.TextField()),
                ("target_on", models.DateField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="near_services",
                        to="directory.municipality",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="near_services", to="directory.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NearServiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("service_line", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (ovi.directory.states.NearKind["FIXED"], ovi.directory.states.NearKind["FIXED"]),
                            (ovi.directory.states.NearKind["MOBILE"], ovi.directory.states.NearKind["MOBILE"]),
                        ],
                        max_length=10,
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("about_fi", models.CharField(max_length=600)),
                ("about_sv", models.CharField(blank=True, max_length=600)),
                ("about_en", models.CharField(blank=True, max_length=600)),
                ("baseline", models.TextField()),
                ("target", models.TextField()),
                ("target_on", models.DateField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.municipality",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="directory.nearservice",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NearStop",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("place", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("called_off", models.CharField(blank=True, max_length=300)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="directory.nearservice"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="nearservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="near_service_period",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nearservice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_nearserviceevent" ("about_en", "about_fi", "about_sv", "baseline", "id", "kind", "municipality_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_line", "target", "target_on", "unit_id", "valid_from", "valid_to") VALUES (NEW."about_en", NEW."about_fi", NEW."about_sv", NEW."baseline", NEW."id", NEW."kind", NEW."municipality_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."service_line", NEW."target", NEW."target_on", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="b182f90f3c026660a1968ad78db89d092beb4d25",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_228ba",
                    table="directory_nearservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nearservice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_nearserviceevent" ("about_en", "about_fi", "about_sv", "baseline", "id", "kind", "municipality_id", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_line", "target", "target_on", "unit_id", "valid_from", "valid_to") VALUES (NEW."about_en", NEW."about_fi", NEW."about_sv", NEW."baseline", NEW."id", NEW."kind", NEW."municipality_id", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."service_line", NEW."target", NEW."target_on", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="e2ae2d603d71c69d299abc792dc17e244029ab24",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8bf18",
                    table="directory_nearservice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="nearstop",
            index=models.Index(fields=["closes_at"], name="near_stop_coming"),
        ),
        migrations.AddConstraint(
            model_name="nearstop",
            constraint=models.UniqueConstraint(fields=("service", "opens_at"), name="near_stop_once"),
        ),
        migrations.AddConstraint(
            model_name="nearstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="near_stop_period"
            ),
        ),
    ]
