from intake.views.bulk import sheet_bulk, sheet_list
from intake.views.cases import (
    case_detail,
    case_list,
    case_search,
    case_trail,
    case_unusual,
    certificate_pdf,
    my_day,
)
from intake.views.contacts import contact_new
from intake.views.handing_on import consent_new, consent_withdraw, hand_on_edit, hand_on_new, hand_on_told
from intake.views.interpreting import booking_edit, booking_export, booking_list, booking_new
from intake.views.opening import case_new
from intake.views.partners import case_partners, partner_edit, partner_list, partner_new, responsibility_list
from intake.views.records import case_assign, case_edit, case_move, custodian_new
from intake.views.sheets import receipt_pdf, sheet_again, sheet_issue, sheet_pdf, sheet_reopen, sheet_sign
from intake.views.talk import recommendation_edit, session_conclude, session_edit

__all__ = [
    "booking_edit",
    "booking_export",
    "booking_list",
    "booking_new",
    "case_assign",
    "case_detail",
    "case_edit",
    "case_list",
    "case_move",
    "case_new",
    "case_partners",
    "case_search",
    "case_trail",
    "case_unusual",
    "certificate_pdf",
    "consent_new",
    "consent_withdraw",
    "contact_new",
    "custodian_new",
    "hand_on_edit",
    "hand_on_new",
    "hand_on_told",
    "my_day",
    "partner_edit",
    "partner_list",
    "partner_new",
    "receipt_pdf",
    "recommendation_edit",
    "responsibility_list",
    "session_conclude",
    "session_edit",
    "sheet_again",
    "sheet_bulk",
    "sheet_issue",
    "sheet_list",
    "sheet_pdf",
    "sheet_reopen",
    "sheet_sign",
]
