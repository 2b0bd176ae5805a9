"""Themes: what a task is about, learnt from labelled texts and told with a probability.

In reading order: the scheme (which themes there are), labels (what people said), features (text to
numbers), baselines and model (one interface), cross_validation (honest probabilities), training,
classification, evaluation, and the model card.
"""
