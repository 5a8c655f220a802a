"""A reply → Discord messages. Pure: nothing here waits, reads or sends."""
