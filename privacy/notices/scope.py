"""What the sheet has to say, gathered from where it is decided: fields, disclosure lists, periods, settings.

Nothing of it stands in the text files: they hold the words for each code, and the lists are made of the codes.
"""

from collections.abc import Iterable

from privacy.accounts.models import Installation
from privacy.retention.rules import RULES
from privacy.rights import registry
from privacy.rights.items import ASKED, MEANINGS, Category, Item
from privacy.typeset import Entry, Scope

#: Purposes with their legal bases in the text files, table [purposes]; the health office only where it is told.
COUNSELLING, PLACEMENT, HEALTH, STATISTICS, TRAIL = (
    "counselling", "placement", "health_office", "statistics", "trail",
)  # fmt: skip
PURPOSES = (COUNSELLING, PLACEMENT, HEALTH, STATISTICS, TRAIL)


def register_recipients() -> None:
    """Whoever works for the controller or helps the family."""
    for recipient in (
        registry.Recipient(
            "interpreter", basis="Art. 6 Abs. 1 Buchst. a DSGVO", applies=lambda it: it.uses_interpreters
        ),
        registry.Recipient("processor", basis="Art. 28 DSGVO"),
        registry.Recipient("outside", basis="§ 120 Abs. 5 SchulG NRW"),
    ):
        registry.register_recipient(recipient)


def scope_of(installation: Installation, *, whole: bool = False) -> Scope:
    """Purposes, data, sources, recipients and periods of this installation, as codes.

    With `whole` also what another setting would add: who approves a text approves all of its words.
    """
    stored = registry.stored_items()
    recipients = registry.all_recipients() if whole else registry.recipients(installation)
    return Scope(
        lists={
            "purposes": _entries(_purposes(reports=whole or installation.reports_for_examination)),
            "categories": tuple(Entry(one.value, _of(one, stored)) for one in Category),
            "sources": _entries(registry.sources()),
            "recipients": tuple(Entry(one.code, _values(one.items)) for one in recipients),
            "periods": tuple(Entry(rule.code, number=str(rule.number(installation))) for rule in RULES),
        },
        voluntary=_values(item for item in ASKED if item in stored and not MEANINGS[item].is_necessary),
    )


def _purposes(*, reports: bool) -> Iterable[str]:
    return (code for code in PURPOSES if reports or code != HEALTH)


def _entries(codes: Iterable[str]) -> tuple[Entry, ...]:
    return tuple(Entry(code) for code in codes)


def added_purposes(before: Scope, after: Scope) -> list[str]:
    """Purposes that families must be told of: new ones, and counselling itself if only a recipient is new."""
    purposes = [code for code in after.codes("purposes") if code not in before.codes("purposes")]
    new_recipient = set(after.codes("recipients")) - set(before.codes("recipients"))
    return purposes or ([COUNSELLING] if new_recipient else [])


def vocabulary() -> dict[str, frozenset[str]]:
    """Every code that a text file must have words for, by table."""
    return {
        "purposes": frozenset(PURPOSES),
        "categories": frozenset(Category),
        "items": frozenset(Item),
        "sources": frozenset(registry.sources()),
        "recipients": frozenset(one.code for one in registry.all_recipients()),
        "periods": frozenset(rule.code for rule in RULES),
    }


def _of(category: Category, items: Iterable[Item]) -> tuple[str, ...]:
    return _values(item for item in items if MEANINGS[item].category == category)


def _values(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.value for item in items)
