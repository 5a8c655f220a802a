import json

def initialize():
    return {
        "outputs": [
            {
                "type": "section",
                "title": "Welcome",
                "items": [
                    {
                        "type": "text",
                        "id": "msg",
                        "content": [
                            {"type": "paragraph", "text": "Welcome! Please tell me your name."}
                        ]
                    }
                ]
            }
        ],
        "next_inputs": [
            {
                "name": "username",
                "label": "Your Name",
                "type": "string",
                "constraints": {"placeholder": "Alice"}
            }
        ]
    }

def on_input(data):
    if "username" in data:
        name = data["username"]
        return {
            "outputs": [
                {
                    "type": "section",
                    "title": "Greeting",
                    "items": [
                        {
                            "type": "text",
                            "id": "greet",
                            "content": [
                                {"type": "paragraph", "text": f"Nice to meet you, {name}!"}
                            ]
                        }
                    ]
                }
            ],
            "next_inputs": [
                {"name": "message", "label": "Your Message", "type": "textarea"},
                {"name": "show_chart", "label": "Show Analysis?", "type": "boolean", "default": True}
            ]
        }

    message = data.get("message", "")
    show_chart = data.get("show_chart", False)

    items = [
        {
            "type": "text",
            "id": "echo",
            "content": [
                {"type": "paragraph", "text": f"You said: {message}"},
                {"type": "paragraph", "text": f"Character count: {len(message)}"}
            ]
        }
    ]

    if show_chart:
        items.append({
            "type": "plotly",
            "id": "stats",
            "title": "Message Stats",
            "data": [{
                "x": ["Chars", "Words"],
                "y": [len(message), len(message.split())],
                "type": "bar"
            }],
            "layout": {"height": 300}
        })

    return {
        "outputs": [{"type": "section", "title": "Reply", "items": items}],
        "next_inputs": [
            {"name": "message", "label": "Next Message", "type": "textarea"},
            {"name": "show_chart", "label": "Show Chart", "type": "boolean", "default": show_chart}
        ]
    }
