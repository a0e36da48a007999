"""Who is who in a case: the person codes of receipts and ledger, with the names the counsellor knows."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.models import Case
from privacy.ledger.acts import Refusal
from privacy.notices.collecting import Person
from privacy.notices.models import Audience


def people_of(case: Case) -> list[Person]:
    """Everybody of the case who is informed: the young person from 14 with a text of their own, each custodian."""
    child = case.pupil
    own = rules.age_on(child.born_on, timezone.localdate()) >= rules.SHEET_FROM_AGE
    people = [Person("P", Audience.PUPIL if own else Audience.CUSTODIAN)]
    return people + [Person(custodian.code) for custodian in child.household.custodians.all()]


class NotOfThisCase(Refusal):
    """A former custodian: what is handed over now would inform somebody else."""


def audience_of(case: Case, code: str) -> Audience:
    """For whom the sheet of this person is written today. Raises NotOfThisCase."""
    for person in people_of(case):
        if person.code == code:
            return person.audience
    raise NotOfThisCase(_("This person does not belong to the case any more."), reference=case.reference)


def recipients_of(case: Case) -> dict[str, str]:
    """To whom letters of the case go, by code: each custodian, or the young person where there is none."""
    names = names_by_code(case)
    child = names.pop("P")
    return names or {"P": child}


def names_by_code(case: Case) -> dict[str, str]:
    """P and C1, C2 … with name and part, for pages of the case only; receipts and ledger carry the codes."""
    child = case.pupil
    custodians = {
        one.code: f"{one.full_name} ({one.get_kind_display()})" for one in child.household.custodians.all()
    }
    return {"P": child.full_name, **custodians}
