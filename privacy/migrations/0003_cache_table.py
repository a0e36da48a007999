"""The table behind the shared cache, where login attempts are counted across workers."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_ledger_triggers")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
