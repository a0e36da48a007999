"""Personal data, declared beside the fields, and the register through which this floor reads the floors above.

Each app registers its subjects in `AppConfig.ready()`. Time line, reveal, packet, erasure and due lists read only
this register, so the ground floor never imports what stands above it (decision 21).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet


class Category(StrEnum):
    """Categories of data as the Art. 13/14 sheet and the Art. 30 record name them."""

    IDENTITY = "identity"  # names, birth, sex, nationality
    CONTACT = "contact"
    FAMILY = "family"
    EDUCATION = "education"
    LANGUAGE = "language"
    COUNSELLING = "counselling"  # what was said, recommended, wished
    PLACEMENT = "placement"


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


_subjects: dict[type[Model], Subject] = {}


def register(subject: Subject) -> None:
    _subjects[subject.model] = subject


def subjects() -> list[Subject]:
    return list(_subjects.values())


def subject_of(model: type[Model]) -> Subject | None:
    return _subjects.get(model)
