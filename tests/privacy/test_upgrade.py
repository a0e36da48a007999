"""An installation of the version before: its proofs and approvals stand after `migrate`."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("privacy", "0003_cache_table")], [("privacy", "0006_collection_of_each")]


def migrated(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before(transactional_db):
    yield migrated(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_each_old_proof_belongs_to_the_opening_of_its_case(before):
    """Art. 13 was due when the data were obtained, Art. 14 a month later."""
    facts = {"reference": "2026-0001", "person_code": "P", "audience": "custodian", "state": "open"}
    issues = before.get_model("privacy", "SheetIssue").objects
    issues.create(kind="art13", due_on=date(2026, 3, 9), **facts)
    issues.create(kind="art14", due_on=date(2026, 2, 28), **{**facts, "reference": "2026-0002"})
    after = migrated(AFTER).get_model("privacy", "SheetIssue").objects.order_by("reference")
    found = [(one.collection.source, one.collection.collected_on, one.attempt) for one in after.all()]
    assert found == [("family", date(2026, 3, 9), 1), ("other", date(2026, 1, 28), 1)]


def test_a_text_with_both_approvals_stays_in_force(before):
    user = before.get_model("privacy", "User").objects
    officer, lead = (
        user.create(username=role, role=role, password=make_password(None)) for role in ("dpo", "lead")
    )
    notices = before.get_model("privacy", "PrivacyNotice").objects
    first, second = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
    facts = {"language": "de", "text_version": "2026-03", "body": "x"}
    notices.create(sha256="a" * 64, dpo_approved_by=officer, dpo_approved_at=second, lead_approved_by=lead,
                   lead_approved_at=first, **facts)  # fmt: skip
    notices.create(sha256="b" * 64, dpo_approved_by=officer, dpo_approved_at=first, **facts)
    after = migrated(AFTER).get_model("privacy", "PrivacyNotice").objects.order_by("sha256")
    assert [one.in_force_since for one in after.all()] == [second, None]
