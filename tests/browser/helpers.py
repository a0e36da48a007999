"""What browser tests have in common."""

from django.conf import settings
from django.test import Client


def login(page, live_server, user):
    """Give the page the session of `user`, without the login form. Goes nowhere: that is the test's part."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
