"""The commands as a user types them: what they write, and what they say when something is wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.corpus import load_corpus
from tests.conftest import ROOT
from tests.projects import NOTICE, command, make_project


def in_its_own_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run policy-trends as a user does."""
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli.app import main; main()", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path / "project", {"test-2023": ("2023.txt", NOTICE.encode())})


def corpus(project: Path) -> list[dict[str, str]]:
    with (project / "data" / "corpus.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_help_lists_every_command():
    done = in_its_own_process("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("run", "analyze", "add", "bodies", "evaluate", "doctor"))


REFUSED = [
    (("analyze", "no-such-file.txt"), "no such file"),
    (("analyze", "tests/roundtrip/vocabulary"), "holds no notice"),
    (("bodies", "龙头企业"), "does not resolve"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[case[1] for case in REFUSED])
def test_a_mistake_is_one_line_with_the_next_step(arguments, said):
    done = command(*arguments)
    assert done.returncode == 1
    assert said in done.stderr and "Traceback" not in done.stderr


def test_analyze_reads_several_notices_and_folders_in_one_process(built, tmp_path):
    """One JSON a line, in the order given; what cannot be read is named and hides nothing else."""
    folder = tmp_path / "downloads"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "b.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"no pdf")
    (folder / "list.xlsx").write_bytes(b"passed over")
    (folder / "a_files").mkdir()
    (folder / "a_files" / "logo.png").write_bytes(b"a picture of a saved page")
    alone = tmp_path / "c.txt"
    alone.write_text(NOTICE, encoding="utf-8")
    done = command("analyze", str(alone), str(folder), "--json", cwd=built)
    assert [json.loads(line)["document"]["notice_id"] for line in done.stdout.splitlines()] == ["c", "a", "b"]
    assert done.returncode == 1 and "broken.pdf" in done.stderr and "1 of 4 files were not read" in done.stderr


def test_analyze_tells_of_several_notices_what_was_found_and_what_to_look_at(built, tmp_path):
    for name in "ab":
        text = NOTICE + "\n九、保障措施" if name == "b" else NOTICE
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = command("analyze", str(tmp_path), cwd=built)
    assert done.returncode == 0 and done.stdout.count(" task") == 2
    assert [done.stdout.count(f"heading-without-items: {heading}") for heading in ("三、", "九、")] == [2, 1]


def test_what_the_program_says_is_what_its_process_says():
    """The other tests of this file run commands in one process."""
    for arguments in (
        ("bodies", "龙头企业"),
        ("bodies", "市金融办", "--year", "2016"),
        ("analyze", "no-such-file.txt"),
    ):
        alone, here = in_its_own_process(*arguments), command(*arguments)
        assert (alone.returncode, alone.stdout, alone.stderr) == (here.returncode, here.stdout, here.stderr)


def test_bodies_explains_a_name():
    done = command("bodies", "市金融办", "--year", "2016")
    assert "city/finance-work-office" in done.stdout and "2018" in done.stdout


def test_add_copies_checks_and_lists(project, tmp_path):
    notice = tmp_path / "downloaded.txt"
    notice.write_text(NOTICE.replace("2023", "2024"), encoding="utf-8")
    done = command("add", str(notice), "--series", "test", "--year", "2024", cwd=project)
    assert done.returncode == 0, done.stderr
    row = next(row for row in corpus(project) if row["notice_id"] == "test-2024")
    assert (project / row["file"]).read_text(encoding="utf-8") == notice.read_text(encoding="utf-8")
    assert "5 units" in done.stdout and "heading-without-items" in done.stderr


def test_add_refuses_an_id_twice_and_replaces_when_told(project, tmp_path):
    notice = tmp_path / "other.txt"
    notice.write_text(NOTICE.replace("120亿元", "150亿元"), encoding="utf-8")
    arguments = ("add", str(notice), "--series", "test", "--year", "2023")
    refused = command(*arguments, cwd=project)
    assert refused.returncode == 1 and "--replace" in refused.stderr
    assert len(corpus(project)) == 1
    replaced = command(*arguments, "--replace", cwd=project)
    assert replaced.returncode == 0, replaced.stderr
    assert "150亿元" in (project / corpus(project)[0]["file"]).read_text(encoding="utf-8")


BAD_ADDITIONS = [
    (("--series", "Qing Dao", "--year", "2024"), "'Qing Dao'"),
    (("--series", "test", "--year", "24"), "24"),
    (("--series", "test", "--year", "2024", "--id", "../x"), "'../x'"),
    (("--series", "test", "--year", "2024", "--provenance", "guess"), "'guess'"),
]


@pytest.mark.parametrize(("options", "said"), BAD_ADDITIONS, ids=[case[1] for case in BAD_ADDITIONS])
def test_a_wrong_addition_writes_nothing(options, said, project, tmp_path):
    notice = tmp_path / "n.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    before = sorted(path.as_posix() for path in project.rglob("*"))
    done = command("add", str(notice), *options, cwd=project)
    assert done.returncode == 1 and said in done.stderr
    assert sorted(path.as_posix() for path in project.rglob("*")) == before


def test_an_unreadable_addition_writes_nothing(project, tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_bytes(bytes(range(256)) * 40)
    done = command("add", str(scan), "--series", "test", "--year", "2024", cwd=project)
    assert done.returncode == 1 and "binary" in done.stderr
    assert len(corpus(project)) == 1


@pytest.fixture
def server(tmp_path):
    """A web server on this machine that offers a page and an attachment."""
    folder = tmp_path / "www"
    folder.mkdir()
    paragraphs = "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))
    (folder / "page.html").write_text(
        (
            f"<html><head><meta charset='utf-8'></head><body><div class='nav'>首页</div><div>{paragraphs}</div>"
            "</body></html>"
        ),
        encoding="utf-8",
    )
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.mark.parametrize("name", ["page.html", "notice.txt"])
def test_add_takes_an_address(name, server, project):
    done = command(
        "add", f"{server}/{name}", "--series", "web", "--year", "2023", "--allow-private", "--yes", cwd=project
    )
    assert done.returncode == 0, done.stderr
    row = next(row for row in corpus(project) if row["notice_id"] == "web-2023")
    data = (project / row["file"]).read_bytes()
    assert row["source_url"] == f"{server}/{name}" and row["retrieved_on"] == date.today().isoformat()
    assert row["sha256"] == hashlib.sha256(data).hexdigest() and row["file"].endswith(name[-4:])


def add_from(server: str, project: Path, name: str, *options: str):
    arguments = ("add", f"{server}/{name}", "--series", "web", "--year", "2023", "--allow-private", *options)
    return command(*arguments, cwd=project)


def paged(folder: Path) -> None:
    """A notice in three pages, as site builders number them, with a link to another folder."""
    head = "<title>临江市2023年重点任务</title><h1>临江市2023年重点任务</h1>"
    script = "<script>createPageHTML(3, 0, 'long', 'html');</script>"
    for number in range(3):
        item = f"<p>{number + 1}.建设第{number + 1}个实验室，新增企业{number + 1}0家。（责任单位：市科技局）</p>"
        name = "long.html" if not number else f"long_{number}.html"
        body = f"<div>{head}{item}<a href='/other/long_9.html'>9</a></div>{script}"
        (folder / name).write_text(f"<meta charset='utf-8'>{body}", encoding="utf-8")


def test_add_fetches_the_other_pages_of_a_notice_if_asked(server, project, tmp_path):
    paged(tmp_path / "www")
    done = add_from(server, project, "long.html", "--dry-run")
    assert "page 1 of 3" in done.stderr and "--pages" in done.stderr and "1 units" in done.stdout
    done = add_from(server, project, "long.html", "--pages", "--yes")
    assert done.returncode == 0, done.stderr
    assert "page-of-several" not in done.stderr and "3 units (3 tasks)" in done.stdout
    row = next(row for row in corpus(project) if row["notice_id"] == "web-2023")
    assert (project / row["file"]).read_bytes().count(b"createPageHTML") == 3


def test_a_page_that_is_missing_among_the_others_keeps_the_notice_out(server, project, tmp_path):
    paged(tmp_path / "www")
    (tmp_path / "www" / "long_2.html").unlink()
    done = add_from(server, project, "long.html", "--pages", "--yes")
    assert done.returncode == 1 and "long_2.html" in done.stderr and "404" in done.stderr
    assert len(corpus(project)) == 1


LETTER = (
    "<meta charset='utf-8'><div><p>各区人民政府，市政府各部门：</p>"
    "<p>《临江市2023年重点任务》已经市政府同意，现印发给你们，请认真贯彻执行。</p>{}</div>"
)


def test_a_letter_offers_the_notice_attached_to_it(server, project, tmp_path):
    files = "<a href='files/a.pdf'>政策图解.pdf</a><a href='notice.txt?f=1.docx'>临江市2023年重点任务.docx</a>"
    (tmp_path / "www" / "letter.html").write_text(LETTER.format(files), encoding="utf-8")
    done = add_from(server, project, "letter.html")
    assert done.returncode == 1 and "--attachment 2: 临江市2023年重点任务.docx" in done.stderr
    done = add_from(server, project, "letter.html", "--attachment", "2", "--yes")
    assert done.returncode == 0, done.stderr
    row = next(row for row in corpus(project) if row["notice_id"] == "web-2023")
    # what the server calls a .docx is kept as what it is
    assert row["file"].endswith(".txt") and row["source_url"] == f"{server}/notice.txt?f=1.docx"


LEADS_AWAY = [
    ("another host", "<a href='http://example.org/a.docx'>附件.docx</a>", "another host"),
    ("a file of this machine", "<a href='file:///etc/hosts?a.docx'>附件.docx</a>", "no address of a page"),
    ("no file at all", "", "no file is attached"),
]


@pytest.mark.parametrize(("reason", "files", "said"), LEADS_AWAY, ids=[case[0] for case in LEADS_AWAY])
def test_an_attachment_comes_from_the_same_host_only(reason, files, said, server, project, tmp_path):
    (tmp_path / "www" / "letter.html").write_text(LETTER.format(files), encoding="utf-8")
    done = add_from(server, project, "letter.html", "--attachment", "1", "--yes")
    assert done.returncode == 1 and said in done.stderr
    assert len(corpus(project)) == 1


def test_pages_and_attachments_are_those_of_an_address(project, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(LETTER.format("<a href='a.docx'>附件.docx</a>"), encoding="utf-8")
    for option in (["--pages"], ["--attachment", "1"]):
        done = command("add", str(page), "--series", "web", "--year", "2023", *option, cwd=project)
        assert done.returncode == 1 and f"{option[0]} is for the address of a page" in done.stderr


@pytest.mark.parametrize(("path", "said"), [("missing.html", "404")])
def test_an_address_that_gives_nothing_writes_nothing(path, said, server, project):
    done = command("add", f"{server}/{path}", "--series", "web", "--year", "2023", "--allow-private", cwd=project)
    assert done.returncode == 1 and said in done.stderr
    assert len(corpus(project)) == 1


def test_an_unknown_stage_names_the_stages():
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "cook"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "segmenter, ingest, segment" in done.stderr


def commands() -> list[str]:
    """Every command of the program, those of groups with their group's name."""
    top = typer.main.get_command(app)
    names = []
    for name, one in top.commands.items():
        below = getattr(one, "commands", {})
        names += [f"{name} {inner}" for inner in below] if below else [name]
    return sorted(names)


def test_what_the_readme_corrects_is_there_in_a_fresh_clone():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:correct|review) \w+ --notices (\S+)|--pair (\S+) (\S+)", readme)
    ids = {one.strip("`") for group in named for one in group if one}
    assert ids and ids <= {source.notice_id for source in load_corpus(ROOT)[0]}


@pytest.mark.parametrize("name", commands())
def test_every_command_stands_in_the_readme(name: str):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`policy-trends {name}" in readme or f"`{name}`" in readme
    assert CliRunner().invoke(app, [*name.split(), "--help"]).exit_code == 0
