"""What schools are written: always German, a reference and a link, never a name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


_END = "\n\nKommunales Integrationszentrum\n\nDiese Nachricht enthält aus Gründen des Datenschutzes keine Namen.\n"

NEW_REQUEST = Mail(
    "Anfrage {reference}: Schulplatz",
    "Guten Tag,\n\nwir fragen nach einem Platz für ein neu zugewandertes Kind. "
    "Bitte antworten Sie hier, ohne Anmeldung:\n\n{link}",
)
REPLY = Mail(
    "Anfrage {reference}: Antwort auf Ihre Rückfrage",
    "Guten Tag,\n\nwir haben Ihre Rückfrage beantwortet. Bitte entscheiden Sie hier:\n\n{link}",
)
WITHDRAWN = Mail(
    "Anfrage {reference}: zurückgezogen",
    "Guten Tag,\n\nwir ziehen unsere Anfrage zurück. Der Platz ist wieder frei.\n\n{link}",
)
EXPIRED = Mail(
    "Anfrage {reference}: Frist abgelaufen",
    "Guten Tag,\n\nzu unserer Anfrage kam bis zum Ende der Frist keine Antwort. "
    "Der Platz ist wieder frei, wir suchen weiter.\n\n{link}",
)
DECIDED = Mail(
    "Anfrage {reference}: Entscheidung liegt vor",
    "Guten Tag,\n\ndie Entscheidung der zuständigen Stelle liegt vor. "
    "Bitte bestätigen Sie nach dem ersten Schultag, dass das Kind da ist:\n\n{link}",
)


def write(mail: Mail, *, reference: str, link: str) -> tuple[str, str]:
    """Subject and body."""
    return mail.subject.format(reference=reference), mail.body.format(link=link) + _END
