"""Questions as modals: how they are drawn, what people enter, and what becomes of it."""
