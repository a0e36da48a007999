"""The shape of the whole, checked by machine."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from intake.models import InterpreterBooking, Status
from intake.models.cases import NEXT as CASE_NEXT
from privacy.ledger.history import Tracked
from privacy.ledger.verbs import Verb
from schools.models import Admission, RequestStatus
from schools.models.states import NEXT as REQUEST_NEXT

ROOT = Path(__file__).resolve().parent.parent
OURS = ("privacy", "intake", "schools")
FLOOR = {name: height for height, name in enumerate(OURS)}
PRODUCT = [
    path for app in (*OURS, "config") for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]


def our_models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def own_url_names():
    for namespace in OURS:
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        for pattern in resolver.url_patterns:
            yield namespace, pattern


def test_foreign_keys_point_down_the_floors():
    for model in our_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model._meta.app_label in FLOOR:
                there, here = FLOOR[field.related_model._meta.app_label], FLOOR[model._meta.app_label]
                assert there <= here, f"{model.__name__}.{field.name} points up"


# Acts that lead back to a page, and files; everything else shows a template of its own name.
WITHOUT_A_PAGE = {
    "case_search", "case_move", "case_assign", "case_take_back", "case_together", "filter_delete", "session_conclude", "session_draft", "session_discard", "cover_end", "examination_report_new", "examination_pdf", "sheet_reopen", "certificate_pdf", "sheet_pdf", "receipt_pdf",
    "admission_end", "notice_pdf", "audit_reveal", "notice_approve", "notice_preview", "user_link", "sheet_again",
    "sheet_sign", "sheet_bulk", "notice_export", "sheet_proof", "job_file", "list_choose", "list_open", "list_rest", "list_discard",
    "slot_withdraw", "appointment_cancel", "appointment_outcome", "appointment_remind", "letter_pdf", "calendar_end", "calendar_feed",
    "booking_export", "consent_withdraw", "hand_on_told",
}  # fmt: skip


def test_an_address_a_view_and_a_template_share_one_name():
    without = set()
    for namespace, pattern in own_url_names():
        assert pattern.callback.__name__ == pattern.name, f"{namespace}:{pattern.name}"
        if not (ROOT / "templates" / namespace / f"{pattern.name}.html").exists():
            without.add(pattern.name)
    assert without == WITHOUT_A_PAGE


def test_no_template_is_left_over():
    sources = "\n".join(path.read_text() for path in PRODUCT)
    templates = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    sources += "\n".join(templates.values())
    for path in templates:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith(("account/", "allauth/", "django/")) or name in {
            "403.html",
            "404.html",
            "500.html",
        }:
            continue  # found by the frameworks under these names
        assert name in sources, f"{name} is used nowhere"


def test_every_state_has_a_row_in_its_table():
    assert set(CASE_NEXT) == set(Status)
    assert set(REQUEST_NEXT) == set(RequestStatus)
    assert set(InterpreterBooking.NEXT) == set(InterpreterBooking.State)
    assert set(Admission.NEXT) == set(Admission.Status)
    assert all(target in Status for targets in CASE_NEXT.values() for target in targets)


def test_every_verb_is_written_somewhere_and_has_a_sentence():
    sources = "\n".join(path.read_text() for path in PRODUCT if path.name != "verbs.py")
    for verb in Verb:
        assert f"Verb.{verb.name}" in sources, f"{verb.name} is never written"
        assert verb.label


def test_nobody_goes_round_the_history():
    """Tracked rows know no update(), bulk_* or queryset delete(); their querysets refuse, and nobody tries."""
    forbidden = re.compile(r"\.(bulk_create|bulk_update)\(|_raw_delete")
    allowed = {"history.py", "audit.py"}
    for path in PRODUCT:
        if path.name not in allowed:
            assert not forbidden.search(path.read_text()), path
    assert issubclass(apps.get_model("intake.Case"), Tracked)


def test_guardian_is_asked_in_one_module_only():
    for path in PRODUCT:
        if path.name != "rows.py":
            assert "guardian.shortcuts" not in path.read_text(), path
            assert "guardian.utils" not in path.read_text(), path


def test_templates_hold_no_style_and_no_script_of_their_own():
    inline = re.compile(
        r'\sstyle=|\son[a-z]+="|<script(?![^>]*src=)|hx-on|javascript:|\|safe\b', re.IGNORECASE
    )
    for path in (ROOT / "templates").rglob("*.html"):
        assert not inline.search(path.read_text()), path


def test_nothing_typed_is_parsed_as_markup():
    forbidden = re.compile(r"\bParagraph\(|fields = \"__all__\"|\.raw\(|\.extra\(")
    for path in PRODUCT:
        assert not forbidden.search(path.read_text()), path


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
