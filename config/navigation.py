"""The main navigation: at most six entries for one person, chosen by permission."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, who sees it, and on which pages it counts as current.

    `family` names further URLs ("namespace:name") below this entry; its own URL is always part of it.
    """

    label: str | Promise
    url_name: str
    permission: str
    family: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as the page shows it."""

    label: str
    url: str
    is_current: bool


ENTRIES: tuple[Entry, ...] = (
    Entry(
        _("My day"),
        "intake:my_day",
        "privacy.open_cases",
        (
            "intake:partner_list",
            "intake:partner_new",
            "intake:partner_edit",
            "intake:booking_list",
            "intake:responsibility_list",
        ),
    ),
    Entry(
        _("Cases"),
        "intake:case_list",
        "privacy.open_cases",
        (
            "intake:appointment_new",
            "intake:case_new",
            "intake:case_detail",
            "intake:case_edit",
            "intake:case_partners",
            "intake:booking_new",
            "intake:consent_new",
            "intake:hand_on_new",
            "intake:hand_on_edit",
            "intake:booking_edit",
            "intake:case_merge",
            "intake:case_results",
            "intake:case_trail",
            "intake:case_unusual",
            "intake:case_walk_in",
            "intake:custodian_new",
            "intake:filter_edit",
            "intake:filter_new",
            "intake:list_columns",
            "intake:list_detail",
            "intake:list_new",
            "intake:list_result",
            "intake:recommendation_edit",
            "intake:session_check",
            "intake:session_edit",
            "intake:sheet_issue",
            "schools:match",
            "schools:request_detail",
            "schools:handout_make",
        ),
    ),
    Entry(
        _("Appointments"),
        "intake:appointment_list",
        "privacy.open_cases",
        (
            "intake:appointment_detail",
            "intake:appointment_move",
            "intake:calendar_link",
            "intake:letter_issue",
            "intake:report_issue",
            "intake:slot_new",
        ),
    ),
    Entry(
        _("Sheets"), "intake:sheet_list", "privacy.open_cases", ("privacy:job_detail", "privacy:sheet_review")
    ),
    Entry(
        _("Schools"),
        "schools:school_list",
        "privacy.open_cases",
        ("schools:school_detail", "schools:offering_edit", "schools:offering_new"),
    ),
    Entry(
        _("Inbox"),
        "schools:inbox",
        "privacy.answer_requests",
        ("schools:request_detail", "schools:school_detail", "schools:offering_edit", "schools:offering_new"),
    ),
    Entry(_("Audit trail"), "privacy:audit", "privacy.review_audit", ("privacy:audit_event",)),
    Entry(
        _("Texts"),
        "privacy:notice_list",
        "privacy.review_notices",
        ("privacy:notice_detail", "privacy:notice_edit", "privacy:notice_import"),
    ),
    # For the lead it stands on the page "Sheets": nobody has more than six entries.
    Entry(_("Who is informed"), "privacy:sheet_review", "privacy.review_audit"),
    Entry(
        _("Accounts"),
        "privacy:user_list",
        "privacy.manage_accounts",
        ("privacy:user_new", "privacy:user_edit"),
    ),
    Entry(_("Installation"), "privacy:installation", "privacy.manage_installation"),
)


def links_for(user: AbstractBaseUser | AnonymousUser, view_name: str) -> list[Link]:
    """The entries this person may use, in order; `view_name` is the "namespace:name" of the page shown."""
    if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
        return []
    return [
        Link(str(entry.label), url, view_name == entry.url_name or view_name in entry.family)
        for entry in ENTRIES
        if user.has_perm(entry.permission) and (url := url_of(entry.url_name))
    ]


def url_of(url_name: str) -> str:
    """The address of `url_name`, or "" while no such page is installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
