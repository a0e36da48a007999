"""Who is responsible for what: the directory as municipality × topic. Nothing here is about a family."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake import catalogues
from intake.models import Partner, Topic


@dataclass(frozen=True)
class Helpers:
    """Who helps with one topic: the partners, and counsellors of the KI."""

    topic: Topic
    partners: tuple[Partner, ...]
    counsellors: tuple[Partner, ...]


@dataclass(frozen=True)
class Place:
    """One municipality with its topics; topics that nobody helps with are named apart."""

    ags: str
    name: str
    topics: tuple[Helpers, ...]

    @property
    def nobody_for(self) -> list[str]:
        """Topics without anybody, as words."""
        covered = {helpers.topic for helpers in self.topics}
        return [str(topic.label) for topic in Topic if topic not in covered]


def places(ags: str = "", topic: str = "") -> list[Place]:
    """Every municipality, or the one asked for; with `topic` only that topic. One query."""
    chosen = [one for one in catalogues.municipalities() if ags in ("", one.ags)]
    topics = [one for one in Topic if topic in ("", one.value)]
    offered = list(Partner.objects.active())
    return [Place(one.ags, one.name, _helpers(offered, one.ags, topics)) for one in chosen]


def _helpers(offered: list[Partner], ags: str, topics: Iterable[Topic]) -> tuple[Helpers, ...]:
    here = [one for one in offered if not one.municipalities or ags in one.municipality_codes]
    found = []
    for topic in topics:
        named = [one for one in here if topic in one.topic_codes]
        own = tuple(one for one in named if one.kind == Partner.Kind.COUNSELLOR)
        others = tuple(one for one in named if one.kind != Partner.Kind.COUNSELLOR)
        if named:
            found.append(Helpers(topic, others, own))
    return tuple(found)
