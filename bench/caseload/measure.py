"""Fills both databases and measures each page in turn: python -m bench.caseload.measure CASES HISTORY RUNS prints JSON.

Started by bench/caseload/__main__.py with the settings of the peer, on a server of its own.
"""

import json
import re
import sys
import time
from dataclasses import dataclass

import django

django.setup()

from django.db import connection  # noqa: E402 - Django first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from guardian.shortcuts import get_objects_for_user  # noqa: E402

from bench.caseload.databases import two_databases  # noqa: E402
from bench.caseload.fill import SIEGEN, fill, people  # noqa: E402
from intake.models import Case  # noqa: E402
from privacy.models import User  # noqa: E402

SMALL = 500
WARM_UP = 3
PAGE = 50
LISTS = ("intake:case_list", "stock:peer_peercase_changelist", "tuned:peer_peercase_changelist")
NAME = "Kowalenko"
REFERENCE = re.compile(r"\b\d{4}-\d{5}\b")


@dataclass(frozen=True)
class Page:
    """One way to look at the list, as a query string of ours and of the peer's."""

    label: str
    ours: str
    peer: str


def pages(middle):
    siegen = f"municipality={SIEGEN}"
    return [
        Page("first page, longest waiting first", "", "open=1"),
        Page("sorted by due date", "sort=due", "open=1&o=6"),
        Page("sorted by name", "sort=name", "open=1&o=1"),
        Page("Siegen, in first support", f"{siegen}&status=supported", f"open=1&{siegen}&status__exact=supported"),
        Page(f"page {middle}", f"page={middle}", f"open=1&p={middle}"),
        Page(f"search for “{NAME}”", "search=1", f"q={NAME}"),
    ]  # fmt: skip


class Reader:
    """The counsellor at one database: her session in it, and full requests through every middleware."""

    def __init__(self, use, user):
        self.use, self.client = use, Client(SERVER_NAME="localhost")
        self.use()
        self.client.force_login(user)
        self.client.post(reverse("intake:case_search"), {"q": NAME})

    def get(self, address, query):
        answer = self.client.get(f"{address}?{query}")
        if answer.status_code != 200:
            raise SystemExit(f"{address}?{query}: {answer.status_code}")
        return answer.content.decode()

    def timed(self, address, query):
        self.use()
        start = time.perf_counter()
        self.get(address, query)
        return time.perf_counter() - start

    def looked_at(self, address, query):
        """The references shown, in order, and the number of queries."""
        self.use()
        with CaptureQueriesContext(connection) as captured:
            text = self.get(address, query)
        return list(dict.fromkeys(REFERENCE.findall(text))), len(captured)


def demand_same_rows(user):
    """The peer is given exactly the cases that the counsellor sees with us."""
    ours = set(Case.objects.visible_to(user).values_list("pk", flat=True))
    peers = set(get_objects_for_user(user, "peer.view_peercase").values_list("pk", flat=True))
    if ours != peers:
        raise SystemExit(f"{len(ours ^ peers)} cases are seen by one of the two only")
    return len(ours)


def measured(large, small, runs):
    """Seconds, queries and rows of each page. Every page in turn, three lists in turn: other load hits all alike."""
    ours, stock, tuned = (reverse(where) for where in LISTS)
    large.use()
    shown = Case.objects.visible_to(User.objects.order_by("pk").first()).open().count()
    lists = {
        "ours": (large, ours, "ours"), "stock": (large, stock, "peer"), "tuned": (large, tuned, "peer"),
        "small": (small, ours, "ours"),
    }  # fmt: skip
    found = []
    for page in pages(shown // PAGE // 2):
        found.append({"label": page.label})
        for name, (reader, address, query) in lists.items():
            rows, queries = reader.looked_at(address, getattr(page, query))
            found[-1][name] = {"rows": rows, "queries": queries, "seconds": []}
    for run in range(WARM_UP + runs):
        for page, line in zip(pages(shown // PAGE // 2), found, strict=True):
            for name, (reader, address, query) in lists.items():
                seconds = reader.timed(address, getattr(page, query))
                if run >= WARM_UP:
                    line[name]["seconds"].append(seconds)
    return found


def demand_same_page(line):
    """Same length everywhere; the same cases in the same order where the order leaves no choice."""
    ours = line["ours"]["rows"]
    for peer in (line["stock"]["rows"], line["tuned"]["rows"]):
        if len(ours) != len(peer) or not ours or ("first page" in line["label"] and ours != peer):
            raise SystemExit(f"{line['label']}: not the same list: {ours[:3]} {peer[:3]}")


def main(cases, history, runs):
    with two_databases(cases, SMALL) as (use_large, use_small):
        readers, seen = [], []
        for use, number, rows in ((use_large, cases, history), (use_small, SMALL, history * SMALL // cases)):
            use()
            user = people()
            fill(number, rows)
            seen.append(demand_same_rows(user))
            readers.append(Reader(use, user))
        found = measured(*readers, runs)
    for line in found:
        demand_same_page(line)
        for part in ("ours", "stock", "tuned", "small"):
            line[part]["rows"] = len(line[part]["rows"])
    return {"seen": seen, "pages": found}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
