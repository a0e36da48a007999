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
    path("filters/new/", views.filter_new, name="filter_new"),
    path("filters/<int:pk>/", views.filter_edit, name="filter_edit"),
    path("filters/<int:pk>/delete/", views.filter_delete, name="filter_delete"),
    path("together/", views.case_together, name="case_together"),
    path("together/<slug:token>/", views.case_results, name="case_results"),
    path("<str:reference>/", views.case_detail, name="case_detail"),
    path("<str:reference>/edit/<slug:part>/", views.case_edit, name="case_edit"),
    path("<str:reference>/custodians/new/", views.custodian_new, name="custodian_new"),
    path("<str:reference>/status/", views.case_move, name="case_move"),
    path("<str:reference>/responsible/", views.case_assign, name="case_assign"),
    path("<str:reference>/responsible/undo/", views.case_take_back, name="case_take_back"),
    path("<str:reference>/merge/", views.case_merge, name="case_merge"),
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
    path("<str:reference>/talk/", views.session_edit, name="session_edit"),
    path("<str:reference>/talk/conclude/", views.session_conclude, name="session_conclude"),
    path("<str:reference>/recommendation/", views.recommendation_edit, name="recommendation_edit"),
]
