"""The demonstration: whose details its sheets carry, and that its database is not served for real."""

from typing import Final

from django.conf import settings

from privacy.accounts.models import Installation

CONTROLLER: Final = {
    "controller_name": "Kreis Musterland (Demo)",
    "office_name": "Kommunales Integrationszentrum",
    "street": "Musterstraße 1",
    "postcode": "12345",
    "town": "Musterstadt",
    "phone": "01234 5678-0",
    "email": "integration@example.org",
    "dpo_contact": "dsb@example.org",
    "authority_name": "Landesbeauftragte für Datenschutz und Informationsfreiheit NRW (LDI NRW)",
    "authority_contact": "Kavalleriestraße 2–4, 40213 Düsseldorf, Telefon 0211 38424-0, poststelle@ldi.nrw.de",
}


def is_misplaced_demo() -> bool:
    """Whether this is a demonstration's database that is served as if it were real: its passwords are "demo"."""
    return not settings.DEMO and Installation.is_demo_here()
