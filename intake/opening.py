"""Opening a case: the forms of one page together, and the hint that the child may be known already."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils import timezone

from intake import rules
from intake.forms import CaseForm, HouseholdForm, NewCustodianForm, PupilForm, ReferralForm
from intake.models import Case
from intake.names import BirthDate, NameKey, Precision, likely_same, search_form, tokens
from privacy.models import User


@dataclass(frozen=True)
class Match:
    """A case that may be this child's; a case of another team shows reference and responsible person only."""

    case: Case
    is_visible: bool


def duplicates(user: User, *, surname: str, given_names: str, born: BirthDate) -> list[Match]:
    """Open and closed cases whose child may be this one (names as letters A to Z, date as far as it is known)."""
    key = NameKey(search_form(surname, given_names), born)
    return matches_of(user, KnownChildren({born.value.year}).like(key))


def matches_of(user: User, references: Collection[str]) -> list[Match]:
    """These cases as the user may see them."""
    if not references:
        return []
    found = Case.objects.for_list().filter(reference__in=references)
    visible = set(Case.objects.visible_to(user).filter(reference__in=references).values_list("pk", flat=True))
    return [Match(case, case.pk in visible) for case in found]


def look_alike(one: Case, other: Case) -> bool:
    """Whether names and dates of birth let both be the same child."""
    first, second = (NameKey(case.pupil.name_form, case.pupil.birth) for case in (one, other))
    return likely_same(first, second)


class KnownChildren:
    """Every child with a case that was born in one of these years, to be asked for many at once.

    A year is enough: the exact date, one with day and month swapped, and years only, all lie in it.
    """

    def __init__(self, years: Collection[int]) -> None:
        self._by_word: dict[tuple[int, str], list[tuple[str, NameKey]]] = defaultdict(list)
        children = Case.objects.filter(pupil__born_on__year__in=years).values_list(
            "reference", "pupil__name_form", "pupil__born_on", "pupil__birth_precision"
        )
        for reference, form, born_on, precision in children:
            for word in tokens(form):
                entry = (reference, NameKey(form, BirthDate(born_on, cast(Precision, precision))))
                self._by_word[born_on.year, word].append(entry)

    def like(self, key: NameKey) -> list[str]:
        """References of the cases whose child may be this one: they share a word of the name."""
        near = [
            one for word in tokens(key.form) for one in self._by_word.get((key.born.value.year, word), ())
        ]
        return list(dict.fromkeys(reference for reference, known in near if likely_same(key, known)))


class OpeningForms:
    """Everything that is asked when a case is opened, valid or not as a whole.

    With `sibling_of` the household and its custodians are taken over and only the child and the report are asked.
    """

    def __init__(
        self, data: Any = None, *, initial: dict[str, Any] | None = None, sibling_of: Case | None = None
    ):
        today = timezone.localdate()
        self.sibling_of = sibling_of
        self.pupil = PupilForm(data, prefix="pupil", initial=initial)
        self.referral = ReferralForm(data, prefix="referral", initial={"received_on": today})
        self.facts = CaseForm(data, prefix="case")
        self.household = self.first = self.second = None
        if sibling_of is None:
            self.household = HouseholdForm(data, prefix="household")
            self.first = NewCustodianForm(data, prefix="first")
            self.second = NewCustodianForm(
                data, prefix="second", empty_permitted=True, use_required_attribute=False
            )

    def all(self) -> list[Any]:
        forms = [self.pupil, self.household, self.first, self.second, self.referral, self.facts]
        return [form for form in forms if form is not None]

    def is_valid(self) -> bool:
        if self.first and self.pupil.is_valid() and _is_adult(self.pupil.cleaned_data["born_on"].value):
            self.first.empty_permitted, self.first.use_required_attribute = True, False  # nobody has custody
        return all([form.is_valid() for form in self.all()])  # noqa: C419 - every form shall say what it misses

    def matches(self, user: User) -> list[Match]:
        values = self.pupil.cleaned_data
        return duplicates(
            user, surname=values["surname"], given_names=values["given_names"], born=values["born_on"]
        )

    def arguments(self) -> dict[str, Any]:
        """What intake.actions.open_case takes."""
        home = self.household.values() if self.household else self.sibling_of.pupil.household  # type: ignore[union-attr]
        people = [form.values() for form in (self.first, self.second) if form and form.has_changed()]
        return {
            "household": home,
            "pupil": self.pupil.values(),
            "custodians": people,
            "referral": self.referral.cleaned_data,
            "facts": self.facts.values(),
        }


def _is_adult(born_on: date) -> bool:
    """Of age at 18 (§ 2 BGB)."""
    return rules.age_on(born_on, timezone.localdate()) >= 18
