"""Separated parents: what is posted to one of them never holds the address that the other one keeps to herself."""

from itertools import product

import pytest
from django.urls import reverse

from intake import actions, bulk, inviting
from intake.letters import address_of
from intake.models import Case, Letter
from privacy.models import SheetIssue
from privacy.notices import sheets
from privacy.work import jobs
from schools import disclosure
from tests import builders, people
from tests.privacy.typeset.reading import text_in, text_of

pytestmark = pytest.mark.django_db
HOME = {"street": "Geheimweg 7", "postcode": "57072", "town": "Siegen"}
HIS = {"street": "Vaterstraße 9", "postcode": "57223", "town": "Kreuztal"}
HERS = {"street": "Mutterplatz 3", "postcode": "57250", "town": "Netphen"}
WINDOW = (20, 45, 105, 90)  # DIN 5008 form B


@pytest.fixture(autouse=True)
def office(client):
    builders.installation()
    builders.approved_texts()
    client.force_login(people.counsellor())


def family(mother=None, father=None, **pupil):
    """The mother is C1, the father C2; each with an address of their own or without."""
    case = builders.open_case(household=HOME, **pupil)
    father = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", **(father or {})}
    actions.add_custodian(case, father, by=case.owner)
    if mother:
        row = case.pupil.household.custodians.get(position=1)
        actions.change(case, row, mother, version=row.version, by=case.owner)
    return Case.objects.get(pk=case.pk)


def printed(client, letter):
    args = [letter.appointment_id, letter.pk]
    return client.get(reverse("intake:letter_pdf", args=args)).content


def test_each_parent_gets_a_letter_of_their_own_at_their_own_address(client):
    case = family(father=HIS)
    letters = inviting.issue(builders.appointment(case), "invitation", ["C1", "C2"], "de", by=case.owner)
    hers, his = (printed(client, one) for one in letters)
    assert "Iryna Kowalenko" in text_in(hers, *WINDOW)
    assert "Geheimweg 7" in text_in(hers, *WINDOW)
    assert "Petro Kowalenko" in text_in(his, *WINDOW)
    assert "Vaterstraße 9" in text_in(his, *WINDOW)
    assert "Vaterstraße" not in text_of(hers)
    assert "Geheimweg" not in text_of(his)  # the child's address is nobody's business in it, protected or not


@pytest.mark.parametrize("own", [HERS, {}], ids=["her own", "the child's"])
def test_a_protected_address_is_never_that_of_a_letter_to_the_other(own):
    case = family(mother={**own, "is_protected": True})
    home = case.pupil.household
    hidden = own.get("street", HOME["street"])
    assert hidden in " ".join(address_of(home, "C1"))
    assert hidden not in " ".join(address_of(home, "C2"))
    if not own:  # nobody knows where he lives: no letter, rather than one to her
        with pytest.raises(inviting.NoAddress):
            inviting.issue(builders.appointment(case), "invitation", ["C1", "C2"], "de", by=case.owner)
        assert not Letter.objects.exists()


@pytest.mark.parametrize("flags", list(product([False, True], repeat=4)))
def test_whoever_lives_where_no_pdf_to_one_holds_what_the_other_keeps(client, flags):
    """All sixteen families: with an own address or not, kept from the other or not."""
    her_own, his_own, her_secret, his_secret = flags
    case = family(
        mother={**(HERS if her_own else {}), "is_protected": her_secret},
        father={**(HIS if his_own else {}), "is_protected": his_secret},
        source="jugendamt",
    )
    kept = {
        "C2": (HERS if her_own else HOME)["street"] if her_secret else None,
        "C1": (HIS if his_own else HOME)["street"] if his_secret else None,
    }
    home = case.pupil.household
    to = [code for code in ("C1", "C2") if address_of(home, code)]
    papers = {code: [] for code in to}
    if to:
        for letter in inviting.issue(builders.appointment(case), "invitation", to, "de", by=case.owner):
            papers[letter.person_code].append(printed(client, letter))
    settled = list(SheetIssue.objects.of(case.reference).exclude(person_code="P"))
    for issue in settled:
        job = posted(issue, case)
        assert bool(job.output) == (issue.person_code in to)
        if job.output:
            papers[issue.person_code].append(bytes(job.output))
    for code, found in papers.items():
        for pdf in found:
            assert kept[code] is None or kept[code] not in text_of(pdf)
    assert len(to) == 2 - (her_secret and not her_own and not his_own) - (
        his_secret and not his_own and not her_own
    )  # only who shares the child's address with somebody who keeps it is not written to
    told = str(disclosure.section_7_2(case, grade=5))
    for secret in filter(None, kept.values()):
        assert secret not in told


