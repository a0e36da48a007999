from allauth.account.urls import urlpatterns as account_pages
from django.urls import URLPattern, URLResolver, include, path

from config import views
from privacy.views import receipt_check

# Of allauth's pages only these: an e-mail address is changed by an administrator, or a stolen session could
# have the reset link sent elsewhere. Signing up is closed by the adapter; its page only says so.
ACCOUNT_PAGES = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/", include([page for page in account_pages if page.name in ACCOUNT_PAGES])),
    path("cases/", include("intake.urls")),
    path("schools/", include("schools.urls")),
    path("privacy/", include("privacy.urls")),
    path("pruefen/", receipt_check, name="receipt_check"),  # stands on paper: never change it
    path("appearance/", views.appearance, name="appearance"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("licences/", views.licences, name="licences"),
    path("health/", views.health, name="health"),
]
