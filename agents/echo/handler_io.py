def initialize():
    """Called when the session starts. Returns a greeting and the first form."""
    return {
        "outputs": [
            {
                "type": "section",
                "title": "Welcome",
                "items": [
                    {
                        "type": "text",
                        "id": "greeting",
                        "content": [
                            { "type": "paragraph", "text": "Hello! How can I help you?" }
                        ]
                    }
                ]
            }
        ],
        "next_inputs": [
            {
                "name": "message",
                "label": "Your Message",
                "type": "string",
                "constraints": {
                    "placeholder": "Type something..."
                }
            }
        ]
    }

def on_input(data):
    """Called each time the user submits a form. Returns outputs and the next form."""
    message = data.get("message", "")
    return {
        "outputs": [
            {
                "type": "section",
                "title": "Reply",
                "items": [
                    {
                        "type": "text",
                        "id": "reply",
                        "content": [
                            { "type": "paragraph", "text": f"You said: {message}" }
                        ]
                    }
                ]
            }
        ],
        "next_inputs": [
            {
                "name": "message",
                "label": "Your Message",
                "type": "string",
                "constraints": {
                    "placeholder": "Type something..."
                }
            }
        ]
    }
