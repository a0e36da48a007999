"""The ground of the interface: headers, language, navigation, forms, tags, error pages and reports."""

import datetime
import logging
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.views.debug import ExceptionReporter

from config import navigation
from config.finders import FILES, KernFinder
from config.middleware import ContentSecurityPolicyMiddleware
from config.reports import NoValuesFormatter, NoValuesReporter
from config.templatetags import kern
from tests import people
from tests.interface.sample import SampleForm, boom

pytestmark = pytest.mark.urls("tests.interface.urls")
SURNAME, GIVEN_NAME = "Kowa" + "lenko", "Am" + "ina"  # in two parts: reports quote the lines of this file
TEMPLATES = [*Path(settings.BASE_DIR, "templates").rglob("*.html")]


def render(text, **context):
    return engines["django"].from_string(text).render(context)


# --- KERN from its package ----------------------------------------------------------------------------------


def test_kern_is_served_from_its_package_and_nothing_else_of_it():
    assert all(finders.find(f"kern/{name}") for name in FILES)
    assert not finders.find("kern/js/kern-kopfzeile.js")
    assert KernFinder().find("kern/../VERSION") == []
    assert finders.find("django_htmx/htmx-2.min.js")
    assert [name for name, _storage in KernFinder().list(None)] == list(FILES)


def test_a_changed_or_missing_style_sheet_fails_the_system_check(tmp_path):
    finder = KernFinder()
    assert finder.check() == []
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((finder.root / name).read_bytes())
    finder.root = tmp_path
    (tmp_path / "kern.min.css").write_text("body{}")
    assert [message.id for message in finder.check()] == ["einstieg.E002"]
    (tmp_path / "LICENSE.txt").unlink()
    assert [message.id for message in finder.check()] == ["einstieg.E001"]


# --- Headers and language -----------------------------------------------------------------------------------


def test_every_page_carries_the_policy(client, db):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]


def test_pages_of_a_session_are_not_kept_by_caches_unless_the_view_says_so():
    def answer(cookies, **headers):
        request = RequestFactory().get("/")
        request.COOKIES.update(cookies)
        return ContentSecurityPolicyMiddleware(lambda _request: HttpResponse(headers=headers))(request)

    logged_in = {settings.SESSION_COOKIE_NAME: "any"}
    assert answer(logged_in)["Cache-Control"] == "no-store"
    assert answer(logged_in, **{"Cache-Control": "max-age=60"})["Cache-Control"] == "max-age=60"
    assert "Cache-Control" not in answer({})


@pytest.mark.parametrize(("cookie", "expected"), [(None, "de"), ("en", "en"), ("fr", "de"), ("", "de")])
def test_the_language_is_chosen_never_guessed(client, db, cookie, expected):
    if cookie is not None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/accounts/login/", headers={"accept-language": "en-GB,en"})
    assert response["Content-Language"] == expected
    assert f'<html lang="{expected}"' in response.content.decode()


# --- Appearance ---------------------------------------------------------------------------------------------


def test_appearance_is_kept_in_cookies_before_login(client, db):
    response = client.post("/appearance/", {"theme": "dark", "language": "en", "next": "/licences/"})
    assert response.url == "/licences/"
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dark", True, "Lax")
    assert response.cookies["language"].value == "en"
    assert 'data-kern-theme="dark"' in client.get("/licences/").content.decode()


def test_appearance_follows_the_person(client, db):
    user = people.counsellor()
    client.force_login(user)
    client.post("/appearance/", {"theme": "dark"})
    client.post("/appearance/", {"language": "en"})
    user.refresh_from_db()
    assert (user.theme, user.language) == ("dark", "en")
    client.cookies.pop("theme")
    client.cookies.pop("language")
    response = client.get("/shortcuts/")
    assert 'data-kern-theme="dark"' in response.content.decode()
    assert response["Content-Language"] == "en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_appearance_leads_nowhere_else(client, db, target):
    response = client.post("/appearance/", {"theme": "pink", "language": "fr", "next": target})
    assert response.url == "/"
    assert not response.cookies
    assert client.get("/appearance/").status_code == 405


# --- Health and error pages ---------------------------------------------------------------------------------


