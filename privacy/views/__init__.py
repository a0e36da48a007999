"""The pages of the ground floor: audit trail, texts, installation, accounts."""

from privacy.views.accounts import team_new, user_edit, user_link, user_list, user_new
from privacy.views.audit import audit, audit_event, audit_reveal
from privacy.views.installation import installation
from privacy.views.notices import notice_approve, notice_detail, notice_list, notice_preview

__all__ = [
    "audit",
    "audit_event",
    "audit_reveal",
    "installation",
    "notice_approve",
    "notice_detail",
    "notice_list",
    "notice_preview",
    "team_new",
    "user_edit",
    "user_link",
    "user_list",
    "user_new",
]
