"""Saved pages: the notice comes out, the site around it does not."""

from __future__ import annotations

import time

import pytest

from pipeline.ingest.formats import html_page
from pipeline.ingest.formats.html_page import read_html
from pipeline.ingest.formats.html_tree import DEEPEST_NESTING, decode_page
from pipeline.ingest.raw import UnreadableNotice

TITLE = "样例市人民政府办公室关于印发样例市2024年重点任务的通知"
LETTER = [
    "各区人民政府，市政府各部门：",
    "《样例市2024年重点任务》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "样例市人民政府办公室",
    "2024年2月1日",
]
BODY = [
    "样例市2024年重点任务",
    "一、强化科技创新",
    "1.建设实验室。年内建成3家。（牵头单位：市科技局）",
    "2.培育企业。新增50家。（牵头单位：市工信局）",
]
NOTICE = [TITLE, *LETTER, *BODY]

HEAD = (
    f'<title>{TITLE}_样例市人民政府</title><meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" '
    'content="2024-02-05 10:31"><meta name="ContentSource" content="市政府办公室">'
)
TOP = """
<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul><form><input \
placeholder="请输入"><button>搜索</button></form></div>
<div class="crumb">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府文件</a></div>
<div class="side"><h3>信息公开目录</h3><ul><li><a>机构职能</a></li><li><a>法规文件</a></li></ul></div>"""
BAR = (
    '<div class="bar">发布时间：2024-02-05 10:31 来源：市政府办公室 浏览量：<span>1084</span> 字体：【<a>大</a> <a>中</a> <a>小</a>】 '
    "<a>打印</a></div><div>分享到：<a>微信</a> <a>微博</a></div>"
)
BOTTOM = """
<div class="qr">扫一扫在手机打开当前页</div><div><a>【打印本页】</a> <a>【关闭窗口】</a></div><p>责任编辑：王某</p>
<div class="rel"><h4>相关链接</h4><ul><li><a>《样例市2024年重点任务》政策解读</a> 2024-02-06</li></ul></div>
<div class="footer"><p><a>网站地图</a> | <a>联系我们</a></p><p>主办单位：样例市人民政府办公室　承办单位：样例市数据局</p>\
<p>样ICP备00000001号　网站标识码：9999000001</p>
<p>地址：样例市中心路1号 邮编：000000</p><p>版权所有：样例市人民政府 建议使用1024*768分辨率浏览本站。</p></div><div style="display:none">您访问的链接即将离开本站。</div>\
<script>var a = "一、脚本。";</script>"""


def _page(content: str, *, head: str = HEAD, above: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>{TOP}<div "
        f"class='main'>{above}{content}</div>{BOTTOM}</body></html>"
    )


def _lines(page: str) -> list[str]:
    return read_html(page.encode()).text.split("\n")


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


# -- how sites set paragraphs --------------------------------------------------------------------

