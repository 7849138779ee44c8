"""History is written by triggers and read; the running role never rewrites it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "revoke update, delete, truncate on contact_contactevent from ovi_app;",
            "grant update, delete on contact_contactevent to ovi_app;",
        )
    ]
