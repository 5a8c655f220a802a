"""The Slack twin: Slack's Web API, Socket Mode, HTTP delivery and the clicks of its clients, in one process.

world          teams, people, channels, messages: state, and who is told of a change
conversation   what is said, changed and taken back: into the world, and as events to the app
events         the bodies of events, pure                  interaction_payloads  the bodies of clicks, pure
delivery       acks, retries and the record of both        socket, webhook       the two ways a payload travels
api, methods   the Web API: arguments, tokens, scopes, limits, then one function per method
blocks, *_rules  what Slack accepts as Block Kit           echo, markdown        what Slack makes of it
clicks, modals   what a person does in a client            twin                  all of it, and its face for tests
"""
