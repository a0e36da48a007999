from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        from intake.bulk import register_jobs
        from intake.duties import register_duties
        from intake.lists.importing import register_jobs as register_list_jobs
        from intake.subjects import register_recipients, register_subjects

        register_subjects()
        register_recipients()
        register_jobs()
        register_list_jobs()
        register_duties()
