"""What counsellors are written: always German, references and a link, never a name."""

from collections.abc import Iterable
from datetime import date

SUBJECT = "Termine am {day}"
BODY = """Guten Tag,

am {day} haben Sie Beratungstermine:

{appointments}

{link}

Diese Nachricht enthält aus Gründen des Datenschutzes keine Namen.
"""


def tomorrow(day: date, appointments: Iterable[tuple[str, str]], *, link: str) -> tuple[str, str]:
    """Subject and body about a day's appointments, each as (time, references)."""
    lines = "\n".join(f"{at}  {references}" for at, references in appointments)
    german = f"{day:%d.%m.%Y}"
    return SUBJECT.format(day=german), BODY.format(day=german, appointments=lines, link=link)
