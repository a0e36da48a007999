"""Many sheets at once: who is owed one, one file for the printer, and a result for every person."""

import io
import random

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intake import actions, bulk
from intake.letters import addressee
from privacy.ledger.models import AuditEvent
from privacy.models import Installation, Job, SheetIssue
from privacy.notices import sheets
from privacy.notices.printing import joined
from privacy.work import jobs
from privacy.work.housekeeping import empty_files
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready():
    builders.installation()
    builders.approved_texts()


def page(client, view="open"):
    return client.get(reverse("intake:sheet_list"), {"view": view})


def keys(response):
    """Whom the list shows, as "2026-0042:C1"."""
    return [f"{row.issue.reference}:{row.issue.person_code}" for row in response.context["page"]]


def chosen(response):
    """The values of the list's tick boxes."""
    return [row.issue.pk for row in response.context["page"]]


def hand_out(client, chosen_, channel="post"):
    response = client.post(reverse("intake:sheet_bulk"), {"sheets": chosen_, "channel": channel})
    jobs.run_waiting()
    return response


def sheet_of(case, code, **wanted):
    return SheetIssue.objects.get(reference=case.reference, person_code=code, **wanted)


def words(pdf):
    return [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(bytes(pdf))]


def test_the_list_shows_whom_nobody_informed_the_most_urgent_first(client):
    late, early = builders.open_case(source="jugendamt"), builders.open_case()
    builders.settle_sheets(builders.open_case())
    client.force_login(early.owner)
    shown = page(client)
    order = [key.split(":")[0] for key in keys(shown)]
    assert order == [early.reference] * 2 + [late.reference] * 2
    assert AuditEvent.objects.first().verb == "sheet.listed"


def test_other_teams_cases_are_not_in_it(client):
    builders.open_case()
    client.force_login(people.colleague())
    assert keys(page(client)) == []
    client.force_login(people.teammate())
    assert len(keys(page(client))) == 2


@pytest.mark.parametrize(("view", "queries"), [("open", 15), ("outdated", 16)])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_cases_as_for_one(
    client, django_assert_num_queries, count, view, queries
):
    for _ in range(count):
        case = builders.open_case()
        if view == "outdated":
            builders.settle_sheets(case)
    Installation.objects.update(reports_for_examination=True)
    client.force_login(case.owner)
    page(client, view)
    with django_assert_num_queries(queries):
        assert len(keys(page(client, view))) == 2 * count


def test_everybody_chosen_gets_sheet_and_receipt_in_the_familys_language(client):
    case = builders.open_case()
    client.force_login(case.owner)
    response = hand_out(client, chosen(page(client)), "paper")
    job = Job.objects.get()
    assert response.url == reverse("privacy:job_detail", args=[job.pk])
    assert [row[:3] for row in job.rows] == [[case.reference, code, "issued"] for code in ("P", "C1")]
    assert not sheets.open_for(case.reference).exists()
    issue = SheetIssue.objects.get(person_code="C1")
    assert (issue.language, issue.channel, issue.settled_by) == ("uk", "paper", case.owner)
    text = "".join(words(job.output))
    assert issue.receipt_number in text
    assert "Kowalenko" not in text  # sheets and receipts name nobody


def test_by_post_a_letter_with_the_address_lies_on_top(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, [sheet_of(case, "C1").pk], "post")
    first = words(Job.objects.get().output)[0]
    for part in ("Iryna Kowalenko", "Sandstraße 5", "57072 Siegen", case.reference):
        assert part in first


@pytest.mark.parametrize(("age", "first"), [(9, "An die Sorgeberechtigten von"), (15, "Daryna Kowalenko")])
def test_a_childs_letter_goes_to_those_who_have_custody_a_young_persons_to_them(age, first):
    case = builders.open_case(born_on=builders.TODAY().replace(year=builders.TODAY().year - age, day=1))
    assert addressee(case, "P")[0] == first


def test_every_paper_begins_on_a_front_page(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)), "post")
    pages = words(Job.objects.get().output)
    starts = [i for i, text in enumerate(pages) if "Aktenzeichen" in text or "Seite 1 von" in text]
    assert starts
    assert all(i % 2 == 0 for i in starts)


def test_a_result_for_each_says_why_somebody_was_left_out(client):
    mine, nowhere = builders.open_case(), builders.open_case(household={"street": ""})
    client.force_login(mine.owner)
    hand_out(client, [sheet_of(mine, "P").pk, sheet_of(nowhere, "P").pk])
    job = Job.objects.get()
    assert [row[2] for row in job.rows] == ["issued", "refused"]
    assert all(row[3] for row in job.rows)
    assert job.state == "done"
    assert sheets.open_for(nowhere.reference).count() == 2  # nothing was posted, so nobody was informed


