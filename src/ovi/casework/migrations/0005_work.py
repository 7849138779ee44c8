"""Work around a case (waiting, assignments, escalations), and the day from which a case is at risk, kept by triggers."""

import django.db.models.deletion
import ovi.casework.states
from django.conf import settings
from django.db import migrations, models


# The last fifth of the period and never less than two days, as ovi.law.standing says it (a test holds them together).
AT_RISK = """
create function casework_at_risk_on(wanted bigint) returns date language sql stable as $$
  select greatest(due_on - greatest((due_on - starts_on) / 5, 2), starts_on) from casework_caseclock
  where case_id = wanted and stopped_on is null and replaced_at is null and due_on is not null order by due_on, id limit 1
$$;
create function casework_case_at_risk() returns trigger language plpgsql as $$
begin
  new.at_risk_on := casework_at_risk_on(new.id);
  return new;
end $$;
create function casework_clock_at_risk() returns trigger language plpgsql as $$
begin
  update casework_case c set at_risk_on = casework_at_risk_on(c.id)
  from (select distinct case_id from changed where stopped_on is null and due_on is not null) as k
  where c.id = k.case_id and c.state <> 'closed';
  return null;
end $$;
-- A row saved whole may carry an old value back: the trigger has the last word.
create trigger at_risk before update of next_due_on, at_risk_on on casework_case
  for each row execute function casework_case_at_risk();
create trigger at_risk_of_new after insert on casework_caseclock
  referencing new table as changed for each statement execute function casework_clock_at_risk();
create trigger at_risk_of_changed after update on casework_caseclock
  referencing new table as changed for each statement execute function casework_clock_at_risk();
update casework_case set at_risk_on = null where state <> 'closed';
"""
NO_AT_RISK = """
drop trigger at_risk on casework_case;
drop trigger at_risk_of_new on casework_caseclock;
drop trigger at_risk_of_changed on casework_caseclock;
drop function casework_case_at_risk; drop function casework_clock_at_risk; drop function casework_at_risk_on;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_needs"),
        ("contact", "0003_contact_number"),
        ("directory", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("assigned_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                ovi.casework.states.EscalationState["RAISED"],
                                ovi.casework.states.EscalationState["RAISED"],
                            ),
                            (
                                ovi.casework.states.EscalationState["ANSWERED"],
                                ovi.casework.states.EscalationState["ANSWERED"],
                            ),
                            (
                                ovi.casework.states.EscalationState["LAPSED"],
                                ovi.casework.states.EscalationState["LAPSED"],
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WaitPeriod",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            (
                                ovi.casework.states.WaitReason["PATIENT_CHOICE"],
                                ovi.casework.states.WaitReason["PATIENT_CHOICE"],
                            ),
                            (ovi.casework.states.WaitReason["DNA"], ovi.casework.states.WaitReason["DNA"]),
                            (
                                ovi.casework.states.WaitReason["MEDICAL_REASON"],
                                ovi.casework.states.WaitReason["MEDICAL_REASON"],
                            ),
                            (ovi.casework.states.WaitReason["RESOURCE"], ovi.casework.states.WaitReason["RESOURCE"]),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_worklist",
        ),
        migrations.AddField(
            model_name="case",
            name="at_risk_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="caseclock",
            name="cancelled_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="handover",
            name="answer",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="handover",
            name="warned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="handover",
            name="state",
            field=models.CharField(
                choices=[
                    (ovi.casework.states.HandOverState["OFFERED"], ovi.casework.states.HandOverState["OFFERED"]),
                    (ovi.casework.states.HandOverState["ACCEPTED"], ovi.casework.states.HandOverState["ACCEPTED"]),
                    (ovi.casework.states.HandOverState["DECLINED"], ovi.casework.states.HandOverState["DECLINED"]),
                    (ovi.casework.states.HandOverState["WITHDRAWN"], ovi.casework.states.HandOverState["WITHDRAWN"]),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("unit"),
                models.Case(
                    models.When(
                        models.Q(("first_event_at__isnull", True), ("urgency", "urgent")), then=models.Value(0)
                    ),
                    default=models.Value(1),
                ),
                models.F("next_due_on"),
                models.F("contact_at"),
                models.F("id"),
                condition=models.Q(("state", ovi.casework.states.CaseState["CLOSED"]), _negated=True),
                name="case_worklist_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", ovi.casework.states.CaseState["CLOSED"]), _negated=True),
                fields=["unit", "contact_at", "id"],
                name="case_worklist_arrived",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", ovi.casework.states.CaseState["CLOSED"]), _negated=True),
                fields=["unit", "next_due_on"],
                include=("register", "at_risk_on"),
                name="case_worklist",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.CheckConstraint(
                condition=models.Q(("stopped_on__isnull", True), ("cancelled_on__isnull", True), _connector="OR"),
                name="clock_ends_once",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="by_account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="to_professional",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.professional"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="by_professional",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.professional"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"),
        ),
        migrations.AddField(
            model_name="waitperiod",
            name="by_professional",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.professional"
            ),
        ),
        migrations.AddField(
            model_name="waitperiod",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="wait_periods", to="casework.case"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True)), fields=["case", "to_professional"], name="assignment_new"
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("state", ovi.casework.states.EscalationState["RAISED"])),
                fields=["unit"],
                name="escalation_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", ovi.casework.states.EscalationState["RAISED"])),
                fields=("case",),
                name="raised_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)), fields=("case",), name="one_wait_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__isnull", True), ("ended_on__gte", models.F("from_on")), _connector="OR"),
                name="wait_ends_after_start",
            ),
        ),
        migrations.RunSQL(AT_RISK, NO_AT_RISK),
    ]