MARKUP = [
    ("one <p> a paragraph", "<div id='zoom'>" + _paragraphs(NOTICE) + "</div>"),
    (
        "indents of full-width spaces and &nbsp;",
        "<div>" + "".join(f"<p>　　&nbsp;&nbsp;{line}</p>" for line in NOTICE) + "</div>",
    ),
    (
        "paragraphs separated by <br>",
        "<div>" + "<br/>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in NOTICE) + "</div>",
    ),
    (
        "the title in a <p>, all the rest in one <p> with <br>",
        f"<div><p>{NOTICE[0]}</p><p>" + "<br>".join(NOTICE[1:]) + "</p></div>",
    ),
    (
        "words torn by <span> and <font>",
        "<div>"
        + "".join(
            f"<div><span>{line[:4]}</span><font face='仿宋'>{line[4:9]}<b>{line[9:]}</b></font></div>"
            for line in NOTICE
        )
        + "</div>",
    ),
    (
        "lines of the source inside a paragraph",
        "<div>" + "".join(f"<p>{line[:6]}\n      {line[6:]}</p>" for line in NOTICE) + "</div>",
    ),
    (
        "a layout table of the old days",
        "<table width='90%'><tr><td width='10'></td><td>" + _paragraphs(NOTICE) + "</td></tr></table>",
    ),
    (
        "nested layout tables",
        "<table><tr><td><table><tr><td>" + _paragraphs(NOTICE) + "</td></tr></table></td></tr></table>",
    ),
    ("preformatted text", "<pre>" + "\n".join(f"　　{line}" for line in NOTICE) + "</pre>"),
    ("breaks lost, only the indents of the paragraphs left", "<div>　　" + "　　".join(NOTICE) + "</div>"),
    (
        "comments and conditional comments of Word",
        "<div>"
        + "".join(f"<p><!--[if gte mso 9]><xml>x</xml><![endif]-->{line}<o:p></o:p></p>" for line in NOTICE)
        + "</div>",
    ),
    (
        "letter and annex in blocks of their own",
        f"<div class='TRS'><div>{_paragraphs(NOTICE[:5])}</div><div>{_paragraphs(NOTICE[5:])}</div></div>",
    ),
    ("unclosed elements", "<div>" + "".join(f"<p>{line}" for line in NOTICE)),
]


@pytest.mark.parametrize(("reason", "content"), MARKUP, ids=[case[0] for case in MARKUP])
@pytest.mark.parametrize("above", ["", BAR], ids=["", "with bars"])
def test_the_notice_comes_out_alone(reason: str, content: str, above: str) -> None:
    got = [line.replace(" ", "") for line in _lines(_page(content, above=above))]
    assert got == NOTICE


def test_a_title_outside_the_text_is_put_before_it() -> None:
    page = _page(_paragraphs([*LETTER, *BODY]), above=f"<h1>{TITLE}</h1>{BAR}")
    assert _lines(page) == NOTICE


def test_a_title_over_two_lines_is_not_repeated() -> None:
    page = _page(_paragraphs(["样例市人民政府办公室", "关于印发样例市2024年重点任务的通知", *LETTER, *BODY]))
    assert _lines(page)[:3] == ["样例市人民政府办公室", "关于印发样例市2024年重点任务的通知", LETTER[0]]


@pytest.mark.parametrize(
    "title",
    [
        "通知公告_样例市人民政府",
        "样例市人民政府门户网站",
        "样例市人民政府办公室关于印发样例市2024年重点任务…",
        "样例新闻",
    ],
)
def test_the_name_of_the_site_is_no_title(title: str) -> None:
    assert title.split("_")[0] not in _lines(_page(_paragraphs(BODY), head=f"<title>{title}</title>"))[0]


def test_a_text_hidden_until_a_script_shows_it_is_read() -> None:
    page = _page(f"<div style='display: none'>{_paragraphs(NOTICE)}</div>")
    assert _lines(page) == NOTICE


UNSEEN = [
    ("<span hidden>9</span>", "by its attribute"),
    ('<span style="font-size:0">9</span>', "of no size"),
    ('<span style="font-size: 0px; color:red">9</span>', "of no size, in pixels"),
    ('<i style="OPACITY:0.0">9</i>', "wholly transparent"),
    ('<span style="color: transparent">9</span>', "without a colour"),
    ('<span style="display:none">9</span>', "not displayed"),
]
SEEN = [
    ('<span style="font-size:0.5em">9</span>', "small"),
    ('<span style="opacity:.9">9</span>', "hardly transparent"),
    ('<span style="background-color:transparent">9</span>', "on no ground"),
    ('<span style="font-size:0"><b style="font-size:16px">9</b></span>', "in a box of no size, with one of its own"),
]


@pytest.mark.parametrize(("markup", "why"), UNSEEN, ids=[row[1] for row in UNSEEN])
def test_a_digit_that_nobody_sees_is_in_no_number(markup: str, why: str) -> None:
    page = _page(_paragraphs([*BODY, f"投资1{markup}00亿元，建成港口。"]))
    assert _lines(page)[-1] == "投资100亿元，建成港口。"


