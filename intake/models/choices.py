"""Lists of the field that several records share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Support(models.TextChoices):
    """Kinds of German support (BASS 13-63 Nr. 3) and of the Berufskolleg (APO-BK Anlage A)."""

    INTEGRATION = "integration", _("regular class with extra German lessons")
    DFG = "dfg", _("Deutschfördergruppe (partly separate)")
    DFK = "dfk", _("Deutschförderklasse (separate class)")
    LITERACY = "literacy", _("Erstalphabetisierung (first literacy)")
    IFK = "ifk", _("Internationale Förderklasse (Berufskolleg)")
    FFM = "ffm", _("Fit für Mehr (Berufskolleg)")


class RecommendedForm(models.TextChoices):
    """School forms the KI recommends, under the state's keys; the names are legal terms and stay German."""

    GRUNDSCHULE = "02", "Grundschule"
    HAUPTSCHULE = "04", "Hauptschule"
    REALSCHULE = "10", "Realschule"
    SEKUNDARSCHULE = "14", "Sekundarschule"
    GESAMTSCHULE = "15", "Gesamtschule"
    GYMNASIUM = "20", "Gymnasium"
    BERUFSKOLLEG = "30", "Berufskolleg"
