"""From the bytes of one file to a Notice, with what was odd about it."""

from __future__ import annotations

from pipeline.config import IngestParams
from pipeline.ingest.as_printed import page_starts, printed_wording
from pipeline.ingest.formats.by_content import read_file
from pipeline.ingest.invisible import count_invisible
from pipeline.ingest.letter_words import LetterWords
from pipeline.ingest.letterhead import read_letterhead
from pipeline.ingest.limits import bounded
from pipeline.ingest.normalise import detect_script, normalise
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Diagnostic, Notice, Script

# More than this share of characters in the other script, and a reader should look at the text.
MIXED_SCRIPT = 0.05
# Spaces and blank lines may make the text of a file so many times longer than its clean text.
MOST_LAYOUT = 3


def read_notice(
    name: str,
    data: bytes,
    params: IngestParams,
    *,
    notice_id: str,
    series: str = "",
    year: int | None = None,
    provenance: str = "official",
    words: LetterWords | None = None,
) -> tuple[Notice, list[Diagnostic]]:
    """Read, clean and head one notice. `year` from the corpus list wins over the one found in the text.

    `words` are the letter-head rules of a project folder, those beside this code if None.

    Raises UnreadableNotice if the file is no notice.
    """
    if len(data) > params.largest_megabytes * 1_000_000:
        raise UnreadableNotice(
            f"{len(data) / 1e6:.0f} MB is more than the limit of {params.largest_megabytes} MB "
            "(configs/params.yaml, ingest.largest_megabytes)"
        )
    with bounded(params.longest_reading, params.most_memory):
        raw = read_file(name, data)
        script, other, text = _clean_text(raw.text, params.longest_text)
        head = read_letterhead(text, words)
    diagnostics = [Diagnostic(notice_id, problem.code, problem.severity, problem.message) for problem in raw.problems]
    unseen = count_invisible(raw.text)
    if unseen:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(unseen.items()))
        message = (
            f"{counts} characters that nobody sees were taken out of the text; compare numbers and names with "
            "the original"
        )
        diagnostics.append(Diagnostic(notice_id, "invisible-characters", "warning", message))
    if other > MIXED_SCRIPT:
        diagnostics.append(
            Diagnostic(
                notice_id,
                "mixed-script",
                "info",
                (
                    f"{other:.0%} of the characters that differ between the scripts are "
                    f"{'simplified' if script == 'hant' else 'traditional'}"
                ),
            )
        )
    if not head.title:
        diagnostics.append(Diagnostic(notice_id, "no-title", "info", "no title was found above the body"))
    notice = Notice(
        notice_id=notice_id,
        series=series,
        year=year if year is not None else head.year,
        title=head.title,
        issuer=head.issuer,
        document_number=head.document_number,
        issued_on=head.issued_on,
        published_on=head.published_on or raw.published_on,
        period_from=head.period_from,
        period_to=head.period_to,
        script=script,
        provenance=provenance,
        text=text,
        body_start=head.body_start,
        body_end=head.body_end,
        printed=printed_wording(raw.text, text) if script == "hant" else "",
        page_starts=page_starts(raw.pages, text) if raw.pages else (),
    )
    return notice, diagnostics


def _clean_text(text: str, longest: int) -> tuple[Script, float, str]:
    """(script, share of characters of the other one, clean text).
    Cleaning shortens a text, so what is far too long is not cleaned."""
    if len(text) <= MOST_LAYOUT * longest:
        script, other = detect_script(text[:longest])
        text = normalise(text, script=script)
    if not text:
        raise UnreadableNotice("the file holds no text; is it a scan? Save it with its text layer and add it again")
    if len(text) > longest:
        raise UnreadableNotice(
            f"{len(text)} characters are more than the limit of {longest} (configs/params.yaml, "
            "ingest.longest_text); is this one notice?"
        )
    return script, other, text