@pytest.mark.parametrize(("markup", "why"), SEEN, ids=[row[1] for row in SEEN])
def test_a_digit_that_is_seen_is_in_its_number(markup: str, why: str) -> None:
    page = _page(_paragraphs([*BODY, f"投资1{markup}00亿元，建成港口。"]))
    assert _lines(page)[-1] == "投资1900亿元，建成港口。"


INFO_BOXES = [
    (
        "a table",
        (
            "<table><tr><td>索引号：</td><td>003000/2024-12</td><td>发文字号：</td><td>样政办发〔2024〕3号</td></tr><tr>"
            "<td>主题分类：</td><td></td><td>成文日期：</td><td>2024年1月30日</td></tr></table>"
        ),
    ),
    (
        "a list",
        (
            "<ul><li>索 引 号：<span>003000/2024-12</span></li><li>发文字号：<span>样政办发〔2024〕3号</span></li>"
            "<li>成文日期：<span>2024年1月30日</span></li></ul>"
        ),
    ),
    (
        "labels and values in blocks of their own",
        "<div><div>发文字号：</div><div>样政办发〔2024〕3号</div><div>成文日期：</div><div>2024年1月30日</div></div>",
    ),
]


@pytest.mark.parametrize(("reason", "box"), INFO_BOXES, ids=[case[0] for case in INFO_BOXES])
def test_number_and_date_of_the_info_box_are_kept_for_the_letter_head(reason: str, box: str) -> None:
    lines = _lines(_page(f"<div>{_paragraphs(NOTICE)}</div>", above=box))
    assert [line for line in lines if line in ("发文字号：样政办发〔2024〕3号", "成文日期：2024年1月30日")] == [
        "发文字号：样政办发〔2024〕3号",
        "成文日期：2024年1月30日",
    ]
    assert lines[-len(NOTICE) :] == NOTICE


DATES = [
    ('<meta name="PubDate" content="2024-02-05 10:31">', "", "2024-02-05", "the meta element of government sites"),
    (
        '<meta property="article:published_time" content="2024-02-06T08:00:00+08:00">',
        "",
        "2024-02-06",
        "the meta element of other systems",
    ),
    ("", "<p>发布日期：2024年2月7日 浏览次数：12</p>", "2024-02-07", "a bar"),
    ("", "<p>时间：2024-02-08 来源：市政府</p>", "2024-02-08", "a bar with another word"),
    ("", "", None, "nothing"),
    ('<meta name="PubDate" content="2024-02-31">', "", None, "a day that does not exist"),
]


@pytest.mark.parametrize(("head", "bar", "published_on", "reason"), DATES, ids=[case[3] for case in DATES])
def test_day_of_publication(head: str, bar: str, published_on: str | None, reason: str) -> None:
    assert read_html(_page(_paragraphs(NOTICE), head=head, above=bar).encode()).published_on == published_on


# -- lists and tables ----------------------------------------------------------------------------

NUMBERED = [
    (
        "<ol><li>建设平台。</li><li>开放数据。</li></ol>",
        ["1.建设平台。", "2.开放数据。"],
        "the numbers a browser prints",
    ),
    (
        "<ol start='4'><li>建设平台。</li><li value='9'>开放数据。</li></ol>",
        ["4.建设平台。", "9.开放数据。"],
        "start and value",
    ),
    (
        "<ol style='list-style-type: cjk-ideographic'><li>建设平台。</li><li>开放数据。</li></ol>",
        ["一、建设平台。", "二、开放数据。"],
        "Chinese numbers by CSS",
    ),
    ("<ol style='list-style: none'><li>建设平台。</li></ol>", ["建设平台。"], "none by CSS"),
    (
        "<ol><li>1.建设平台。</li><li>2.开放数据。</li></ol>",
        ["1.建设平台。", "2.开放数据。"],
        "items that print their own",
    ),
    (
        "<ol><li><p>建设平台。</p><p>年内建成。</p></li><li>开放数据。</li></ol>",
        ["1.建设平台。", "年内建成。", "2.开放数据。"],
        "paragraphs inside an item",
    ),
    (
        "<ol><li>建设平台。<ol><li>立项。</li><li>开工。</li></ol></li><li>开放数据。</li></ol>",
        ["1.建设平台。", "（1）立项。", "（2）开工。", "2.开放数据。"],
        "a list inside an item",
    ),
    ("<ul><li>建设平台。</li></ul>", ["建设平台。"], "unnumbered lists"),
]


