from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("cases/", include("intake.urls")),
    path("schools/", include("schools.urls")),
    path("privacy/", include("privacy.urls")),
    path("appearance/", views.appearance, name="appearance"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("licences/", views.licences, name="licences"),
    path("health/", views.health, name="health"),
]
