"""The German catalogue of the interface, without gettext's programs.

    python tools/messages.py                  take new texts in, drop unused ones, report what is untranslated
    python tools/messages.py --check          change nothing; list what is wrong, exit code 1
    python tools/messages.py --missing FILE   also write the untranslated texts to FILE
    python tools/messages.py --fill FILE      also take the translations in FILE

FILE is a JSON list of {"context": str or null, "id": str, "plural": str or null}; for --fill with "text",
a string, or for a text with a plural form a list of two.
"""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "intake", "privacy", "schools")
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")
TEMPLATES = ("templates/**/*", *(f"{app}/**/templates/**/*" for app in APPS))
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg"}
# What a function takes in front: whether a context, and how many forms of the text.
KEYWORDS = {
    "_": (False, 1),
    "gettext": (False, 1),
    "gettext_lazy": (False, 1),
    "gettext_noop": (False, 1),
    "ngettext": (False, 2),
    "ngettext_lazy": (False, 2),
    "pgettext": (True, 1),
    "pgettext_lazy": (True, 1),
    "npgettext": (True, 2),
    "npgettext_lazy": (True, 2),
}
# The same for Babel, for the functions that Django writes for a template.
TEMPLATE_KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# A lone percent sign counts, too: in a text that is formatted it would raise an error.
PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[-#0+]*[\d*]*(?:\.[\d*]+)?[diouxXeEfFgGcrsa]|%|\{\w*\}")

Found = tuple[tuple[str, ...], str | None]  # singular, or singular and plural; context
Key = tuple[str, str]  # context ("" for none) and English text, the singular one if there are two
Entry = dict[str, str | list[str] | None]


class GermanCatalog(Catalog):
    """A catalogue whose header holds no dates, so that only changed texts show up in a diff."""

    mime_headers = property(
        lambda self: [
            ("Language", "de"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"{self.plural_forms}\n"),
        ]
    )


def new_catalogue() -> GermanCatalog:
    """An empty catalogue."""
    header = "# German texts of the interface. Written by `make messages`; edit only the translations."
    return GermanCatalog(locale="de", header_comment=header, fuzzy=False)


# --- what the code and the templates say ------------------------------------------------------------------


def python_texts(source: str) -> Iterator[Found]:
    """The texts in Python code; calls with anything but literals name no text.

    Read from the syntax tree, since Babel misses texts inside f-strings before Python 3.12.
    """
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        with_context, number = KEYWORDS.get(called(call), (False, 0))
        values = [getattr(argument, "value", None) for argument in call.args[: with_context + number]]
        literals = tuple(value for value in values if isinstance(value, str))
        if literals and len(literals) == with_context + number:
            yield literals[with_context:], literals[0] if with_context else None


def called(call: ast.Call) -> str:
    """The name of the function, with or without its module."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def template_texts(source: str) -> Iterator[Found]:
    """The same for a template: Django turns it into something like Python, and Babel reads that."""
    # A template's indentation is not Python's.
    lines = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, text, _comments, context in extract("python", io.BytesIO(lines.encode()), TEMPLATE_KEYWORDS):
        yield forms(text), context


def wanted(root: Path) -> Catalog:
    """All texts of the product, untranslated."""
    catalogue = new_catalogue()
    for path in sorted(path for app in APPS for path in (root / app).rglob("*.py")):
        if "migrations" not in path.parts:
            add_all(catalogue, python_texts(path.read_text("utf-8")))
    for path in sorted(path for folder in TEMPLATES for path in root.glob(folder)):
        if path.suffix in TEMPLATE_SUFFIXES:
            add_all(catalogue, template_texts(path.read_text("utf-8")))
    return catalogue


def add_all(catalogue: Catalog, found: Iterable[Found]) -> None:
    """Add texts to a catalogue; one found twice is one text."""
    for text, context in found:
        catalogue.add(text if len(text) > 1 else text[0], context=context)


# --- the two files ----------------------------------------------------------------------------------------


def key(message: Message) -> Key:
    """What identifies a text: one text with two contexts is two texts."""
    return message.context or "", forms(message.id)[0]


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The singular, or singular and plural."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def texts(catalogue: Catalog) -> list[Message]:
    """All texts of a catalogue; its header is none."""
    return [message for message in catalogue if message.id]


def read(path: Path) -> dict[Key, Message]:
    """The texts in a .po file; none if it does not exist."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {key(message): message for message in texts(read_po(file, locale="de"))}


def merged(root: Path) -> Catalog:
    """All texts of the product with the translations that the .po file has for them."""
    known, catalogue = read(root / CATALOGUE), wanted(root)
    for message in texts(catalogue):
        old = known.get(key(message))
        if old and len(forms(old.id)) == len(forms(message.id)):
            message.string, message.user_comments = old.string, old.user_comments
            message.flags |= old.flags & {"fuzzy"}
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue().rstrip() + b"\n"


def mo_bytes(catalogue: Catalog) -> bytes:
    """The .mo file, which is what Django reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def write(root: Path, catalogue: Catalog) -> None:
    """Write both files."""
    path = root / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalogue))
    path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))


# --- checks -----------------------------------------------------------------------------------------------


def is_translated(message: Message) -> bool:
    """Whether every form has a text."""
    return all(forms(message.string)) and len(forms(message.string)) == len(forms(message.id))


def placeholders(text: str) -> tuple[set[str], list[str]]:
    """The placeholders of a text: all of them as a set; those without a name also in order."""
    found = PLACEHOLDER.findall(text)
    nameless = [one for one in found if one != "%%" and "(" not in one and not one.startswith("{")]
    return set(found), nameless


def fault(message: Message) -> str | None:
    """What is wrong with one text, or None.

    A singular may name the number or not, in English and in German ("one child", "%(count)s child").
    """
    if not is_translated(message):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    allowed = [placeholders(text) for text in forms(message.id)]
    singular, *plural = [placeholders(text) for text in forms(message.string)]
    if singular not in allowed or any(form != allowed[-1] for form in plural):
        return "other placeholders than in English"
    return None


def problems(root: Path = ROOT) -> list[str]:
    """One line for each thing that keeps the German catalogue from being complete; empty if it is."""
    known, catalogue = read(root / CATALOGUE), merged(root)
    found = [(message, fault(message)) for message in texts(catalogue)]
    lines = [f"{'missing' if key(m) not in known else why}: {label(m)}" for m, why in found if why]
    unused = known.keys() - {key(message) for message in texts(catalogue)}
    lines += [f"no longer used: {label(known[one])}" for one in sorted(unused)]
    return lines or stale_files(root, catalogue)


def stale_files(root: Path, catalogue: Catalog) -> list[str]:
    """The files that are not what this program would write."""
    path = root / CATALOGUE
    expected = {path: po_bytes(catalogue), path.with_suffix(".mo"): mo_bytes(catalogue)}
    return [
        f"not up to date, run `make messages`: {file.relative_to(root)}"
        for file, content in expected.items()
        if not file.exists() or file.read_bytes() != content
    ]


def label(message: Message) -> str:
    """How a text is shown in a list."""
    context, text = key(message)
    return f"{text!r} (context {context!r})" if context else repr(text)


# --- exchange with translators ----------------------------------------------------------------------------


def missing(catalogue: Catalog) -> list[Entry]:
    """The untranslated texts as the module's docstring describes them."""
    return [
        {"context": m.context, "id": forms(m.id)[0], "plural": forms(m.id)[1] if m.pluralizable else None}
        for m in texts(catalogue)
        if m.fuzzy or not is_translated(m)
    ]


def fill(catalogue: Catalog, entries: list[Entry]) -> list[str]:
    """Put translations in; one line for each that does not fit and was left out."""
    by_key = {key(message): message for message in texts(catalogue)}
    refused = []
    for entry in entries:
        message = by_key.get((str(entry.get("context") or ""), str(entry["id"])))
        text = forms(entry.get("text"))
        if message is None or len(text) != len(forms(message.id)):
            refused.append(
                f"{'not in the code' if message is None else 'wrong number of forms'}: {entry['id']!r}"
            )
            continue
        message.string = text if message.pluralizable else text[0]
        message.flags.discard("fuzzy")
    return refused


# --- the command ------------------------------------------------------------------------------------------


def check(root: Path) -> int:
    """List the problems."""
    lines = problems(root)
    print("\n".join(lines) or "German catalogue: complete.")
    return int(bool(lines))


def update(root: Path, fill_from: Path | None, missing_to: Path | None) -> int:
    """Bring both files up to date; exit code 1 if a translation could not be taken."""
    catalogue = merged(root)
    refused = fill(catalogue, json.loads(fill_from.read_text("utf-8"))) if fill_from else []
    write(root, catalogue)
    if missing_to:
        missing_to.write_text(json.dumps(missing(catalogue), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(
        "\n".join(
            [*refused, f"{len(texts(catalogue))} texts, {len(missing(catalogue))} without translation."]
        )
    )
    return int(bool(refused))


def main(arguments: list[str], root: Path = ROOT) -> int:
    """What the module's docstring says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", type=Path, metavar="FILE")
    parser.add_argument("--fill", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    return check(root) if options.check else update(root, options.fill, options.missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
