"""Lists of reported children: a preview that is its user's alone."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake.models import Case, ImportPreview, ListLayout
from tests import builders, people
from tests.intake import list_files
from tests.intake.list_files import (
    columns_form,
    last_event,
    match,
    open_all,
    page_text,
    preview_of,
    upload,
    verdicts,
)

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture(autouse=True)
def nadja(client):
    builders.installation()
    builders.approved_texts()
    user = people.counsellor()
    client.force_login(user)
    return user


class TestUpload:
    def test_a_list_becomes_a_preview_and_the_file_is_not_kept(self, client, nadja):
        response = upload(client, list_files.SCHOOL_OFFICE)
        preview = ImportPreview.objects.get()
        assert response.url == reverse("intake:list_columns", args=[preview.pk])
        assert (preview.user, len(preview.rows), Case.objects.count()) == (nadja, 3, 0)
        event = last_event("list.taken")
        assert (event.actor_id, event.object_id, '"rows":3' in event.detail) == (
            nadja.pk,
            str(preview.pk),
            True,
        )
        assert "Hadi" not in event.detail
        assert "schulverwaltung" not in event.detail

    def test_what_may_not_be_stored_is_said_and_gone(self, client):
        response = upload(client, list_files.REGISTER.encode("cp1252", "replace"))
        page = client.get(response.url).content.decode()
        assert "Religion, Aufenthaltstitel" in page
        assert "VO-DV I § 1 Abs. 2" in page
        assert "§ 24" not in str(ImportPreview.objects.get().rows)

    @pytest.mark.parametrize(
        ("content", "changes", "field", "words"),
        [
            (b"", {}, "file", "leer"),
            (b"\x89PNG" + bytes(99), {}, "file", "anderen Programms"),
            (b"x" * 2_000_001, {}, "file", "größer als 2 MB"),
            (b"x" * 3_000_000, {}, "file", "größer als 2 MB"),
            (list_files.many(5_001), {}, "file", "5000"),
            (list_files.CHILD, {"source": "family"}, "source", "family"),
            (list_files.CHILD, {"source": ""}, "source", "Gemeldet von"),
            (list_files.CHILD, {"received_on": "1.1.2090"}, "received_on", "Zukunft"),
            (list_files.CHILD, {"municipality": "Köln"}, "municipality", "Köln"),
            (list_files.CHILD, {"school_number": "188000"}, "school_number", "Schule"),
            (list_files.CHILD, {"source": "school", "school_number": "18"}, "school_number", "sechs Ziffern"),
            (list_files.CHILD, {"source": "school", "school_number": "١٨٨٠٠٠"}, "school_number", "sechs Ziffern"),
        ],
    )  # fmt: skip
    def test_bad_input_is_named_at_its_field(self, client, content, changes, field, words):
        page = upload(client, content, **changes)
        assert page.status_code == 200
        assert words in str(page.context["form"].errors[field])
        assert not ImportPreview.objects.exists()

    def test_no_file_at_all(self, client):
        page = client.post(reverse("intake:list_new"), {"source": "school"})
        assert "file" in page.context["form"].errors

    def test_the_case_list_leads_to_it_and_it_to_ones_lists(self, client):
        assert reverse("intake:list_new") in client.get(reverse("intake:case_list")).content.decode()
        upload(client, list_files.CHILD)
        link = reverse("intake:list_detail", args=[ImportPreview.objects.get().pk])
        assert link in client.get(reverse("intake:list_new")).content.decode()
        client.force_login(people.teammate())
        assert link not in client.get(reverse("intake:list_new")).content.decode()


class TestColumns:
    def test_what_holds_nothing_of_ours_is_forgotten(self, client):
        response = upload(client, list_files.SCHOOL_OFFICE)
        assert "kommt mit Bus" in client.get(response.url).content.decode()
        assert match(client, response).url.startswith("/cases/lists/")
        preview = ImportPreview.objects.get()
        assert "kommt mit Bus" not in str(preview.rows)
        assert "Bemerkung" not in preview.headings
        assert last_event("list.matched").object_id == str(preview.pk)

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"column_1": "surname"}, "column_1", "schon in einer anderen Spalte"),
            ({"column_2": ""}, "__all__", "Geburtsdatum"),
            ({"column_0": ""}, "__all__", "Name"),
            ({"column_0": "religion"}, "column_0", "religion"),
            ({"language": "xx"}, "language", "xx"),
            ({"name": "x" * 81}, "name", "80"),
        ],
    )
    def test_a_wrong_choice_is_named_at_its_column(self, client, changes, field, words):
        page = match(client, upload(client, list_files.CHILD), **changes)
        assert page.status_code == 200
        assert words in str(page.context["form"].errors[field])
        assert not ImportPreview.objects.get().matched_at

    def test_they_are_remembered_for_the_next_list_with_the_same_headings(self, client):
        head = "Spalte A;Spalte B;Spalte C;Gemeinde\n"
        chosen = {"column_0": "surname", "column_1": "given_names", "column_2": "born_on", "name": "Rathaus"}
        match(client, upload(client, head + "Nowak;Ida;2014;Netphen\n"), **chosen)
        layout = ListLayout.objects.get()
        assert "Spalte" not in str(vars(layout))
        again = client.get(upload(client, head + "Popa;Ion;2013;Netphen\n").url)
        assert [field.value() for field in again.context["form"].column_fields()][:3] == ["surname", "given_names", "born_on"]  # fmt: skip
        assert "Rathaus" in again.content.decode()
        other = client.get(upload(client, "Spalte Z;B;C\nPopa;Ion;x\n").url)
        assert "Rathaus" not in other.content.decode()

    def test_of_two_the_same_senders_is_taken(self, client):
        head = "Spalte A;Spalte B;Spalte C;Gemeinde\n"
        chosen = {"column_1": "given_names", "column_2": "born_on", "column_0": "surname"}
        row = head + "Nowak;Ida;2014;Netphen\n"
        match(client, upload(client, row, source="jugendamt"), **chosen, name="Jugendamt")
        match(client, upload(client, row), **chosen, name="Schulamt")
        assert client.get(upload(client, row, source="jugendamt").url).context["layout"].name == "Jugendamt"

    def test_they_can_be_corrected_until_the_cases_are_opened(self, client):
        preview = preview_of(client, "Nachname;Vorname;Geburtsdatum;Ort\nIda;Nowak;2014;Netphen\n")
        address = reverse("intake:list_columns", args=[preview.pk])
        swapped = columns_form(client.get(address), column_0="given_names", column_1="surname")
        client.post(address, swapped)
        open_all(client, preview)
        assert Case.objects.get().pupil.full_name == "Nowak, Ida"
        assert client.get(address).url == reverse("intake:list_result", args=[preview.pk])
        assert client.post(address, swapped).status_code == 302


class TestPreview:
    def test_nothing_is_opened_before_the_button(self, client):
        preview = preview_of(client, list_files.SCHOOL_OFFICE)
        assert verdicts(preview) == ["new", "new", "new"]
        page = page_text(client, "list_detail", preview)
        assert "Hadi, Amina" in page
        assert "Gleicher Haushalt wie Zeile 2" in page
        assert not Case.objects.exists()

    def test_a_rejected_row_says_why_at_its_column(self, client):
        preview = preview_of(client, list_files.REGISTER.encode("cp1252", "replace"))
        assert verdicts(preview) == ["new", "new", "rejected"]
        page = page_text(client, "list_detail", preview, view="rejected")
        assert "Geb.-Datum:" in page
        assert "31.02.2015" in page

    def test_a_known_child_is_not_opened_unless_somebody_says_so(self, client):
        known = builders.open_case(surname="Nowak", given_names="Ida", born_on=TODAY().replace(2014, 3, 9))
        preview = preview_of(client, list_files.CHILD)
        assert verdicts(preview) == ["known"]
        page = page_text(client, "list_detail", preview, view="known")
        assert known.get_absolute_url() in page
        event = last_event("list.read")
        assert [one.reference for one in event.shown.all()] == [known.reference]
        open_all(client, preview)
        assert Case.objects.count() == 1

        client.post(reverse("intake:list_choose", args=[preview.pk]), {"shown": [2], "chosen": [2]})
        client.post(reverse("intake:list_choose", args=[preview.pk]), {"shown": [], "chosen": []})
        open_all(client, preview)
        assert Case.objects.count() == 2

    def test_a_choice_can_be_taken_back(self, client):
        builders.open_case(surname="Nowak", given_names="Ida", born_on=TODAY().replace(2014, 3, 9))
        preview = preview_of(client, list_files.CHILD)
        address = reverse("intake:list_choose", args=[preview.pk])
        client.post(address, {"shown": [2], "chosen": [2]})
        client.post(address, {"shown": [2]})
        open_all(client, preview)
        assert Case.objects.count() == 1
        assert client.post(address, {"shown": ["x"], "chosen": [10**30]}).status_code == 302

    def test_of_a_strangers_case_only_reference_and_responsible_person_are_seen(self, client):
        foreign = builders.open_case(
            by=people.colleague(),
            surname="Nowak",
            given_names="Ida Maria",
            born_on=TODAY().replace(2014, 3, 9),
        )
        preview = preview_of(client, list_files.CHILD)
        page = page_text(client, "list_detail", preview, view="known")
        assert foreign.reference in page
        assert str(people.colleague()) in page
        assert "Ida Maria" not in page

    def test_the_same_child_twice_in_a_list_is_opened_once_and_twins_twice(self, client):
        rows = "Nachname;Vorname;Geburtsdatum;PLZ\nPopa;Ion;9.3.2014;57072\nPOPA;Ion;090314;57072\nPopa;Ana;9.3.2014;57072\n"
        preview = preview_of(client, rows)
        assert verdicts(preview) == ["new", "known", "new"]
        assert "Dasselbe Kind wie in Zeile 2" in page_text(client, "list_detail", preview, view="known")
        open_all(client, preview)
        assert Case.objects.count() == 2

    @pytest.mark.parametrize("number", [1, 50])
    def test_fifty_rows_ask_the_database_as_often_as_one(self, client, django_assert_num_queries, number):
        for letter in "abcdefghij"[: 1 if number == 1 else 10]:
            builders.open_case(surname=f"Kind{letter}", born_on=TODAY().replace(2014, 3, 1))
        rows = "".join(
            f"Kind{'abcdefghij'[n % 10]};Ina{'abcde'[n // 10]};01.03.2014;57072\n" for n in range(number)
        )
        preview = preview_of(client, "Nachname;Vorname;Geburtsdatum;PLZ\n" + rows)
        assert verdicts(preview) == ["known"] * number
        address = reverse("intake:list_detail", args=[preview.pk])
        client.get(address)
        with django_assert_num_queries(14):
            client.get(address, {"view": "known"})


@given(st.binary(max_size=200))
def test_whatever_is_uploaded_is_a_preview_or_a_message(content):
    client = Client()
    client.force_login(people.counsellor())
    with transaction.atomic():
        response = upload(client, b"Nachname;Vorname;Geburtsdatum\n" + content)
        if response.status_code == 302:
            page = match(client, response)
            assert page.status_code in (200, 302)
        else:
            assert response.context["form"].errors["file"]
        transaction.set_rollback(True)
