"""The way of a new installation to its first sheet, and what is still missing (decision 10)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.access.roles import Permission
from privacy.accounts.models import Installation, User
from privacy.notices import texts


@dataclass(frozen=True)
class Step:
    """One step: its name, whether it is done, where it is done and which permission that needs."""

    label: str | Promise
    is_done: bool
    url_name: str
    permission: Permission


def steps(installation: Installation) -> list[Step]:
    """The steps in their order: controller, officer's contact, German text, people who counsel."""
    contact = bool(installation.dpo_contact)
    missing_others = len(installation.missing) - (not contact)
    german = texts.current(texts.GERMAN)
    return [
        Step(_("Enter the controller and the supervisory authority"), missing_others == 0, *_HERE),
        Step(_("Enter the contact of the data-protection officer"), contact, *_HERE),
        Step(_("Approve the German text: officer and lead"), german.is_approved, *_TEXTS),
        Step(_("Open accounts for counsellors"), has_counsellors(), *_ACCOUNTS),
    ]


_HERE = ("privacy:installation", Permission.MANAGE_INSTALLATION)
_TEXTS = ("privacy:notice_list", Permission.REVIEW_NOTICES)
_ACCOUNTS = ("privacy:user_list", Permission.MANAGE_ACCOUNTS)


def has_counsellors() -> bool:
    """Whether anybody could open a case today."""
    return bool(User.objects.counselling().exists())
