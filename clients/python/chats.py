"""What is asked, and what was said."""


def hello(text: str = "Hello") -> list:
    return [{"role": "user", "content": text}]


def texts(chunks: list) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
