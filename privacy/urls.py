from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/<int:pk>/", views.audit_event, name="audit_event"),
    path("audit/<int:pk>/reveal/", views.audit_reveal, name="audit_reveal"),
    path("texts/", views.notice_list, name="notice_list"),
    path("texts/<int:pk>/", views.notice_detail, name="notice_detail"),
    path("texts/<int:pk>/approve/", views.notice_approve, name="notice_approve"),
    path("texts/<int:pk>/preview/", views.notice_preview, name="notice_preview"),
    path("texts/<int:pk>/section/<slug:section>/", views.notice_edit, name="notice_edit"),
    path("texts/<int:pk>/table.xlsx", views.notice_export, name="notice_export"),
    path("texts/import/", views.notice_import, name="notice_import"),
    path("sheets/", views.sheet_review, name="sheet_review"),
    path("sheets/proof.pdf", views.sheet_proof, name="sheet_proof"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("jobs/<int:pk>/file.pdf", views.job_file, name="job_file"),
    path("installation/", views.installation, name="installation"),
    path("accounts/", views.user_list, name="user_list"),
    path("accounts/new/", views.user_new, name="user_new"),
    path("accounts/<int:pk>/", views.user_edit, name="user_edit"),
    path("accounts/<int:pk>/link/", views.user_link, name="user_link"),
    path("teams/new/", views.team_new, name="team_new"),
]