def test_another_teams_sheet_is_not_touched_and_not_even_named(client):
    mine, foreign = builders.open_case(), builders.open_case(by=people.colleague())
    client.force_login(mine.owner)
    hand_out(client, [sheet_of(mine, "P").pk, sheet_of(foreign, "P").pk])
    assert [row[0] for row in Job.objects.get().rows] == [mine.reference]
    assert sheets.open_for(foreign.reference).count() == 2
    assert not AuditEvent.objects.filter(reference=foreign.reference, actor_id=mine.owner.pk).exists()
    shown = AuditEvent.objects.get(verb="sheet.bulk").shown.values_list("reference", flat=True)
    assert list(shown) == [mine.reference]
    assert hand_out(client, [sheet_of(foreign, "P").pk]).url == reverse("intake:sheet_list")
    assert Job.objects.count() == 1


def test_nobody_is_informed_twice_when_a_colleague_was_faster(client):
    case = builders.open_case()
    bulk.start([sheet_of(case, "C1").pk], "post", by=case.owner)
    builders.settle_sheets(case)
    jobs.run_waiting()
    job = Job.objects.get()
    assert (job.rows[0][2], job.output) == ("refused", None)
    assert SheetIssue.objects.printed().filter(person_code="C1").count() == 1


def test_what_the_same_counsellor_handed_over_meanwhile_is_not_the_jobs(client):
    case = builders.open_case()
    bulk.start([sheet_of(case, "C1").pk], "post", by=case.owner)
    builders.settle_sheets(case, by=case.owner)
    jobs.run_waiting()
    assert Job.objects.get().rows[0][2] == "refused"
    assert sheet_of(case, "C1").channel == "paper"


def test_one_person_ticked_twice_gets_one_paper(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, [sheet_of(case, "C1").pk] * 3)
    assert len(Job.objects.get().rows) == 1


def test_a_fault_with_one_person_costs_no_other_the_paper(client, monkeypatch):
    case = builders.open_case()
    client.force_login(case.owner)
    whole = bulk.sheets.prepare

    def faulty(issue, *args, **kwargs):
        if issue.person_code == "P":
            raise ZeroDivisionError
        return whole(issue, *args, **kwargs)

    monkeypatch.setattr(bulk.sheets, "prepare", faulty)
    hand_out(client, chosen(page(client)), "post")
    job = Job.objects.get()
    assert [row[1:3] for row in job.rows] == [["P", "fault"], ["C1", "issued"]]
    assert job.rows[1][3] in "".join(words(job.output))
    assert sheet_of(case, "P").state == "open"


def test_what_is_recorded_is_printed_though_the_address_is_gone_meanwhile(client, monkeypatch):
    case = builders.open_case()
    whole = bulk.sheets.prepare
    monkeypatch.setattr(bulk.sheets, "prepare", lambda issue, *args, **kwargs: (
        1 / 0 if issue.person_code == "P" else whole(issue, *args, **kwargs)))  # fmt: skip
    job = bulk.start([sheet_of(case, code).pk for code in ("P", "C1")], "post", by=case.owner)
    jobs.run_waiting()
    monkeypatch.undo()
    home = case.pupil.household
    actions.change(case, home, {"street": ""}, version=home.version, by=case.owner)
    Job.objects.update(progress_at=None)
    jobs.run_waiting()
    job.refresh_from_db()
    assert [row[1:3] for row in job.rows] == [["P", "refused"], ["C1", "issued"]]
    assert sheet_of(case, "C1", state="issued").receipt_number in "".join(words(job.output))


def test_the_file_of_an_attempt_that_goes_on_is_not_given_out(client, monkeypatch):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)))
    job = Job.objects.get()
    address = reverse("privacy:job_file", args=[job.pk])
    assert client.get(address).status_code == 200
    Job.objects.update(state="waiting", progress_at=None)
    assert client.get(address).status_code == 404
    assert jobs._claim(job.pk).output is None


def test_a_letter_that_cannot_be_made_leaves_the_sheet_open(client, monkeypatch):
    case = builders.open_case()
    client.force_login(case.owner)
    monkeypatch.setattr(bulk, "cover_letter", lambda *args, **kwargs: 1 / 0)
    hand_out(client, [sheet_of(case, "C1").pk])
    assert sheet_of(case, "C1").state == "open"


def test_without_the_controllers_details_nothing_is_recorded_and_the_row_says_so(client):
    case = builders.open_case()
    Installation.objects.update(dpo_contact="")
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)), "paper")
    job = Job.objects.get()
    assert {row[2] for row in job.rows} == {"refused"}
    assert "Es fehlt" in job.rows[0][3]
    assert job.output is None
    assert sheets.open_for(case.reference).count() == 2


def test_a_job_interrupted_in_the_middle_goes_on_and_prints_all_of_it():
    case = builders.open_case()
    job = bulk.start([sheet_of(case, code).pk for code in ("P", "C1")], "paper", by=case.owner)
    next(bulk.hand_out(job)).do()  # the child's sheet is recorded, and then the worker dies
    Job.objects.update(state="running", attempts=1, progress_at=timezone.now() - 2 * jobs.ABANDONED_AFTER)
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, [row[1:3] for row in job.rows]) == ("done", [["P", "issued"], ["C1", "issued"]])
    printed = "".join(words(job.output))
    for issue in SheetIssue.objects.of(case.reference):
        assert (issue.state, issue.attempt) == ("issued", 1)
        assert issue.receipt_number in printed


