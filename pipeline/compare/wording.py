"""The sentences of findings, Chinese and English side by side, and how values are said in either."""

from __future__ import annotations

from pipeline.compare.statements import squash
from pipeline.knowledge.indicator_names import common_name, english_name
from pipeline.records.findings import LONGEST_SENTENCE

LONGEST_QUOTE = 46  # characters of a passage that a sentence quotes; two of them fit into one sentence

# {name: (Chinese, English)}; o and n are what the two editions are called, a and b what they say.
SENTENCES: dict[str, tuple[str, str]] = {
    "target_raised": ("{subject}由{a}提高到{b}{rest}。", "{subject_en}: raised from {a_en} to {b_en}{rest_en}."),
    "target_lowered": ("{subject}由{a}下调为{b}{rest}。", "{subject_en}: lowered from {a_en} to {b_en}{rest_en}."),
    "target_raised_amount": (
        "{subject}由{a}增至{b}{rest}。",
        "{subject_en}: increased from {a_en} to {b_en}{rest_en}.",
    ),
    "target_lowered_amount": ("{subject}由{a}减为{b}{rest}。", "{subject_en}: reduced from {a_en} to {b_en}{rest_en}."),
    "target_unchanged_quoted": ("“{b}”的目标不变{rest}。", "The target “{b}” is unchanged{rest_en}."),
    "target_near": (
        "{n}设目标“{b}”，{o}相近的目标为“{a}”。",
        "{n_en} sets the target “{b}”; the nearest one of {o_en} was “{a}”.",
    ),
    "target_unchanged": ("{subject}保持{b}不变{rest}。", "{subject_en}: unchanged, {b_en}{rest_en}."),
    "target_bound": (
        "{subject}数值未变，由{a}改为{b}{rest}。",
        "{subject_en}: same number, from {a_en} to {b_en}{rest_en}.",
    ),
    "target_successor": ("{subject}由“{a}”变为“{b}”。", "{subject_en}: from “{a}” to “{b}”."),
    "goal_unchanged": ("目标表述“{b}”保持不变。", "The goal “{b}” is unchanged."),
    "goal_alike": ("目标取向不变，表述由“{a}”改为“{b}”。", "The goal stays, worded “{b}” instead of “{a}”."),
    "goal_reworded": ("{subject}目标由“{a}”改为“{b}”。", "Goal for {subject_glossed}: reworded from “{a}” to “{b}”."),
    "goal_put_into_words": (
        "主要目标中的{subject}由“{a}”改为“{b}”，另在正文提出“{c}”。",
        "{subject_glossed} among the main goals: “{b}” instead of “{a}”; further down the text sets “{c}”.",
    ),
    "target_new": ("{n}新设目标“{b}”，{o}未设。", "{n_en} sets a new target, “{b}”; {o_en} had none."),
    "target_new_from_words": (
        "{n}新设目标“{b}”，{o}只说“{a}”。",
        "{n_en} sets a target, “{b}”; {o_en} said it in words only: “{a}”.",
    ),
    "target_dropped": ("“{a}”的目标，{n}未再设。", "The target “{a}” is no longer set in {n_en}."),
    "target_dropped_to_words": (
        "“{a}”的目标，{n}未再设，只说“{b}”。",
        "The target “{a}” is no longer set; {n_en} says it in words only: “{b}”.",
    ),
    "stance_changed": ("{subject}：由“{a}”改为“{b}”。", "{subject_glossed}: from “{a}” to “{b}”."),
    "reworded": ("“{a}”改为“{b}”。", "“{a}” becomes “{b}”."),
    "firmer": (
        "对{subject}的表述更进一步：由“{a}”改为“{b}”。",
        "{subject_glossed} is worded more firmly: from “{a}” to “{b}”.",
    ),
    "softer": (
        "对{subject}的表述有所放缓：由“{a}”改为“{b}”。",
        "{subject_glossed} is worded more softly: from “{a}” to “{b}”.",
    ),
    "term_new": ("{n}新提“{subject}”：“{b}”。", "{n_en} mentions “{subject}”; {o_en} does not: “{b}”."),
    "term_new_alone": ("{n}新提“{b}”。", "{n_en} says “{b}”; {o_en} does not."),
    "term_new_from_plan": (
        "{n}的部署中新提“{subject}”：“{b}”。",
        "“{subject}” is new among what {n_en} plans: “{b}”.",
    ),
    "term_gone": ("{n}不再提“{subject}”，{o}为“{a}”。", "{n_en} no longer speaks of “{subject}”; {o_en} said “{a}”."),
    "term_gone_alone": ("{n}不再提“{a}”。", "{n_en} no longer says “{a}”."),
    "term_gone_from_plan": (
        "{n}的部署中不再提“{subject}”，{o}为“{a}”。",
        "“{subject}” is gone from what {n_en} plans; {o_en} said “{a}”.",
    ),
    "task_new": ("{n}新增任务“{b}”。", "New task in {n_en}: “{b}”."),
    "section_new": (
        "{n}新设“{b}”，含{held}共{count}项任务。",
        "{n_en} has a new section, “{b}”, with {count} tasks: {held}.",
    ),
    "section_split": (
        "{n}由“{a}”一节分出“{b}”，含{held}共{count}项任务。",
        "{n_en} takes “{b}” out of the section “{a}”, with {count} tasks: {held}.",
    ),
    "renamed": ("“{a}”改题为“{b}”。", "“{a}” is now headed “{b}”."),
    "title_new": (
        "{n}新列“{b}”一项，相近内容此前见于“{a}”。",
        "{n_en} has a new item, “{b}”; something like it stood under “{a}” before.",
    ),
    "section_renamed": ("“{a}”一节改题为“{b}”。", "The section “{a}” is now headed “{b}”."),
    "section_dropped": (
        "{o}的“{a}”（含{held}共{count}项任务）{n}不再设。",
        "{n_en} no longer has the section “{a}” with its {count} tasks: {held}.",
    ),
    "position": ("总体定位由“{a}”改为“{b}”。", "The aim as a whole: from “{a}” to “{b}”."),
    "years": ("目标年限由{a}延至{b}。", "The years that goals are set for now reach to {b_en} instead of {a_en}."),
    "task_new_clause": ("{n}新增表述“{b}”。", "New wording in {n_en}: “{b}”."),
    "task_dropped": ("{o}的任务“{a}”，{n}不再列出。", "The task “{a}” of {o_en} is no longer listed in {n_en}."),
    "task_dropped_clause": ("{n}不再有“{a}”的表述。", "{n_en} no longer says “{a}”."),
    "task_of_its_own": (
        "“{b}”由段内表述改为单列一项，{o}为“{a}”。",
        "“{b}” becomes an item of its own; {o_en} said it in passing: “{a}”.",
    ),
    "task_folded": (
        "“{a}”不再单列，并入“{where}”，表述为“{b}”。",
        "“{a}” is no longer an item of its own; it is folded into “{where}”: “{b}”.",
    ),
    "task_split": ("“{a}”拆分为{count}项：{b}。", "“{a}” is split into {count} tasks: {b}."),
    "task_split_beside": ("由“{a}”分出{b}，单列{count}项。", "{b}: taken out of “{a}” as {count} task(s) beside it."),
    "task_merged_beside": ("{a}并入“{b}”，不再单列。", "{a} folded into “{b}”, no longer listed apart."),
    "task_merged": ("{count}项任务合并为“{b}”：{a}。", "{count} tasks are merged into “{b}”: {a}."),
    "sections_split": ("{a}一节拆分为{count}节：{b}。", "The section {a} is split into {count} sections: {b}."),
    "sections_merged": ("{count}节合并为{b}：{a}。", "{count} sections are merged into {b}: {a}."),
    "structure": ("任务布局由{a}调整为{b}。", "The work is laid out in {b_en} instead of {a_en}."),
    "moved": ("“{b}”由“{from_}”部分移至“{to}”部分。", "“{b}” moves from “{from_}” to “{to}”."),
    "bodies_told": (
        "{o}未列责任单位，{n}的{total}项任务中有{count}项列明责任单位。",
        "{o_en} names no responsible bodies; {n_en} does so for {count} of {total} tasks.",
    ),
    "bodies_untold": (
        "{n}未列责任单位，{o}的{total}项任务中有{count}项列明责任单位。",
        "{n_en} names no responsible bodies; {o_en} did so for {count} of {total} tasks.",
    ),
    "form_changed": (
        "责任条款的写法由“{a}”改为“{b}”（{total}处中{count}处），职责未必变化。",
        (
            "Responsibility clauses are written otherwise, “{b}” instead of “{a}” ({count} of {total}); who does "
            "what need not have changed."
        ),
    ),
    "lead_changed": ("“{subject}”的牵头单位由{a}改为{b}。", "“{subject}”: the lead passes from {a_en} to {b_en}."),
    "lead_joined": ("“{subject}”的牵头单位增加{b}。", "“{subject}”: {b_en} joins the lead."),
    "lead_left": ("{a}不再牵头“{subject}”。", "“{subject}”: {a_en} no longer leads."),
    "bodies_both": (
        "“{subject}”的责任和配合单位增加{b}，不再列{a}。",
        "“{subject}”: {b_en} added, {a_en} no longer named.",
    ),
    "bodies_joined": ("“{subject}”的责任和配合单位增加{b}。", "“{subject}”: {b_en} added."),
    "bodies_left": ("“{subject}”的责任和配合单位不再列{a}。", "“{subject}”: {a_en} no longer named."),
    "leads_both_together": (
        "{count}项任务的牵头单位由{a}改为{b}：{held}。",
        "The lead of {count} tasks passes from {a_en} to {b_en}: {held}.",
    ),
    "leads_joined_together": (
        "{count}项任务的牵头单位增加{b}：{held}。",
        "{b_en} joins the lead of {count} tasks: {held}.",
    ),
    "leads_left_together": ("{a}不再牵头{count}项任务：{held}。", "{a_en} no longer leads {count} tasks: {held}."),
    "bodies_both_together": (
        "{count}项任务的责任和配合单位增加{b}，不再列{a}：{held}。",
        "{b_en} takes the place of {a_en} among the bodies of {count} tasks: {held}.",
    ),
    "bodies_joined_together": (
        "{count}项任务的责任和配合单位增加{b}：{held}。",
        "{b_en} joins the bodies of {count} tasks: {held}.",
    ),
    "bodies_left_together": (
        "{count}项任务的责任和配合单位不再列{a}：{held}。",
        "{a_en} is no longer named for {count} tasks: {held}.",
    ),
    "body_renamed": (
        "{a}现由{b}承接（更名或机构改革），不是换牵头单位。",
        "{b_en} takes the place of {a_en} (a new name or a reform); this is no hand-over.",
    ),
    "result_met": (
        "{o}提出“{a}”，{n}回顾为{b}，已完成。",
        "{subject_en}: {a_en} promised in {o_en}, {b_en} reported in {n_en}: met.",
    ),
    "result_missed": (
        "{o}提出“{a}”，{n}回顾为{b}，未达到。",
        "{subject_en}: {a_en} promised in {o_en}, {b_en} reported in {n_en}: missed.",
    ),
    "result_met_reckoned": (
        "{o}提出“{a}”，{n}回顾为{b}，{o}回顾为{base}，推算{change}，已完成。",
        "{subject_en}: {a_en} promised in {o_en}; {b_en} reported in {n_en} and {base_en} in {o_en}, "
        "{change_en} as reckoned: met.",
    ),
    "result_missed_reckoned": (
        "{o}提出“{a}”，{n}回顾为{b}，{o}回顾为{base}，推算{change}，未达到。",
        "{subject_en}: {a_en} promised in {o_en}; {b_en} reported in {n_en} and {base_en} in {o_en}, "
        "{change_en} as reckoned: missed.",
    ),
    "result_cannot_be_rated": (
        "{o}提出“{a}”，{n}回顾为{b}，口径不同，难以评定。",
        "{subject_en}: {a_en} promised in {o_en}, {b_en} reported in {n_en} on another basis: cannot be rated.",
    ),
    "result_not_mentioned": (
        "{o}提出“{a}”，{n}的回顾中未见对应说明。",
        "{subject_en}: {a_en} promised in {o_en}; the review in {n_en} does not mention it.",
    ),
    "result_said": (
        "{o}提出“{a}”，{n}称“{b}”。",
        "{subject_en}: {a_en} promised in {o_en}; {n_en} says “{b}”.",
    ),
    "section_moved": ("“{b}”一节由{i}{way}至{j}{was}。", "“{b}” moves from {i} to {j}{was_en}."),
}


