"""Personal data, declared beside the fields, and the register through which this floor reads the floors above.

Each app registers its subjects in `AppConfig.ready()`. Time line, reveal, packet, erasure and due lists read only
this register, so the ground floor never imports what stands above it (decision 21).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from privacy.rights.items import Item

if TYPE_CHECKING:
    from privacy.accounts.models import Installation


@dataclass(frozen=True)
class Subject:
    """A model that holds data of families."""

    model: type[Model]
    reference_path: (
        str  # lookup from the model to the case's reference, for example "household__cases__reference"
    )
    label: Any
    visible_to: Callable[[Any], QuerySet[Any]] | None = (
        None  # rows a user may see; None: through its case only
    )


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets data (Art. 13 (1) (e) GDPR). The words stand in the text files, table [recipients].

    `items` is the whole list of what is passed on; empty where the law draws the line in words only. `applies` says
    whether this installation has such a recipient at all.
    """

    code: str
    items: tuple[Item, ...] = ()
    basis: str = ""
    applies: Callable[["Installation"], bool] = lambda _: True


_subjects: dict[type[Model], Subject] = {}
_recipients: dict[str, Recipient] = {}
_sources: dict[str, None] = {}
_active: list[Callable[[str], Iterable[tuple[str, list[Any]]]]] = []


def register(subject: Subject) -> None:
    _subjects[subject.model] = subject


def subjects() -> list[Subject]:
    return list(_subjects.values())


def subject_of(model: type[Model]) -> Subject | None:
    return _subjects.get(model)


def register_recipient(recipient: Recipient) -> None:
    _recipients[recipient.code] = recipient


def recipients(installation: "Installation") -> list[Recipient]:
    """Who gets data from this installation, the floors above first."""
    return [one for one in _recipients.values() if one.applies(installation)]


def all_recipients() -> list[Recipient]:
    return list(_recipients.values())


def register_sources(codes: Iterable[str]) -> None:
    """Say from whom data come, if not from the family (Art. 14 (2) (f) GDPR)."""
    _sources.update(dict.fromkeys(codes))


def sources() -> list[str]:
    return list(_sources)


def stored_items() -> list[Item]:
    """What the program keeps of families, by the declarations beside the fields; in the order of the sheet."""
    declared = {item for subject in subjects() for item in subject.model.PersonalData.personal.values()}  # type: ignore[attr-defined]
    return [item for item in Item if item in declared]


def register_active_people(provider: Callable[[str], Iterable[tuple[str, list[Any]]]]) -> None:
    """Say who is in the active cases: (reference, [notices.collecting.Person, …]) for each; all, or the one asked for."""
    _active.append(provider)


def active_people(reference: str = "") -> list[tuple[str, list[Any]]]:
    """Everybody in the active cases, or in the one with this reference if it is active."""
    return [case for provider in _active for case in provider(reference)]
