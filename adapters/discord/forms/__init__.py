"""A question → modals in steps, and what people enter in them → raw values."""
