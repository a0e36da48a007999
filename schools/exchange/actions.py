"""Importing the school directory as an act that the ledger knows of."""

from django.contrib.auth.models import Group

from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.verbs import Verb
from privacy.models import User
from schools.exchange.directory import Directory
from schools.exchange.load import LoadReport, load_directory
from schools.models import School


@audit.action
def import_directory(directory: Directory, *, by: User | Outsider) -> LoadReport:
    """Bring the directory into the database and record it: counts, and the numbers of new and closed schools.

    School numbers are public; nothing of families is in this event. See load_directory for what is changed.
    """
    report = load_directory(directory)
    open_offices()
    audit.record(
        Verb.SCHOOLS_IMPORTED,
        detail={
            "source": directory.source_kind.value,
            "area": directory.ags_prefix,
            "changed": len(report.changed),
            "unchanged": report.unchanged,
            "missing": len(report.missing),
            "rejected": len(report.rejected),
            "new": [entry.number for entry in report.new],
            "closed": [entry.number for entry in report.closed],
        },
    )
    return report


def open_offices() -> None:
    """Give every school the group that its office's accounts belong to and its requests are opened to."""
    for school in School.objects.filter(group=None):
        school.group, _made = Group.objects.get_or_create(name=f"school-{school.number}")
        school.save(update_fields=["group"])
