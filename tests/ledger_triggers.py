"""The ledger refuses to be emptied; Django's test cases empty every table. So its triggers step aside for that moment.

Only here, and from the migration's own SQL: the product knows no way around them.
"""

from django.db import connection
from django.test import TransactionTestCase

from privacy.ledger import triggers


def _run(statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def let_django_flush():
    """Wrap the emptying of the tables after a transactional test."""
    teardown = TransactionTestCase._fixture_teardown

    def guarded(self):
        _run(triggers.DROP)
        try:
            teardown(self)
        finally:
            _run(triggers.CREATE)

    TransactionTestCase._fixture_teardown = guarded
