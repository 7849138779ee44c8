from django.db import migrations, models

# Unlogged: a count of what a connection has sent lately is written at every sending and need not outlive a crash.


class Migration(migrations.Migration):
    dependencies = [("contact", "0015_number_end")]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("count", models.IntegerField()),
                ("next_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="turn_until")]},
        ),
        migrations.RunSQL("alter table contact_turn set unlogged", "alter table contact_turn set logged"),
    ]
