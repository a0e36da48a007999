"""Who works here. Accounts are opened and closed, never deleted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.accounts import actions
from privacy.accounts.models import User
from privacy.forms import AccountForm, TeamForm
from privacy.ledger.acts import Refusal

PAGE_SIZE = 50
_LINK_FOR = "password_link_for"  # in the session: the account whose link the next page shows, once


@needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """Everybody who has or had an account."""
    users = User.objects.select_related("team").prefetch_related("groups")
    page = Paginator(users, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "privacy/user_list.html", {"page": page})


@needs(Permission.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """Open an account; the next page shows the link to hand over."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        account = actions.open_account(form.cleaned_data, by=acting_user(request))
        request.session[_LINK_FOR] = account.pk
        return redirect("privacy:user_edit", account.pk)
    return render(request, "privacy/user_new.html", {"form": form})


@needs(Permission.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or deactivate an account."""
    account = get_object_or_404(User, pk=pk)
    form = AccountForm(request.POST or None, instance=account)
    if form.is_valid():
        try:
            actions.change_account(account, form.cleaned_data, by=acting_user(request))
            messages.success(request, _("Saved."))
            return redirect("privacy:user_edit", pk)
        except actions.NotYourOwnAccount as refusal:
            form.add_error(None, str(refusal))
    context = {"account": account, "form": form, "link": _link_to_show(request, account)}
    return render(request, "privacy/user_edit.html", context)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def user_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link with which the person sets a new password; the next page shows it, once."""
    account = get_object_or_404(User, pk=pk)
    try:
        actions.renew_password_link(account, by=acting_user(request))
        request.session[_LINK_FOR] = account.pk
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("privacy:user_edit", pk)


@needs(Permission.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Open a team."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        actions.open_team(form.cleaned_data["name"], by=acting_user(request))
        messages.success(request, _("The team is there and can be chosen in accounts."))
        return redirect("privacy:user_list")
    return render(request, "privacy/team_new.html", {"form": form})


def _link_to_show(request: HttpRequest, account: User) -> str:
    """The address to hand over, if it was asked for a moment ago; made now, so that it is stored nowhere."""
    if request.session.get(_LINK_FOR) != account.pk:
        return ""
    del request.session[_LINK_FOR]
    return request.build_absolute_uri(actions.password_link(account))
