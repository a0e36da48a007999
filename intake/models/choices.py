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


class Fluency(models.TextChoices):
    """How well somebody speaks a language, as the family says it itself; no test."""

    FLUENT = "fluent", _("fluently")
    SOME = "some", _("well enough to be understood")
    LITTLE = "little", _("a few words")


class Script(models.TextChoices):
    """Scripts of the families' languages, beside Latin."""

    ARABIC = "arabic", _("Arabic script")
    CYRILLIC = "cyrillic", _("Cyrillic script")
    GREEK = "greek", _("Greek script")
    ETHIOPIC = "ethiopic", _("Ethiopic script")
    ARMENIAN = "armenian", _("Armenian script")
    GEORGIAN = "georgian", _("Georgian script")
    HEBREW = "hebrew", _("Hebrew script")
    DEVANAGARI = "devanagari", _("Devanagari")
    CHINESE = "chinese", _("Chinese script")
    OTHER = "other", _("another script")
