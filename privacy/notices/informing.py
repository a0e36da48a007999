"""Telling everybody again when what is told has changed in substance (Art. 13 (3), 14 (4) GDPR)."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils import timezone

from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.verbs import Verb
from privacy.notices import scope
from privacy.notices.collecting import Occasion, Person, collected_anew
from privacy.notices.models import Collection, SheetIssue
from privacy.notices.texts import INFORM_AGAIN
from privacy.rights import registry
from privacy.work import jobs
from privacy.work.models import Job

WORKER = Outsider("worker")


def register_jobs() -> None:
    jobs.register(INFORM_AGAIN, inform_again)


def inform_again(job: Job) -> Iterator[jobs.Part]:
    """Open sheets for everybody in the active cases: for a new text, or for a new purpose or recipient."""
    occasion = Occasion(job.payload["occasion"])
    purpose = job.payload.get("purpose", scope.COUNSELLING)
    references = [reference for reference, _people in registry.active_people()]
    job.total = len(references)
    done = Collection.objects.filter(occasion=occasion, purpose=purpose, recorded_at__gte=job.created_at)
    told = set(done.values_list("reference", flat=True))
    for reference in references:
        if reference not in told:
            yield jobs.Part(reference, "", partial(_inform, reference, occasion, purpose))


def _inform(reference: str, occasion: Occasion, purpose: str) -> tuple[str, str]:
    opened = [
        issue.person_code
        for active, people in registry.active_people(reference)  # nobody, if it was closed meanwhile
        for issue in open_again(active, people, occasion=occasion, purpose=purpose, by=WORKER)
    ]
    return "open", ", ".join(opened)


@audit.action
def open_again(
    reference: str, people: Sequence[Person], *, occasion: Occasion, purpose: str, by: Outsider
) -> list[SheetIssue]:
    """Open the sheets of one case anew: Art. 14 for people who were only spoken of."""
    opened = collected_anew(reference, people, occasion=occasion, purpose=purpose, on=timezone.localdate())
    audit.record(Verb.SHEETS_DUE, reference=reference, detail={"occasion": occasion.value})
    return opened