def say(name: str, **values: object) -> tuple[str, str]:
    """A sentence of SENTENCES in Chinese and English; quoted passages are shortened to what fits."""
    chinese, english = SENTENCES[name]
    subject = str(values.get("subject", ""))
    glossed = f"{gloss} ({subject})" if (gloss := english_name(subject)) else subject
    return chinese.format(**values), english.format(**{"subject_glossed": glossed, **values})


def quote(text: str, longest: int = LONGEST_QUOTE, around: str = "") -> str:
    """A passage as a sentence quotes it: without white space and inner marks, and where it is too long, with … for what
    is left out.

    `around` is what must stay in sight.
    """
    said = squash(text).strip("，。；：、！？—").replace("“", "‘").replace("”", "’")
    around = squash(around).replace("“", "‘").replace("”", "’")
    if len(said) <= longest:
        return said
    at = said.find(around) if around else 0
    begin = max(0, min(at - (longest - len(around)) // 2, len(said) - longest)) if at > 0 else 0
    return ("…" if begin else "") + said[begin : begin + longest - 1] + ("…" if begin + longest - 1 < len(said) else "")


def fits(sentence: str) -> bool:
    return len(sentence) <= LONGEST_SENTENCE


# -- values --------------------------------------------------------------------------------------

# Indicators that every reader looks for first.
HEADLINES = (
    "国内生产总值", "地区生产总值", "居民消费价格", "城镇新增就业", "城镇登记失业率", "城镇调查失业率", "赤字率", "财政赤字",
    "地方政府专项债券", "地方专项债券", "广义货币M2", "粮食产量", "单位国内生产总值能耗", "规模以上工业增加值", "固定资产投资",
    "居民人均可支配收入", "居民收入", "进出口", "全社会研发经费投入", "研发经费投入强度", "退税减税", "细颗粒物", "超长期特别国债",
    "社会消费品零售总额", "一般公共预算收入",
)  # fmt: skip


def is_headline(head: str) -> bool:
    """Whether every reader knows the indicator."""
    told = common_name(head)
    return any(told.startswith(name) and len(told) - len(name) <= 2 for name in HEADLINES)
