"""Two people approve a text, each knowing what it says; before that everybody can see that it is a draft."""

import json
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client

from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb
from privacy.notices import texts
from privacy.notices.models import PrivacyNotice
from privacy.notices.reading import compare, overview
from tests import builders, people

pytestmark = pytest.mark.django_db
LIST = "/privacy/texts/"


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def german():
    return texts.current("de")


@pytest.fixture
def ukrainian():
    return texts.current("uk")


def page_of(notice):
    return f"{LIST}{notice.pk}/"


def approvals():
    return AuditEvent.objects.filter(verb=Verb.NOTICE_APPROVED).count()


# --- Reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [people.dpo, people.lead])
def test_officer_and_lead_see_every_language(person):
    page = at_desk_of(person()).get(LIST).content.decode()
    for text in texts.available().values():
        assert text.name in page


@pytest.mark.parametrize("person", [people.counsellor, people.administrator])
def test_nobody_else_does(german, person):
    desk = at_desk_of(person())
    assert desk.get(LIST).status_code == 403
    assert desk.get(page_of(german)).status_code == 403
    assert desk.get(f"{page_of(german)}preview/", {"kind": "art13", "audience": "pupil"}).status_code == 403
    assert desk.post(f"{page_of(german)}approve/").status_code == 403
    assert approvals() == 0


def test_german_stands_first_and_beside_every_other_language(german, ukrainian):
    languages = overview()
    assert languages[0].code == "de"
    assert len(languages) == len(texts.available())
    pairs = compare(ukrainian)
    assert [pair.german.id for pair in pairs] == [pair.other.id for pair in pairs]
    page = at_desk_of(people.lead()).get(page_of(ukrainian)).content.decode()
    for pair in pairs:
        assert pair.german.heading in page
        assert pair.other.heading in page
    assert ukrainian.sha256 in page
    assert "<b>{controller}</b>" in page
    assert "**" not in page
    assert "[[" not in page


def test_a_section_that_one_side_lacks_is_shown_as_missing(ukrainian):
    lines = ukrainian.body.split("[[section]]")
    shorter = PrivacyNotice.objects.create(
        language="uk", text_version="older", body="[[section]]".join(lines[:2] + lines[3:]), sha256="0" * 64
    )
    assert [pair.other is None for pair in compare(shorter)].count(True) == 1
    assert at_desk_of(people.dpo()).get(page_of(shorter)).status_code == 200


def test_a_former_version_is_named_as_such_and_not_approved(german):
    older = PrivacyNotice.objects.create(
        language="de", text_version="older", body=german.body, sha256="0" * 64
    )
    PrivacyNotice.objects.filter(pk=older.pk).update(loaded_at=german.loaded_at - timedelta(days=9))
    versions = next(language for language in overview() if language.code == "de").versions
    assert {version.notice.text_version: version.is_current for version in versions} == {
        german.text_version: True,
        "older": False,
    }
    desk = at_desk_of(people.dpo())
    assert not desk.get(page_of(older)).context["may_approve"]
    assert desk.get(page_of(german)).context["may_approve"]


# --- Approving --------------------------------------------------------------------------------------------


def test_a_text_is_approved_by_officer_and_lead(german):
    for number, person in enumerate([people.dpo(), people.lead()], start=1):
        desk = at_desk_of(person)
        page = desk.get(page_of(german))
        assert page.context["may_approve"]
        assert f'name="seal" value="{german.sha256}"' in page.content.decode()
        assert desk.post(f"{page_of(german)}approve/", {"seal": german.sha256}).status_code == 302
        assert not desk.get(page_of(german)).context["may_approve"]
        german.refresh_from_db()
        assert approvals() == number
        assert german.is_approved == (number == 2)
    assert json.loads(AuditEvent.objects.first().detail) == {"language": "de", "sha256": german.sha256}


def test_the_same_side_does_not_approve_twice(german):
    desk = at_desk_of(people.dpo())
    desk.post(f"{page_of(german)}approve/", {"seal": german.sha256})
    desk.post(f"{page_of(german)}approve/", {"seal": german.sha256})
    german.refresh_from_db()
    assert not german.is_approved
    assert approvals() == 1
    assert AuditEvent.objects.first().verb == Verb.REFUSED


@pytest.mark.parametrize("sent", [{}, {"seal": "0" * 64}], ids=str)
def test_who_does_not_say_what_was_read_approves_nothing(german, sent):
    page = at_desk_of(people.dpo()).post(f"{page_of(german)}approve/", sent, follow=True)
    assert "lesen Sie ihn noch einmal" in page.content.decode()
    german.refresh_from_db()
    assert german.dpo_approved_at is None
    assert (approvals(), AuditEvent.objects.first().verb) == (0, Verb.REFUSED)


def test_looking_approves_nothing(german):
    assert at_desk_of(people.dpo()).get(f"{page_of(german)}approve/").status_code == 405


# --- Preview ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
def test_a_draft_can_be_looked_at_as_the_sheet_it_would_be(language):
    notice = texts.current(language)
    asked = {"kind": "art14", "audience": "custodian"}
    response = at_desk_of(people.dpo()).get(f"{page_of(notice)}preview/", asked)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    document = pypdfium2.PdfDocument(response.content)
    assert all("Vorschau" in page.get_textpage().get_text_range() for page in document)


def test_a_preview_is_filled_with_the_details_there_are(german):
    builders.installation(controller_name="Kreis Musterland")
    asked = {"kind": "art13", "audience": "custodian"}
    response = at_desk_of(people.lead()).get(f"{page_of(german)}preview/", asked)
    document = pypdfium2.PdfDocument(response.content)
    assert "Kreis Musterland" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("language", "line", "place"),
    [
        ("de", "processor = ", "recipients.processor"),
        ("fr", "names = ", "items.names"),
    ],
)
def test_a_version_that_lacks_words_says_which_instead_of_a_preview(language, line, place):
    body = "".join(
        one for one in texts.current(language).body.splitlines(keepends=True) if not one.startswith(line)
    )
    older = PrivacyNotice.objects.create(
        language=language, text_version="older", body=body, sha256=texts.digest(body)
    )
    asked = {"kind": "art13", "audience": "custodian"}
    page = at_desk_of(people.dpo()).get(f"{page_of(older)}preview/", asked, follow=True)
    assert page.redirect_chain == [(page_of(older), 302)]
    assert f"{language}: {place}." in page.content.decode()


@pytest.mark.parametrize("asked", [{}, {"kind": "art15", "audience": "pupil"}, {"kind": "art13"}], ids=str)
def test_there_is_no_preview_of_another_kind(german, asked):
    assert at_desk_of(people.dpo()).get(f"{page_of(german)}preview/", asked).status_code == 400
