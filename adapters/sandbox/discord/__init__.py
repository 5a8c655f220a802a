"""A Discord server in this process: REST v10, gateway v10, interactions. Shares no code with the adapter."""