@pytest.mark.parametrize(("content", "lines", "reason"), NUMBERED, ids=[case[2] for case in NUMBERED])
def test_numbers_of_lists(content: str, lines: list[str], reason: str) -> None:
    assert _lines(_page(f"<div><p>一、加快建设数字社会。</p>{content}</div>", head="")) == [
        "一、加快建设数字社会。",
        *lines,
    ]


TASKS = (
    "<tr><th>序号</th><th>重点任务</th><th>牵头单位</th><th>完成时限</th></tr><tr><td colspan=4><b>一、科技创新</b></td></tr><tr>"
    "<td>1</td><td><p>建设平台</p></td><td rowspan=2>市数据局<br>市科技局</td><td>6月底</td></tr><tr><td>2</td><td>开放数据</td>"
    "<td>12月底</td></tr>"
)


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{TASKS}</table>",
        f"<table><thead></thead><tbody>{TASKS}</tbody></table>",
        f"<div><table border=1><caption></caption>{TASKS}</table></div>",
    ],
)
def test_task_tables_become_items(table: str) -> None:
    lines = _lines(
        _page(
            f"<div>{_paragraphs(NOTICE)}<p>附件：任务分解表</p>{table}<p>以上任务请认真抓好落实，按月报送进展。</p></div>"
        )
    )
    assert lines[len(NOTICE) :] == [
        "附件：任务分解表",
        "一、科技创新",
        "1.建设平台。（牵头单位：市数据局、市科技局；完成时限：6月底）",
        "2.开放数据。（牵头单位：市数据局、市科技局；完成时限：12月底）",
        "以上任务请认真抓好落实，按月报送进展。",
    ]


def test_a_table_in_its_own_container_is_not_lost() -> None:
    page = _page(f"<div class='a'>{_paragraphs(NOTICE)}</div><div class='b'><table>{TASKS}</table></div>")
    assert _lines(page)[-1].startswith("2.开放数据。")


def test_absurd_spans_are_cut() -> None:
    page = _page(
        f"<div>{_paragraphs(NOTICE)}<table><tr><td colspan=999999 rowspan=999999>甲</td><td>乙</td></tr><tr>"
        "<td>丙</td><td>丁</td></tr></table></div>"
    )
    assert "甲 | 乙" in _lines(page)


def test_attachments_below_the_notice_are_named() -> None:
    page = _page(f"<div>{_paragraphs(NOTICE)}</div>{BAR}<p>附件：<a href='a.docx'>1.任务分解表.docx</a></p>")
    assert _lines(page) == [*NOTICE, "附件：1.任务分解表.docx"]