def test_health_tells_whether_the_database_answers(client, db, monkeypatch):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")

    class Unreachable:
        def cursor(self):
            raise OperationalError("connection to 10.0.0.1 refused")

    monkeypatch.setattr("config.views.connection", Unreachable())
    response = client.get("/health/")
    assert response.status_code == 503
    assert b"10.0.0.1" not in response.content


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_error_pages_need_neither_request_nor_database(name, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page = render_to_string(name)
    assert "<h1>" in page
    assert 'href="/"' in page


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/forbidden/", 403), ("/boom/", 500)])
def test_errors_are_pages_with_a_way_back(client, db, path, status):
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == status
    assert '<a class="kern-btn kern-btn--primary" href="/">' in response.content.decode()


def test_a_stale_form_is_explained(db, client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/appearance/", {"theme": "dark"})
    assert response.status_code == 403
    assert "ui/csrf_failure.html" in [template.name for template in response.templates]


@pytest.mark.parametrize("path", ["/accessibility/", "/licences/"])
def test_statements_are_public(client, db, path):
    assert client.get(path).status_code == 200


# --- Navigation ---------------------------------------------------------------------------------------------


def test_navigation_shows_what_the_role_may_do_and_where_one_is(db, monkeypatch):
    entries = (
        navigation.Entry("My day", "home", "privacy.open_cases"),
        navigation.Entry("Cases", "intake:case_list", "privacy.open_cases", ("intake:case_detail",)),
        navigation.Entry("Not installed", "nowhere:page", "privacy.open_cases"),
        navigation.Entry("Trail", "shortcuts", "privacy.review_audit"),
    )
    monkeypatch.setattr(navigation, "ENTRIES", entries)
    for page in ("intake:case_list", "intake:case_detail"):
        links = navigation.links_for(people.counsellor(), page)
        assert [(link.url, link.is_current) for link in links] == [("/", False), ("/cases/", True)]
    assert [link.url for link in navigation.links_for(people.dpo(), "home")] == ["/shortcuts/"]
    assert navigation.links_for(AnonymousUser(), "home") == []


def test_search_is_offered_by_post_and_only_to_those_who_open_cases(client, db):
    client.force_login(people.counsellor())
    assert 'method="post" action="/cases/search/"' in client.get("/shortcuts/").content.decode()
    client.force_login(people.dpo())
    assert "es-search" not in client.get("/shortcuts/").content.decode()


# --- Forms --------------------------------------------------------------------------------------------------


def test_fields_know_their_shape():
    assert {field.name: field.shape for field in SampleForm()} == {
        "surname": "input", "note": "input", "born_on": "input", "first_language": "select",
        "languages": "select", "interpreter": "choices", "days": "choices", "talk_at": "group",
        "handed_over": "tick", "table": "input", "token": "input",
    }  # fmt: skip


def test_refused_fields_are_described_and_reached_from_the_summary():
    form = SampleForm({"born_on": "31.02.2014"})
    page = render('{% include "ui/error_summary.html" %}{{ form }}', form=form)
    ids = set(re.findall(r' id="([^"]+)"', page))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 5
    assert set(targets) <= ids
    described = {name for value in re.findall(r'aria-describedby="([^"]+)"', page) for name in value.split()}
    assert described <= ids
    assert page.count('aria-invalid="true"') == 6  # four fields and the two options of one
    assert 'class="kern-form-input__input kern-form-input__input--error"' in page


def test_optional_is_said_in_words_and_can_be_switched_off():
    form = SampleForm()
    assert str(form["note"].as_field_group()).count("kern-label__optional") == 1
    assert "kern-label__optional" not in form["surname"].as_field_group()
    form.hide_optional = True
    assert "kern-label__optional" not in form["note"].as_field_group()


def test_classes_of_a_widget_are_kept_and_hidden_fields_stay_bare():
    form = SampleForm()
    assert 'class="es-wide kern-form-input__input"' in str(form["note"])
    assert "class" not in str(form["token"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_dates_are_typed_as_in_a_german_office(language):
    with translation.override(language):
        field = SampleForm().fields["born_on"]
        for typed in ("09.03.2014", "9.3.14", "2014-03-09"):
            assert field.clean(typed) == datetime.date(2014, 3, 9)
        for ambiguous in ("03/09/2014", "090314", "31.02.2014"):
            with pytest.raises(ValidationError):
                field.clean(ambiguous)
        assert 'value="09.03.2014"' in str(
            SampleForm(initial={"born_on": datetime.date(2014, 3, 9)})["born_on"]
        )


# --- Tags ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words", "mark"),
    [(-2, "overdue by 2 days", "--over"), (-1, "overdue by 1 day<", "--over"), (0, "today", "--soon"),
     (1, "in 1 day<", "--soon"), (30, "in 30 days", "")],
)  # fmt: skip
def test_a_deadline_is_said_in_words(days, words, mark):
    day = timezone.localdate() + datetime.timedelta(days=days)
    with translation.override("en"):
        shown = kern.due(day)
    assert words in shown
    assert f'datetime="{day.isoformat()}"' in shown
    assert ("es-due--" in shown) == bool(mark)
    assert mark in shown


@pytest.mark.parametrize(
    ("born_on", "today", "years"),
    [((2014, 3, 9), (2026, 3, 8), 11), ((2014, 3, 9), (2026, 3, 9), 12), ((2008, 2, 29), (2026, 2, 28), 17),
     ((2008, 2, 29), (2026, 3, 1), 18)],
)  # fmt: skip
def test_age_is_in_completed_years(monkeypatch, born_on, today, years):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(*today))
    assert kern.age(datetime.date(*born_on)) == years
    assert kern.age(None) == ""


def test_values_are_never_markup():
    evil = "<script>x</script>"
    page = render(
        "{% alert 'warning' evil %}{{ evil }}{% endalert %}{% badge 'info' evil %}{% fact evil evil %}"
        "{% icon evil %}{% with d=pair|worddiff %}{{ d.left }}{{ d.right }}{% endwith %}",
        evil=evil,
        pair=(evil, f"{evil} {evil}"),
    )
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 9


def test_word_diff_marks_by_elements_and_words():
    with translation.override("en"):
        diff = kern.worddiff(("Weststraße 12, Siegen", "Südstraße 4, Siegen"))
        assert diff.left == '<del><span class="kern-sr-only">removed: </span>Weststraße 12,</del> Siegen'
        assert diff.right == '<ins><span class="kern-sr-only">new: </span>Südstraße 4,</ins> Siegen'
        assert "(empty)" in kern.worddiff((None, "x")).left


def test_messages_become_alerts_of_their_kind():
    page = render("{% alert 'error' 'No free place' %}{% endalert %}")
    assert "kern-alert--danger" in page
    assert "kern-alert__body" not in page


# --- Reports ------------------------------------------------------------------------------------------------


def failed_request():
    request = RequestFactory().post(
        f"/boom/?q={GIVEN_NAME}", {"surname": SURNAME}, headers={"referer": f"/?q={GIVEN_NAME}"}
    )
    request.COOKIES["note"] = GIVEN_NAME
    try:
        boom(request)
    except ValueError:
        return request, sys.exc_info()


@pytest.mark.parametrize("form", ["get_traceback_text", "get_traceback_html"])
def test_reports_name_fields_but_no_values(form):
    request, error = failed_request()
    report = getattr(NoValuesReporter(request, *error), form)()
    assert SURNAME not in report
    assert GIVEN_NAME not in report
    assert "surname" in report
    assert "ValueError" in report
    assert SURNAME in getattr(ExceptionReporter(request, *error), form)()  # so it could have leaked


def test_log_lines_name_types_and_places_but_no_texts():
    try:
        try:
            raise KeyError(GIVEN_NAME)
        except KeyError as error:
            raise ValueError(SURNAME) from error
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = NoValuesFormatter("{message}", style="{").format(record)
    assert GIVEN_NAME not in line
    assert SURNAME not in line
    assert "builtins.KeyError" in line
    assert line.endswith("builtins.ValueError")


# --- Templates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_templates_hold_nothing_the_policy_forbids(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|hx-on|javascript:|<style", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r'hx-trigger="[^"]*\[|hx-vals="js:', text)
    assert not re.search(r'(src|href|action)="(https?:)?//', text)


@pytest.mark.parametrize("address", ["/cases/%00/", "/cases/new/?sibling_of=x%00", "/schools/answer/%00/"])
def test_an_address_with_a_nul_is_nobodys(client, db, address):
    client.force_login(people.counsellor())
    assert client.get(address).status_code == 404


def test_a_log_line_keeps_the_key_of_a_mailed_link_to_itself():
    record = logging.LogRecord(
        "x", logging.WARNING, "", 1, "Not Found: %s", ("/schools/answer/abc-DEF_123/",), None
    )
    line = NoValuesFormatter("{message}", style="{").format(record)
    assert line == "Not Found: /schools/answer/…/"
