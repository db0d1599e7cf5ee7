"""The phone as an MCP server, for assistants and agents that use tools.

The server is made of the package ``fastmcp`` (extra ``mcp``). Tools that touch the phone have the names and the
arguments of mobile-mcp (https://github.com/mobile-next/mobile-mcp), so that what drives a real phone by it drives
this one; four more begin a task, read its goal, list the tasks, and finish.
"""