def test_other_texts_of_a_page_stay_out() -> None:
    """A hint in the side column, an explanation and a list of news print sentences and items too."""
    page = f"""<html><head><title>{TITLE} - 样例市政府网</title></head><body>
    <div>您访问的链接即将离开“样例市人民政府”门户网站，是否继续？ <a>继续访问</a> <a>放弃</a></div>
    <div class="wrap"><div class="left"><dl><dt>政策库</dt><dd><a>市政府文件</a></dd></dl>\
<div>温馨提示：本栏目提供政策文件查询服务，如有疑问请拨打电话。</div><a>更多</a></div>
    <div class="right"><h2>{TITLE}</h2><p>样政办发〔2024〕5号</p><div>日期：2024-05-06 | 来源：市政府 | 【字号：大 中 小】</div>
    <div class="con">{_paragraphs([*LETTER, *BODY])}</div>
    <div><h3>政策解读</h3><p>一、起草背景。为推动发展，市政府起草本方案。</p></div>
    <div><h3>热门推荐</h3><ul><li><a>关于公布清单的通知</a><p>为进一步规范管理，现将有关事项通知如下。</p></li></ul></div></div></div>
    <div>您对本页面内容是否满意？ ○满意 ○不满意</div><div><p>样例市人民政府主办</p><p>联系电话：0000-12345</p><p>样公网安备 00000号</p></div></body>\
</html>"""
    assert _lines(page) == [TITLE, "样政办发〔2024〕5号", *LETTER, *BODY]


def test_menus_news_lists_and_calendars_set_as_tables_stay_out() -> None:
    news = "".join(
        f"<tr><td>·</td><td><a href='{i}'>关于第{i}次会议情况的通报，请各单位认真阅读</a></td><td>2024-01-0{i}</td></tr>"
        for i in range(1, 6)
    )
    calendar = "<table><tr><td>日</td><td>一</td><td>二</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    page = (
        f"<html><body><table><tr><td><table>{news}</table>{calendar}</td><td><table><tr>"
        f"<td>{_paragraphs(NOTICE)}</td></tr></table></td></tr></table></body></html>"
    )
    assert _lines(page) == NOTICE


def test_pages_in_traditional_characters_are_cleaned_like_others_and_keep_their_script() -> None:
    convert = pytest.importorskip("opencc").OpenCC("s2t").convert
    page = _page(f"<div>{_paragraphs(NOTICE)}<table>{TASKS}</table></div>", above=BAR)
    lines = _lines(convert(page))
    assert lines[: len(NOTICE)] == [convert(line) for line in NOTICE]
    assert len(lines) == len(NOTICE) + 3
    assert lines[-1].startswith(convert("2.开放数据。"))


KEPT = [
    ("（三）推广“一码通”和二维码应用", "a heading about codes is no bar"),
    ("推广电子证照二维码应用，年内覆盖全部窗口，方便群众办事。", "nor is a sentence"),
    ("鼓励企业关闭落后产能，打印机等设备更新换代，分享到的经验向全市推广。", "nor one with the words of several bars"),
    ("完善技术支持体系，建设公共服务平台。", "a sentence with the words of a footer"),
    ("联系单位：市数据局 电话：0000-1234567", "a telephone inside the notice"),
]


@pytest.mark.parametrize(("line", "reason"), KEPT, ids=[case[1] for case in KEPT])
def test_lines_of_the_notice_that_sound_like_the_site(line: str, reason: str) -> None:
    assert line in _lines(
        _page(f"<div>{_paragraphs([*NOTICE, line, '三、扩大内需', '3.举办购物节，全年举办10场活动。'])}</div>")
    )


# -- encodings -----------------------------------------------------------------------------------

ENCODINGS = [
    ("utf-8", "utf-8", "declared and true"),
    ("gb2312", "gb18030", "declared as its subset"),
    ("gbk", "utf-8", "declared but converted since"),
    ("", "gb18030", "not declared"),
    ("", "utf-8-sig", "a byte order mark"),
    ("", "utf-16", "UTF-16 with its mark"),
    ("no-such-code", "gb18030", "an unknown name"),
]


