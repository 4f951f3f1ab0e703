"""A client of the Model Context Protocol by its makers: lists every tool and calls each. GOALPOST is the program, ROOT the
folder of goals. Prints what it was told as JSON."""

import asyncio
import json
import os

from mcp import Client, StdioServerParameters

ROOT = os.environ["ROOT"]
# A call of every tool, and one that fails.
CALLS = [
    ("find", {"query": "queue"}),
    ("show", {"goal": "queue"}),
    ("why", {"goal": "wait", "down": False}),
    ("check", {}),
    ("diff", {"range": "HEAD"}),
    ("propose", {"kind": "objective", "title": "Bake rye", "supports": ["mission"]}),
    ("checkin", {"goal": "wait", "value": 7}),
    ("show", {"goal": "que"}),
]


async def ask(mode):
    """What a client is told: one that begins with `initialize` (legacy), or one that asks for the newest version (auto)."""
    environment = {"GOALPOST_TODAY": "2026-11-21", "PATH": os.environ["PATH"], "HOME": ROOT}
    server = StdioServerParameters(command=os.environ["GOALPOST"], args=["mcp"], env=environment, cwd=ROOT)
    told = {"mode": mode, "answers": []}
    async with Client(server, mode=mode, read_timeout_seconds=120) as client:
        told["server"], told["version"] = client.server_info.name, client.protocol_version
        told["tools"] = [tool.name for tool in (await client.list_tools()).tools]
        for name, arguments in CALLS:
            answer = await client.call_tool(name, arguments)
            text = "\n".join(part.text for part in answer.content)
            told["answers"].append({"tool": name, "error": answer.is_error, "text": text, "value": answer.structured_content})
    return told


async def main():
    print(json.dumps([await ask("legacy"), await ask("auto")]))


asyncio.run(main())
