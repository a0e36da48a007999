"""The German catalogue is complete, and the program that keeps it does what it says."""

import gettext
import json

import pytest

from tools.messages import CATALOGUE, main, problems

VIEWS = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext

TITLE = gettext_lazy("Case")
GREETING = _("Hello %(name)s, "
             "welcome")
MONTH = pgettext("month", "May")
VERB = pgettext("verb", "May")
COUNT = ngettext("One child", "%(count)d children", 3)
SEATS = npgettext("school", "One place", "%d places", 3)
INSIDE = f"<b>{_('Inside')}</b>"
NOT_A_TEXT = _(name) + other("nothing")
"""
PAGE = """
{% load i18n %}
<div>
      <p title="{% translate "Due" context "deadline" %}">{{ _("Open")|upper }}</p>
   {% blocktranslate trimmed with school=offering.school %}
      100% of
      {{ school }}
   {% endblocktranslate %}
  {% blocktranslate count n=list|length %}One letter{% plural %}{{ n }} letters{% endblocktranslate %}
</div>
"""
GERMAN = [
    {"context": None, "id": "Case", "text": "Fall"},
    {"context": None, "id": "Hello %(name)s, welcome", "text": "Guten Tag %(name)s, willkommen"},
    {"context": None, "id": "Inside", "text": "Innen"},
    {"context": "month", "id": "May", "text": "Mai"},
    {"context": "verb", "id": "May", "text": "darf"},
    {
        "context": None,
        "id": "One child",
        "plural": "%(count)d children",
        "text": ["Ein Kind", "%(count)d Kinder"],
    },
    {"context": "school", "id": "One place", "plural": "%d places", "text": ["Ein Platz", "%d Plätze"]},
    {"context": "deadline", "id": "Due", "text": "Frist"},
    {"context": None, "id": "Open", "text": "Offen"},
    {"context": None, "id": "100%% of %(school)s", "text": "100 %% von %(school)s"},
    {"context": None, "id": "One letter", "plural": "%(n)s letters", "text": ["Ein Brief", "%(n)s Briefe"]},
]


@pytest.fixture
def product(tmp_path):
    """A small product: one module, one template, no catalogue."""
    (tmp_path / "intake").mkdir()
    (tmp_path / "intake" / "views.py").write_text(VIEWS)
    (tmp_path / "templates" / "intake").mkdir(parents=True)
    (tmp_path / "templates" / "intake" / "page.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def translated(product):
    """The same with a complete German catalogue."""
    file = product / "german.json"
    file.write_text(json.dumps(GERMAN))
    assert main(["--fill", str(file)], product) == 0
    return product


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_german_catalogue_is_complete():
    found = problems()
    assert not found, "\n".join(found)


def test_all_kinds_of_texts_are_found(product):
    out = product / "missing.json"
    assert main(["--missing", str(out)], product) == 0
    found = {(entry["context"], entry["id"], entry["plural"]) for entry in json.loads(out.read_text())}
    assert found == {(entry["context"], entry["id"], entry.get("plural")) for entry in GERMAN}


def test_missing_and_untranslated_texts_are_problems(product):
    assert len(problems(product)) == len(GERMAN)
    assert "missing: 'Case'" in problems(product)
    main([], product)
    assert "not translated: 'May' (context 'month')" in problems(product)
    assert main(["--check"], product) == 1


def test_filled_catalogue_is_complete_and_read_by_gettext(translated):
    assert problems(translated) == []
    assert main(["--check"], translated) == 0
    with (translated / CATALOGUE).with_suffix(".mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    assert german.gettext("Case") == "Fall"
    assert german.pgettext("verb", "May") == "darf"
    assert german.npgettext("school", "One place", "%d places", 3) == "%d Plätze"


def test_second_run_changes_nothing_and_names_no_dates_or_lines(translated):
    before = (translated / CATALOGUE).read_bytes()
    main([], translated)
    assert (translated / CATALOGUE).read_bytes() == before
    assert b"Date" not in before
    assert b"views.py" not in before


def test_unused_text_is_a_problem_until_the_next_run_drops_it(translated):
    replace(translated / "intake" / "views.py", '"Case"', '"Pupil"')
    assert problems(translated) == ["missing: 'Pupil'", "no longer used: 'Case'"]
    main([], translated)
    assert problems(translated) == ["not translated: 'Pupil'"]
    assert "Guten Tag %(name)s" in (translated / CATALOGUE).read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("Guten Tag %(name)s", "Guten Tag %(nom)s", "'Hello %(name)s, welcome'"),
        ("100 %% von", "100 % von", "'100%% of %(school)s'"),
        ("%(count)d Kinder", "Kinder", "'One child'"),
    ],
)
def test_changed_placeholders_are_a_problem(translated, old, new, text):
    replace(translated / CATALOGUE, old, new)
    assert problems(translated) == [f"other placeholders than in English: {text}"]


def test_fuzzy_text_is_a_problem(translated):
    replace(translated / CATALOGUE, 'msgid "Case"', '#, fuzzy\nmsgid "Case"')
    assert problems(translated) == ["fuzzy: 'Case'"]


def test_edited_catalogue_needs_a_new_mo_file(translated):
    replace(translated / CATALOGUE, '"Fall"', '"Vorgang"')
    assert problems(translated) == ["not up to date, run `make messages`: locale/de/LC_MESSAGES/django.mo"]
    main([], translated)
    assert problems(translated) == []


def test_translations_that_do_not_fit_are_refused_and_named(translated, capsys):
    file = translated / "wrong.json"
    file.write_text(json.dumps([{"id": "Unknown", "text": "x"}, {"id": "One child", "text": "Ein Kind"}]))
    assert main(["--fill", str(file)], translated) == 1
    assert capsys.readouterr().out.splitlines() == [
        "not in the code: 'Unknown'",
        "wrong number of forms: 'One child'",
        f"{len(GERMAN)} texts, 0 without translation.",
    ]
    assert problems(translated) == []
