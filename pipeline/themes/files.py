"""Where labels, model, card and measures of the classifier lie in a project folder."""

LABELS = "data/labels/themes.csv"
MODEL = "models/themes.skops"
CARD = "models/themes_card.md"
METRICS = "evaluation/train_metrics.json"
COVERAGE = "evaluation/coverage.csv"
