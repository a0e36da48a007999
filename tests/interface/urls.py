"""Addresses for the interface's own tests: the frame without the pages of the product."""

from django.urls import include, path

from config import views
from tests.interface import sample

cases = [
    path("", sample.show, name="case_list"),
    path("one/", sample.show, name="case_detail"),
    path("search/", sample.show, name="case_search"),
]
urlpatterns = [
    path("", sample.show, name="home"),
    path("cases/", include((cases, "intake"))),
    path("accounts/", include("allauth.account.urls")),
    path("appearance/", views.appearance, name="appearance"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("licences/", views.licences, name="licences"),
    path("health/", views.health, name="health"),
    path("sample/", sample.public, name="sample"),
    path("forbidden/", sample.forbidden, name="forbidden"),
    path("boom/", sample.boom, name="boom"),
]
