"""Small texts in three scripts and the facts of three documents. Nobody may rely on them."""

from dataclasses import replace
from datetime import UTC, datetime

from privacy.typeset import (
    Column,
    LetterFacts,
    ReceiptFacts,
    ReportFacts,
    ReportSection,
    TableFacts,
    load_text,
)

STAMP = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

GERMAN = """
[meta]
code = "de"
lang = "de"
dir = "ltr"
name = "Deutsch"
version = "2026-11"
title = "Hinweise zum Datenschutz"
subtitle = "Ein kurzer Text zum Prüfen ([[Art. 13 DSGVO]])"

[[section]]
id = "controller"
heading = "Wer ist verantwortlich?"
text = [
  "Verantwortlich ist **{controller}**, {controller_address}, Telefon {controller_phone}.",
  "Schreiben Sie an {controller_email}.",
]

[[section]]
id = "sources"
heading = "Woher kommen die Daten?"
text = ["Von der Meldebehörde."]
for = ["art14"]

[[section]]
id = "rights"
heading = "Welche Rechte haben Sie?"
text = ["Sie haben diese Rechte:"]
list = ["Auskunft (Art. 15 DSGVO),", "Berichtigung (Art. 16 DSGVO)."]

[[section]]
id = "pupil"
heading = "Für Jugendliche"
text = ["Du darfst fragen."]
audience = ["pupil"]

[receipt]
heading = "Empfangsbestätigung"
text = "Ich habe das Blatt erhalten. Nummer **{number}**."
signature = "Unterschrift"
place_date = "Ort, Datum"
interpreter = "Unterschrift Sprachmittlung"
"""

UKRAINIAN = """
[meta]
code = "uk"
lang = "uk"
dir = "ltr"
name = "Українська"
version = "2026-11"
title = "Інформація про захист даних"
subtitle = "Короткий текст для перевірки ([[Art. 13 DSGVO]])"

[[section]]
id = "controller"
heading = "Хто несе відповідальність?"
text = [
  "Відповідальність несе **{controller}**, {controller_address}, телефон {controller_phone}.",
  "Пишіть на адресу {controller_email}.",
]

[[section]]
id = "sources"
heading = "Звідки походять дані?"
text = ["Від органу реєстрації."]
for = ["art14"]

[[section]]
id = "rights"
heading = "Які у Вас є права?"
text = ["Ви маєте такі права:"]
list = ["доступ до даних ([[Art. 15 DSGVO]]),", "виправлення ([[Art. 16 DSGVO]])."]

[[section]]
id = "pupil"
heading = "Для молоді"
text = ["Ти можеш запитувати."]
audience = ["pupil"]

[receipt]
heading = "Підтвердження отримання"
text = "Я отримав аркуш. Номер **{number}**."
signature = "Підпис"
place_date = "Місце, дата"
interpreter = "Підпис перекладача"
"""

ARABIC = """
[meta]
code = "ar"
lang = "ar"
dir = "rtl"
name = "العربية"
version = "2026-11"
title = "معلومات عن حماية البيانات"
subtitle = "نص قصير للاختبار ([[Art. 13 DSGVO]])"

[[section]]
id = "controller"
heading = "من هي الجهة المسؤولة؟"
text = [
  "الجهة المسؤولة هي **{controller}**، {controller_address}، هاتف {controller_phone}.",
  "اكتبوا إلى {controller_email}.",
]

[[section]]
id = "sources"
heading = "من أين تأتي البيانات؟"
text = ["من مكتب التسجيل."]
for = ["art14"]

[[section]]
id = "rights"
heading = "ما هي حقوقكم؟"
text = ["لديكم الحقوق التالية:"]
list = ["الاطلاع على البيانات ([[Art. 15 DSGVO]])،", "التصحيح ([[Art. 16 DSGVO]])."]

[[section]]
id = "pupil"
heading = "للشباب"
text = ["يمكنك أن تسأل."]
audience = ["pupil"]

[receipt]
heading = "إقرار بالاستلام"
text = "استلمتُ الورقة. الرقم **{number}**."
signature = "التوقيع"
place_date = "المكان، التاريخ"
interpreter = "توقيع المترجم"
"""

SOURCES = {"de": GERMAN, "uk": UKRAINIAN, "ar": ARABIC}
TEXTS = {code: load_text(source) for code, source in SOURCES.items()}
VALUES = {
    "controller": "Kreis Musterland",
    "controller_address": "Rathausplatz 1, 12345 Musterstadt",
    "controller_phone": "0211 38424-0",
    "controller_email": "ki@musterland.example",
}
RECEIPT = ReceiptFacts(
    reference="KI-2026-000123",
    person_code="C1",
    role="Mutter",
    number="Q-2026-00981",
    language="Arabisch",
    issued_on="22.11.2026",
    office="Kommunales Integrationszentrum",
)
CHECK_URL = "https://einstieg.musterland.example/check/Q-2026-00981?t=1f9c7b20d4e86a35"
CHECKED = replace(RECEIPT, check_url=CHECK_URL, source="Mitteilung der Gesamtschule Nord")
LETTER = LetterFacts(
    sender_line="Kreis Musterland · Rathausplatz 1 · 12345 Musterstadt",
    recipient=("Gesamtschule Nord", "Sekretariat", "Schulstraße 12", "12345 Musterstadt"),
    info=(("Unser Zeichen", "KI-2026-000123"), ("Telefon", "0211 38424-17")),
    date="22.11.2026",
    subject="Anfrage nach einem Schulplatz",
    salutation="Guten Tag,",
    paragraphs=("bitte prüfen Sie, ob ein Platz frei ist.",),
    rows=(("Name", "Łucja Ș̌ahin"), ("Name in Originalschrift", "ليلى الخطيب"), ("Jahrgang", "7")),
    closing_paragraphs=("Mit freundlichen Grüßen",),
    signature=("A. Świerczyński",),
    reference="KI-2026-000123",
)
NAMES = ("Łucja Ș̌ahin", "ليلى الخطيب", "Олександра Шевченко", "ሰላም ገብረመድህን", "")
COLUMNS = (Column("Nr.", 0.5, end=True), Column("Name", 2), Column("Rolle"), Column("Bemerkung", 2))


def table(count):
    """A table of ``count`` rows in four scripts, with empty cells."""
    rows = ((str(i), NAMES[i % 5], "Mutter" if i % 3 else "", f"Vermerk {i}") for i in range(count))
    return TableFacts(COLUMNS, tuple(rows))


REPORT = ReportFacts(
    title="Auskunft über gespeicherte Daten",
    subtitle="Art. 15 DSGVO",
    rows=(("Aktenzeichen", "KI-2026-000123"), ("Name", NAMES[1]), ("Leer", "")),
    sections=(
        ReportSection("Zwecke", ("Wir beraten Familien.", NAMES[3], NAMES[1])),
        ReportSection("Angaben", rows=(("Muttersprache", "ትግርኛ"), ("Herkunft", "Україна"))),
        ReportSection("Zugriffe", ("Wer gelesen hat:",), table=table(80)),
    ),
    footer="KI-2026-000123 · Auskunft",
    author="Kreis Musterland",
    signatures=("Ort, Datum", "Unterschrift"),
    seal="Siegel Nr. 17",
)
