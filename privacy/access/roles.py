"""What each role may do, in words that a layman can check. A person has exactly one role."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COUNSELLOR = "counsellor", _("Counsellor")
    LEAD = "lead", _("Team lead")
    SCHOOL = "school", _("School office")
    DPO = "dpo", _("Data-protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(StrEnum):
    OPEN_CASES = "privacy.open_cases"
    SEE_ALL_CASES = "privacy.see_all_cases"
    MANAGE_OFFERINGS = "privacy.manage_offerings"
    ANSWER_REQUESTS = "privacy.answer_requests"
    REVIEW_AUDIT = "privacy.review_audit"
    REVIEW_NOTICES = "privacy.review_notices"
    MANAGE_ACCOUNTS = "privacy.manage_accounts"
    MANAGE_INSTALLATION = "privacy.manage_installation"


P = Permission
MAY: dict[str, frozenset[Permission]] = {
    # Counsels families; sees her own cases, her team's, unassigned ones and those handed to her.
    Role.COUNSELLOR: frozenset({P.OPEN_CASES}),
    # Counsels too; sees every case, keeps the register of places, approves the information texts.
    Role.LEAD: frozenset({P.OPEN_CASES, P.SEE_ALL_CASES, P.MANAGE_OFFERINGS, P.REVIEW_NOTICES}),
    # Answers the requests to her own school; never sees a case.
    Role.SCHOOL: frozenset({P.ANSWER_REQUESTS}),
    # Reads the trail with personal values masked; approves the information texts; sees no case.
    Role.DPO: frozenset({P.REVIEW_AUDIT, P.REVIEW_NOTICES, P.MANAGE_INSTALLATION}),
    # Keeps accounts and the controller's details; sees no case and no trail.
    Role.ADMINISTRATOR: frozenset({P.MANAGE_ACCOUNTS, P.MANAGE_INSTALLATION}),
}
