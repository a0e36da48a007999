"""Two databases on one server, of which one at a time is the product's."""

import contextlib
from functools import partial

from django.core.management import call_command
from django.db import connection, connections

PREFIX = "einstieg_bench_"


@contextlib.contextmanager
def two_databases(large, small):
    """Empty, migrated databases for so many cases, as functions that make each the product's. Dropped at the end."""
    server = connections["default"]
    names = [f"{PREFIX}{count}" for count in (small, large)]
    wrappers = [_copy(server, name) for name in names]
    first, second = (partial(_use, wrapper) for wrapper in wrappers)
    try:
        _drop(server, names)
        _run(server, f"CREATE DATABASE {names[0]}")
        first()
        call_command("migrate", verbosity=0)
        connection.close()
        # A copy, so that numbers kept in memory (of content types, of permissions) hold in both.
        _run(server, f"CREATE DATABASE {names[1]} TEMPLATE {names[0]}")
        yield second, first
    finally:
        for wrapper in wrappers:
            wrapper.close()
        _drop(server, names)
        _use(server)


def _copy(server, name):
    wrapper = server.copy()
    wrapper.settings_dict["NAME"] = name
    return wrapper


def _use(wrapper):
    connections["default"] = wrapper


def _drop(server, names):
    for name in names:
        _run(server, f"DROP DATABASE IF EXISTS {name}")


def _run(server, statement):
    with server.cursor() as cursor:
        cursor.execute(statement)
