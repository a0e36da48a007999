"""Who is who in a case: the person codes of receipts and ledger, with the names the counsellor knows."""

from intake.models import Case


def names_by_code(case: Case) -> dict[str, str]:
    """P and C1, C2 … with name and part, for pages of the case only; receipts and ledger carry the codes."""
    child = case.pupil
    custodians = {
        one.code: f"{one.full_name} ({one.get_kind_display()})" for one in child.household.custodians.all()
    }
    return {"P": child.full_name, **custodians}
