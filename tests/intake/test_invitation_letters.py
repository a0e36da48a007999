"""Letters about appointments: what they say, to whom, what they enclose, and when they count as sent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intake import actions, inviting, rules
from intake.models import Appointment, Case, Letter
from privacy.models import AuditEvent, Installation, SheetIssue
from privacy.notices import sheets
from privacy.notices.documents import ControllerDetailsMissing
from tests import builders, people
from tests.privacy.typeset.reading import pages_of, text_in, text_of

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY
WINDOW = (20, 45, 105, 90)  # DIN 5008 form B; left, top, right, bottom in mm


@pytest.fixture(autouse=True)
def office(client):
    builders.installation(phone="0271 333-1234")
    builders.approved_texts()
    client.force_login(people.counsellor())


def issue(appointment, people_=("C1",), kind="invitation", language="uk"):
    by = appointment.cases[0].owner
    return inviting.issue(appointment, kind, list(people_), language, by=by)


def printed(client, letter):
    args = [letter.appointment_id, letter.pk]
    answer = client.get(reverse("intake:letter_pdf", args=args))
    assert answer.status_code == 200
    return answer.content


def get(client, name, *args):
    return client.get(reverse(f"intake:{name}", args=args))


# --- the invitation


def test_the_invitation_says_when_where_and_what_to_bring_in_german_and_in_the_familys_language(client):
    appointment = builders.appointment(at=builders.slot(kind="outreach", place="Rathaus Kreuztal, Zimmer 3"))
    (letter,) = issue(appointment)
    german, ukrainian = pages_of(printed(client, letter))
    day = f"{appointment.slot.day:%d.%m.%Y}"
    for page in (german, ukrainian):
        for said in (day, "09:00", "Rathaus Kreuztal, Zimmer 3", "Daryna Kowalenko", "0271 333-1234"):
            assert said in page
    assert "Einladung zum Gespräch" in german
    for paper in ("Pass oder Ausweis", "Meldebescheinigung", "Zeugnisse", "Sorgerecht"):
        assert paper in german
    assert "Wir machen keine Kopien" in german
    assert "Das kostet nichts" in german
    assert "Запрошення на розмову" in ukrainian
    assert "Übersetzung im Entwurf" in ukrainian
    assert "Обов’язковим є німецький текст" in ukrainian


def test_the_window_holds_sender_and_address_and_nothing_else(client):
    (letter,) = issue(builders.appointment())
    lines = [line.strip() for line in text_in(printed(client, letter), *WINDOW).splitlines() if line.strip()]
    sender, address = lines[:-3], lines[-3:]
    assert address == ["Iryna Kowalenko", "Sandstraße 5", "57072 Siegen"]
    assert " ".join(sender).startswith("Kreis Musterland, Der Landrat · Kommunales Integrationszentrum")
    assert len(sender) == 2  # the return line, in two small lines


def test_by_video_there_is_no_place_and_without_need_no_interpreter(client):
    case = builders.open_case(household={"needs_interpreter": False})
    appointment = builders.appointment(case, at=builders.slot(kind="video"))
    (letter,) = issue(appointment, language="de")
    (page,) = pages_of(printed(client, letter))
    assert "per Video" in page
    assert "Ort:" not in page
    assert "übersetzt" not in page
    assert "Entwurf" not in page


def test_one_letter_invites_several_children(client):
    case = builders.open_case()
    brother = actions.open_case(
        household=case.pupil.household,
        pupil={"surname": "Kowalenko", "given_names": "Maksym", "born_on": case.pupil.born_on, "sex": "m"},
        custodians=[], referral={"source": "family", "channel": "person", "received_on": TODAY()}, facts={},
        by=case.owner,
    )  # fmt: skip
    appointment = actions.book([case, brother], builders.slot(), channel="letter", by=case.owner)
    appointment = Appointment.objects.with_children().get(pk=appointment.pk)
    (letter,) = issue(appointment)
    text = text_of(printed(client, letter))
    assert "Daryna Kowalenko, Maksym Kowalenko" in text
    assert f"{case.reference}, {brother.reference}" in text
    assert [one.contacts.get().kind for one in (case, brother)] == ["letter", "letter"]


def test_issuing_is_a_contact_by_letter_and_the_appointment_stays_the_next_step(client):
    case = builders.open_case()
    appointment = builders.appointment(case)
    issue(appointment)
    now = Case.objects.with_due().get(pk=case.pk)
    assert [(one.kind, one.made_on) for one in now.contacts.all()] == [("letter", TODAY())]
    assert now.due_on == appointment.slot.day
    assert Appointment.objects.get().invited_on == TODAY()
    event = AuditEvent.objects.get(verb="appointment.letter")
    assert event.reference == case.reference
    assert "Kowalenko" not in event.detail
    opened = AuditEvent.objects.filter(verb="letter.opened")
    assert not opened.exists()
    printed(client, Letter.objects.get())
    assert opened.get().content_digest


# --- the notice of Art. 14 GDPR


def test_an_open_art_14_notice_is_enclosed_and_settled_by_post(client):
    """Decision 9: the invitation encloses it. Art. 14 (3) (b) GDPR: with the first communication."""
    case = builders.open_case(source="jugendamt")
    assert [one.kind for one in sheets.open_for(case.reference)] == ["art14", "art14"]
    (letter,) = issue(builders.appointment(case))
    settled = list(SheetIssue.objects.of(case.reference).order_by("person_code"))
    assert {(one.state, one.channel, one.language) for one in settled} == {("issued", "post", "uk")}
    assert sorted(letter.receipts) == sorted(one.receipt_number for one in settled)
    text = text_of(printed(client, letter))
    assert "auch ein Blatt zum Datenschutz" in text
    for one in settled:
        assert one.receipt_number in text
    assert "Datenschutzhinweise · Art. 14 DSGVO" in text


def test_art_13_is_not_owed_by_post_and_nothing_is_enclosed(client):
    case = builders.open_case()
    (letter,) = issue(builders.appointment(case))
    assert letter.receipts == []
    assert sheets.open_for(case.reference).count() == 2
    assert "Blatt zum Datenschutz" not in text_of(printed(client, letter))


def test_looking_at_the_page_settles_nothing(client):
    case = builders.open_case(source="jugendamt")
    appointment = builders.appointment(case)
    assert get(client, "letter_issue", appointment.pk, "invitation").status_code == 200
    assert sheets.open_for(case.reference).count() == 2
    assert not Letter.objects.exists()


def test_what_cannot_be_set_is_not_recorded_as_sent():
    """No sheet without the controller's details: then the letter is not issued either."""
    case = builders.open_case(source="jugendamt")
    appointment = builders.appointment(case)
    Installation.objects.update(dpo_contact="")
    with pytest.raises(ControllerDetailsMissing):
        issue(appointment)
    assert not Letter.objects.exists()
    assert sheets.open_for(case.reference).count() == 2
    assert Appointment.objects.get().invited_on is None


