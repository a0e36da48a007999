"""What is refused before the program serves (decisions 23 and 45)."""

import pytest
from django.conf import settings as live_settings
from django.core.management import CommandError, call_command
from django.db import connection

from privacy.checks import standing_triggers
from privacy.ledger import triggers
from privacy.models import Installation
from tests import builders


def check():
    call_command("check", "--database", "default", verbosity=0)


@pytest.mark.django_db
def test_a_demo_database_is_served_as_a_demonstration_only(settings):
    Installation.objects.create(pk=1, is_demo=True)
    with pytest.raises(CommandError, match=r"E010|demonstration"):
        check()
    settings.DEMO = True
    check()


@pytest.mark.django_db
def test_a_real_database_is_served():
    builders.installation()
    check()


@pytest.mark.django_db
def test_an_unprotected_ledger_is_not_served():
    with connection.cursor() as cursor:
        cursor.execute(triggers.DROP[connection.vendor][0])
    with pytest.raises(CommandError, match="triggers are missing"):
        check()


@pytest.mark.django_db(transaction=True)
class TestAfterDjangoHasEmptiedTheTables:
    """Twice, so that the second one runs after a flush."""

    def test_triggers_stand(self):
        assert triggers.NAMES[connection.vendor] <= standing_triggers("default")

    def test_triggers_stand_again(self):
        assert triggers.NAMES[connection.vendor] <= standing_triggers("default")


def test_passwords_are_hashed_as_owasp_recommends():
    from config import settings as product  # noqa: PLC0415 - the product's own, not the tests'

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert live_settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False


@pytest.mark.django_db
def test_the_checks_ask_for_nothing_that_a_migration_may_still_have_to_add(django_assert_num_queries):
    """`migrate` runs them first, on the tables of the version before."""
    with django_assert_num_queries(1) as queries:
        Installation.is_demo_here()
    assert "controller_name" not in queries[0]["sql"]
