from django.conf import settings

from privacy.accounts.models import Installation


def is_misplaced_demo() -> bool:
    """Whether this is a demonstration's database that is served as if it were real: its passwords are "demo"."""
    return not settings.DEMO and Installation.current().is_demo