def test_the_worker_command_runs_it(client, monkeypatch):
    monkeypatch.setattr("privacy.management.commands.work.close_old_connections", lambda: None)
    case = builders.open_case()
    bulk.start([sheet_of(case, "P").pk], "paper", by=case.owner)
    call_command("work", "--once")
    assert Job.objects.get(kind=bulk.HAND_OUT).state == "done"


def test_only_who_started_it_sees_it_and_opening_the_file_is_an_event(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)), "paper")
    job = Job.objects.get()
    pages = [reverse("privacy:job_detail", args=[job.pk]), reverse("privacy:job_file", args=[job.pk])]
    assert [client.get(address).status_code for address in pages] == [200, 200]
    event = AuditEvent.objects.filter(verb="sheet.printed").first()
    assert [one.reference for one in event.shown.all()] == [case.reference]
    client.force_login(people.lead())
    assert [client.get(address).status_code for address in pages] == [404, 404]


def test_the_file_is_gone_after_a_day_and_the_results_stay(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)), "paper")
    job = Job.objects.get()
    empty_files()
    assert client.get(reverse("privacy:job_file", args=[job.pk])).status_code == 200
    Job.objects.update(finished_at=timezone.now() - timezone.timedelta(days=1, minutes=1))
    empty_files()
    assert client.get(reverse("privacy:job_file", args=[job.pk])).status_code == 404
    assert len(Job.objects.get().rows) == 2


def test_the_file_closes_when_one_of_its_cases_does(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)))
    job = Job.objects.get()
    actions.assign(case, people.colleague(), version=case.version, by=people.lead())
    assert client.get(reverse("privacy:job_file", args=[job.pk])).status_code == 404
    shown = client.get(reverse("privacy:job_detail", args=[job.pk]))
    assert "einem Fall, der Ihnen nicht mehr offensteht" in shown.content.decode()


def test_a_file_is_found_again(client):
    case = builders.open_case()
    client.force_login(case.owner)
    hand_out(client, chosen(page(client)))
    address = reverse("privacy:job_detail", args=[Job.objects.get().pk])
    assert address in page(client).content.decode()
    client.force_login(people.teammate())
    assert address not in page(client).content.decode()


@pytest.mark.parametrize(
    "form", [{}, {"sheets": ["1"]}, {"sheets": ["x"], "channel": "paper"}, {"sheets": ["1"], "channel": "paper"}],
    ids=str,
)  # fmt: skip
def test_half_a_wish_starts_nothing(client, form):
    client.force_login(people.counsellor())
    assert client.post(reverse("intake:sheet_bulk"), form).url == reverse("intake:sheet_list")
    assert not Job.objects.exists()


def test_too_many_at_once_are_refused(monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 1)
    case = builders.open_case()
    with pytest.raises(bulk.TooManyAtOnce):
        bulk.start([sheet_of(case, code).pk for code in ("P", "C1")], "paper", by=case.owner)
    assert not Job.objects.exists()


def test_an_outdated_sheet_is_handed_over_anew(client):
    case = builders.open_case()
    builders.settle_sheets(case)
    Installation.objects.update(reports_for_examination=True)
    client.force_login(case.owner)
    shown = page(client, "outdated")
    assert sorted(keys(shown)) == [f"{case.reference}:C1", f"{case.reference}:P"]
    hand_out(client, chosen(shown), "paper")
    assert keys(page(client, "outdated")) == []
    assert SheetIssue.objects.filter(attempt=2, state="issued").count() == 2


def test_an_outdated_sheet_is_not_replaced_twice_and_a_refusal_opens_no_gate():
    case = builders.open_case()
    builders.settle_sheets(case)
    old = sheet_of(case, "C1").pk
    first, second = (bulk.start([old], "paper", by=case.owner) for _ in range(2))
    Installation.objects.update(dpo_contact="")
    jobs.run_waiting()
    assert not sheets.open_for(case.reference).exists()
    builders.installation()
    for job in (first, second):
        Job.objects.filter(pk=job.pk).update(state="waiting", progress_at=None)
        jobs.run_waiting()
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.rows[0][2], second.rows[0][2]] == ["issued", "refused"]
    assert SheetIssue.objects.printed().filter(person_code="C1").count() == 2


def test_the_same_sheet_many_times_is_stored_once():
    one = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(random.Random(3).randbytes(100_000))
        pdf.save(one)
    assert len(joined([one.getvalue()] * 50)) < 2 * len(one.getvalue())
    assert len(pikepdf.open(io.BytesIO(joined([one.getvalue()] * 3))).pages) == 6
