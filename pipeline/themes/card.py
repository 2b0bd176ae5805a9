"""The model card: what the classifier was trained on, how good it is, and where not to trust it.

After Mitchell et al. 2019. Generated, so that no number in it can be out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.knowledge.themes import Scheme
from pipeline.themes.evaluation import Evaluation, Score
from pipeline.themes.train import Diagnosis, Training

WEAKNESSES = (
    (
        "Most labels are texts written for this project. They follow the genre, but a real notice of a kind "
        "nobody imagined may be judged worse than the table says."
    ),
    (
        "Bare titles give the model little to read: they are wrong and unsure more often than tasks with a "
        "text (see the table by length)."
    ),
    (
        "Industry and innovation meet in tasks on research for one industry (models, pilot plants, first "
        "machines); either may be the better word, and the second theme is often the other one."
    ),
    (
        "Applications of AI or data in farming, health, culture and government belong to the rest theme by "
        "content; the vocabulary pulls them towards industry."
    ),
    "Measures on capacity (steel, coal, cement) are low carbon by our ruling and industry to some readers.",
    "Intervals resample notices, so they cover chance in the choice of notices, not errors of the people who labelled.",
)


def model_card(
    training: Training, diagnosis: Diagnosis, *, scheme: Scheme, elsewhere: Mapping[str, Evaluation] | None = None
) -> str:
    """The card as Markdown. `elsewhere`: evaluations on texts that were never trained on, by name."""
    record = training.model.record
    parts = [
        "# Model card: themes of tasks",
        "Guesses what one task of a Chinese government policy notice is about. TF-IDF of words, of runs of characters, "
        "of the title or first clause and (lightly) of the section heading; "
        "logistic regression; probabilities calibrated by one temperature. Meant for counting themes over "
        "many tasks and for proposing labels to a reader. "
        "Not meant for deciding anything about a single task without reading it, for other languages, or "
        "for texts that are not policy tasks.",
        "## What it was trained on",
        (
            f"{record['labels']} texts of {record['sources']} sources; sha256 of the labels "
            f"`{record['labels_sha256'][:16]}`. Near-duplicates between sources: "
            f"{len(diagnosis.near_duplicates)}."
        ),
        _data_table(training, scheme),
        "## How good it is",
        (
            f"Cross-validation of {record['params']['folds']} parts, grouped by source: no notice on both "
            f"sides. 95% intervals by resampling sources ({record['params']['bootstrap_rounds']} rounds)."
        ),
        _comparison_table(diagnosis),
        "### By theme",
        _theme_table(diagnosis.grouped, scheme),
        "### Confusion (rows: labelled, columns: guessed)",
        _confusion_table(diagnosis.grouped, scheme),
        "Most frequent confusions: " + _worst_confusions(diagnosis.grouped, scheme) + ".",
        "### By length",
        _rows(
            ("characters", "texts", "accuracy", "accuracy, theme2 right too"),
            (
                (name, str(one.texts), _score(one.accuracy), _score(one.accuracy_relaxed))
                for name, one in diagnosis.lengths.items()
            ),
        ),
        "### On texts never trained on" if elsewhere else "",
        _elsewhere_table(elsewhere) if elsewhere else "",
        "## Probabilities",
        f"Expected calibration error {_number(diagnosis.grouped.expected_calibration_error)}; temperature "
        f"{training.model.classifier.temperature}. "
        f"A guess below {training.model.threshold} is unsure: of the others at most "
        f"{record['params']['error_rate']:.0%} were neither the theme nor the second theme in "
        "cross-validation.",
        _coverage_table(diagnosis.grouped, training.model.threshold),
        _second_themes(training),
        "## What each feature brings",
        "The same folds, grouped by source. Neighbours: each text drawn towards what the model says of the other "
        "tasks of its section and notice. They gain here, where a section written for this project keeps to its "
        "subject, and lose on published notices, whose sections mix; so they are not in use. The bodies in charge "
        "were tried too: labels have none, so a table of bodies by theme was weighed in on notices with bodies; it "
        "changed no accuracy there and lost on published ones, where one bureau leads tasks of several themes.",
        _rows(
            ("features", "accuracy", "accuracy, theme2 right too", "macro-F1", "calibration error"),
            (_cells(name, one) for name, one in diagnosis.breakdowns.ablation.items()),
        ),
        "## By kind of notice",
        _rows(
            ("kind", "texts", "accuracy", "accuracy, theme2 right too", "macro-F1"),
            (
                (name, str(one.texts), _score(one.accuracy), _score(one.accuracy_relaxed), _score(one.macro_f1))
                for name, one in diagnosis.breakdowns.genres.items()
            ),
        ),
        *_agreement(diagnosis, scheme),
        "## Section headings",
        "Shown to the same models: each text's own heading, none, and one of another theme's.",
        _rows(
            ("shown", "accuracy", "accuracy, theme2 right too"),
            ((name, _score(one.accuracy), _score(one.accuracy_relaxed)) for name, one in diagnosis.headings.items()),
        ),
        "## Known weaknesses",
        "\n".join(f"- {weakness}" for weakness in WEAKNESSES),
        "## How to make it again",
        _rows(("parameter", "value"), ((f"`{name}`", str(value)) for name, value in record["params"].items())),
        "Versions: " + ", ".join(f"{name} {version}" for name, version in record["versions"].items()) + ".",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _data_table(training: Training, scheme: Scheme) -> str:
    provenances = sorted({label.provenance for label in training.labels})
    counted = Counter((label.theme, label.provenance) for label in training.labels)
    rows = (
        (
            _name(theme, scheme),
            *(str(counted[theme, one]) for one in provenances),
            str(sum(counted[theme, one] for one in provenances)),
        )
        for theme in scheme.ids
    )
    return _rows(("theme", *provenances, "all"), rows)


def _comparison_table(diagnosis: Diagnosis) -> str:
    named = [
        *diagnosis.comparison.items(),
        ("model, random split (leaky: texts of one notice on both sides; for comparison only)", diagnosis.leaky),
    ]
    columns = ("classifier", "accuracy", "accuracy, theme2 right too", "macro-F1", "calibration error")
    return _rows(columns, (_cells(name, one) for name, one in named))


def _cells(name: str, one: Evaluation) -> tuple[str, ...]:
    scores = (one.accuracy, one.accuracy_relaxed, one.macro_f1)
    return (name, *map(_score, scores), _number(one.expected_calibration_error))


def _second_themes(training: Training) -> str:
    told, right, due = training.model.record["second_themes"]
    return (
        f"A second theme is told where the runner-up reaches {training.model.second_from}: {told} texts of "
        f"{len(training.labels)}, {right} of them with both themes right; {due} texts were given two. "
        "It is a hint that another theme competes, not a finding."
    )


def _agreement(diagnosis: Diagnosis, scheme: Scheme) -> list[str]:
    """What two persons say of the same texts: no model can be held to more."""
    found = diagnosis.breakdowns.agreement
    if not any(texts for texts, _ in found.values()):
        return []
    rows = ((_name(theme, scheme), str(texts), _number(kappa)) for theme, (texts, kappa) in found.items())
    return [
        "## Two readers",
        "Texts that one person labelled and another labelled again without seeing the first label. "
        "Kappa (Cohen 1960) of each theme against all others.",
        _rows(("theme", "given by either", "kappa"), rows),
    ]


def _theme_table(evaluation: Evaluation, scheme: Scheme) -> str:
    rows = (
        (
            _name(one.theme, scheme),
            str(one.labelled),
            _score(one.precision),
            _score(one.recall),
            _score(one.f1),
            _number(evaluation.share_errors[one.theme], signed=True),
        )
        for one in evaluation.themes
    )
    return _rows(("theme", "labelled", "precision", "recall", "F1", "share error (guessed − labelled)"), rows)


def _confusion_table(evaluation: Evaluation, scheme: Scheme) -> str:
    rows = (
        (_name(theme, scheme), *map(str, counts))
        for theme, counts in zip(evaluation.order, evaluation.confusion, strict=True)
    )
    return _rows(("", *(_name(theme, scheme) for theme in evaluation.order)), rows)


def _worst_confusions(evaluation: Evaluation, scheme: Scheme, *, shown: int = 3) -> str:
    cells = [
        (count, i, j)
        for i, counts in enumerate(evaluation.confusion)
        for j, count in enumerate(counts)
        if i != j and count
    ]
    worst = sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[2]))[:shown]
    return (
        ", ".join(
            f"{_name(evaluation.order[i], scheme)} read as {_name(evaluation.order[j], scheme)} ({count})"
            for count, i, j in worst
        )
        or "none"
    )


def _elsewhere_table(elsewhere: Mapping[str, Evaluation]) -> str:
    rows = (
        (
            name,
            str(one.texts),
            _score(one.accuracy),
            _score(one.accuracy_relaxed),
            _score(one.macro_f1),
            _score(one.macro_f1_relaxed),
            _number(one.expected_calibration_error),
        )
        for name, one in elsewhere.items()
    )
    return _rows(
        (
            "texts",
            "number",
            "accuracy",
            "accuracy, theme2 right too",
            "macro-F1",
            "macro-F1, theme2 right too",
            "calibration error",
        ),
        rows,
    )


def _coverage_table(evaluation: Evaluation, threshold: float) -> str:
    nearest = {round(step, 2) for step in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)}
    rows = (
        (f"{at:.2f}", _number(coverage), _number(accuracy))
        for at, coverage, accuracy in evaluation.coverage_curve
        if at in nearest
    )
    return (
        _rows(("probability at least", "share of texts", "accuracy among them"), rows)
        + f"\n\nThe threshold in use is {threshold}."
    )


def _name(theme: str, scheme: Scheme) -> str:
    return next(f"{one.en} {one.zh}" for one in scheme.themes if one.id == theme)


def _score(score: Score) -> str:
    if score.value is None:
        return "not defined"
    return f"{score.value:.3f}" if score.low is None else f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]"


def _number(value: float | None, *, signed: bool = False) -> str:
    return "not defined" if value is None else f"{value:{'+' if signed else ''}.3f}"


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *rows)]
    return "\n".join(lines)
