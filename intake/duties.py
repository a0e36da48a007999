"""What the intake does every night without being asked."""

from datetime import time

from intake.lists.importing import forget_lists
from privacy.work.duties import Duty, register


def register_duties() -> None:
    """Called once, when the app is ready."""
    register(Duty("intake.forget_lists", time(3, 15), forget_lists))
