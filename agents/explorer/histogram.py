"""The bars of a histogram, as the bar_chart item wants them."""

BINS = 10
MOST_COMMON = 20


def bars_of(values):
    """Ten equal bins for numbers, or the most common values. `values` is a pandas Series without gaps."""
    if values.dtype.kind in "iuf" and values.nunique() > BINS:
        counts = values.value_counts(bins=BINS, sort=False)
        # pandas begins the first bin a little below the smallest value, so that it falls inside.
        labels = [f"{max(bin.left, values.min()):.4g} – {bin.right:.4g}" for bin in counts.index]
    else:
        counts = values.value_counts().head(MOST_COMMON)
        labels = [str(value) for value in counts.index]
    return [{"label": label, "value": int(count)} for label, count in zip(labels, counts)]
