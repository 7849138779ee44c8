from django.db import migrations

# Numbers of contacts come from the database, so that two web processes never give the same one.
# ovi_app may move the counter on as well: bulk loads bring numbers of their own.


class Migration(migrations.Migration):
    dependencies = [("contact", "0002_history_insert_only")]

    operations = [
        migrations.RunSQL(
            "create sequence contact_number; grant usage, select, update on sequence contact_number to ovi_app",
            "drop sequence contact_number",
        )
    ]
