from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from privacy.access.roles import MAY
from privacy.accounts.demo import is_misplaced_demo


class AccountBackend(AuthenticationBackend):
    """allauth knows who logs in; what the role may do is answered from the table of roles, without a query.

    It knows no single objects: see privacy/access/rows.py.
    """

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Nobody logs in to a demonstration's database that is served for real: its passwords are "demo"."""
        return None if is_misplaced_demo() else super().authenticate(request, **credentials)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return obj is None and perm in self.get_all_permissions(user_obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set(MAY.get(getattr(user_obj, "role", ""), ())) if user_obj.is_active else set()
