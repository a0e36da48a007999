from django.urls import path

from intake import views

app_name = "intake"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("my-day/", views.my_day, name="my_day"),
    path("search/", views.case_search, name="case_search"),
    path("new/", views.case_new, name="case_new"),
    path("sheets/", views.sheet_list, name="sheet_list"),
    path("sheets/hand-over/", views.sheet_bulk, name="sheet_bulk"),
    path("partners/", views.partner_list, name="partner_list"),
    path("partners/new/", views.partner_new, name="partner_new"),
    path("partners/<int:pk>/", views.partner_edit, name="partner_edit"),
    path("partners/responsible/", views.responsibility_list, name="responsibility_list"),
    path("interpreters/", views.booking_list, name="booking_list"),
    path("interpreters/table.csv", views.booking_export, name="booking_export"),
    path("<str:reference>/", views.case_detail, name="case_detail"),
    path("<str:reference>/edit/<slug:part>/", views.case_edit, name="case_edit"),
    path("<str:reference>/custodians/new/", views.custodian_new, name="custodian_new"),
    path("<str:reference>/status/", views.case_move, name="case_move"),
    path("<str:reference>/responsible/", views.case_assign, name="case_assign"),
    path("<str:reference>/open/", views.case_unusual, name="case_unusual"),
    path("<str:reference>/trail/", views.case_trail, name="case_trail"),
    path("<str:reference>/sheets/", views.sheet_issue, name="sheet_issue"),
    path("<str:reference>/sheets/<int:pk>/again/", views.sheet_reopen, name="sheet_reopen"),
    path("<str:reference>/sheets/<int:pk>/copy/", views.sheet_again, name="sheet_again"),
    path("<str:reference>/sheets/<int:pk>/signed/", views.sheet_sign, name="sheet_sign"),
    path("<str:reference>/sheets/<int:pk>/sheet.pdf", views.sheet_pdf, name="sheet_pdf"),
    path("<str:reference>/sheets/<int:pk>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("<str:reference>/certificate.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("<str:reference>/contacts/new/", views.contact_new, name="contact_new"),
    path("<str:reference>/partners/", views.case_partners, name="case_partners"),
    path("<str:reference>/partners/consent/", views.consent_new, name="consent_new"),
    path(
        "<str:reference>/partners/consent/<int:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"
    ),
    path("<str:reference>/partners/hand-on/", views.hand_on_new, name="hand_on_new"),
    path("<str:reference>/partners/hand-on/<int:pk>/", views.hand_on_edit, name="hand_on_edit"),
    path("<str:reference>/partners/hand-on/<int:pk>/told/", views.hand_on_told, name="hand_on_told"),
    path("<str:reference>/interpreters/new/", views.booking_new, name="booking_new"),
    path("<str:reference>/interpreters/<int:pk>/", views.booking_edit, name="booking_edit"),
    path("<str:reference>/talk/", views.session_edit, name="session_edit"),
    path("<str:reference>/talk/conclude/", views.session_conclude, name="session_conclude"),
    path("<str:reference>/recommendation/", views.recommendation_edit, name="recommendation_edit"),
]
