import ovi.casework.states
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_tray"),
        ("contact", "0005_logged"),
        ("directory", "0005_gaps"),
        ("people", "0002_county_sign_in_and_log_limits"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_worklist",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", ovi.casework.states.CaseState["CLOSED"]), _negated=True),
                fields=["unit", "next_due_on"],
                include=("register", "at_risk_on", "service_line", "wait_reason", "urgency"),
                name="case_worklist",
            ),
        ),
    ]
