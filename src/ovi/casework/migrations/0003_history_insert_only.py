"""History is written by triggers and read; the running role never rewrites it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "revoke update, delete, truncate on casework_caseevent from ovi_app;",
            "grant update, delete on casework_caseevent to ovi_app;",
        )
    ]
