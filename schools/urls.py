from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("", views.school_list, name="school_list"),
    path("<str:number>/register/", views.school_detail, name="school_detail"),
    path("<str:number>/offerings/new/", views.offering_new, name="offering_new"),
    path("offerings/<int:pk>/", views.offering_edit, name="offering_edit"),
    path("match/<str:reference>/", views.match, name="match"),
    path("inbox/", views.inbox, name="inbox"),
    path("requests/<int:pk>/", views.request_detail, name="request_detail"),
    path("requests/<int:pk>/answer/", views.request_answer, name="request_answer"),
    path("requests/<int:pk>/reply/", views.request_reply, name="request_reply"),
    path("requests/<int:pk>/withdraw/", views.request_withdraw, name="request_withdraw"),
    path("requests/<int:pk>/decide/", views.request_decide, name="request_decide"),
    path("requests/<int:pk>/admission/", views.admission_record, name="admission_record"),
    path("requests/<int:pk>/ended/", views.admission_end, name="admission_end"),
    path("requests/<int:pk>/notice/", views.notice_issue, name="notice_issue"),
    path("requests/<int:pk>/handout/", views.handout_make, name="handout_make"),
    path("notices/<int:pk>/", views.notice_pdf, name="notice_pdf"),
    path("answer/<str:token>/", views.answer, name="answer"),
]
