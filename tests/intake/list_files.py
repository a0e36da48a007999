"""Lists as offices send them, each in another layout, and their way through the pages. The children are invented."""

import io
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from intake import actions
from intake.lists import checking, reading
from intake.lists.headings import guess
from intake.lists.values import Defaults
from intake.models import ImportPreview
from privacy.models import AuditEvent
from privacy.work import jobs
from tests import builders

# Meldebehörde: semicolons, the code page of Windows, capitals, a title above, columns that are none of our business.
REGISTER = """Zuzüge Minderjährige;;;;;;;;;;;
Stand: 01.10.2026;;;;;;;;;;;
;;;;;;;;;;;
Familienname;Vorname;Geb.-Datum;Geschl.;StA;Straße;Hausnr.;PLZ;Ort;Einzugsdatum;Religion;Aufenthaltstitel
KOWALENKO;Daryna;09.03.2014;w;ukr;Sandstraße;5;57072;Siegen;01.09.2026;oa;§ 24
KOWALENKO;Petro;00.00.2011;m;ukr;Sandstraße;5;57072;Siegen;01.09.2026;oa;§ 24
Müller-Łukasz;Zoë;31.02.2015;w;polnisch;Weg;1;57074;Siegen;02.09.2026;rk;
"""

# Schulverwaltung: commas, UTF-8 with a byte order mark, names in one column, dates as a database writes them.
SCHOOL_OFFICE = (
    '\ufeff"Name, Vorname",Geburtsdatum,m/w,Staatsangehörigkeit,Anschrift,"PLZ, Ort",Name der Mutter,Vorname der Mutter,Telefon,Bemerkung\r\n'
    '"Hadi, Amina",2013-05-04 00:00:00,weiblich,Syrien,Ring 3,57223 Kreuztal,Hadi,Rana,0171 2345678,kommt mit Bus\r\n'
    '"Hadi, Yusuf",2010-01-01 00:00:00,männlich,Syrien,Ring 3,57223 Kreuztal,Hadi,Rana,0171 2345678,\r\n'
    '"Demir, Aylin",2012-11-30 00:00:00,weiblich,türkische,Hof 9,57223 Kreuztal,,,,\r\n'
)

CHILD = "Nachname;Vorname;Geburtsdatum;Gemeinde\nNowak;Ida;09.03.2014;Netphen\n"


def workbook(rows, *, more=()):
    """An XLSX with these rows; `more` become a second sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if more:
        second = book.create_sheet("Tabelle2")
        for row in more:
            second.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def spreadsheet():
    """A school that tells of children it has taken: real dates, numbers, a formula without a stored value."""
    return workbook(
        [
            ["Meldung Seiteneinsteiger"],
            [],
            ["Nachname", "Vorname", "geboren am", "Geburtsland", "Muttersprache", "PLZ", "Wohnort", "E-Mail", "Sorgeberechtigte/r", "Zuzug am", "Nr"],
            ["Okafor", "Chidi", datetime(2012, 7, 1), "Nigeria", "Englisch", 57250, "Netphen", "o@example.org", "Okafor, Ada", datetime(2026, 8, 1), "=1+1"],
            ["Okafor", "Ngozi", 2015, "NG", "eng", 57250, "Netphen", "o@example.org", "Okafor, Ada", None, None],
        ]
    )  # fmt: skip


def many(number, *, surname="Kind"):
    """A CSV with so many children who share nothing."""
    names = (f"{surname}{_letters(n)};Ina{_letters(n)};{n % 28 + 1:02}.03.2014;57072" for n in range(number))
    return ("Nachname;Vorname;Geburtsdatum;PLZ\n" + "\n".join(names)).encode()


def _letters(number):
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def upload(client, content, **changes):
    form = {"source": "schulverwaltung", "channel": "mail", "received_on": f"{builders.TODAY():%d.%m.%Y}", "municipality": "",
            "school_number": "", **changes}  # fmt: skip
    if isinstance(content, str):
        content = content.encode()
    return client.post(reverse("intake:list_new"), {"file": SimpleUploadedFile("liste", content), **form})


def columns_form(page, **changes):
    """The form of the columns as it was shown."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def match(client, response, **changes):
    """From the upload to the preview with the columns as guessed."""
    page = client.get(response.url)
    return client.post(response.url, columns_form(page, **changes))


def preview_of(client, content, **changes):
    """A list that is matched; returns the preview."""
    match(client, upload(client, content, **changes), custodian_kind="mother")
    return ImportPreview.objects.get()


def matched_list(content=CHILD, *, by):
    """The same by the actions."""
    facts = {"source": "schulverwaltung", "channel": "mail", "received_on": builders.TODAY(), "municipality": "",
             "school_number": ""}  # fmt: skip
    table = reading.read(content.encode())
    preview = actions.take_list(table, facts, by=by)
    matched = checking.matched(preview, guess(table.headings), Defaults())
    return actions.match_columns(preview, matched, Defaults(), name="", by=by)


def open_all(client, preview, owner=""):
    response = client.post(reverse("intake:list_open", args=[preview.pk]), {"owner": owner})
    jobs.run_waiting()
    return response


def verdicts(preview):
    return [row.verdict for row in checking.rows_of(preview)]


def page_text(client, name, preview, **query):
    return client.get(reverse(f"intake:{name}", args=[preview.pk]), query).content.decode()


def last_event(verb):
    return AuditEvent.objects.filter(verb=verb).order_by("-pk").first()