def posted(issue, case):
    """The sheet to this person by post, as one of many."""
    if issue.state != "open":
        issue = sheets.hand_over_again(issue, audience="custodian", by=case.owner)
    job = bulk.start([issue.pk], "post", by=case.owner)
    jobs.run_waiting()
    job.refresh_from_db()
    return job


def test_a_sheet_by_post_goes_to_the_own_address_and_not_to_a_kept_one():
    case = family(mother={"is_protected": True}, father=HIS, source="jugendamt")
    issue = SheetIssue.objects.get(reference=case.reference, person_code="C2")
    pdf = bytes(posted(issue, case).output)
    assert "Vaterstraße 9" in text_of(pdf)
    assert "Geheimweg" not in text_of(pdf)
    unknown = family(mother={"is_protected": True}, source="jugendamt", given_names="Zweites")
    issue = SheetIssue.objects.get(reference=unknown.reference, person_code="C2")
    job = posted(issue, unknown)
    assert [row[2] for row in job.rows] == ["refused"]
    issue.refresh_from_db()
    assert issue.state == "open"


def test_the_certificate_that_either_may_fetch_holds_no_kept_address(client):
    for secret in (False, True):
        case = family(mother={"is_protected": secret}, given_names=f"Kind {secret}")
        actions.move(case, "closed", closing_reason="not_target_group", version=case.version, by=case.owner)
        pdf = client.get(reverse("intake:certificate_pdf", args=[case.reference])).content
        assert ("Geheimweg" in text_of(pdf)) != secret


def test_the_school_is_told_own_addresses_but_none_that_is_kept():
    """VO-DV I § 7 (2): the parents' names and contact."""
    case = family(father=HIS)
    builders.settle_sheets(case)
    open_ = disclosure.section_7_2(case, grade=5)
    assert "Geheimweg 7" in open_["contact"]
    assert any("Vaterstraße 9" in parent for parent in open_["parents"])
    kept = family(mother={"is_protected": True}, father={**HIS, "is_protected": True}, given_names="Zweites")
    builders.settle_sheets(kept)
    told = disclosure.section_7_2(kept, grade=5)
    assert "contact" not in told
    assert any("0171 2345678" in parent for parent in told["parents"])
    assert "Vaterstraße" not in str(told)


# --- entering it


def edit(client, case, **form):
    row = case.pupil.household.custodians.get(position=1)
    entered = {
        "kind": "mother", "surname": row.surname, "given_names": row.given_names, "phone": row.phone,
        "version": row.version, **form,
    }  # fmt: skip
    return client.post(reverse("intake:case_edit", args=[case.reference, row.part]), entered)


def test_an_own_address_is_entered_whole_and_shown_with_its_protection(client):
    case = builders.open_case()
    page = edit(client, case, street="Mutterplatz 3")
    assert set(page.context["form"].errors) == {"postcode", "town"}
    assert edit(client, case, **HERS, is_protected="on").status_code == 302
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "Mutterplatz 3, 57250 Netphen" in shown
    assert "Anschrift wird den anderen nicht genannt" in shown
    trail = client.get(reverse("intake:case_trail", args=[case.reference])).content.decode()
    assert "Mutterplatz 3" in trail


def test_a_custodian_who_comes_later_may_have_an_own_address(client):
    case = builders.open_case()
    form = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", **HIS}
    client.post(reverse("intake:custodian_new", args=[case.reference]), form)
    assert case.pupil.household.custodians.get(position=2).address_lines == [
        "Vaterstraße 9",
        "57223 Kreuztal",
    ]
