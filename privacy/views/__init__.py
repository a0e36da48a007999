"""The pages of the ground floor: audit trail, texts, installation, accounts."""

from privacy.views.accounts import team_new, user_edit, user_link, user_list, user_new
from privacy.views.audit import audit, audit_event, audit_reveal
from privacy.views.check import receipt_check
from privacy.views.installation import installation
from privacy.views.jobs import job_detail, job_file
from privacy.views.notices import (
    notice_approve,
    notice_detail,
    notice_edit,
    notice_export,
    notice_import,
    notice_list,
    notice_preview,
)
from privacy.views.sheets import sheet_proof, sheet_review

__all__ = [
    "audit",
    "audit_event",
    "audit_reveal",
    "installation",
    "job_detail",
    "job_file",
    "notice_approve",
    "notice_detail",
    "notice_edit",
    "notice_export",
    "notice_import",
    "notice_list",
    "notice_preview",
    "receipt_check",
    "sheet_proof",
    "sheet_review",
    "team_new",
    "user_edit",
    "user_link",
    "user_list",
    "user_new",
]
