"""Every field of every model is sorted: personal, with a category, or plain. What is not sorted fails here."""

import re
from pathlib import Path

from privacy.access.models import Opening
from privacy.rights.registry import subjects
from tests.test_architecture import our_models

# No data of families in these: who works here, evidence without names, public facts, machinery.
WITHOUT_FAMILY_DATA = {
    "AuditEvent", "AuditLeaf", "AuditPrunePermit", "AuditSeal", "AuditShown", "CaseKey",  # ledger: references only
    "Installation", "Team", "User", "Job", "OutboxMail", "PrivacyNotice", "SheetDocument",
    "Collection", "SheetIssue",  # evidence: codes and the reference (decision 8)
    "ImportedRow", "ListLayout",  # lines, references and codes
    "Partner",  # contact data of people in their function, as accounts; bookings and hand-ons are about families
    "Cover", "ReferenceCounter", "School", "SchoolAuthority", "DazOffering", "Slot", "CalendarFeed",
    "RequestUserPermission",
    "SavedFilter",  # how a counsellor likes her list
}  # fmt: skip
FORBIDDEN = re.compile(
    r"health|gesundheit|diagnos|disab|behinder|religio|konfession|residence_status|aufenthalt|asyl|foerderbedarf|special_need",
    re.IGNORECASE,
)


def family_models():
    return [
        model
        for model in our_models()
        if not hasattr(model, "history_object") and not model.__name__.startswith("Historical")
    ]


def test_every_field_is_sorted_personal_or_plain():
    for model in family_models():
        if model.__name__ in WITHOUT_FAMILY_DATA:
            continue
        declared = model.PersonalData
        sorted_fields = set(declared.personal) | set(declared.plain)
        fields = {field.name for field in model._meta.concrete_fields}
        # The rows that open one object share a declaration: each has either a user or a group.
        holders = {"user", "group"} if issubclass(model, Opening) else set()
        assert fields == sorted_fields - (holders - fields), f"{model.__name__}: {fields ^ sorted_fields}"
        assert not set(declared.personal) & set(declared.plain)


def test_every_tracked_model_with_family_data_is_a_registered_subject():
    registered = {subject.model for subject in subjects()}
    for model in family_models():
        if hasattr(model, "history") and model.__name__ not in WITHOUT_FAMILY_DATA:
            assert model in registered, model.__name__


def test_no_field_for_health_disability_religion_or_residence_status():
    """VO-DV I § 1 (2), decision 2: such data are not asked for, so there is no place to put them."""
    for model in our_models():
        for field in model._meta.get_fields():
            assert not FORBIDDEN.search(field.name), f"{model.__name__}.{field.name}"
    asked = [
        name
        for path in (Path(__file__).parent.parent / "intake" / "forms").glob("*.py")
        for name in re.findall(r"^    (\w+) = ", path.read_text(), re.MULTILINE)
    ]
    assert "given_names" in asked
    assert not [name for name in asked if FORBIDDEN.search(name)]
