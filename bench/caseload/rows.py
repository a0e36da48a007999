"""Rows by INSERT … SELECT: every column that is not named gets what the model would give it."""

from django.db import connection


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def insert(model, source, /, **given):
    """Fill a table from `source`; `given` are SQL expressions by column attribute (owner_id, not owner)."""
    fields = [
        field for field in model._meta.concrete_fields if field.attname in given or not field.primary_key
    ]
    unknown = set(given) - {field.attname for field in fields}
    if unknown:
        raise LookupError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(given.get(field.attname) or literal(field.get_default()) for field in fields)
    run(f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {source}")  # noqa: S608
    if model._meta.pk.attname in given:
        _go_on_counting(model)


def insert_history(model, source, /, **given):
    """History rows with the values of `old`, an alias of the model's table in `source`; `given` as in `insert`."""
    history = model.history.model
    own = {field.attname: f"old.{field.column}" for field in model._meta.concrete_fields}
    kept = {field.attname for field in history._meta.concrete_fields}
    insert(history, source, **({name: value for name, value in own.items() if name in kept} | given))


def literal(value):
    """A Python value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value)
    return "'{}'".format(str(value).replace("'", "''"))


def array(values):
    return f"ARRAY[{', '.join(literal(value) for value in values)}]"


def _go_on_counting(model):
    table, key = model._meta.db_table, model._meta.pk.column
    run(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) FROM {table}")  # noqa: S608
