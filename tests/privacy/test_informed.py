"""What the officer sees of who was informed: references and codes, a report for the file, nobody's name."""

import re

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from privacy.ledger.models import AuditEvent
from privacy.notices import collecting, documents, glossary, texts
from privacy.notices.models import SheetIssue
from privacy.work import jobs
from privacy.work.housekeeping import retry_unfinished
from privacy.work.models import Job
from tests import builders, people

REVIEW = "/privacy/sheets/"
PROOF = "/privacy/sheets/proof.pdf"


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def words(pdf):
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


@pytest.fixture
def case(db):
    builders.installation()
    builders.approved_texts()
    return builders.open_case(source="jugendamt")


def test_the_officer_sees_cases_without_a_valid_notice(case):
    page = at_desk_of(people.dpo()).get(REVIEW)
    assert [(row["reference"], row["people"]) for row in page.context["page"]] == [(case.reference, 2)]
    assert "Kowalenko" not in page.content.decode()
    event = AuditEvent.objects.first()
    assert (event.verb, [one.reference for one in event.shown.all()]) == ("sheet.listed", [case.reference])
    builders.settle_sheets(case)
    page = at_desk_of(people.dpo()).get(REVIEW)
    assert list(page.context["page"]) == []
    assert dict(page.context["counts"])["ausgehändigt"] == 2


def test_the_proof_lists_every_collection_and_names_nobody(case):
    builders.settle_sheets(case)
    paper = SheetIssue.objects.get(person_code="C1")
    response = at_desk_of(people.dpo()).get(PROOF, {"reference": case.reference})
    assert response["Content-Type"] == "application/pdf"
    text = words(response.content)
    assert not re.search(r"[0-9A-Z]{4}-\s", text)  # no number is broken
    for part in (case.reference, "C1", paper.receipt_number, "Kreis Musterland", paper.sheet_sha256[:16]):
        assert part in text
    assert "Kowalenko" not in text
    assert AuditEvent.objects.first().content_digest


@pytest.mark.parametrize("reference", ["", "2000-0001", "x", "\0"])
def test_there_is_no_proof_of_nothing(case, reference):
    assert at_desk_of(people.dpo()).get(PROOF, {"reference": reference}).status_code == 404


def test_an_outstanding_sheet_stands_in_the_proof_with_its_date(case):
    text = words(at_desk_of(people.dpo()).get(PROOF, {"reference": case.reference}).content)
    assert f"fällig {collecting.one_month_after(builders.TODAY()):%d.%m.%Y}" in text


# --- The command line ---------------------------------------------------------------------------------------


def test_the_command_needs_no_database_in_the_demonstration(tmp_path, settings, monkeypatch):
    def unreachable(*_):
        raise DatabaseError("no such table")

    monkeypatch.setattr(documents, "document", unreachable)
    target = tmp_path / "sheet.pdf"
    with pytest.raises(CommandError):
        call_command("sheet", "--language", "ar", "--output", str(target))
    settings.DEMO = True
    call_command("sheet", "--language", "ar", "--output", str(target), verbosity=0)
    text = words(target.read_bytes())
    assert "Kreis Musterland (Demo)" in text
    assert "Demo · Entwurf · draft" in text
    first = target.read_bytes()
    call_command("sheet", "--language", "ar", "--output", str(target), verbosity=0)
    assert target.read_bytes() == first


def test_check_notices_names_what_a_text_lacks(monkeypatch):
    monkeypatch.setattr("privacy.notices.scope.PURPOSES", ("counselling", "new_one"))
    with pytest.raises(CommandError) as raised:
        call_command("check_notices")
    assert "there are no words for “new_one”" in str(raised.value)
    assert "“statistics” is nothing the program does" in str(raised.value)


# --- The glossary -------------------------------------------------------------------------------------------


def test_every_language_has_at_least_25_legal_terms():
    assert len(glossary.CORE) >= 25
    german = glossary.terms("de")
    assert set(glossary.CORE) <= set(german)


def faults(**changes):
    text = texts.available()["en"]
    terms = {**glossary.terms("en"), **changes}
    return list(
        glossary.faults(text, {k: v for k, v in terms.items() if v is not None}, glossary.terms("de"))
    )


