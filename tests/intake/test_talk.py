"""The talk page: one page for everything that is said, kept while it is typed, merged field by field, never lost."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from intake import actions
from intake.models import (
    Custodian,
    FurtherLanguage,
    IntakeSession,
    Pupil,
    SchoolYear,
    SeenDocument,
    TalkDraft,
)
from intake.talk import TalkForms
from privacy.models import AuditEvent, Collection
from privacy.notices import sheets
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture
def case():
    builders.installation()
    builders.approved_texts()
    return builders.open_case()


@pytest.fixture
def page(client, case):
    """Nadja at the talk page: `page()` looks at it, `page(field=…)` records, `page(into=…)` sends to another address."""
    client.force_login(case.owner)

    def at(into="session_edit", form=None, **typed):
        address = reverse(f"intake:{into}", args=[case.reference])
        if not typed and form is None:
            return client.get(address)
        return client.post(address, {**(form or builders.talk_form(case)), **builders.form_names(typed)})

    return at


def acts(verb):
    return AuditEvent.objects.filter(verb=verb).count()


class TestRecording:
    def test_everything_that_was_said_in_one_act(self, page, case):
        year = TODAY().year - 3
        page(
            talk__notes="Mag Mathematik.", pupil__second_language="pol", pupil__second_language_fluency="some",
            language_1__language="eng", language_1__from_grade="3", case__wished_form="20",
            **{f"year_{year}__attendance": "full", f"year_{year}__country": "166", f"year_{year}__grade": "4"},
            paper_certificates__seen_on="9.3.26", **{f"custodian_{Custodian.objects.get().pk}__phone": "0271 1"},
        )  # fmt: skip
        child = Pupil.objects.get()
        assert (child.second_language, child.second_language_fluency, child.years_attended) == (
            "pol",
            "some",
            1,
        )
        assert list(FurtherLanguage.objects.values_list("position", "language", "from_grade")) == [
            (1, "eng", 3)
        ]
        assert list(SchoolYear.objects.values_list("year", "attendance", "grade")) == [(year, "full", 4)]
        assert list(SeenDocument.objects.values_list("kind", flat=True)) == ["certificates"]
        assert Custodian.objects.get().phone == "0271 1"
        assert IntakeSession.objects.get().notes == "Mag Mathematik."
        event = AuditEvent.objects.get(verb="session.recorded")
        assert '"pupil.second_language"' in event.detail
        assert '"pupil.surname"' not in event.detail  # what was not changed is not said to be
        assert {row.act for row in (child.history.first(), IntakeSession.objects.get().history.first())} == {
            event.act
        }

    def test_what_was_recorded_stands_on_the_case(self, page, case, client):
        year = TODAY().year - 2
        page(language_1__language="eng", language_1__from_grade="3", pupil__interests="Robotik", paper_identity__seen_on="9.3.26",
             **{f"year_{year}__country": "166", f"year_{year}__grade": "4"})  # fmt: skip
        words = client.get(case.get_absolute_url()).content.decode()
        for said in (
            "in der Schule ab Klasse 3",
            "Robotik",
            "gesehen am 09.03.2026",
            "das ganze Jahr, Ukraine, Klasse 4",
        ):
            assert said in words

    def test_what_nobody_said_makes_no_record(self, page, case):
        before = Pupil.objects.get().version
        page(talk__notes="")
        assert Pupil.objects.get().version == before
        assert not FurtherLanguage.objects.exists()
        assert not SchoolYear.objects.exists()

    def test_an_emptied_year_is_gone_but_not_its_history(self, page, case):
        year = TODAY().year - 2
        page(**{f"year_{year}__attendance": "full"})
        page(**{f"year_{year}__attendance": ""})
        assert not SchoolYear.objects.exists()
        assert [row.history_type for row in SchoolYear.history.order_by("history_id")] == ["+", "-"]

    def test_a_grade_alone_means_lessons_all_year(self, page, case):
        year = TODAY().year - 2
        page(**{f"year_{year}__grade": "5"})
        assert SchoolYear.objects.get().attendance == "full"

    def test_years_that_were_said_are_not_counted_anew(self, page, case):
        year = TODAY().year - 2
        page(pupil__years_attended="6", **{f"year_{year}__attendance": "full"})
        assert Pupil.objects.get().years_attended == 6

    def test_two_years_at_a_german_school_are_pointed_out(self, page, case):
        """BASS 13-63 Nr. 3: newly arrived is who attends a German school for the first time, for about two years."""
        years = {f"year_{TODAY().year - back}__country": "000" for back in (1, 2)}
        assert "not_target_group" not in [hint.why for hint in case.hints]
        page(**years)
        assert "not_target_group" in [hint.why for hint in type(case).objects.get().hints]

    def test_a_father_who_is_not_here_is_informed_of_what_was_written_about_him(self, page, case):
        values = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", "is_absent": True}
        father = actions.add_custodian(case, values, by=case.owner)
        builders.settle_sheets(case)
        page(**{f"custodian_{father.pk}__phone": "0271 2"}, talk__participants=["P", "C1"])
        last = Collection.objects.order_by("pk")
        assert {(one.occasion, one.kind) for one in last if one.occasion in ("talk", "correction")} == {
            ("talk", "art13"),
            ("correction", "art14"),
        }

    def test_no_talk_in_a_closed_case(self, page, case):
        actions.move(case, "closed", closing_reason="duplicate", version=case.version, by=case.owner)
        assert page(talk__notes="zu spät").url == case.get_absolute_url()
        assert page("session_draft", talk__notes="zu spät").status_code == 422
        assert not IntakeSession.objects.exists()
        assert not TalkDraft.objects.exists()


class TestTwoPeople:
    def test_a_colleagues_change_to_another_field_stays(self, page, case):
        opened = builders.talk_form(case)
        mother = Custodian.objects.get()
        actions.change(case, mother, {"phone": "0271 9"}, version=mother.version, by=people.teammate())
        page(form=opened, talk__notes="Text")
        assert Custodian.objects.get().phone == "0271 9"
        assert IntakeSession.objects.get().notes == "Text"

    def test_the_same_field_changed_by_both_is_shown_and_then_decided(self, page, case):
        opened = builders.talk_form(case)
        actions.change(
            case, case.pupil, {"place_of_birth": "Lwiw"}, version=case.pupil.version, by=people.teammate()
        )
        stale = page(form=opened, pupil__place_of_birth="Odessa", talk__notes="Text")
        words = stale.content.decode()
        assert stale.status_code == 409
        assert "„Lwiw“" in words
        assert 'value="Odessa"' in words
        assert "Text" in words
        assert Pupil.objects.get().place_of_birth == "Lwiw"
        assert acts("act.refused") == 1

        again = {**opened, "pupil-place_of_birth": "Odessa", "initial-pupil-place_of_birth": "Lwiw"}
        assert 'name="initial-pupil-place_of_birth" value="Lwiw"' in words
        assert page(form=again, talk__notes="Text").status_code == 302
        assert Pupil.objects.get().place_of_birth == "Odessa"


class TestDrafts:
    def test_half_a_date_is_kept_and_comes_back_without_a_complaint(self, page, case):
        assert page("session_draft", talk__held_on="31.02.", pupil__surname="").status_code == 200
        back = page()
        assert 'value="31.02."' in back.content.decode()
        assert not back.context["forms"].has_errors
        assert Pupil.objects.get().surname == "Kowalenko"

    def test_the_first_line_makes_the_sheet_due_and_is_one_event(self, page, case):
        """Art. 13 (1) GDPR: at the time when data are obtained."""
        builders.settle_sheets(case)
        before = Collection.objects.count()
        for text in ("e", "ei", "ein"):
            page("session_draft", talk__notes=text)
        assert acts("session.begun") == 1
        assert Collection.objects.count() == before + 1
        page(talk__notes="ein Wort")
        assert Collection.objects.filter(occasion="talk").count() == 1  # the same talk, not collected twice

    def test_a_draft_is_its_writers_and_its_cases_own(self, page, case, client):
        page("session_draft", talk__notes="nur meins")
        other = builders.open_case()
        assert (
            "nur meins"
            not in client.get(reverse("intake:session_edit", args=[other.reference])).content.decode()
        )
        client.force_login(people.teammate())
        seen = client.get(reverse("intake:session_edit", args=[case.reference])).content.decode()
        assert "nur meins" not in seen
        assert "Nadja Weber" in seen

    def test_the_older_window_overwrites_nothing(self, page, case):
        page("session_draft", window="eins", talk__notes="a")
        assert page("session_draft", window="zwei", number=1, talk__notes="b").status_code == 200
        late = page("session_draft", window="eins", talk__notes="c")
        assert late.status_code == 409
        assert "talk-notes=b" in TalkDraft.objects.get().content
        assert page("session_draft", window="zwei", number=1, talk__notes="d").status_code == 200

    def test_a_window_left_open_does_not_bring_a_recorded_draft_back(self, page, case):
        page("session_draft", window="eins", talk__notes="a")
        page(window="eins", talk__notes="a")
        assert page("session_draft", window="alt", number=1, talk__notes="alt").status_code == 409
        assert not TalkDraft.objects.exists()

    def test_recording_from_the_older_window_asks_first(self, page, case):
        page("session_draft", window="eins", talk__notes="a")
        page("session_draft", window="zwei", number=1, talk__notes="b")
        asked = page(window="eins", talk__notes="c")
        assert asked.status_code == 409
        assert not IntakeSession.objects.exists()
        assert page(window="eins", talk__notes="c", mine="1").status_code == 302
        assert IntakeSession.objects.get().notes == "c"

    def test_going_on_later_needs_no_script(self, page, case, client):
        assert page(talk__notes="bis gleich", later="1").url == case.get_absolute_url()
        assert "bis+gleich" in TalkDraft.objects.get().content
        day = client.get(reverse("intake:my_day")).content.decode()
        assert "Begonnene Gespräche" in day
        page("session_discard", form={}, x="1")
        assert not TalkDraft.objects.exists()
        assert acts("session.discarded") == 1

    def test_what_cannot_be_recorded_yet_is_kept_too(self, page, case):
        wrong = page(talk__held_on="31.02.", talk__notes="lang getippt")
        assert wrong.context["forms"].session.form.errors["held_on"]
        assert "lang+getippt" in TalkDraft.objects.get().content

    def test_more_than_a_page_can_hold_is_refused(self, page, case):
        assert page("session_draft", talk__notes="x" * 100_001).status_code == 422
        assert page("session_draft", talk__notes="x" * 1_000).status_code == 200

    @given(
        st.dictionaries(
            st.sampled_from(["talk-notes", "pupil-surname", "number", "window"]),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        )
    )
    @with_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_whatever_is_typed_comes_back(self, case, typed):
        form = QueryDict(mutable=True)
        form.update(typed)
        restored = TalkForms(case, QueryDict(form.urlencode()), user=case.owner, is_draft=True)
        for name, part in (("talk-notes", restored.session), ("pupil-surname", restored.pupil)):
            if name in typed:
                assert part.form[name.partition("-")[2]].value() == typed[name]
        assert not restored.has_errors


class TestBadInput:
    @pytest.mark.parametrize(
        "text", ["\0", "x" * 10_000, "\u202eabc", "😀" * 2_000, "<script>", "'; drop table", "31.02.2026"]
    )
    def test_the_message_stands_at_the_field_and_nothing_else_is_lost(self, page, text):
        answer = page(
            talk__held_on=text, pupil__surname=text, pupil__born_on=text, pupil__years_attended=text,
            case__sibling_school=text, talk__kind=text, talk__participants=[text], language_1__language=text,
            pupil__place_of_birth="Charkiw-Nord", household__postcode=text,
        )  # fmt: skip
        assert answer.status_code == 200
        assert answer.context["forms"].pupil.form.errors["born_on"]
        assert 'value="Charkiw-Nord"' in answer.content.decode()
        assert not IntakeSession.objects.exists()

    def test_a_forged_before_value_is_no_error(self, page):
        assert page(talk__notes="x", **{"initial-pupil-born_on": "\0x"}).status_code == 302


class TestTheFamilyLooksOn:
    def test_no_other_case_and_no_search_on_the_screen(self, page, case):
        words = page().content.decode()
        assert 'id="quick"' not in words
        assert "/cases/my-day/" not in words
        assert "Andere Fälle sind ausgeblendet" in words

    def test_it_reads_what_is_written_down_in_its_own_language_too(self, page, case):
        page(talk__notes="Mag Mathematik.")
        words = page("session_check").content.decode()
        for expected in ("Mag Mathematik.", "мови", 'lang="uk"', "0171 2345678"):
            assert expected in words

    def test_the_phone_of_a_parent_who_is_not_here_is_not_on_the_check_page(self, page, case):
        values = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", "phone": "0271 777"}
        actions.add_custodian(case, values, by=case.owner)
        page(talk__notes="x", talk__participants=["P", "C1"])
        words = page("session_check").content.decode()
        assert "Petro" in words
        assert "0271 777" not in words
        page(talk__participants=["P", "C1", "C2"])
        assert "0271 777" in page("session_check").content.decode()

    def test_an_address_kept_from_the_father_is_not_on_the_check_page_while_he_is_there(self, page, case):
        mother = Custodian.objects.get()
        actions.change(case, mother, {"is_protected": True}, version=mother.version, by=case.owner)
        values = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro"}
        actions.add_custodian(case, values, by=case.owner)
        page(talk__notes="x", talk__participants=["P", "C1"])
        assert "Sandstraße 5" in page("session_check").content.decode()
        page(talk__participants=["P", "C1", "C2"])
        assert "Sandstraße 5" not in page("session_check").content.decode()
        talk = page().content.decode()
        assert talk.index("die Anschrift wird vor den anderen") < talk.index("Sandstraße 5")  # folded

    def test_it_is_concluded_only_when_everybody_is_informed(self, page, case):
        page(talk__notes="x")
        assert "Alles stimmt" not in page("session_check").content.decode()
        builders.settle_sheets(case)
        assert "Alles stimmt" in page("session_check").content.decode()
        assert not sheets.open_for(case.reference).exists()


def test_the_page_asks_the_database_as_often_for_many_years_as_for_none(
    page, case, django_assert_num_queries
):
    page(talk__notes="x")
    with django_assert_num_queries(23):
        page()
    page(**{f"year_{TODAY().year - back}__attendance": "full" for back in range(5)})
    assert SchoolYear.objects.count() == 5
    with django_assert_num_queries(23):
        page()
