from schools.views.handouts import handout_make
from schools.views.inbox import answer, inbox, request_answer
from schools.views.matching import match
from schools.views.register import offering_edit, offering_new, school_detail, school_list
from schools.views.requests import (
    admission_end,
    admission_record,
    notice_issue,
    notice_pdf,
    request_decide,
    request_detail,
    request_reply,
    request_withdraw,
)

__all__ = [
    "admission_end",
    "admission_record",
    "answer",
    "handout_make",
    "inbox",
    "match",
    "notice_issue",
    "notice_pdf",
    "offering_edit",
    "offering_new",
    "request_answer",
    "request_decide",
    "request_detail",
    "request_reply",
    "request_withdraw",
    "school_detail",
    "school_list",
]
