"""Fixtures and makers shared by all tests: small real things, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.cli.app import _prepare_models
from pipeline.extract.roles.reader import RoleReader
from pipeline.extract.targets.reader import TargetReader
from pipeline.ingest.letterhead import Letterhead, read_letterhead
from pipeline.ingest.normalise import normalise
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.rules import load as load_rules
from pipeline.records import Notice, Unit
from tests.projects import clone, run_pipeline

# the same examples on every machine: a test that fails now and then teaches nobody anything
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load(ROOT / "configs" / "bodies")


@pytest.fixture(scope="session")
def role_reader(registry: Registry) -> RoleReader:
    return RoleReader(load_rules(ROOT, "roles"), registry)


@pytest.fixture(scope="session")
def target_reader() -> TargetReader:
    return TargetReader.load(ROOT)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """A fresh clone has no models: they are fetched and trained once, before two processes share the tests."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        _prepare_models(ROOT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests stay in one process when two share the work (`make test`): a folder's, since they share fixtures;
    and all on the project that is built once, which begin first since they take longest."""
    items.sort(key=lambda item: "built" not in getattr(item, "fixturenames", ()))
    for item in items:
        shared = "built" if "built" in getattr(item, "fixturenames", ()) else item.path.parent.relative_to(ROOT)
        alone = item.path.parent in (ROOT / "tests", ROOT / "tests" / "report")
        item.add_marker(pytest.mark.xdist_group(item.path.stem if alone and shared != "built" else str(shared)))


def make_notice(text: str, *, notice_id: str = "test-2023", year: int | None = 2023) -> Notice:
    """A notice whose text is read as a file's would be."""
    clean = normalise(text)
    return notice_of(clean, read_letterhead(clean), notice_id=notice_id, year=year)


def notice_of(text: str, head: Letterhead, *, notice_id: str, year: int | None) -> Notice:
    """A notice of a clean text and what its head says."""
    return Notice(
        notice_id=notice_id,
        series="test",
        year=year,
        title=head.title,
        issuer=head.issuer,
        document_number=head.document_number,
        issued_on=head.issued_on,
        published_on=head.published_on,
        period_from=head.period_from,
        period_to=head.period_to,
        script="hans",
        provenance="written",
        text=text,
        body_start=head.body_start,
        body_end=head.body_end,
    )


def make_unit(text: str, *, kind: str = "task", start: int = 0, headings: tuple[str, ...] = ()) -> Unit:
    """A unit that stands at `start` of some notice."""
    return Unit("test-2023", "test-2023/1", 0, ("1",), headings, kind, "", text, start, start + len(text))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone after its first run: shared by all tests that need every table and the report."""
    folder = clone(tmp_path_factory.mktemp("first") / "project")
    run_pipeline(folder)
    return folder
