"""Many papers as one file for the printer. For the printer only: the tags for screen readers stay in the single files."""

import io
from collections.abc import Iterable

import pikepdf

_A4 = (595, 842)  # points


def joined(papers: Iterable[bytes]) -> bytes:
    """One PDF of all papers in their order; each begins on a front page, so that nobody gets another's back page."""
    target = pikepdf.new()
    opened: dict[bytes, pikepdf.Pdf] = {}  # the same sheet many times is stored once
    for paper in papers:
        if paper not in opened:
            opened[paper] = pikepdf.open(io.BytesIO(paper))
        target.pages.extend(opened[paper].pages)
        if len(target.pages) % 2:
            target.add_blank_page(page_size=_A4)
    result = io.BytesIO()
    target.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return result.getvalue()
