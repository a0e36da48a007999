"""When the office called, wrote, or reached nobody: what was tried, and when to try again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from privacy.models import Tracked
from privacy.rights.items import Item


class Contact(Tracked):
    """One contact with the family, or the attempt at one. A talk that collects data is an IntakeSession."""

    class Kind(models.TextChoices):
        CALL = "call", _("phone call")
        MAIL = "mail", _("e-mail")
        LETTER = "letter", _("letter")
        NOT_REACHED = "not_reached", _("not reached")

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    made_on = models.DateField(_("date"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class PersonalData:
        personal = {"note": Item.TALKS}
        plain = {"id", "version", "case", "kind", "made_on", "recorded_by"}

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.made_on}"

    @property
    def is_told(self) -> bool:
        """Whether the family heard or read from us."""
        return self.kind != self.Kind.NOT_REACHED
