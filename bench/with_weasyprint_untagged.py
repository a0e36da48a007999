"""WeasyPrint without tags."""

from bench import with_weasyprint


def producer(code):
    return with_weasyprint.producer(code, None)
