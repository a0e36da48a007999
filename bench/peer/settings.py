"""The product's settings, and beside it the peer."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "bench.peer"]  # noqa: F405
ROOT_URLCONF = "bench.peer.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
