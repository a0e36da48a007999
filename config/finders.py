"""KERN UX straight from its installed package: only the files we serve, and none that anybody changed."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage

PACKAGE = "mkdocs_kern_ux"
PREFIX = "kern"
STYLESHEET = "kern.min.css"
STYLESHEET_SHA256 = "cd3f71d341847e38f03b96c978679ecd82203daffe3fed1535281652356cfa62"  # KERN 2.6.1
FILES = (
    STYLESHEET,
    "fonts/noto-sans/NotoSans-Regular.woff2",
    "fonts/noto-sans/NotoSans-Bold.woff2",
    "fonts/noto-sans/OFL.txt",
    "LICENSE.txt",
    "VERSION",
)


def kern_root() -> Path:
    """The folder of KERN's distribution inside the installed package.

    Raises ImproperlyConfigured if the package is not installed. The package is never imported: its own
    dependencies (MkDocs) are not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {PACKAGE} is not installed; it carries KERN UX.")
    return Path(spec.origin).parent / "kern-ux" / "vendor" / "kern"


class KernFinder(BaseFinder):
    """Serves FILES under the static path kern/; the package's other 21 MB stay where they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = kern_root()
        self.storage = FileSystemStorage(location=self.root)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # read by collectstatic
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """System check: every file is there (E001) and the style sheet is the one we tested (E002)."""
        missing: list[CheckMessage] = [
            Error(f"KERN file missing: {name}", hint="Install requirements/run.txt.", id="einstieg.E001")
            for name in FILES
            if not (self.root / name).is_file()
        ]
        return missing or self._check_stylesheet()

    def _check_stylesheet(self) -> list[CheckMessage]:
        digest = hashlib.sha256((self.root / STYLESHEET).read_bytes()).hexdigest()
        if digest == STYLESHEET_SHA256:
            return []
        hint = "After looking at every page with the new style sheet, set STYLESHEET_SHA256 anew."
        return [Error("KERN's style sheet is not the one that was tested.", hint=hint, id="einstieg.E002")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind the static path `path` (as a list if `find_all`); [] where it is not ours.

        Not None: Django would take that for a match.
        """
        prefix, _, name = path.partition("/")
        if prefix != PREFIX or name not in FILES:
            return []
        found = str(self.root / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """All files with their storage, for collectstatic."""
        for name in FILES:
            yield name, self.storage
