from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from privacy import checks  # noqa: F401 - importing registers them
        from privacy.notices.informing import register_jobs
        from privacy.notices.scope import register_recipients
        from privacy.work.housekeeping import register_duties

        register_recipients()
        register_jobs()
        register_duties()