@pytest.mark.parametrize(("declared", "encoding", "reason"), ENCODINGS, ids=[case[2] for case in ENCODINGS])
def test_encodings(declared: str, encoding: str, reason: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = _page(_paragraphs(NOTICE), head=head)
    assert read_html(page.encode(encoding)).text.split("\n") == NOTICE


def test_big5_declared() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>一、強化科技創新，建設實驗室，培育企業。</p></body></html>'
    assert decode_page(page.encode("big5")) == (page, "big5hkscs")


def test_single_bad_bytes_are_reported_not_fatal() -> None:
    data = (
        _page(_paragraphs(NOTICE), head='<meta charset="gbk">')
        .encode("gb18030")
        .replace("培育企业".encode("gbk"), b"\xff\xff" + "培育企业".encode("gbk"))
    )
    raw = read_html(data)
    assert "培育企业" in raw.text
    assert [problem.code for problem in raw.problems] == ["undecodable-characters"]


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("levels", [5_000, 100_000])
def test_deep_nesting_is_refused_at_once(levels: int) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableNotice, match=str(DEEPEST_NESTING)):
        read_html(("<html><body>" + "<div>" * levels + "一、正文。" + "</div>" * levels).encode())
    assert time.monotonic() - started < 10  # a hang, not a speed, is what this looks for


def test_nesting_below_the_limit_loses_nothing() -> None:
    assert _lines(
        "<html><body>"
        + "<div>" * 900
        + _paragraphs(BODY)
        + "</div>" * 900
        + "<p>二、扩大内需，举办购物节。</p></body></html>"
    ) == [*BODY, "二、扩大内需，举办购物节。"]


def test_too_large_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_page, "LARGEST_PAGE", 100)
    with pytest.raises(UnreadableNotice, match="limit"):
        read_html(_page(_paragraphs(NOTICE)).encode())


EMPTY = [
    (
        "<html><body><div id='app'></div><script>load()</script></body></html>",
        "after it has loaded",
        "a page that a script fills",
    ),
    (
        f"<html><body>{TOP}<p><a href='a.pdf'>任务分解表.pdf</a></p>{BOTTOM}</body></html>",
        "任务分解表.pdf",
        "a page that only links to the notice",
    ),
    ("", "no HTML", "nothing at all"),
]


@pytest.mark.parametrize(("page", "says", "reason"), EMPTY, ids=[case[2] for case in EMPTY])
def test_pages_without_a_notice_are_refused(page: str, says: str, reason: str) -> None:
    with pytest.raises(UnreadableNotice, match=says):
        read_html(page.encode())


def test_reading_twice_gives_the_same() -> None:
    data = _page(_paragraphs(NOTICE)).encode()
    assert read_html(data) == read_html(data)


# -- kinds of pages ------------------------------------------------------------------------------

WECHAT = (
    "<div id='js_article'><h1 id='activity-name'>云溪县2024年重点工作任务</h1>"
    "<div id='js_content' style='visibility: hidden; opacity: 0;'><section>一、推动产业升级</section>"
    "<section>1.实施技改项目30个。（牵头单位：县工信局）</section></div></div>"
    "<div class='weui-dialog'>该内容已被发布者删除或正在审核，请稍后再试。</div>"
)


def test_the_hidden_text_of_a_wechat_page_is_its_notice() -> None:
    assert read_html(WECHAT.encode()).text.split("\n") == [
        "云溪县2024年重点工作任务",
        "一、推动产业升级",
        "1.实施技改项目30个。（牵头单位：县工信局）",
    ]


def test_a_page_whose_text_was_taken_down_is_refused() -> None:
    page = "<div><p>云溪发布</p><p>该内容已被发布者删除或正在审核，请稍后再试，给您带来不便敬请谅解。</p></div>"
    with pytest.raises(UnreadableNotice, match="taken down"):
        read_html(page.encode())


ATTACHED_LETTER = "<p>各镇人民政府，县政府各部门：</p><p>《云溪县2024年重点工作任务》已经县政府同意，现印发给你们，请认真组织实施。</p>"