def test_a_letter_without_address_is_refused_in_words_and_nothing_is_recorded(client):
    case = builders.open_case(household={"street": ""})
    appointment = builders.appointment(case)
    with pytest.raises(inviting.NoAddress):
        issue(appointment)
    url = reverse("intake:letter_issue", args=[appointment.pk, "invitation"])
    page = client.post(url, {"people": ["C1"], "language": "uk"})
    assert "keine Anschrift" in str(page.context["form"].errors["people"])
    assert not Letter.objects.exists()


@pytest.mark.parametrize("form", [{"people": []}, {"people": ["C9"]}, {"language": "xx"}])
def test_bad_choices_are_named_at_their_field(client, form):
    appointment = builders.appointment()
    url = reverse("intake:letter_issue", args=[appointment.pk, "invitation"])
    page = client.post(url, {"people": ["C1"], "language": "uk", **form})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(form)
    assert client.post(url, {"people": ["C1"], "language": "uk"}).url == appointment.get_absolute_url()
    assert Letter.objects.count() == 1


def test_the_appointment_that_moved_meanwhile_is_not_written_about():
    appointment = builders.appointment()
    later = builders.slot(days=9)
    stale = Appointment.objects.with_children().get(pk=appointment.pk)
    actions.move_appointment(appointment, later, channel="letter", by=people.counsellor())
    with pytest.raises(actions.LetterNotDue):
        issue(stale)
    assert not Letter.objects.exists()


