"""What must not be lost: conversations, their turns, what was received and what was shown.

Rooms: `schema` (tables) and `migrations`; `database` (opening one, and what can be wrong with it); `ledger` (grouped
writes beside the loop); `journal` (what the bridge says of its conversations); `records` (what it reads back).
"""
