from calendar import monthrange
from datetime import date

from django.db import migrations


def give_each_its_collection(apps, schema_editor):
    """Issues from before collections were recorded: each belongs to the opening of its case."""
    Collection = apps.get_model("privacy", "Collection")
    for issue in apps.get_model("privacy", "SheetIssue").objects.filter(collection=None):
        source = "family" if issue.kind == "art13" else "other"
        issue.collection = Collection.objects.create(
            reference=issue.reference, occasion="first_save", source=source, purpose="counselling", collected_on=collected_on(issue)
        )
        issue.save(update_fields=["collection"])


def collected_on(issue):
    """Art. 13 was due on that day, Art. 14 a month after it."""
    day = issue.due_on
    if issue.kind == "art13":
        return day
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def put_approved_texts_in_force(apps, schema_editor):
    """A text with both approvals has been in force since the later one."""
    for notice in apps.get_model("privacy", "PrivacyNotice").objects.exclude(dpo_approved_at=None).exclude(lead_approved_at=None):
        notice.in_force_since = max(notice.dpo_approved_at, notice.lead_approved_at)
        notice.save(update_fields=["in_force_since"])


class Migration(migrations.Migration):
    """Apart from the schema: PostgreSQL alters no table with pending triggers."""

    dependencies = [("privacy", "0004_collections_and_jobs")]
    operations = [
        migrations.RunPython(give_each_its_collection, migrations.RunPython.noop),
        migrations.RunPython(put_approved_texts_in_force, migrations.RunPython.noop),
    ]
