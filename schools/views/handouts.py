"""The family's handout before the first school day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from privacy.access.roles import Permission
from privacy.access.views import needs
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.models import Installation
from privacy.notices import texts
from schools import handouts
from schools.forms import HandoutForm
from schools.models import PlacementRequest
from schools.ranking import way_to


@needs(Permission.OPEN_CASES)
def handout_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what else is known, then open the paper; it is made anew each time and kept nowhere."""
    found = PlacementRequest.objects.visible_to(request.user).taken_on().for_list()
    asked = get_object_or_404(found, pk=pk)
    installation = Installation.current()
    languages = [(words.code, words.name) for words in handouts.all_words().values()]
    initial = {"language": _language(asked), "phone": installation.phone}
    form = HandoutForm(request.POST or None, languages=languages, initial=initial)
    if form.is_valid():
        return _paper(request, asked, form, installation)
    audit.read(request, Verb.REQUEST_READ, reference=asked.case.reference, detail={"status": asked.status})
    return render(request, "schools/handout_make.html", {"asked": asked, "form": form})


def _language(asked: PlacementRequest) -> str:
    child = asked.case.pupil
    preset = texts.preset_language(child.household.language, child.first_language)
    return preset if preset in handouts.all_words() else handouts.GERMAN


def _paper(
    request: HttpRequest, asked: PlacementRequest, form: HandoutForm, installation: Installation
) -> HttpResponse:
    language = form.cleaned_data["language"]
    pdf = handouts.handout(_facts(asked, form, installation), language, stamp=timezone.localtime())
    audit.read(
        request,
        Verb.LETTER_OPENED,
        reference=asked.case.reference,
        detail={"kind": "handout", "language": language},
        content=pdf,
    )
    headers = {"Content-Disposition": f'inline; filename="erster-schultag-{asked.case.reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _facts(asked: PlacementRequest, form: HandoutForm, installation: Installation) -> handouts.HandoutFacts:
    school, child, admission = asked.school, asked.case.pupil, asked.decision.admission
    town = f"{school.postcode} {school.town}".strip()
    metres = way_to(asked.case, school)
    typed = form.cleaned_data
    return handouts.HandoutFacts(
        child=f"{child.given_names} {child.surname}",
        school=school.name,
        address=", ".join(part for part in (school.street, town) if part),
        school_phone=school.phone,
        day=admission.first_day or admission.expected_on,
        at_time=typed["at_time"].replace(".", ":"),
        km=None if metres is None else max(1, round(metres / 1000)),
        way=typed["way"],
        stop=typed["stop"],
        counsellor=str(asked.case.owner or ""),
        phone=typed["phone"],
        reference=asked.case.reference,
        controller=installation.controller_name,
        is_demo=installation.is_demo,
    )
