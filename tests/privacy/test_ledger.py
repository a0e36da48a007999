"""The ledger holds what happened, and nothing takes it out again (decisions 22 and 24)."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intake.models import Case, Household
from privacy.ledger import acts, audit, mac, review, triggers
from privacy.ledger.acts import NoAct, Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.models import AuditEvent, AuditLeaf, AuditPrunePermit, AuditSeal, AuditShown
from privacy.ledger.verbs import Verb
from tests import builders, people

pytestmark = pytest.mark.django_db


def latest():
    return AuditEvent.objects.first()


# --- What an event proves ---------------------------------------------------------------------------------


KEY = b"k" * 32
OTHER = {
    "act": uuid.UUID(int=2), "stream": "R", "at": timezone.now() + timedelta(microseconds=1), "verb": "other",
    "actor_id": None, "actor_label": "Somebody else", "request_id": "other", "address": "10.0.0.2",
    "object_type": "intake.pupil", "object_id": "8", "reference": "2026-0002", "detail": '{"a":2}',
    "shown_digest": "other", "content_digest": "other", "key_number": 2,
}  # fmt: skip


def event_facts(**changes):
    facts = {
        "act": uuid.UUID(int=1), "stream": "W", "at": timezone.now().replace(microsecond=0), "verb": "case.opened",
        "actor_id": 7, "actor_label": "Nadja Weber", "request_id": "", "address": "10.0.0.1",
        "object_type": "intake.case", "object_id": "7", "reference": "2026-0001", "detail": '{"a":1}',
        "shown_digest": "", "content_digest": "", "key_number": 1,
    }  # fmt: skip
    return AuditEvent(**{**facts, **changes})


def test_the_table_of_other_values_names_every_authenticated_field():
    assert set(OTHER) == set(mac.EventFacts.__annotations__)
    assert set(OTHER) == {field.attname for field in AuditEvent._meta.fields} - {"id", "mac"}


@pytest.mark.parametrize("name", OTHER)
def test_a_change_of_any_field_breaks_the_code(name):
    when = timezone.now().replace(microsecond=0)
    written = mac.event_mac(event_facts(at=when), KEY)
    assert mac.event_mac(event_facts(**{"at": when, name: OTHER[name]}), KEY) != written
    assert mac.event_mac(event_facts(at=when), KEY) == written


def test_another_key_gives_another_code():
    event = event_facts()
    assert mac.event_mac(event, KEY) != mac.event_mac(event, b"x" * 32)


def test_an_event_read_back_is_as_it_was_written():
    builders.open_case()
    assert review.is_authentic(latest())


def test_a_list_of_cases_that_was_tampered_with_is_noticed():
    audit.record_alone(people.counsellor(), {"verb": Verb.CASES_LISTED, "shown": ["2026-0001", "2026-0002"]})
    assert review.is_authentic(latest())
    AuditShown.objects.create(event=latest(), reference="2026-0003")
    assert not review.is_authentic(latest())


# --- One act, one event -----------------------------------------------------------------------------------


@audit.action
def rename(household, *, street, times=1, refuse=False, by):
    locked = Household.objects.locked(household.pk)
    locked.street = street
    locked.save()
    if refuse:
        raise Refusal("No.", reference="2026-0001")
    for _ in range(times):
        audit.record(Verb.CASE_CHANGED, about=locked)


@pytest.fixture
def household():
    return builders.open_case().pupil.household


def test_an_act_with_its_event_stays(household):
    rename(household, street="Neue Straße 1", by=people.counsellor())
    household.refresh_from_db()
    assert household.street == "Neue Straße 1"
    assert latest().verb == Verb.CASE_CHANGED
    assert household.history.first().act == latest().act
    assert household.history.first().history_user == people.counsellor()


@pytest.mark.parametrize("times", [0, 2])
def test_an_act_without_an_event_or_with_two_leaves_nothing(household, times):
    before, versions = AuditEvent.objects.count(), household.history.count()
    with pytest.raises(RuntimeError):
        rename(household, street="Neue Straße 1", times=times, by=people.counsellor())
    household.refresh_from_db()
    assert household.street != "Neue Straße 1"
    assert (AuditEvent.objects.count(), household.history.count()) == (before, versions)


def test_a_refusal_undoes_everything_and_is_itself_recorded(household):
    with pytest.raises(Refusal):
        rename(household, street="Neue Straße 1", refuse=True, by=people.counsellor())
    household.refresh_from_db()
    assert household.street != "Neue Straße 1"
    event = latest()
    assert (event.verb, event.reference) == (Verb.REFUSED, "2026-0001")
    assert json.loads(event.detail) == {"action": "rename", "rule": "Refusal"}


def test_an_action_inside_another_is_part_of_the_same_act(household):
    @audit.action
    def outer(*, by):
        rename(household, street="Neue Straße 1", by=by)

    before = AuditEvent.objects.count()
    outer(by=people.counsellor())
    assert AuditEvent.objects.count() == before + 1


def test_what_an_outsider_does_is_recorded_under_a_label():
    audit.record_alone(acts.Outsider("mailed link"), {"verb": Verb.REQUEST_READ})
    assert (latest().actor_id, latest().actor_label) == (None, "mailed link")


# --- The database refuses ---------------------------------------------------------------------------------


@pytest.fixture
def rows():
    """One row in each table of the ledger; the id of each."""
    audit.record_alone(people.counsellor(), {"verb": Verb.CASES_LISTED, "shown": ["2026-0001"]})
    event = latest()
    leaf = AuditLeaf.objects.create(stream=event.stream, number=1, event_id=event.pk, mac=event.mac)
    seal = AuditSeal.objects.create(
        stream=event.stream, number=1, created_at=timezone.now(), first_leaf=1, last_leaf=1,
        floor_event_id=event.pk, previous_digest="0" * 64, digest="1" * 64, key_number=1, mac=b"m" * 32,
    )  # fmt: skip
    connection.check_constraints()  # PostgreSQL truncates nothing while deferred checks are pending
    ids = (event.pk, event.shown.get().pk, leaf.pk, seal.pk)
    return dict(zip(triggers.TABLES, ids, strict=True))


CHANGED_COLUMN = {
    triggers.EVENT: "reference", triggers.SHOWN: "reference", triggers.LEAF: "stream", triggers.SEAL: "stream",
}  # fmt: skip


def attempts(table, pk):
    """Every way to change or remove a row that this database knows."""
    yield f"UPDATE {table} SET {CHANGED_COLUMN[table]} = 'X' WHERE id = {pk}"
    yield f"UPDATE {table} SET id = id + 1000 WHERE id = {pk}"
    yield f"DELETE FROM {table} WHERE id = {pk}"
    if connection.vendor == "postgresql":
        yield f"TRUNCATE {table} CASCADE"
        yield f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"
    else:
        yield f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {pk}"
        yield f"REPLACE INTO {table} SELECT {columns(table)} FROM {table} WHERE id = {pk}"
        yield f"UPDATE OR REPLACE {table} SET id = id + 1000 WHERE id = {pk}"


def columns(table):
    """All columns with another id: the row would be pushed out by another unique key."""
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return ", ".join(f"{name} + 1000" if name == "id" else name for name in names)


@pytest.mark.parametrize("table", triggers.TABLES)
def test_no_statement_changes_or_removes_a_row(rows, table):
    for statement in attempts(table, rows[table]):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE id = {rows[table]}")
        assert cursor.fetchone() == (1,)


def test_a_sealed_event_goes_when_the_permit_covers_it_and_its_neighbour_does_not(rows):
    audit.record_alone(people.counsellor(), {"verb": Verb.CASES_LISTED})
    AuditPrunePermit.objects.create(stream="R", through_leaf=1)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {triggers.SHOWN} WHERE id = {rows[triggers.SHOWN]}")
        cursor.execute(f"DELETE FROM {triggers.EVENT} WHERE id = {rows[triggers.EVENT]}")
    assert not AuditEvent.objects.filter(pk=rows[triggers.EVENT]).exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        latest().delete()


def test_the_triggers_stand():
    catalogue = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert triggers.NAMES[connection.vendor] <= {name for (name,) in cursor.fetchall()}


# --- No page without its event ----------------------------------------------------------------------------


def let_the_database_refuse_new_events():
    """As a full disk or a revoked right would; rolled back with the test."""
    refusal = {
        "postgresql": [
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'full'; END $$",
            "CREATE TRIGGER full_disk BEFORE INSERT ON privacy_auditevent"
            " FOR EACH ROW EXECUTE FUNCTION full_disk()",
        ],
        "sqlite": [
            "CREATE TRIGGER full_disk BEFORE INSERT ON privacy_auditevent"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        ],
    }
    with connection.cursor() as cursor:
        for statement in refusal[connection.vendor]:
            cursor.execute(statement)


def test_a_page_whose_reading_cannot_be_recorded_is_withheld(client):
    reference = builders.open_case().reference
    client.force_login(people.dpo())
    assert reference in client.get("/privacy/audit/").content.decode()
    let_the_database_refuse_new_events()
    response = client.get("/privacy/audit/")
    assert response.status_code == 503
    assert reference not in response.content.decode()


def test_a_change_whose_event_cannot_be_written_does_not_happen(household):
    let_the_database_refuse_new_events()
    with pytest.raises(DatabaseError):
        rename(household, street="Neue Straße 1", by=people.counsellor())
    household.refresh_from_db()
    assert household.street != "Neue Straße 1"


# --- Tracked rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda rows: rows.update(street="X"),
        lambda rows: rows.bulk_create([Household()]),
        lambda rows: rows.bulk_update(list(rows), ["street"]),
        lambda rows: rows.delete(),
        lambda rows: rows.filter(pk__gt=0).order_by("pk").update(street="X"),
    ],
    ids=["update", "bulk_create", "bulk_update", "delete", "update of some"],
)
def test_what_would_leave_no_trace_is_refused(household, forbidden):
    with acts.acting(people.counsellor()), pytest.raises(TypeError):
        forbidden(Household.objects.all())
    assert Household.objects.get().street == "Sandstraße 5"


def test_part_of_a_row_is_not_saved(household):
    """The history row would show the other fields as they are in memory."""
    household.street = "Neue Straße 1"
    with acts.acting(people.counsellor()), pytest.raises(TypeError):
        household.save(update_fields=["street"])
    assert household.history.count() == 1


def test_saving_without_a_change_adds_no_history(household):
    with acts.acting(people.counsellor()):
        household.save()
    assert (household.history.count(), household.version) == (1, 1)
    with acts.acting(people.counsellor()):
        household.street = "Neue Straße 1"
        household.save()
    assert (household.history.count(), household.version) == (2, 2)


def test_nothing_is_saved_outside_an_act(household):
    household.street = "Neue Straße 1"
    with pytest.raises(NoAct):
        household.save()
    assert Household.objects.get().street == "Sandstraße 5"


def test_every_row_of_an_act_carries_its_number():
    case = builders.open_case()
    act = latest().act
    for row in (case, case.pupil, case.pupil.household, case.pupil.household.custodians.get(), case.referral):
        assert [version.act for version in row.history.all()] == [act]


def test_who_saved_last_wins_only_knowingly(household):
    assert Household.objects.locked(household.pk, version=1) == household
    with pytest.raises(ChangedMeanwhile):
        Household.objects.locked(household.pk, version=2)


def test_a_deleted_row_keeps_its_history():
    case = builders.open_case()
    number = case.pk
    with acts.acting(people.counsellor()):
        case.delete()
    assert not Case.objects.exists()
    assert [row.history_type for row in Case.history.filter(id=number)] == ["-", "+"]
