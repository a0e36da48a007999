"""The office that the demonstration starts with: people, teams, places at schools, the controller's details."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from intake import rules
from privacy.access.roles import Role
from privacy.accounts.demo import CONTROLLER
from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.verbs import Verb
from privacy.models import Installation, Team, User
from schools.models import DazOffering, School

PLACES: Final = Path(__file__).with_name("places.csv")
PASSWORD: Final = "demo"  # noqa: S105 - printed on the screen; a demo database never runs without EINSTIEG_DEMO
SCHOOL: Final = "190019"  # the Gesamtschule in Siegen whose office has a login
# Schools that give a ranking something to say: one takes nobody, one has room for few.
NOT_ACCEPTING: Final = "163582"
ROOM_FOR_FOUR: Final = "150228"
SIEGEN, WITTGENSTEIN = "Siegen", "Wittgenstein"


@dataclass(frozen=True)
class Login:
    """One demo user: `part` is the username, `team` a team's name or ""."""

    part: str
    role: Role
    first_name: str
    last_name: str
    team: str = ""


LOGINS: Final = (
    Login("counsellor", Role.COUNSELLOR, "Nadja", "Weber", SIEGEN),
    Login("teammate", Role.COUNSELLOR, "Tarik", "Aydın", SIEGEN),
    Login("colleague", Role.COUNSELLOR, "Jonas", "Roth", WITTGENSTEIN),
    Login("lead", Role.LEAD, "Petra", "Brandt"),
    Login("school", Role.SCHOOL, "Erika", "Sommer"),
    Login("dpo", Role.DPO, "Ines", "Falk"),
    Login("admin", Role.ADMINISTRATOR, "Adam", "Vogt"),
)


@dataclass(frozen=True)
class Cast:
    """The demo users by their parts."""

    counsellor: User
    teammate: User
    colleague: User
    lead: User
    school: User
    dpo: User
    admin: User


@audit.action
def fill(*, by: Outsider) -> Cast:
    """Set up an empty database whose schools are loaded; returns the demo users. One event tells of it all.

    All users share one encoded password, because hashing it once per user would take most of the time.
    """
    encoded = make_password(PASSWORD)
    cast = Cast(**{login.part: _user(login, encoded) for login in LOGINS})
    _open_office(cast.school)
    Installation.objects.update_or_create(pk=1, defaults={**CONTROLLER, "is_demo": True})
    # Nobody at a real school gets a mail from a demonstration, whatever EMAIL_BACKEND says.
    School.objects.update(email=Concat(F("number"), Value("@example.org")))
    School.objects.filter(number=NOT_ACCEPTING).update(is_accepting=False)
    School.objects.filter(number=ROOM_FOR_FOUR).update(room_limit=4)
    offerings = _offerings()
    for offering in offerings:
        offering.save()
    audit.record(Verb.DEMO_FILLED, detail={"users": len(LOGINS), "offerings": len(offerings)})
    return cast


def _user(login: Login, encoded: str) -> User:
    user = User(
        username=login.part,
        role=login.role,
        first_name=login.first_name,
        last_name=login.last_name,
        password=encoded,
        team=_team(login.team) if login.team else None,
    )
    user.save()
    if user.team:
        user.groups.add(user.team.group)
    return user


def _team(name: str) -> Team:
    group, _ = Group.objects.get_or_create(name=f"team-{name}")
    return Team.objects.get_or_create(name=name, defaults={"group": group})[0]


def _open_office(user: User) -> None:
    school = School.objects.get(number=SCHOOL)
    school.group, _ = Group.objects.get_or_create(name=f"school-{SCHOOL}")
    school.save(update_fields=["group"])
    user.groups.add(school.group)


def _offerings() -> list[DazOffering]:
    """The register of places of places.csv, valid from the beginning of the school year."""
    schools = {school.number: school for school in School.objects.all()}
    since = rules.school_year_start(timezone.localdate())
    with PLACES.open(encoding="utf-8", newline="") as file:
        return [
            DazOffering(school=schools[row.pop("school")], valid_from=since, **row)
            for row in csv.DictReader(file, delimiter=";")
        ]