def test_after_moving_the_old_letter_says_what_it_said(client):
    appointment = builders.appointment()
    (letter,) = issue(appointment, language="de")
    actions.move_appointment(appointment, builders.slot(days=9), channel="letter", by=people.counsellor())
    assert f"{appointment.slot.day:%d.%m.%Y}" in text_of(printed(client, letter))
    assert "für die frühere Zeit" in get(client, "appointment_detail", appointment.pk).content.decode()


# --- after no-shows


def test_letters_are_offered_by_how_often_nobody_came(client):
    """Assumed numbers: rules.REMINDER_AFTER and rules.ESCALATION_AFTER."""
    case = builders.open_case()
    offered = []
    for _ in range(3):
        last = builders.missed(case, times=1)
        page = get(client, "appointment_detail", last.pk).content.decode()
        offered.append(("Erinnerung schreiben" in page, "Melden, dass niemand kam" in page))
    assert offered == [(False, False), (True, False), (True, True)]
    assert get(client, "letter_issue", last.pk, "invitation").status_code == 404
    assert get(client, "letter_issue", last.pk, "escalation").status_code == 404
    booked = builders.appointment()
    assert get(client, "report_issue", booked.pk).status_code == 404


def test_the_reminder_names_the_days_and_asks_to_call(client):
    missed = builders.missed(times=2)
    (letter,) = issue(missed, kind="reminder")
    german, ukrainian = pages_of(printed(client, letter))
    assert f"{missed.slot.day:%d.%m.%Y}" in german
    assert "0271 333-1234" in german
    assert "müssen Kinder und Jugendliche zur Schule gehen" in german
    assert "Ми на вас чекали" in ukrainian
    now = Case.objects.get()
    assert now.follow_up_on == TODAY() + timedelta(days=rules.FOLLOW_UP_DAYS["letter"])


AUTHORITY = {
    "name": "Schulamt für den Kreis", "unit": "", "street": "Koblenzer Str. 73", "postcode": "57072", "town": "Siegen",
}  # fmt: skip


def report(client, appointment, **changes):
    url = reverse("intake:report_issue", args=[appointment.pk])
    return client.post(url, {**AUTHORITY, **changes})


def test_the_report_holds_facts_and_no_more(client):
    """§ 41 (5) SchulG NRW: who, and when nobody came. No address, no phone, no reason; the authority decides."""
    case = builders.open_case(nationality="166")
    missed = builders.missed(case)
    builders.settle_sheets(case)
    assert report(client, missed).url == missed.get_absolute_url()
    text = text_of(printed(client, Letter.objects.get()))
    for said in (
        "Schulamt für den Kreis", case.reference, "Daryna Kowalenko", case.pupil.born_text, "Iryna Kowalenko",
        f"{missed.slot.day:%d.%m.%Y}", "§ 41 Abs. 5 SchulG NRW", "entscheiden Sie",
    ):  # fmt: skip
        assert said in text
    for unsaid in ("Sandstraße", "0171", "Ukrain", "ukr", "Charkiw"):
        assert unsaid not in text
    event = AuditEvent.objects.get(verb="appointment.reported")
    assert '"names"' in event.detail
    assert "Kowalenko" not in event.detail


def test_nothing_is_reported_before_everybody_is_informed(client):
    """Art. 14 (3) (c) GDPR: before the first disclosure."""
    case = builders.open_case(source="jugendamt")
    missed = builders.missed(case)
    report(client, missed)
    assert not Letter.objects.exists()
    builders.settle_sheets(case)
    report(client, missed)
    assert Letter.objects.get().kind == "escalation"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"postcode": "1"}, "postcode"),
        ({"town": "x" * 10_000}, "town"),
        ({"street": "\0"}, "street"),
    ],
)
def test_a_report_needs_an_address(client, changes, field):
    missed = builders.missed()
    page = report(client, missed, **changes)
    assert field in page.context["form"].errors
    assert not Letter.objects.exists()


def test_strangers_print_nothing_and_a_teammate_may(client):
    appointment = builders.appointment()
    (letter,) = issue(appointment)
    client.force_login(people.colleague())
    assert get(client, "letter_pdf", appointment.pk, letter.pk).status_code == 404
    other = builders.appointment(at=builders.slot(at="11:00"))
    client.force_login(people.teammate())
    assert get(client, "letter_pdf", appointment.pk, letter.pk).status_code == 200
    assert get(client, "letter_pdf", other.pk, letter.pk).status_code == 404