@pytest.mark.parametrize(
    ("reason", "body", "code"),
    [
        (
            "a letter with a Word file",
            ATTACHED_LETTER + "<a href='a.docx'>附件：云溪县2024年重点工作任务.docx</a>",
            "notice-attached",
        ),
        (
            "the suffix only in the address",
            ATTACHED_LETTER + "<a href='/p/1.pdf'>云溪县2024年重点工作任务</a>",
            "notice-attached",
        ),
        (
            "the notice below its letter",
            ATTACHED_LETTER + "<p>1.实施技改项目30个。</p><p>2.新增企业15家。</p><a href='a.docx'>附件.docx</a>",
            "",
        ),
        (
            "three pages by the site's script",
            "<p>1.实施技改项目30个，新增高新技术企业15家。</p><script>createPageHTML(3, 0, 't1', 'html');</script>",
            "page-of-several",
        ),
        (
            "one page by the same script",
            "<p>1.实施技改项目30个，新增高新技术企业15家。</p><script>createPageHTML(1, 0, 't1', 'html');</script>",
            "",
        ),
        (
            "a printed count",
            "<p>1.实施技改项目30个，新增高新技术企业15家。</p><div>第1页 共4页</div>",
            "page-of-several",
        ),
        (
            "a link to the next page",
            "<p>1.实施技改项目30个，新增高新技术企业15家。</p><a href='t1_1.html'>下一页</a>",
            "page-of-several",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and not value.startswith("<") else "",
)
def test_what_a_page_does_not_hold_is_said(reason: str, body: str, code: str) -> None:
    assert [problem.code for problem in read_html(f"<div>{body}</div>".encode()).problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        (
            "bare line ends",
            "<b>一、推动产业升级</b>\n1.实施技改项目30个。（牵头单位：县工信局）\n2.新增企业15家。（牵头单位：县科技局）",
        ),
        (
            "bare line ends and indents",
            "<strong>一、推动产业升级</strong>\n    1.实施技改项目30个。（牵头单位：县工信局）\n    2.新增企业15家。（牵头单位：县科技局）",
        ),
    ],
)
def test_bold_headings_with_bare_line_ends_in_one_block(reason: str, body: str) -> None:
    assert read_html(f"<div>{body}</div>".encode()).text.split("\n") == [
        "一、推动产业升级",
        "1.实施技改项目30个。（牵头单位：县工信局）",
        "2.新增企业15家。（牵头单位：县科技局）",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("主题服务<sup>[1]</sup>20项", "主题服务20项"),
        ("高新技术企业<sup>①</sup>15家", "高新技术企业15家"),
        ("培育企业<sup><a href='#n1'>2</a></sup>30家", "培育企业30家"),
        ("新增面积300m<sup>2</sup>以上", "新增面积300m2以上"),
        ("浓度降至35μg/m<sup>3</sup>以下", "浓度降至35μg/m3以下"),
        ("第3<sup>届</sup>博览会", "第3届博览会"),
    ],
)
def test_raised_marks_of_notes_go_and_raised_units_stay(written: str, read: str) -> None:
    page = f"<div><p>1.新增企业15家，全年{written}，按季度报送进展。</p></div>"
    assert read_html(page.encode()).text == f"1.新增企业15家，全年{read}，按季度报送进展。"


def test_line_ends_of_the_source_inside_a_sentence_are_spaces() -> None:
    assert (
        read_html("<p>1.实施技改项目\n30个，\n新增企业15家。</p>".encode()).text
        == "1.实施技改项目 30个， 新增企业15家。"
    )


def test_a_second_table_without_header_goes_on_with_the_first() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        return (
            f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
        )

    page = (
        table(("序号", "重点任务", "责任单位"), ("1", "实施技改项目30个", "县工信局"))
        + "<p>续表</p>"
        + table(("2", "新增高新技术企业15家", "县科技局"))
    )
    assert read_html(f"<div>{page}</div>".encode()).text.split("\n") == [
        "1.实施技改项目30个。（责任单位：县工信局）",
        "2.新增高新技术企业15家。（责任单位：县科技局）",
    ]
