import pytest

from privacy.typeset import Section, TextError, load_text, problems
from privacy.typeset.lines import Run, layout
from privacy.typeset.texts import parse, plain

from .samples import ARABIC, GERMAN, SOURCES, TEXTS, UKRAINIAN


def test_a_text_is_read_whole():
    text = TEXTS["ar"]
    assert (text.code, text.lang, text.direction, text.version) == ("ar", "ar", "rtl", "2026-11")
    assert [section.id for section in text.sections] == ["controller", "sources", "rights", "pupil"]
    assert text.sections[1] == Section(
        id="sources",
        heading="من أين تأتي البيانات؟",
        text=("من مكتب التسجيل.",),
        items=(),
        applies=frozenset({"art14"}),
        audience=frozenset({"custodian", "pupil"}),
    )
    assert text.receipt.signature == "التوقيع"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "', "title = ", "not valid TOML"),
        ('version = "2026-11"', "", "[meta]: “version” is missing"),
        ('dir = "ltr"', 'dir = "up"', "“dir” must be ltr or rtl"),
        ('lang = "de"', 'lang = "de)/X("', "language tag"),
        ('heading = "Welche Rechte haben Sie?"', "", "Section 3 (rights): “heading” is missing"),
        ('id = "rights"', 'id = "sources"', "“sources” is used twice"),
        ('for = ["art14"]', 'for = ["art15"]', "Section 2 (sources): “for” may only hold art13, art14"),
        ('text = ["Von der Meldebehörde."]', 'text = "Von"', "“text” must be a list"),
        ('text = ["Von der Meldebehörde."]', 'texts = ["Von"]', "“texts” is not a known key"),
        ('signature = "Unterschrift"', "signature = 7", "[receipt]: “signature” is missing or not a text"),
        ("[receipt]", "[recipe]", "“recipe” is not a known key"),
    ],
)
def test_a_fault_in_the_file_is_a_sentence_that_names_the_place(old, new, sentence):
    assert GERMAN.count(old) >= 1
    with pytest.raises(TextError) as raised:
        load_text(GERMAN.replace(old, new, 1))
    assert sentence in str(raised.value)


@pytest.mark.parametrize("code", SOURCES)
def test_good_texts_have_no_problems(code):
    assert problems(TEXTS[code], TEXTS["de"]) == []


PLANTED = [
    (UKRAINIAN, 'id = "rights"', 'id = "right"', "section rights is missing"),
    (UKRAINIAN, 'id = "rights"', 'id = "right"', "section right is not in the German text"),
    (UKRAINIAN, '"Пишіть на адресу {controller_email}.",', "", "1 paragraphs, the German text has 2"),
    (UKRAINIAN, ', "виправлення ([[Art. 16 DSGVO]])."', "", "1 list items, the German text has 2"),
    (UKRAINIAN, "{controller_phone}", "0211", "section controller: placeholders"),
    (UKRAINIAN, "{controller_phone}", "{telefon}", "{telefon} is not a placeholder"),
    (UKRAINIAN, "**{number}**", "", "receipt: placeholders none"),
    (UKRAINIAN, "Від органу", "Від {number}", "{number} is not a placeholder that can stand here"),
    (UKRAINIAN, "Від органу", "Від **органу", "section sources, paragraph 1: ** is not closed"),
    (UKRAINIAN, "Від органу", "Від [[органу", "[[ ]] is not balanced"),
    (UKRAINIAN, "Від органу", "Від {органу", "brace"),
    (UKRAINIAN, "[[Art. 15 DSGVO]]", "[[**Art**]]", "neither a placeholder nor **"),
    (UKRAINIAN, "Від органу", "Від \u202eоргану", "U+202E"),
    (UKRAINIAN, "Від органу", "Від 王", "no font has 王"),
    (UKRAINIAN, 'for = ["art14"]', "", "“for”, “audience” or “lists” differs"),
    (ARABIC, "[[Art. 15 DSGVO]]", "Art. 15 DSGVO", "must stand in [[ ]]"),
    (ARABIC, "من مكتب", "من § مكتب", "must stand in [[ ]]"),
    (ARABIC, "من مكتب", "من 0211 38 مكتب", "must stand in [[ ]]"),
    (ARABIC, "من مكتب", "من 22.11 مكتب", "must stand in [[ ]]"),
    (ARABIC, "[[Art. 13 DSGVO]]", "DSGVO", "subtitle: DSGVO must stand"),
]


@pytest.mark.parametrize(("source", "old", "new", "sentence"), PLANTED)
def test_each_planted_fault_is_found(source, old, new, sentence):
    assert source.count(old) >= 1
    found = problems(load_text(source.replace(old, new, 1)), TEXTS["de"])
    assert any(sentence in problem for problem in found), found


def test_another_order_of_sections_is_found():
    text = TEXTS["uk"]
    turned = text.__class__(**{**vars(text), "sections": text.sections[::-1]})
    assert any("another order" in problem for problem in problems(turned, TEXTS["de"]))


def test_a_value_is_one_isolated_run_whatever_it_holds():
    runs = parse("Von {controller}.", {"controller": "**[[{number}]] & Söhne"})
    assert runs == (Run("Von "), Run("**[[{number}]] & Söhne", False, "de", "ltr"), Run("."))
    (arabic,) = parse("{controller}", {"controller": "ليلى"})
    assert arabic.isolate == "auto"


def test_numbers_after_an_arabic_value_stay_outside_it():
    (line,) = layout(parse("{controller} 5 km", {"controller": "ليلى"}), "de", 10, 400, rtl=False)
    assert [piece.level for piece in line.pieces if piece.text in ("5", "km")] == [0, 0]
    (line,) = layout(parse("{controller} في", {"controller": "Kreis 5"}), "ar", 10, 400, rtl=True)
    assert [piece.text for piece in line.pieces if piece.level == 2] == ["Kreis", " ", "5"]


def test_telephone_numbers_do_not_break():
    (run,) = parse("{controller_phone}", {"controller_phone": "0211 38424-0"})
    assert run == Run("0211\u00a038424-0", False, "de", "ltr")


def test_a_missing_value_is_named():
    with pytest.raises(TextError, match="controller"):
        parse("Von {controller}.", {})


def test_plain_text_has_no_markup():
    assert plain("**Art. 13** [[DSGVO]] {controller}", {"controller": "KI"}) == "Art. 13 DSGVO KI"
