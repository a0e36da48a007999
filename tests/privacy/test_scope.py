"""The sheet says what the program does: data, recipients, sources and periods are made of what it declares."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from intake.disclosure import SECTION_8_ITEMS
from intake.models import Referral
from privacy.accounts.models import Installation
from privacy.notices import documents, texts
from privacy.notices.scope import PURPOSES, scope_of, vocabulary
from privacy.retention.rules import RULES
from privacy.rights import registry
from privacy.rights.items import ASKED, MEANINGS, Category, Item
from privacy.typeset import TextError, filled, load_text, problems
from schools import disclosure
from tests import builders

GERMAN = texts.available()["de"]
COMPLETE = Installation(reports_for_examination=True, uses_interpreters=True)


def printed(installation, **facts):
    """The words of the German sheet as somebody reads them."""
    german = texts.unsaved("de")
    facts = {"kind": "art13", "audience": "custodian", "mark": "", **facts}
    pdf = documents.render(installation, german, None, **facts)
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def sheet_of(installation):
    return filled(GERMAN, scope_of(installation))


def section(name, installation=COMPLETE):
    return next(one for one in sheet_of(installation).sections if one.id == name)


def word(item):
    return GERMAN.words["items"][item]


# --- Data: Art. 14 (1) (d) GDPR ---------------------------------------------------------------------------


def test_every_personal_field_of_every_model_stands_on_the_sheet():
    listed = " ".join(section("data").items)
    for subject in registry.subjects():
        for field, item in subject.model.PersonalData.personal.items():
            assert word(item) in listed, f"{subject.model.__name__}.{field}"


def test_nothing_stands_there_that_is_not_stored():
    stored = {
        item for subject in registry.subjects() for item in subject.model.PersonalData.personal.values()
    }
    told = {item for entry in scope_of(COMPLETE).lists["categories"] for item in entry.items}
    assert told == stored


def test_every_item_has_a_meaning_and_a_norm():
    assert set(MEANINGS) == set(Item)
    for item, meaning in MEANINGS.items():
        assert re.search(r"§|Art\.|BASS", meaning.norm), item
    assert {MEANINGS[item].category for item in ASKED} <= set(Category)


# --- Recipients: Art. 13 (1) (e) GDPR ---------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_school_is_told_before_acceptance_is_what_the_sheet_says():
    asked = builders.request_place()
    assert set(asked.minimum) == set(disclosure.MINIMUM_ITEMS) == set(disclosure.MINIMUM_LABELS)
    line = next(one for one in section("recipients").items if "Angefragte Schule" in one)
    assert all(word(item) in line for item in disclosure.MINIMUM_ITEMS.values())
    assert word(Item.NAMES) not in line.split(":", 1)[1]


def test_what_a_school_is_told_after_acceptance_is_what_the_sheet_says():
    """VO-DV I § 7 (2)."""
    assert set(disclosure.SECTION_7_2_ITEMS) == set(disclosure.SECTION_7_2_LABELS)
    line = next(one for one in section("recipients").items if "Aufnehmende Schule" in one)
    told = {item for items in disclosure.SECTION_7_2_ITEMS.values() for item in items}
    assert [item for item in Item if word(item) in line.split(": ", 1)[1]] == [
        item for item in Item if item in told
    ]


def test_the_gesundheitsamt_stands_there_only_where_the_ki_reports_to_it():
    """§ 54 (4) SchulG NRW, VO-DV I § 8: the direction differs from district to district."""
    silent = replace_settings(reports_for_examination=False)
    assert "Gesundheitsamt" not in printed(silent)
    words = printed(COMPLETE)
    assert "§ 8 VO-DV I" in words
    line = next(one for one in section("recipients").items if "Gesundheitsamt" in one)
    assert all(word(item) in line for items in SECTION_8_ITEMS.values() for item in items)
    assert word(Item.SCHOOLING) not in line


def test_interpreters_stand_there_only_where_the_ki_works_with_them():
    assert "Sprachmittlung" in printed(COMPLETE)
    assert "Sprachmittlung" not in printed(replace_settings(uses_interpreters=False))


def replace_settings(**changes):
    return Installation(**{"reports_for_examination": True, "uses_interpreters": True, **changes})


# --- Sources, periods, purposes, what is voluntary ----------------------------------------------------------


def test_every_source_of_a_referral_stands_on_the_sheet():
    """Art. 14 (2) (f) GDPR."""
    others = set(Referral.Source.values) - {Referral.Source.FAMILY}
    assert others <= set(registry.sources())
    assert list(section("sources").items) == [
        words for code, words in GERMAN.words["sources"].items() if code in registry.sources()
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_period_is_the_one_of_the_settings(rule):
    """Art. 13 (2) (a) GDPR."""
    line = GERMAN.words["periods"][rule.code].replace("{number}", "17").replace("**", "")
    assert line in printed(replace_settings(**{rule.field: 17}))
    assert line not in printed(replace_settings())


def test_purposes_are_listed_with_their_legal_bases():
    """Art. 13 (1) (c) GDPR."""
    assert set(GERMAN.words["purposes"]) == set(PURPOSES)
    assert all(re.search(r"§|Art\.", line) for line in section("purposes").items)


def test_what_is_voluntary_is_what_the_forms_do_not_need():
    """Art. 13 (2) (e) GDPR."""
    paragraph = section("obligation").text[0]
    for item in ASKED:
        assert (word(item) in paragraph) != MEANINGS[item].is_necessary, item


def test_the_controller_the_officer_and_the_authority_are_those_of_the_settings():
    """Art. 13 (1) (a), (b), (2) (d) GDPR."""
    words = printed(replace_settings(controller_name="Kreis Prüfstadt", dpo_contact="dsb@pruef.example",
                                     authority_name="LDI Prüfland"))  # fmt: skip
    for value in ("Kreis Prüfstadt", "dsb@pruef.example", "LDI Prüfland"):
        assert value in words


# --- The German master ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["art13", "art14"])
def test_the_german_sheet_has_at_most_650_words(kind):
    """With everything that any setting adds."""
    shown = [
        one for one in sheet_of(COMPLETE).sections if kind in one.applies and "custodian" in one.audience
    ]
    words = " ".join(part for one in shown for part in (one.heading, *one.text, *one.items))
    assert len(re.findall(r"\w[\w/-]*", words)) <= 650


def test_its_sentences_are_short():
    """Art. 12 (1) GDPR: concise and in plain language. Lists and legal references do not count."""
    for one in sheet_of(COMPLETE).sections:
        for paragraph in one.text:
            plain = re.sub(r"\([^)]*\)|\*\*", "", paragraph)
            for sentence in re.split(r"(?<=[.?:])\s+(?=[A-ZÄÖÜ„])", plain):
                assert len(sentence.split()) <= 17, sentence


def test_no_sheet_asks_for_what_is_not_asked():
    words = printed(COMPLETE)
    assert (
        "Wir fragen nicht nach Gesundheit, Behinderung, Förderbedarf, Religion oder Aufenthaltsstatus"
        in words
    )


# --- Words ------------------------------------------------------------------------------------------------------


def test_the_german_text_has_words_for_exactly_what_the_program_does():
    for table, codes in vocabulary().items():
        assert set(GERMAN.words[table]) == set(codes), table


def test_a_text_without_words_for_a_code_prints_nothing():
    poorer = replace(GERMAN, words={**GERMAN.words, "items": {**GERMAN.words["items"]}})
    del poorer.words["items"]["names"]
    with pytest.raises(TextError, match="names"):
        filled(poorer, scope_of(COMPLETE))
    assert any("items, names is missing" in fault for fault in problems(poorer, GERMAN))


@pytest.mark.django_db
def test_a_text_in_force_that_says_too_little_is_not_handed_out():
    builders.installation()
    builders.approved_texts()
    notice = texts.german()
    notice.body = notice.body.replace('names = "Namen"\n', "")
    notice.save()
    assert "names" not in load_text(notice.body).words["items"]
    with pytest.raises(documents.TextIncomplete):
        documents.document("art13", "custodian", "de")
