"""The German text is changed section by section, translations go out and in as tables; nothing counts unapproved."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from privacy.ledger.models import AuditEvent
from privacy.models import Job, PrivacyNotice
from privacy.notices import documents, editing, tables, texts
from privacy.notices.reading import changes, overview
from privacy.typeset import load_text
from tests import builders, people

pytestmark = pytest.mark.django_db
IMPORT = "/privacy/texts/import/"


@pytest.fixture(autouse=True)
def ready():
    builders.installation()
    builders.approved_texts("de", "uk", "fr")


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def form_of(page, **changed):
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return {**values, "is_substantive": "yes", **changed}


def edit(section="about", person=people.dpo, notice=None, **changed):
    desk = at_desk_of(person())
    address = reverse("privacy:notice_edit", args=[(notice or texts.current("de")).pk, section])
    return desk.post(address, form_of(desk.get(address), **changed))


def approve(notice):
    texts.approve(notice, seal=notice.sha256, by=people.dpo())
    return texts.approve(notice, seal=notice.sha256, by=people.lead())


# --- Editing ----------------------------------------------------------------------------------------------


def test_a_change_is_a_draft_and_sheets_go_on_with_the_text_in_force():
    before = texts.german()
    edit(heading="Worum geht es hier?")
    draft = texts.current("de")
    assert (draft.text_version, draft.origin, draft.is_approved) == ("2026-12.1", "edited", False)
    assert draft.made_by == people.dpo()
    assert load_text(draft.body).sections[0].heading == "Worum geht es hier?"
    assert texts.german() == before
    assert documents.document("art13", "custodian", "de").german == before
    assert AuditEvent.objects.first().verb == "notice.edited"


def test_approved_by_two_people_it_is_what_sheets_say():
    edit(heading="Worum geht es hier?")
    approve(texts.current("de"))
    assert documents.document("art13", "custodian", "de").german.text_version == "2026-12.1"


@pytest.mark.parametrize(
    ("changed", "outdated"),
    [
        ({"is_substantive": "no"}, False),
        ({"is_substantive": "yes"}, True),
        ({"is_substantive": "no", "text": "Nur noch ein Absatz."}, True),  # the translation has two
    ],
    ids=str,
)
def test_a_translation_is_outdated_by_substance_and_shape_not_by_better_wording(changed, outdated):
    edit(heading="Worum geht es hier?", **changed)
    approve(texts.current("de"))
    found = documents.document("art13", "custodian", "fr")
    assert found.family.text_version == "2026-12"
    mark = documents.mark_of(builders.installation(), texts.german(), found.family)
    assert ("outdated" in mark) == outdated


def test_the_law_in_the_comments_stays():
    edit(heading="Worum geht es hier?")
    body = texts.current("de").body
    assert "# Art. 13 (1) (a), 14 (1) (a) DSGVO." in body
    assert body.count("#") == texts.german().body.count("#")


def test_further_changes_go_into_the_same_draft_until_somebody_approves_it():
    edit(heading="Eins")
    edit("rights", heading="Zwei")
    draft = texts.current("de")
    assert draft.text_version == "2026-12.1"
    assert PrivacyNotice.objects.filter(language="de").count() == 2
    texts.approve(draft, seal=draft.sha256, by=people.dpo())
    edit(heading="Drei")
    third = texts.current("de")
    assert third.text_version == "2026-12.2"
    headings = [section.heading for section in load_text(third.body).sections]
    assert "Drei" in headings
    assert "Zwei" in headings
    draft.refresh_from_db()
    assert draft.dpo_approved_at  # an approved wording never changes
    assert load_text(draft.body).sections[0].heading == "Eins"


def test_better_wording_does_not_hide_substance_that_nobody_was_told_of():
    case = builders.open_case()
    builders.settle_sheets(case)
    edit(heading="Neuer Zweck")
    texts.approve(texts.current("de"), seal=texts.current("de").sha256, by=people.dpo())
    edit(
        heading="Der neue Zweck", is_substantive="no"
    )  # a second version, since the first one is half approved
    last = approve(texts.current("de"))
    assert (last.text_version, last.is_substantive) == ("2026-12.2", True)
    assert Job.objects.filter(kind=texts.INFORM_AGAIN).count() == 1
    edit(heading="Noch besser", is_substantive="no")
    assert not approve(texts.current("de")).is_substantive  # the substance is in force by now
    assert Job.objects.filter(kind=texts.INFORM_AGAIN).count() == 1


def test_better_wording_of_a_new_file_is_as_substantive_as_the_file():
    body = texts.current("de").body.replace('version = "2026-12"', 'version = "2027-03"')
    PrivacyNotice.objects.create(language="de", text_version="2027-03", body=body, sha256=texts.digest(body))
    edit(heading="Nur besser", is_substantive="no")
    assert texts.current("de").is_substantive


def test_paragraphs_lists_and_the_words_of_generated_lists_can_be_changed():
    edit(
        "rights",
        text="Erster Absatz.\n\nZweiter\nAbsatz.",
        items="Auskunft (Art. 15)\n\nBerichtigung (Art. 16)",
    )
    edit("recipients", **{"recipients.processor": "**Rechenzentrum:** nur in unserem Auftrag"})
    text = load_text(texts.current("de").body)
    rights = next(one for one in text.sections if one.id == "rights")
    assert rights.text == ("Erster Absatz.", "Zweiter Absatz.")
    assert rights.items == ("Auskunft (Art. 15)", "Berichtigung (Art. 16)")
    assert text.words["recipients"]["processor"].startswith("**Rechenzentrum")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "Von {nobody}."}, "{nobody}"),
        ({"text": "Ein **halb fetter Satz."}, "**"),
        ({"heading": "王小明"}, "王"),
        ({"heading": ""}, "heading"),
    ],
    ids=str,
)
def test_what_cannot_be_printed_is_named_and_nothing_is_lost(changed, sentence):
    page = edit(**changed)
    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors)
    assert page.context["form"]["text"].value() == changed.get("text", page.context["form"]["text"].value())
    assert PrivacyNotice.objects.filter(language="de").count() == 1


def test_a_placeholder_that_the_law_needs_cannot_be_dropped():
    """Art. 13 (1) (a), (b) GDPR."""
    page = edit("dpo", text="Fragen Sie uns.")
    assert "dpo_contact" in str(page.context["form"].errors)
    assert not PrivacyNotice.objects.filter(origin="edited").exists()


@pytest.mark.parametrize(
    ("section", "part", "typed", "sentence"),
    [
        ("retention", "periods.case", "Fall: so lange wie nötig", "stehen lassen: {number}"),
        ("recipients", "recipients.school", "**Aufnehmende Schule**", "stehen lassen: {items}"),
        ("recipients", "recipients.processor", "IT, {number} Jahre", "nicht ausgefüllt: {number}"),
        ("rights", "text", " \n\n ", "leer"),
        ("rights", "text", "Ein Absatz.\n\n****", "leer"),
        ("rights", "items", "", "leer"),
        ("recipients", "recipients.processor", "** **", "leer"),
        ("rights", "heading", "–", "leer"),
    ],
)
def test_what_the_law_demands_cannot_vanish_and_its_field_says_so(section, part, typed, sentence):
    """Art. 13 (1) (e), (2) (a), (b) GDPR."""
    page = edit(section, **{part: typed})
    assert sentence in str(page.context["form"].errors[part])
    assert list(page.context["form"].errors) == [part]
    assert not PrivacyNotice.objects.filter(origin="edited").exists()


@pytest.mark.parametrize(
    ("section", "part", "typed"),
    [
        ("retention", "periods.case", "Fall: wir löschen nach **{number} Jahren**"),
        ("recipients", "recipients.school", "{items} erhält die **aufnehmende Schule**"),
        ("rights", "text", "Ein Absatz."),
    ],
)
def test_it_can_be_said_in_other_words(section, part, typed):
    assert edit(section, **{part: typed}).status_code == 302
    assert typed in texts.current("de").body


def test_two_people_do_not_overwrite_each_other():
    old = texts.current("de")
    desk = at_desk_of(people.lead())
    address = reverse("privacy:notice_edit", args=[old.pk, "about"])
    opened = form_of(desk.get(address), heading="Meins")
    edit(heading="Ihres")
    page = desk.post(address, opened)
    assert page.status_code == 409
    assert page.context["form"]["heading"].value() == "Meins"
    assert load_text(texts.current("de").body).sections[0].heading == "Ihres"
    newest = texts.current("de")
    assert reverse("privacy:notice_detail", args=[newest.pk]) in page.content.decode()
    again = reverse("privacy:notice_edit", args=[newest.pk, "about"])
    desk.post(again, form_of(page))  # now it is a decision
    assert load_text(texts.current("de").body).sections[0].heading == "Meins"


def test_nobody_approves_a_wording_that_changed_after_it_was_read():
    edit(heading="Harmlos")
    draft = texts.current("de")
    address = reverse("privacy:notice_approve", args=[draft.pk])
    desk = at_desk_of(people.lead())
    edit(heading="Ganz anders")  # goes into the same draft
    desk.post(address, {"seal": draft.sha256})
    draft.refresh_from_db()
    assert draft.lead_approved_at is None
    desk.post(address, {"seal": draft.sha256})
    draft.refresh_from_db()
    assert draft.lead_approved_by == people.lead()


def test_what_was_changed_is_shown_word_by_word():
    edit(heading="Worum geht es hier?")
    draft = texts.current("de")
    found = {change.place: change.pair for change in changes(draft)}
    assert found["section.about.heading"] == ("Worum geht es?", "Worum geht es hier?")
    page = at_desk_of(people.lead()).get(reverse("privacy:notice_detail", args=[draft.pk])).content.decode()
    assert "<ins>" in page
    assert changes(texts.german()) == []


def test_the_list_says_what_is_in_force_and_what_is_a_draft():
    edit(heading="Neu")
    versions = {one.notice.text_version: one for one in overview()[0].versions}
    assert (versions["2026-12"].is_in_force, versions["2026-12.1"].is_in_force) == (True, False)
    assert versions["2026-12.1"].is_current


@pytest.mark.parametrize("person", [people.counsellor, people.administrator])
def test_nobody_else_changes_a_text(person):
    address = reverse("privacy:notice_edit", args=[texts.current("de").pk, "about"])
    assert at_desk_of(person()).post(address, {"heading": "x"}).status_code == 403
    assert at_desk_of(people.dpo()).get(address.replace("about", "nothing")).status_code == 404
    other = reverse("privacy:notice_edit", args=[texts.current("fr").pk, "about"])
    assert at_desk_of(people.dpo()).get(other).status_code == 404


# --- Tables for translators ---------------------------------------------------------------------------------


def exported(code="fr"):
    address = reverse("privacy:notice_export", args=[texts.current(code).pk])
    response = at_desk_of(people.dpo()).get(address)
    assert response["Content-Disposition"].startswith("attachment")
    return load_workbook(io.BytesIO(response.content))


def send(book):
    content = book
    if isinstance(book, Workbook):
        target = io.BytesIO()
        book.save(target)
        content = target.getvalue()
    file = SimpleUploadedFile("fr.xlsx", content)
    return at_desk_of(people.dpo()).post(IMPORT, {"table": file})


def place(book, name):
    return next(row[2] for row in book["Text"].iter_rows() if row[0].value == name)


def test_a_table_goes_out_and_comes_in_the_same():
    book = exported()
    assert [cell.value for cell in book["Text"][1]] == ["Stelle", "Deutsch", "Übersetzung", "Hinweis"]
    assert (
        place(book, "section.about.heading").value == load_text(texts.current("fr").body).sections[0].heading
    )
    response = send(book)
    notice = texts.current("fr")
    assert response.url == reverse("privacy:notice_detail", args=[notice.pk])
    assert notice.origin == "imported"
    old = PrivacyNotice.objects.get(language="fr", origin="file")
    assert tables.cells(load_text(notice.body)) == tables.cells(load_text(old.body))
    assert changes(notice) == []


def test_a_better_translation_is_a_draft_until_approved():
    book = exported()
    place(book, "section.about.heading").value = "De quoi parle-t-on ici ?"
    send(book)
    draft = texts.current("fr")
    assert not draft.is_approved
    german = texts.german()
    assert texts.translation("fr", german).is_approved  # the former one is still printed
    approve(draft)
    assert texts.translation("fr", german) == draft


def test_an_unapproved_table_takes_no_approved_translations_place():
    """Families do not get a draft while an approved text says the same."""
    edit(heading="Worum geht es hier?", is_substantive="no")
    german = approve(texts.current("de"))
    before = texts.translation("fr", german)
    send(translated(exported()))
    assert before.is_approved
    assert texts.translation("fr", german) == before
    draft = approve(texts.current("fr"))
    assert texts.translation("fr", german) == draft


def test_an_older_table_that_is_taken_in_again_is_the_draft_to_approve():
    first, second = exported(), exported()
    place(second, "section.about.heading").value = "Autre chose"
    send(first)
    older = texts.current("fr")
    send(second)
    send(first)
    assert texts.current("fr") == older
    approve(older)
    send(first)  # nothing to do: these very words are approved
    assert texts.current("fr") == older


def translated(book):
    """The table with every new place filled in."""
    for row in book["Text"].iter_rows(min_row=2):
        row[2].value = row[2].value or "De quoi parle-t-on ici ?"
    return book


def test_a_translated_draft_is_not_rewritten_so_that_the_translation_keeps_its_meaning():
    edit(heading="Entwurf eins")
    send(translated(exported()))
    french = approve(texts.current("fr"))
    edit(heading="Entwurf zwei sagt das Gegenteil")
    second = texts.current("de")
    assert (french.text_version, second.text_version) == ("2026-12.1", "2026-12.2")
    assert not texts.keeps_up(french, approve(second))
    first = PrivacyNotice.objects.get(language="de", text_version="2026-12.1")
    assert texts.keeps_up(french, first)
    assert load_text(first.body).sections[0].heading == "Entwurf eins"


def test_a_table_of_a_draft_that_was_rewritten_meanwhile_is_not_taken_in():
    edit(heading="Entwurf eins")
    book = translated(exported())
    edit(heading="Entwurf zwei")  # the same version: nobody had translated it yet
    errors = str(send(book).context["form"].errors)
    assert "section.about.heading" in errors
    assert "section.rights.heading" not in errors
    assert send(translated(exported())).status_code == 302


def test_what_the_german_text_changed_is_empty_and_marked():
    edit(heading="Worum geht es hier?")
    rows = {row[0].value: row for row in exported()["Text"].iter_rows()}
    assert not rows["section.about.heading"][2].value
    assert rows["section.about.heading"][3].value.startswith("NEU")
    assert rows["section.rights.heading"][2].value


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("section.about.heading", "", "section.about.heading"),
        ("section.dpo.text.1", "Demandez-nous.", "dpo_contact"),
        ("section.about.heading", "De **quoi", "**"),
        ("section.about.heading", "王", "王"),
        ("recipients.school", "École", "items"),
    ],
)
def test_every_fault_of_a_table_is_named_and_nothing_changes(name, value, sentence):
    book = exported()
    place(book, name).value = value
    page = send(book)
    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors)
    assert not PrivacyNotice.objects.filter(origin="imported").exists()


def test_a_cell_that_looks_like_a_formula_stays_text():
    book = exported()
    place(book, "section.about.heading").value = "=1+1"
    place(book, "section.about.heading").data_type = "s"
    send(book)
    assert load_text(texts.current("fr").body).sections[0].heading == "=1+1"
    assert place(exported(), "section.about.heading").data_type == "s"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a table", b"<xml/>" * 999])
def test_what_is_no_table_is_refused_in_words(content):
    page = send(content)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_table_of_another_book_is_refused():
    assert "Tabelle" in str(send(Workbook()).context["form"].errors)
    book = exported()
    book["Angaben"]["B1"] = "xx"
    assert send(book).context["form"].errors


def test_the_german_text_is_neither_exported_nor_imported():
    address = reverse("privacy:notice_export", args=[texts.current("de").pk])
    assert at_desk_of(people.dpo()).get(address).status_code == 404
    book = exported()
    book["Angaben"]["B1"] = "de"
    assert send(book).context["form"].errors


def test_versions_count_on():
    assert editing.next_version("2026-12") == "2026-12.1"
    assert editing.next_version("2026-12.9") == "2026-12.10"
