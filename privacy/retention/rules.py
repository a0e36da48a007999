"""The periods, each with its start and its ground; nothing is kept without one (decision 11).

The numbers are the installation's: which law binds the KI is a question for the county's officer (VO-DV I § 9 binds
schools; Köln keeps counselling records for five years).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import Installation


class Unit(StrEnum):
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Rule:
    """One class of data. `field` of the installation holds the number; the sheet's words stand in table [periods]."""

    code: str
    label: Any
    starts: Any
    field: str
    unit: Unit
    ground: str

    def number(self, installation: Installation) -> int:
        """The period in months or years."""
        return int(getattr(installation, self.field))


_CASE_CLOSED: Final = _("end of the year in which the case was closed")
_CASE_ERASED: Final = _("erasure of the case")

RULES: Final = (
    Rule("case", _("Data of a case"), _CASE_CLOSED, "case_years", Unit.YEARS, "Art. 5 Abs. 1 Buchst. e DSGVO, § 10 DSG NRW"),
    Rule("short", _("Data of a case that ended early (moved away, did not come, entered twice)"), _CASE_CLOSED, "short_months", Unit.MONTHS, "Art. 5 Abs. 1 Buchst. c, e DSGVO"),
    Rule("reads", _("Trail of who read data"), _("the day of reading"), "read_log_months", Unit.MONTHS, "Art. 5 Abs. 2, Art. 32 DSGVO"),
    Rule("writes", _("Trail of changes"), _CASE_ERASED, "write_log_years", Unit.YEARS, "Art. 5 Abs. 2 DSGVO, § 15 Satz 2 Nr. 2 DSG NRW"),
    Rule("proof", _("Proof that the family was informed"), _CASE_ERASED, "proof_years", Unit.YEARS, "Art. 5 Abs. 2, Art. 12 Abs. 1 DSGVO"),
)  # fmt: skip
