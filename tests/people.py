"""The cast. Each function returns the one person of that part, made on first call."""

from typing import Any

from django.contrib.auth.models import Group

from privacy.access.roles import Role
from privacy.models import Team, User
from schools.models import School


def person(username: str, role: str, first: str, last: str, **more: Any) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, role=role, first_name=first, last_name=last, **more)
        user.set_password("correct horse battery")
        user.save()
    return user


def team(name: str) -> Team:
    group, _ = Group.objects.get_or_create(name=f"team-{name}")
    return Team.objects.get_or_create(name=name, defaults={"group": group})[0]


def _in_team(user: User, name: str) -> User:
    user.team = team(name)
    user.save()
    user.groups.add(user.team.group)
    return user


def counsellor() -> User:
    """Nadja Weber of team Siegen."""
    return _in_team(person("nadja", Role.COUNSELLOR, "Nadja", "Weber"), "Siegen")


def teammate() -> User:
    """Tarik Aydın, in the same team as Nadja."""
    return _in_team(person("tarik", Role.COUNSELLOR, "Tarik", "Aydın"), "Siegen")


def colleague() -> User:
    """Jonas Roth of team Wittgenstein: another team."""
    return _in_team(person("jonas", Role.COUNSELLOR, "Jonas", "Roth"), "Wittgenstein")


def lead() -> User:
    return person("petra", Role.LEAD, "Petra", "Brandt")


def dpo() -> User:
    return person("ines", Role.DPO, "Ines", "Falk")


def administrator() -> User:
    return person("adam", Role.ADMINISTRATOR, "Adam", "Vogt")


def school_user(school: School) -> User:
    """The secretary of this school's office."""
    if school.group is None:
        school.group, _ = Group.objects.get_or_create(name=f"school-{school.number}")
        school.save()
    user = person(f"office-{school.number}", Role.SCHOOL, "Erika", f"Büro {school.number}")
    user.groups.add(school.group)
    return user
