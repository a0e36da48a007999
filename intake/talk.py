"""The talk page: the forms of all records that are filled in while the family sits across the desk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from intake import rules
from intake.actions import Entry
from intake.forms.talk_page import (
    CasePart,
    CustodianPart,
    DocumentPart,
    HouseholdPart,
    LanguagePart,
    PupilPart,
    SchoolYearPart,
    SessionPart,
    TalkPart,
)
from intake.models import (
    Case,
    Custodian,
    FurtherLanguage,
    Household,
    IntakeSession,
    Pupil,
    SchoolYear,
    SeenDocument,
)
from intake.models.schooling import school_year_name
from privacy.models import User
from privacy.notices.models import SheetIssue

CHILD = (
    "surname", "given_names", "born_on", "birth_name", "original_name", "sex", "place_of_birth", "country_of_birth",
    "nationality", "second_nationality",
)  # fmt: skip
LANGUAGES = (
    "first_language", "second_language", "second_language_fluency", "literacy", "script", "german_level",
    "german_basis",
)  # fmt: skip
SCHOOL = ("first_enrolled_year", "last_grade", "years_attended")


@dataclass
class Part:
    """One form of the page and the record it stands for."""

    form: TalkPart
    model: type[Any]
    where: dict[str, Any]
    is_optional: bool = False
    made_with: dict[str, Any] = field(default_factory=dict)
    is_protected: bool = False  # not to be seen by the other custodians

    def entry(self) -> Entry:
        """What the form says of its record; call it when the form is valid."""
        shown, typed = self.form.shown(), self.form.values()
        pairs = {name: (shown[name], typed[name]) for name in typed}
        return Entry(str(self.form.prefix), self.model, self.where, pairs, self.is_optional, self.made_with)


class TalkForms:
    """All parts of the page. With `is_draft`, `data` is what was typed so far and nothing is checked."""

    def __init__(self, case: Case, data: QueryDict | None = None, *, user: User, is_draft: bool = False):
        self.case, self.user = case, user
        self._data, self._is_draft = data, is_draft
        child, home = case.pupil, case.pupil.household
        self.session = self._session()
        self.pupil = self._part(PupilPart, "pupil", child)
        self.household = self._part(HouseholdPart, "household", home)
        self.facts = self._part(CasePart, "case", case)
        self.custodians = [self._custodian(one) for one in home.custodians.all()]
        self.languages = list(self._languages(child))
        self.years = list(self._years(child))
        self.documents = list(self._documents())

    def parts(self) -> list[Part]:
        """In the order of the page, for the list of what has to be mended."""
        return [
            self.session, self.pupil, self.household, *self.custodians, *self.languages, *self.years,
            *self.documents, self.facts,
        ]  # fmt: skip

    def _form(self, form: type[TalkPart], prefix: str, initial: dict[str, Any], **more: Any) -> Any:
        return form(self._data, prefix=prefix, initial=initial, is_draft=self._is_draft, **more)

    def _part(self, form: type[TalkPart], prefix: str, row: Any) -> Part:
        return Part(self._form(form, prefix, form.initial_of(row)), type(row), {"pk": row.pk})

    def _custodian(self, one: Custodian) -> Part:
        part = self._part(CustodianPart, one.part, one)
        part.form.title = f"{one.get_kind_display()}: {one.full_name}"
        part.is_protected = one.is_protected
        return part

    def _session(self) -> Part:
        talk = self.case.sessions.draft()
        initial = SessionPart.initial_of(talk) if talk else _preset(self.case)
        where = {"case": self.case, "concluded_at": None}
        form = self._form(SessionPart, "talk", initial, case=self.case)
        return Part(form, IntakeSession, where, made_with={"recorded_by": self.user})

    def _languages(self, child: Pupil) -> Iterator[Part]:
        stored = {one.position: one for one in child.further_languages.all()}
        for position in range(1, FurtherLanguage.MOST + 1):
            initial = _initial(LanguagePart, stored.get(position))
            form = self._form(LanguagePart, f"language-{position}", initial)
            yield Part(form, FurtherLanguage, {"pupil": child, "position": position}, is_optional=True)

    def _years(self, child: Pupil) -> Iterator[Part]:
        """The newest year first: it is the one that is remembered best."""
        stored = {one.year: one for one in child.school_years.all()}
        years = {*rules.school_years(child.born_on, timezone.localdate()), *stored}
        for year in sorted(years, reverse=True):
            initial = _initial(SchoolYearPart, stored.get(year))
            form = self._form(SchoolYearPart, f"year-{year}", initial, name=school_year_name(year))
            yield Part(form, SchoolYear, {"pupil": child, "year": year}, is_optional=True)

    def _documents(self) -> Iterator[Part]:
        stored = {one.kind: one for one in self.case.seen_documents.all()}
        for kind in SeenDocument.Kind.values:
            initial = _initial(DocumentPart, stored.get(kind))
            form = self._form(DocumentPart, f"paper-{kind}", initial, kind=kind)
            yield Part(form, SeenDocument, {"case": self.case, "kind": kind}, is_optional=True)

    def is_valid(self) -> bool:
        return all([part.form.is_valid() for part in self.parts()])  # noqa: C419 - every form shall say what it misses

    @property
    def has_errors(self) -> bool:
        return not self._is_draft and self._data is not None and not self.is_valid()

    @property
    def all(self) -> list[TalkPart]:
        return [part.form for part in self.parts()]

    def fields(self, names: tuple[str, ...]) -> list[BoundField]:
        return [self.pupil.form[name] for name in names]

    @property
    def child_fields(self) -> list[BoundField]:
        return self.fields(CHILD)

    @property
    def language_fields(self) -> list[BoundField]:
        return self.fields(LANGUAGES)

    @property
    def school_fields(self) -> list[BoundField]:
        return self.fields(SCHOOL)

    @property
    def interests(self) -> BoundField:
        return self.pupil.form["interests"]

    @property
    def notes(self) -> BoundField:
        return self.session.form["notes"]

    @property
    def session_fields(self) -> list[BoundField]:
        return [bound for bound in self.session.form if bound.name != "notes"]

    def entries(self) -> list[Entry]:
        """What `intake.actions.record_talk` takes. Years at school that nobody counted are counted from the years."""
        entries = {entry.part: entry for entry in (part.entry() for part in self.parts())}
        years = sum(_is_attended(entry) for entry in entries.values() if entry.model is SchoolYear)
        facts = entries["pupil"].fields
        if years and facts["years_attended"][1] is None:
            facts["years_attended"] = (facts["years_attended"][0], years)
        return list(entries.values())

    def with_theirs(self, theirs: dict[tuple[str, str], Any]) -> "TalkForms":
        """The page with what was typed, next to what others have stored meanwhile: saving again is then a decision."""
        data = self._data.copy() if self._data is not None else QueryDict(mutable=True)
        fresh = TalkForms(Case.objects.for_list().get(pk=self.case.pk), data, user=self.user)
        for part in fresh.parts():
            names = [name for key, name in theirs if key == part.form.prefix and name in part.form.fields]
            for name in names:
                bound = part.form[name]
                now = bound.field.prepare_value(bound.initial)
                data.setlist(bound.html_initial_name, now if isinstance(now, list) else [_text(now)])
                part.form.add_error(
                    name, _("Somebody else has entered “%(value)s” here.") % {"value": _text(now)}
                )
        return fresh


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _initial(form: type[TalkPart], row: Model | None) -> dict[str, Any]:
    return form.initial_of(row) if row else {}


def _is_attended(entry: Entry) -> bool:
    return entry.fields["attendance"][1] not in ("", SchoolYear.Attendance.NONE)


def _preset(case: Case) -> dict[str, Any]:
    """A talk at the office with the child, the first custodian and, where the family needs one, an interpreter."""
    home: Household = case.pupil.household
    first: Custodian | None = home.custodians.first()
    interpreter = [IntakeSession.Participant.INTERPRETER.value] if home.needs_interpreter else []
    kinds = SheetIssue.Interpreter
    return {
        "held_on": timezone.localdate(),
        "kind": IntakeSession.Kind.ON_SITE,
        "participants": ["P", *([first.code] if first else []), *interpreter],
        "interpreter": kinds.LAY if home.needs_interpreter else kinds.NONE,
        "notes": "",
    }