def test_a_glossary_that_the_text_follows_has_no_faults():
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consent": None}, "consent is missing"),
        ({"nonsense": "x"}, "nonsense is not in the German one"),
        ({"consent": "permission slip"}, "“permission slip” is not used in the text"),
        ({"assignment": "admission"}, "must be different words"),
        ({"case": "王"}, "no font has 王"),
    ],
)
def test_each_fault_of_a_glossary_is_found(changes, sentence):
    assert any(sentence in fault for fault in faults(**changes))


# --- Jobs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch):
    def run(job):
        yield jobs.Part("2026-0001", "P", lambda: ("issued", ""))
        yield jobs.Part("2026-0001", "C1", lambda: 1 / 0)
        yield jobs.Part("2026-0001", "C2", lambda: ("issued", ""))

    monkeypatch.setitem(jobs._kinds, "broken", jobs.Kind(run, lambda user, references: False))


@pytest.mark.django_db
def test_a_fault_costs_its_part_only_is_tried_again_and_then_said(broken, caplog):
    job = jobs.start("broken", {})
    for attempt in range(1, jobs.MOST_ATTEMPTS):
        jobs.run_waiting()
        job.refresh_from_db()
        assert (job.state, job.attempts, job.is_over) == ("waiting", attempt, False)
        assert jobs.run_waiting() == 0  # not before a pause
        Job.objects.update(progress_at=timezone.now() - jobs.PAUSE)
    jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.is_over, job.failures) == ("failed", True, 1)
    assert [row[2] for row in job.rows] == ["issued", "fault", "issued"]
    assert "ZeroDivisionError" in caplog.text
    assert jobs.run_waiting() == 0


def test_the_officer_sees_that_a_change_reached_not_everybody_and_it_is_tried_again_at_night(case, broken):
    jobs.start("broken", {})
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS - 1)
    jobs.run_waiting()
    page = at_desk_of(people.dpo()).get(REVIEW)
    assert page.context["untold"] == 1
    assert "In 1 Fall" in page.content.decode()
    retry_unfinished()
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert at_desk_of(people.dpo()).get(REVIEW).context["untold"] == 0


@pytest.mark.django_db
def test_a_fault_costs_one_job_and_not_the_worker(broken, monkeypatch):
    monkeypatch.setattr("privacy.management.commands.work.close_old_connections", lambda: None)
    monkeypatch.setitem(jobs._kinds, "sound", jobs.Kind(lambda job: iter(()), lambda user, references: False))
    jobs.start("broken", {})
    sound = jobs.start("sound", {})
    call_command("work", "--once")
    sound.refresh_from_db()
    assert sound.state == "done"


@pytest.mark.django_db
def test_a_worker_that_dies_each_time_is_not_tried_for_ever(broken):
    job = jobs.start("broken", {})
    long_ago = timezone.now() - 2 * jobs.ABANDONED_AFTER
    Job.objects.update(state="running", attempts=jobs.MOST_ATTEMPTS, progress_at=long_ago)
    assert jobs.run_waiting() == 0
    job.refresh_from_db()
    assert job.state == "failed"


@pytest.mark.django_db
def test_a_slow_worker_overwrites_nothing_of_the_one_that_took_over(monkeypatch):
    def slow(job):
        yield jobs.Part("2026-0001", "P", lambda: ("issued", ""))
        Job.objects.update(attempts=2, rows=[["2026-0001", "P", "issued", "of the other worker"]])
        yield jobs.Part("2026-0001", "C1", lambda: ("issued", ""))

    monkeypatch.setitem(jobs._kinds, "slow", jobs.Kind(slow, lambda user, references: False))
    jobs.start("slow", {})
    assert jobs.run_waiting() == 0
    assert Job.objects.get().rows == [["2026-0001", "P", "issued", "of the other worker"]]


@pytest.mark.django_db
def test_a_job_is_run_by_one_worker_only():
    jobs.start("unheard", {})
    assert jobs.run_waiting() == 0  # nobody here knows how
    job = Job.objects.get()
    assert job.state == "waiting"
