from intake.views.appointments import (
    appointment_cancel,
    appointment_detail,
    appointment_list,
    appointment_move,
    appointment_new,
    appointment_outcome,
    appointment_remind,
    slot_new,
    slot_withdraw,
)
from intake.views.bulk import sheet_bulk, sheet_list
from intake.views.calendar import calendar_end, calendar_feed, calendar_link
from intake.views.cases import (
    case_detail,
    case_list,
    case_search,
    case_trail,
    case_unusual,
    certificate_pdf,
    my_day,
    state_list,
)
from intake.views.contacts import contact_new
from intake.views.covers import cover_end, cover_list
from intake.views.handing_on import consent_new, consent_withdraw, hand_on_edit, hand_on_new, hand_on_told
from intake.views.interpreting import booking_edit, booking_export, booking_list, booking_new
from intake.views.letters import letter_issue, letter_pdf, report_issue
from intake.views.lists import (
    list_choose,
    list_columns,
    list_detail,
    list_discard,
    list_new,
    list_open,
    list_rest,
    list_result,
)
from intake.views.merging import case_merge
from intake.views.opening import case_new, case_walk_in
from intake.views.partners import case_partners, partner_edit, partner_list, partner_new, responsibility_list
from intake.views.records import case_assign, case_edit, case_move, case_take_back, custodian_new
from intake.views.reporting import examination_pdf, examination_report_new
from intake.views.saved import filter_delete, filter_edit, filter_new
from intake.views.sheets import receipt_pdf, sheet_again, sheet_issue, sheet_pdf, sheet_reopen, sheet_sign
from intake.views.talk import (
    recommendation_edit,
    session_check,
    session_conclude,
    session_discard,
    session_draft,
    session_edit,
)
from intake.views.together import case_results, case_together

__all__ = [
    "appointment_cancel",
    "appointment_detail",
    "appointment_list",
    "appointment_move",
    "appointment_new",
    "appointment_outcome",
    "appointment_remind",
    "booking_edit",
    "booking_export",
    "booking_list",
    "booking_new",
    "calendar_end",
    "calendar_feed",
    "calendar_link",
    "case_assign",
    "case_detail",
    "case_edit",
    "case_list",
    "case_merge",
    "case_move",
    "case_new",
    "case_partners",
    "case_results",
    "case_search",
    "case_take_back",
    "case_together",
    "case_trail",
    "case_unusual",
    "case_walk_in",
    "certificate_pdf",
    "consent_new",
    "consent_withdraw",
    "contact_new",
    "cover_end",
    "cover_list",
    "custodian_new",
    "examination_pdf",
    "examination_report_new",
    "filter_delete",
    "filter_edit",
    "filter_new",
    "hand_on_edit",
    "hand_on_new",
    "hand_on_told",
    "letter_issue",
    "letter_pdf",
    "list_choose",
    "list_columns",
    "list_detail",
    "list_discard",
    "list_new",
    "list_open",
    "list_rest",
    "list_result",
    "my_day",
    "partner_edit",
    "partner_list",
    "partner_new",
    "receipt_pdf",
    "recommendation_edit",
    "report_issue",
    "responsibility_list",
    "session_check",
    "session_conclude",
    "session_discard",
    "session_draft",
    "session_edit",
    "sheet_again",
    "sheet_bulk",
    "sheet_issue",
    "sheet_list",
    "sheet_pdf",
    "sheet_reopen",
    "sheet_sign",
    "slot_new",
    "slot_withdraw",
    "state_list",
]
