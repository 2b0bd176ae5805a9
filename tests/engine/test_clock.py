"""A notice that takes too long is set aside in words, whichever step it holds up; the others are read."""

from __future__ import annotations

import hashlib
import re
import signal
import threading

import pytest

from pipeline.config import Params, load_params
from pipeline.engine.clock import TooMuch, within
from pipeline.engine.storage import read_table
from pipeline.extract import stage as extract
from pipeline.extract.facts import FactReader
from pipeline.ingest import stage as ingest
from pipeline.ingest.raw import UnreadableNotice
from pipeline.segment import stage as segment
from pipeline.service import notices
from tests.conftest import ROOT
from tests.projects import NOTICE, make_project

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer here")
# fails only after as many steps as there are subsets of the letters
ENDLESS = re.compile(r"(?:a|aa)+b")
MOMENT = 2  # seconds; the ordinary notice takes a tenth


def never_ends(*_: object, **__: object) -> None:
    ENDLESS.search("a" * 5_000)


def short(root=ROOT) -> Params:
    params = load_params(root)
    return params.model_copy(update={"ingest": params.ingest.model_copy(update={"longest_reading": MOMENT})})


def test_a_match_of_one_expression_that_never_ends_is_ended():
    says = "^looking took more than 0.1 seconds of processor time .*; see whether"
    with pytest.raises(TooMuch, match=says), within(0.1, "looking"):
        never_ends()


def test_afterwards_the_clock_stands_still_and_the_handler_is_the_one_before():
    before = signal.getsignal(signal.SIGVTALRM)
    with within(60, "looking"):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 50
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_without_a_timer_and_outside_the_main_thread_there_is_no_bound(monkeypatch):
    done = []

    def work() -> None:
        with within(MOMENT, "looking"):
            done.append(sum(range(10)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    monkeypatch.delattr(signal, "setitimer")
    work()
    assert done == [45, 45]


@pytest.fixture
def project(tmp_path):
    """Two notices that are read, the second of which a test makes endless."""
    return make_project(
        tmp_path,
        {"good": ("good.txt", NOTICE.encode()), "slow": ("slow.txt", NOTICE.replace("临江", "望海").encode())},
    )


def slow_only(real):
    """The real reading, but for the notice `slow`: that one never ends."""
    return lambda notice, *given, **named: never_ends() if notice.notice_id == "slow" else real(notice, *given, **named)


def told(project, table):
    return [
        (odd.notice_id, odd.severity, odd.message.partition(" took")[0])
        for odd in read_table(project, table)
        if odd.code == "unreadable"
    ]


def test_a_notice_that_is_cut_without_end_is_set_aside_and_the_other_is_cut(project, monkeypatch):
    ingest.run(project, load_params(project))
    monkeypatch.setattr(segment, "load_words_of", lambda root: lambda text: (text,))
    monkeypatch.setattr(segment, "read_structure", slow_only(segment.read_structure))
    segment.run(project, short(project))
    assert {unit.notice_id for unit in read_table(project, "units")} == {"good"}
    assert told(project, "segment_diagnostics") == [("slow", "error", "cutting it into units")]


def test_a_notice_whose_facts_never_end_is_set_aside_and_the_other_is_read(project, monkeypatch):
    ingest.run(project, load_params(project))
    monkeypatch.setattr(segment, "load_words_of", lambda root: lambda text: (text,))
    segment.run(project, load_params(project))
    real = FactReader.read
    monkeypatch.setattr(FactReader, "read", lambda reader, *given: slow_only(lambda *all: real(reader, *all))(*given))
    extract.run(project, short(project))
    assert {role.notice_id for role in read_table(project, "roles")} == {"good"}
    assert told(project, "extract_diagnostics") == [("slow", "error", "reading its roles, targets and entities")]


def test_a_notice_that_is_added_is_refused_by_its_name(monkeypatch):
    monkeypatch.setattr("pipeline.segment.structure.read_structure", never_ends)
    given = notices.Given("slow.txt", NOTICE.encode())
    with pytest.raises(UnreadableNotice, match=r"^slow\.txt: cutting it into units took more than"):
        notices.read(given, short(), notice_id="slow")


def test_a_notice_of_more_units_than_a_notice_has_is_set_aside_and_the_other_is_cut(project, monkeypatch):
    """Its length is permitted and it is read in a moment, but every task would be held against every other."""
    long = "临江市2023年任务\n" + "".join(f"{number}.建设港口{number}。\n" for number in range(1, 102))
    path = project / "data/raw/test/slow.txt"
    listed = project / "data/corpus.csv"
    old, new = (hashlib.sha256(data).hexdigest() for data in (path.read_bytes(), long.encode()))
    path.write_bytes(long.encode())
    listed.write_text(listed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ingest.run(project, load_params(project))
    monkeypatch.setattr(segment, "load_words_of", lambda root: lambda text: (text,))
    params = load_params(project)
    few = params.model_copy(update={"segment": params.segment.model_copy(update={"most_units": 100})})
    segment.run(project, few)
    assert {unit.notice_id for unit in read_table(project, "units")} == {"good"}
    assert [odd.message[:16] for odd in read_table(project, "segment_diagnostics") if odd.code == "unreadable"] == [
        "it has 101 units"
    ]
    segment.run(project, params)
    assert {unit.notice_id for unit in read_table(project, "units")} == {"good", "slow"}
    with pytest.raises(UnreadableNotice, match="101 units, more than the limit of 100"):
        notices.read(notices.Given("slow.txt", long.encode()), few, notice_id="slow")
