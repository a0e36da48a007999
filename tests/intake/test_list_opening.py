"""Each good row of a list becomes a case of its own; the rest comes back."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from intake import actions
from intake.lists import checking, importing, reading
from intake.lists.headings import guess
from intake.models import Case, Household, ImportedRow, ImportPreview, Referral
from privacy.ledger.acts import acting
from privacy.models import AuditEvent, Job, SheetIssue
from privacy.work import duties, jobs
from tests import builders, people
from tests.intake import list_files
from tests.intake.list_files import last_event, matched_list, open_all, page_text, preview_of
from tests.intake.test_cases import FORM

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture(autouse=True)
def nadja(client):
    builders.installation()
    builders.approved_texts()
    user = people.counsellor()
    client.force_login(user)
    return user


class TestOpening:
    def test_each_good_row_is_a_case_with_its_event_and_its_sheets(self, client, nadja):
        preview = preview_of(client, list_files.SCHOOL_OFFICE)
        response = open_all(client, preview, owner=people.teammate().pk)
        assert response.url == reverse("intake:list_result", args=[preview.pk])
        cases = Case.objects.order_by("reference")
        assert [case.pupil.given_names for case in cases] == ["Amina", "Yusuf", "Aylin"]
        assert {case.owner for case in cases} == {people.teammate()}
        events = AuditEvent.objects.filter(verb="case.opened")
        assert {event.reference for event in events} == {case.reference for case in cases}
        assert {event.actor_id for event in events} == {nadja.pk}
        assert AuditEvent.objects.filter(verb="list.opening").count() == 1
        issues = SheetIssue.objects.of(cases[0].reference)
        assert {issue.kind for issue in issues} == {"art14"}
        assert {issue.collection.source for issue in issues} == {"schulverwaltung"}

    def test_siblings_share_a_household_and_strangers_do_not(self, client):
        open_all(client, preview_of(client, list_files.SCHOOL_OFFICE))
        homes = [case.pupil.household_id for case in Case.objects.order_by("reference")]
        assert homes[0] == homes[1] != homes[2]
        assert Household.objects.count() == 2
        assert Household.objects.get(pk=homes[0]).custodians.count() == 1

    def test_without_a_responsible_person_everybody_may_take_it(self, client):
        open_all(client, preview_of(client, list_files.CHILD))
        case = Case.objects.get()
        assert (case.owner, case.team) == (None, None)
        assert Case.objects.visible_to(people.colleague()).count() == 1

    def test_somebody_who_does_not_counsel_is_not_made_responsible(self, client):
        preview = preview_of(client, list_files.CHILD)
        open_all(client, preview, owner=people.dpo().pk)
        assert not Case.objects.exists()

    def test_the_result_names_what_was_opened_and_what_was_not(self, client):
        preview = preview_of(client, list_files.REGISTER.encode("cp1252", "replace"))
        open_all(client, preview)
        page = page_text(client, "list_result", preview)
        for case in Case.objects.all():
            assert case.get_absolute_url() in page
        assert "31.02.2015" in page
        assert "2 Fälle sind eröffnet" in page

    def test_good_rows_are_forgotten_as_soon_as_they_are_cases(self, client):
        preview = preview_of(client, list_files.REGISTER.encode("cp1252", "replace"))
        open_all(client, preview)
        preview.refresh_from_db()
        assert [row.line for row in checking.rows_of(preview)] == [7]
        assert "Daryna" not in str(vars(preview))

    def test_more_than_fifty_are_left_to_the_worker(self, client):
        preview = preview_of(client, list_files.many(51))
        response = client.post(reverse("intake:list_open", args=[preview.pk]), {"owner": ""})
        assert not Case.objects.exists()
        assert "0 / 0" in client.get(response.url).content.decode()
        assert client.post(reverse("intake:list_open", args=[preview.pk]), {"owner": ""}).status_code == 302
        assert Job.objects.filter(kind="open_list").count() == 1
        assert client.post(reverse("intake:list_discard", args=[preview.pk])).status_code == 302
        jobs.run_waiting()
        assert Case.objects.count() == 51
        job = Job.objects.get(kind="open_list")
        assert (job.state, job.total, {row[2] for row in job.rows}) == ("done", 51, {"opened"})
        assert "Kind" not in str(job.rows)
        assert client.get(reverse("privacy:job_detail", args=[job.pk])).status_code == 404
        assert "51 Fälle sind eröffnet" in client.get(response.url).content.decode()

    def test_a_job_interrupted_in_the_middle_opens_nobody_twice(self, client):
        preview = preview_of(client, list_files.many(51))
        client.post(reverse("intake:list_open", args=[preview.pk]), {"owner": ""})
        job = Job.objects.get(kind="open_list")
        parts = importing.open_list(job)
        for _ in range(3):
            next(parts).do()
        Job.objects.update(state="running", attempts=1, progress_at=timezone.now() - 2 * jobs.ABANDONED_AFTER)
        jobs.run_waiting()
        assert Case.objects.count() == ImportedRow.objects.count() == 51

    def test_a_row_the_program_fails_at_costs_only_itself_and_is_tried_again(self, client, monkeypatch):
        preview = preview_of(client, list_files.many(51))
        real = actions.open_row

        def faulty(preview, row, *, by):
            if row.line == 5:
                raise ZeroDivisionError
            return real(preview, row, by=by)

        monkeypatch.setattr(importing.actions, "open_row", faulty)
        open_all(client, preview)
        for _ in range(jobs.MOST_ATTEMPTS - 1):
            Job.objects.update(progress_at=None)
            jobs.run_waiting()
        assert Case.objects.count() == 50
        page = page_text(client, "list_result", preview)
        assert "Nicht alle Fälle konnten eröffnet werden" in page
        monkeypatch.undo()
        open_all(client, preview)
        assert Case.objects.count() == 51

    def test_a_child_that_got_a_case_since_the_check_is_not_opened_again(self, client):
        preview = preview_of(client, list_files.CHILD)
        known = builders.open_case(surname="Nowak", given_names="Ida", born_on=TODAY().replace(2014, 3, 9))
        open_all(client, preview)
        assert Case.objects.count() == 1
        preview.refresh_from_db()
        (row,) = checking.rows_of(preview)
        assert (row.verdict, row.known) == ("known", [known.reference])
        assert last_event("act.refused").reference == known.reference

    def test_a_second_click_opens_nothing(self, client):
        preview = preview_of(client, list_files.CHILD)
        open_all(client, preview)
        open_all(client, preview)
        assert Case.objects.count() == 1

    def test_a_row_is_opened_once_says_the_database(self, nadja):
        preview = matched_list(by=nadja)
        ImportedRow.objects.create(preview=preview, line=2, reference="2026-9001")
        with pytest.raises(IntegrityError), transaction.atomic():
            ImportedRow.objects.create(preview=preview, line=2, reference="2026-9002")
        with pytest.raises(actions.OpenedAlready):
            actions.open_row(preview, checking.rows_of(preview)[0], by=nadja)
        assert not Case.objects.exists()


class TestWhatIsLeft:
    def test_it_comes_back_once_as_a_file_with_the_reasons(self, client):
        builders.open_case(surname="Nowak", given_names="Ida", born_on=TODAY().replace(2014, 3, 9))
        rows = list_files.CHILD + "=1+1;Ida;09.03.2014;Netphen\nPopa;Ion;2013;Netphen\n"
        preview = preview_of(client, rows)
        open_all(client, preview)
        address = reverse("intake:list_rest", args=[preview.pk])
        response = client.post(address)
        sheet = load_workbook(io.BytesIO(response.content)).active
        found = [[cell.value for cell in row] for row in sheet]
        assert found[0] == ["Nachname", "Vorname", "Geburtsdatum", "Gemeinde", "Grund"]
        assert found[1] == ["Nowak", "Ida", "09.03.2014", "Netphen", "Schon bekannt."]
        assert (found[2][0], sheet["A3"].data_type) == ("=1+1", "s")
        assert "Nachname:" in found[2][4]
        assert len(found) == 3
        preview.refresh_from_db()
        assert preview.rows == []
        event = last_event("list.returned")
        assert (event.object_id, '"rows":2' in event.detail) == (str(preview.pk), True)
        assert client.post(address).url == reverse("intake:list_result", args=[preview.pk])

    def test_it_can_be_sent_again_as_it_is(self, client):
        preview = preview_of(client, "Nachname;Vorname;Geburtsdatum;Ort\nNowak;Ida;31.02.2014;Netphen\nPopa;Ion;2013;Netphen\n")  # fmt: skip
        open_all(client, preview)
        content = client.post(reverse("intake:list_rest", args=[preview.pk])).content
        assert guess(reading.read(content).headings) == ["surname", "given_names", "born_on", "town", ""]

    def test_not_before_the_others_are_opened(self, client):
        preview = preview_of(client, list_files.REGISTER.encode("cp1252", "replace"))
        client.post(reverse("intake:list_rest", args=[preview.pk]))
        preview.refresh_from_db()
        assert len(preview.rows) == 3

    def test_a_discarded_list_is_gone_and_its_cases_stay(self, client):
        preview = preview_of(client, list_files.REGISTER.encode("cp1252", "replace"))
        open_all(client, preview)
        assert client.post(reverse("intake:list_discard", args=[preview.pk])).url == reverse(
            "intake:list_new"
        )
        assert not ImportPreview.objects.exists()
        assert Case.objects.count() == 2
        assert last_event("list.discarded").object_id == str(preview.pk)
        for name in ("list_detail", "list_columns", "list_result"):
            assert client.get(reverse(f"intake:{name}", args=[preview.pk])).status_code == 404

    def test_after_a_day_it_is_out_of_reach_and_the_night_deletes_it(self, client):
        preview = preview_of(client, list_files.CHILD)
        address = reverse("intake:list_detail", args=[preview.pk])
        importing.forget_lists()
        assert client.get(address).status_code == 200
        ImportPreview.objects.update(created_at=timezone.now() - timedelta(hours=24, minutes=1))
        assert client.get(address).status_code == 404
        importing.forget_lists()
        assert not ImportPreview.objects.exists()
        assert "intake.forget_lists" in duties._duties

    @pytest.mark.parametrize("act", ["list_choose", "list_open", "list_rest", "list_discard"])
    def test_nobody_else_touches_it(self, client, act):
        preview = preview_of(client, list_files.CHILD)
        client.force_login(people.lead())
        assert client.post(reverse(f"intake:{act}", args=[preview.pk]), {"owner": ""}).status_code == 404
        assert ImportPreview.objects.exists()

    def test_an_act_on_a_list_that_is_gone_is_refused_in_words(self, nadja):
        preview = matched_list(by=nadja)
        ImportPreview.objects.all().delete()
        with pytest.raises(actions.ListIsGone):
            actions.begin_opening(preview, None, by=nadja)


class TestAlreadyAtSchool:
    """A family went to a school first, and the school tells the KI."""

    def test_a_schools_list_notes_the_school_in_each_case(self, client):
        open_all(
            client, preview_of(client, list_files.spreadsheet(), source="school", school_number="188000")
        )
        assert set(Referral.objects.values_list("source", "school_number")) == {("school", "188000")}
        assert {case.status for case in Case.objects.all()} == {"reported"}
        case = Case.objects.first()
        page = client.get(case.get_absolute_url()).content.decode()
        assert "Schon an der Schule (Schulnummer)" in page
        assert "188000" in page

    def test_the_view_of_the_case_list_shows_them_only(self, client):
        builders.open_case()
        reported = builders.open_case(source="school")
        closed = builders.open_case(source="school")
        actions.move(closed, "closed", closing_reason="in_school", version=closed.version, by=closed.owner)
        page = client.get(reverse("intake:case_list"), {"view": "by_school"})
        assert [case.reference for case in page.context["page"]] == [reported.reference]
        assert "Von einer Schule gemeldet" in page.content.decode()

    def test_only_a_report_of_a_school_has_one(self):
        case = builders.open_case(source="school")
        referral = Referral.objects.get(case=case)
        referral.school_number = "188000"
        with acting(case.owner):
            referral.save()
        other = Referral.objects.get(case=builders.open_case(source="jugendamt"))
        other.school_number = "188000"
        with pytest.raises(IntegrityError), transaction.atomic(), acting(case.owner):
            other.save()

    @pytest.mark.parametrize(
        ("source", "number", "is_opened"),
        [
            ("school", "188000", True),
            ("school", "", True),
            ("school", "18800", False),
            ("family", "188000", False),
        ],
    )
    def test_a_new_case_takes_it_too(self, client, source, number, is_opened):
        form = {**FORM, "referral-source": source, "referral-school_number": number}
        response = client.post(reverse("intake:case_new"), form)
        assert Case.objects.exists() == is_opened
        assert (response.status_code == 302) == is_opened
