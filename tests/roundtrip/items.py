"""Items and headings: how a title, its text, its paragraphs and its clause are put on lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.roundtrip.clauses import clause, on_own_line
from tests.roundtrip.friends import false_friend
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.promises import promising_sentence, wording
from tests.roundtrip.truth import Sentence, Unit


@dataclass(slots=True)
class Page:
    """The lines of a notice as they come, and the units on them."""

    lines: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    backward: list[str] = field(default_factory=list)

    def line(self, text: str) -> None:
        self.lines.append(text)

    def write(self, path: list[str], kind: str, form: str, *sentences: Sentence, number: str = "") -> None:
        """Print a unit of these sentences behind its number, if it has one."""
        self.unit(number, Unit(path, kind, list(sentences), "", (form,)))

    def unit(self, number: str, unit: Unit) -> None:
        self.units.append(unit)
        head = f"{unit.title_line}\n" if unit.title_line else ""
        self.lines.extend(f"{number}{head}{unit.text}".split("\n"))


# -- bodies: lists of sentences; a new paragraph is a sentence that begins with a line break --------------------------


def _sentences(maker: Maker) -> list[Sentence]:
    """Words, a promise and perhaps a false friend; what has no deadline stands first."""
    body = [wording(maker)]
    if maker.chance(0.35) or maker.forced.keys() & {"friend"}:
        body.append(false_friend(maker))
    if maker.chance(0.6) or not maker.mixed:
        body.append(promising_sentence(maker))
    return body


@form("body", "one-paragraph")
def one_paragraph(maker: Maker) -> list[Sentence]:
    return _sentences(maker)


@form("body", "two-paragraphs")
def two_paragraphs(maker: Maker) -> list[Sentence]:
    return [*_sentences(maker), on_own_line(wording(maker)), wording(maker)]


@form("body", "firstly-inline")
def firstly_inline(maker: Maker) -> list[Sentence]:
    """一是…；二是…。"""
    parts = [wording(maker).text.rstrip("。") for _ in range(maker.rng.randint(2, 3))]
    return [Sentence("；".join(f"{number}是{part}" for number, part in zip("一二三", parts)) + "。")]


@form("body", "ordinals-inline")
def ordinals_inline(maker: Maker) -> list[Sentence]:
    """第一，…；第二，…。 or 首先…，其次…。"""
    words = maker.rng.choice(
        [["第一，", "第二，", "第三，"], ["首先，", "其次，", "最后，"], ["其一，", "其二，", "其三，"]]
    )
    parts = [wording(maker).text.rstrip("。") for _ in words]
    return [wording(maker), Sentence("；".join(word + part for word, part in zip(words, parts)) + "。")]


@form("body", "firstly-paragraphs")
def firstly_paragraphs(maker: Maker) -> list[Sentence]:
    lead = wording(maker)
    return [lead, *(Sentence(f"\n{number}是{wording(maker).text}") for number in "一二三"[: maker.rng.randint(2, 3)])]


@form("body", "dashes")
def dashes(maker: Maker) -> list[Sentence]:
    _, mark = maker.pick("dash")
    return [
        wording(maker),
        *(Sentence(f"\n{mark}{maker.fresh('tasks')}。{wording(maker).text}") for _ in range(maker.rng.randint(2, 3))),
    ]


@form("body", "inline-numbers")
def inline_numbers(maker: Maker) -> list[Sentence]:
    """（1）…；（2）…。 or ①…；②…。 in the run of the text."""
    marks = maker.rng.choice(["①②③", ["（1）", "（2）", "（3）"], ["1）", "2）", "3）"]])
    parts = [wording(maker).text.rstrip("。") for _ in range(3)]
    return [wording(maker), Sentence("；".join(mark + part for mark, part in zip(marks, parts)) + "。")]


@form("body", "clause-in-middle")
def clause_in_middle(maker: Maker) -> list[Sentence]:
    """Two clauses, each behind its own sentences."""
    middle, _ = clause(
        maker, ["responsible", "lead-support", "a-leads", "a-leads-b-supports", "by-duty", "first-leads"]
    )
    return [*_sentences(maker), middle, wording(maker)]


@form("body", "bare")
def bare(maker: Maker) -> list[Sentence]:
    return [promising_sentence(maker)]


for name, mark in {
    "double": "——",
    "single": "—",
    "hyphens": "--",
    "wide": "－－",
    "box": "──",
    "bullet": "●",
    "square": "■",
}.items():
    add_form("dash", name, mark)

# -- endings: the last mark of an item that has no clause ----------------------------------------

for name, mark in {"stop": "。", "none": "", "semicolon": "；", "comma": "，", "list-comma": "、"}.items():
    add_form("ending", name, mark)


def _ended(maker: Maker, body: list[Sentence]) -> list[Sentence]:
    _, mark = maker.pick("ending") if maker.chance(0.3) or "ending" in maker.forced else ("", "。")
    last = body[-1]
    return [*body[:-1], replace(last, text=last.text.removesuffix("。") + mark)]


# -- items ----------------------------------------

Item = tuple[str, list[Sentence]]  # the title alone on its line or "", and the text


@form("item", "run-in")
def run_in(maker: Maker) -> Item:
    return "", [Sentence(maker.fresh("tasks") + "。"), *_body(maker)]


@form("item", "alone")
def alone(maker: Maker) -> Item:
    return maker.fresh("tasks"), _body(maker)


@form("item", "alone-with-stop")
def alone_with_stop(maker: Maker) -> Item:
    return maker.fresh("tasks") + "。", _body(maker)


@form("item", "colon")
def colon(maker: Maker) -> Item:
    return "", [Sentence(maker.fresh("tasks") + "："), *_body(maker)]


@form("item", "space")
def space(maker: Maker) -> Item:
    return "", [Sentence(maker.fresh("tasks") + " "), *_body(maker)]


@form("item", "quoted-title")
def quoted_title(maker: Maker) -> Item:
    return "", [Sentence(f"【{maker.fresh('tasks')}】"), *_body(maker)]


@form("item", "untitled")
def untitled(maker: Maker) -> Item:
    return "", _body(maker)


@form("item", "long-title")
def long_title(maker: Maker) -> Item:
    return "", [Sentence(f"{maker.fresh('tasks')}，{maker.word('results')}。"), *_body(maker)]


@form("item", "clause-behind-title")
def clause_behind_title(maker: Maker) -> Item:
    """The clause stands behind the title, the text below."""
    sentence, _ = clause(maker, ["responsible", "lead-support", "a-leads-b-supports", "by-duty", "first-leads"])
    return maker.fresh("tasks") + sentence.text, [replace(sentence, text=""), *_body(maker)]


@form("item", "short-text")
def short_text(maker: Maker) -> Item:
    """The title says it all."""
    return "", [Sentence(maker.fresh("tasks") + "。")]


@form("item", "digits-first")
def digits_first(maker: Maker) -> Item:
    return "", [Sentence(maker.fresh("digit_tasks") + "。", forms=("item:digits-first",)), *_body(maker)]


@form("item", "month-first")
def month_first(maker: Maker) -> Item:
    when = maker.rng.choice(["{}月底前", "{}月30日前", "{}月"]).format(maker.rng.choice([4, 6, 9, 11]))
    return "", [Sentence(f"{when}{maker.fresh('month_tasks')}。"), *_body(maker)]


@form("item", "year-first")
def year_first(maker: Maker) -> Item:
    return "", [Sentence(f"{maker.year}年{maker.fresh('month_tasks')}。"), *_body(maker)]


@form("item", "quote-first")
def quote_first(maker: Maker) -> Item:
    return "", [Sentence(f"{maker.word('programs')}提质扩面。"), *_body(maker)]


def _body(maker: Maker) -> list[Sentence]:
    _, make = maker.pick("body")
    sentences: list[Sentence] = make(maker)
    return sentences


def item(maker: Maker, path: list[str], kind: str = "task", *, among: list[str] | None = None) -> Unit:
    """An item with its text and, mostly, its clause."""
    used, make = maker.pick("item", among)
    title, body = make(maker)
    forms = (used,)
    if "ending" not in maker.forced and (not maker.mixed or maker.rng.random() < 0.75):
        sentence, own_line = clause(maker)
        body = [*body, on_own_line(sentence) if own_line else sentence]
    else:
        body = _ended(maker, body)
    return Unit(path, kind, body, title, forms)


# -- headings ----------------------------------------

HEADINGS = ("bare", "stop", "with-comma", "text-behind", "introduced")
for name in HEADINGS:
    add_form("heading", name, name)


def heading(maker: Maker, page: Page, number: str, path: list[str], title: str) -> None:
    """A heading line; text behind it or below it, before its first item, is a general unit of its own."""
    used, shape = maker.pick("heading")
    if shape == "text-behind":
        page.unit(number, Unit(path, "general", [Sentence(title + "。"), wording(maker)], "", (used,)))
    else:
        page.line(number + title + {"stop": "。", "with-comma": f"，{maker.word('results')}"}.get(shape, ""))
    if shape == "introduced":
        page.unit("", Unit(path, "general", [wording(maker), wording(maker)], "", (used,)))


Filler = Callable[[Maker, Page], None]
