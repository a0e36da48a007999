from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from schools.duties import register_duties
        from schools.subjects import register_recipients, register_subjects

        register_subjects()
        register_recipients()
        register_duties()
