"""What a request says of itself before its body is read."""

import math

from django.http import HttpRequest


def announced_size(request: HttpRequest) -> float:
    """Bytes of the request by its Content-Length; without a limit where that is no number."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return math.inf
