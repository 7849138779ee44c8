"""Needs of all registers: moments, linked cases, assessments by register, clocks that a correction replaces."""

import django.db.models.deletion
import django.db.models.manager
import ovi.casework.states
import ovi.law.vocabulary
from django.db import migrations, models


# What earlier versions asked of every need is kept only where it was truly asked.
_FILL = """
update casework_assessment a set register = c.register from casework_case c where c.id = a.case_id;
update casework_assessment set care_reason = null, general_medicine = null, plan_based = null,
  certificate_only = null, preventive = null where register <> 'patient';
update casework_case set shown_to_client = false where service_line = 'child_protection';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_history_insert_only"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                ovi.casework.states.LinkKind["CHILD_PROTECTION_ASSESSMENT"],
                                ovi.casework.states.LinkKind["CHILD_PROTECTION_ASSESSMENT"],
                            )
                        ],
                        max_length=40,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("idempotency_key", models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseMoment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                ovi.casework.states.MomentKind["REFERRAL_ARRIVED"],
                                ovi.casework.states.MomentKind["REFERRAL_ARRIVED"],
                            ),
                            (
                                ovi.casework.states.MomentKind["NEED_ESTABLISHED"],
                                ovi.casework.states.MomentKind["NEED_ESTABLISHED"],
                            ),
                            (ovi.casework.states.MomentKind["VISIT"], ovi.casework.states.MomentKind["VISIT"]),
                            (
                                ovi.casework.states.MomentKind["TREATMENT_STARTED"],
                                ovi.casework.states.MomentKind["TREATMENT_STARTED"],
                            ),
                            (
                                ovi.casework.states.MomentKind["ASSESSMENT_STARTED"],
                                ovi.casework.states.MomentKind["ASSESSMENT_STARTED"],
                            ),
                            (
                                ovi.casework.states.MomentKind["APPLICATION_COMPLETE"],
                                ovi.casework.states.MomentKind["APPLICATION_COMPLETE"],
                            ),
                            (ovi.casework.states.MomentKind["DECIDED"], ovi.casework.states.MomentKind["DECIDED"]),
                            (
                                ovi.casework.states.MomentKind["SERVICE_STARTED"],
                                ovi.casework.states.MomentKind["SERVICE_STARTED"],
                            ),
                            (ovi.casework.states.MomentKind["INFORMED"], ovi.casework.states.MomentKind["INFORMED"]),
                        ],
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("noted_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
            ],
        ),
        migrations.AlterModelOptions(
            name="caseclock",
            options={"base_manager_name": "ever"},
        ),
        migrations.AlterModelManagers(
            name="caseclock",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("ever", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="caseclock",
            name="clock_once",
        ),
        migrations.AddField(
            model_name="assessment",
            name="register",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assessment",
            name="set_interval",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="highest_care_allowance",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="needs_special_support",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="specialty",
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
        migrations.AddField(
            model_name="case",
            name="shown_to_client",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="caseclock",
            name="replaced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="care_reason",
            field=models.CharField(
                choices=[
                    (ovi.casework.states.CareReason["ILLNESS"], ovi.casework.states.CareReason["ILLNESS"]),
                    (ovi.casework.states.CareReason["INJURY"], ovi.casework.states.CareReason["INJURY"]),
                    (
                        ovi.casework.states.CareReason["WORSENING_LONG_TERM"],
                        ovi.casework.states.CareReason["WORSENING_LONG_TERM"],
                    ),
                    (ovi.casework.states.CareReason["NEW_SYMPTOMS"], ovi.casework.states.CareReason["NEW_SYMPTOMS"]),
                    (
                        ovi.casework.states.CareReason["REDUCED_FUNCTION"],
                        ovi.casework.states.CareReason["REDUCED_FUNCTION"],
                    ),
                    (ovi.casework.states.CareReason["OTHER"], ovi.casework.states.CareReason["OTHER"]),
                ],
                max_length=30,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="certificate_only",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="general_medicine",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="plan_based",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="preventive",
            field=models.BooleanField(null=True),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("register", ovi.law.vocabulary.Register["PATIENT"]),
                        ("care_reason__isnull", False),
                        ("certificate_only__isnull", False),
                        ("general_medicine__isnull", False),
                        ("plan_based__isnull", False),
                        ("preventive__isnull", False),
                    ),
                    models.Q(
                        models.Q(("register", ovi.law.vocabulary.Register["PATIENT"]), _negated=True),
                        ("care_reason__isnull", True),
                        ("certificate_only__isnull", True),
                        ("general_medicine__isnull", True),
                        ("plan_based__isnull", True),
                        ("preventive__isnull", True),
                        ("set_interval__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="assessment_of_its_register",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)), fields=("case", "rule_id"), name="clock_once"
            ),
        ),
        migrations.AddField(
            model_name="caselink",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.professional"
            ),
        ),
        migrations.AddField(
            model_name="caselink",
            name="from_case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links_from", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="caselink",
            name="to_case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="link_to", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="casemoment",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.professional"
            ),
        ),
        migrations.AddField(
            model_name="casemoment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="moments", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="casemoment",
            name="supersedes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="casework.casemoment",
            ),
        ),
        migrations.AddConstraint(
            model_name="casemoment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("case", "kind"), name="moment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemoment",
            constraint=models.CheckConstraint(
                condition=models.Q(("supersedes", None), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="moment_corrected_with_reason",
            ),
        ),
        # A moment is only added; the running role never rewrites one. A link is never moved either.
        migrations.RunSQL(
            "revoke update, delete, truncate on casework_casemoment, casework_caselink from ovi_app;",
            "grant update, delete on casework_casemoment, casework_caselink to ovi_app;",
        ),
    ]
