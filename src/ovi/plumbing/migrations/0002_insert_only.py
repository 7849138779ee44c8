"""The logs are insert-only for the running role; only a repeated view may lengthen its own row."""

from django.db import migrations

FORWARD = """
revoke update, delete, truncate on plumbing_auditevent, plumbing_access, plumbing_accesssubject, plumbing_accessseal
  from ovi_app;
grant update (last_at, times) on plumbing_access to ovi_app;
"""
BACKWARD = """
grant update, delete on plumbing_auditevent, plumbing_access, plumbing_accesssubject, plumbing_accessseal to ovi_app;
"""


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
