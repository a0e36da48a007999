"""Rules for interpreters: how long in advance, and what the lay pool does not do. Pure: facts in, answers out."""

from datetime import date
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _

from intake import catalogues, workdays
from privacy.rights.why import Why

LAY, PROFESSIONAL, FAMILY, PHONE = "lay", "professional", "family", "phone"

# Both are our own: the numbers are seen in other districts, the law names none. Which talks a lay pool takes is a
# condition under which the state pays for it.
WHY: Final = {
    "interpreter_lead": Why(
        _("The pools need so many working days to find somebody; the numbers can be set.")
    ),
    "lay_pool": Why(_("The lay pool is for talks without recognisable legal effect.")),
}


class LeadTimes(Protocol):
    """Working days in advance, as the installation has set them."""

    lay_lead_days: int
    professional_lead_days: int


def lead_days(kind: str, times: LeadTimes) -> int:
    """Working days between asking and the talk; 0 for the telephone and for a person of the family's trust."""
    return {LAY: times.lay_lead_days, PROFESSIONAL: times.professional_lead_days}.get(kind, 0)


def earliest_day(kind: str, asked_on: date, times: LeadTimes) -> date:
    """The first day for which this kind of interpreter can be had, asked on `asked_on`."""
    return workdays.after(asked_on, lead_days(kind, times))


def is_excluded(kind: str, topic: str) -> bool:
    """Whether the lay pool does not do this kind of talk. Raises KeyError for an unknown kind of talk."""
    return kind == LAY and not catalogues.talk_topic(topic).is_for_lay
