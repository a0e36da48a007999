"""Writes the material of the benchmarks: the texts filled with all that any setting adds, as the product does."""

import pickle

import django

django.setup()

from bench import material  # noqa: E402 - Django first
from privacy.accounts.models import Installation  # noqa: E402
from privacy.notices import texts  # noqa: E402
from privacy.notices.scope import scope_of  # noqa: E402
from privacy.typeset import filled  # noqa: E402

if __name__ == "__main__":
    scope = scope_of(Installation(reports_for_examination=True))
    material.FILE.parent.mkdir(parents=True, exist_ok=True)
    found = {code: filled(texts.available()[code], scope) for code in material.CODES}
    material.FILE.write_bytes(pickle.dumps(found))
