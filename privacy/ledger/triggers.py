"""The database's own refusal to change the ledger: SQL for PostgreSQL and SQLite.

PostgreSQL: before update, delete and truncate. SQLite: before update and delete, and before an insert that would
replace a row, because INSERT OR REPLACE passes the delete trigger by. Events and what they showed may be deleted
once they are sealed and a prune permit covers them.
"""

from typing import Final

# ruff: noqa: S608 - built from constants of this file only
EVENT, SHOWN, LEAF, SEAL = (
    "privacy_auditevent", "privacy_auditshown", "privacy_auditleaf", "privacy_auditseal",
)  # fmt: skip
TABLES: Final = (EVENT, SHOWN, LEAF, SEAL)

_PERMITTED = (
    "EXISTS (SELECT 1 FROM privacy_auditleaf leaf JOIN privacy_auditprunepermit permit"
    " ON permit.stream = leaf.stream WHERE leaf.event_id = {event} AND leaf.number <= permit.through_leaf)"
)
_MAY_DELETE = {
    EVENT: _PERMITTED.format(event="OLD.id"),
    SHOWN: _PERMITTED.format(event="OLD.event_id"),
    LEAF: "FALSE",
    SEAL: "FALSE",
}
_SAME_ROW = {  # what an INSERT OR REPLACE would push out, by every unique key of the table
    EVENT: "id = NEW.id OR act = NEW.act",
    SHOWN: "id = NEW.id OR (reference = NEW.reference AND event_id = NEW.event_id)",
    LEAF: "id = NEW.id OR event_id = NEW.event_id OR (stream = NEW.stream AND number = NEW.number)",
    SEAL: "id = NEW.id OR digest = NEW.digest OR (stream = NEW.stream AND (number = NEW.number"
    " OR first_leaf = NEW.first_leaf OR last_leaf = NEW.last_leaf OR previous_digest = NEW.previous_digest))",
}


def _postgresql(table: str) -> list[str]:
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' AND {_MAY_DELETE[table]} THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'The ledger is append-only (%).', TG_TABLE_NAME; END $$""".replace(
            "IF TG_OP = 'DELETE' AND FALSE THEN RETURN OLD; END IF;", ""
        ),
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"""CREATE FUNCTION {table}_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'The ledger is append-only (%).', TG_TABLE_NAME; END $$""",
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_truncate()",
    ]


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'The ledger is append-only ({table}).'); END"
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN NOT ({_MAY_DELETE[table]}) {refuse}",
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME_ROW[table]}) {refuse}",
    ]


def _drop_postgresql(table: str) -> list[str]:
    return [
        f"DROP FUNCTION IF EXISTS {table}_refuse() CASCADE",
        f"DROP FUNCTION IF EXISTS {table}_refuse_truncate() CASCADE",
    ]


def _drop_sqlite(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_{event}" for event in ("update", "delete", "replace")]


CREATE: Final = {
    "postgresql": [statement for table in TABLES for statement in _postgresql(table)],
    "sqlite": [statement for table in TABLES for statement in _sqlite(table)],
}
DROP: Final = {
    "postgresql": [statement for table in TABLES for statement in _drop_postgresql(table)],
    "sqlite": [statement for table in TABLES for statement in _drop_sqlite(table)],
}
NAMES: Final = {  # what the catalogue of each database must list
    "postgresql": {f"{table}_{event}" for table in TABLES for event in ("rows", "all")},
    "sqlite": {f"{table}_{event}" for table in TABLES for event in ("update", "delete", "replace")},
}
