"""UI Automator's server on the phone: what the client ``uiautomator2`` drives over ``tcp:9008``.

The client speaks JSON-RPC 2.0 in HTTP: ``GET /ping`` and ``POST /jsonrpc/0``.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec

from openphone_gym.phone.shell.budget import Killed
from openphone_gym.serve.adbd import Stream
from openphone_gym.serve.automator_methods import (
    INTERNAL,
    INVALID_PARAMS,
    INVALID_REQUEST,
    PARSE_ERROR,
    TOO_MUCH,
    UNKNOWN_METHOD,
    Methods,
    RpcError,
)
from openphone_gym.serve.http import Request, Response, plain, serve_http
from openphone_gym.serve.served import ServedPhone

logger = logging.getLogger(__name__)

PORT = 9008
"""Where clients expect the server on the phone."""


class _Call(msgspec.Struct):
    method: str
    params: list[Any] | dict[str, Any] = []
    id: int | str | None = None


class Automator:
    """The server of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._methods = Methods(served.phone, served.files.screenshots)
        self._served = served

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of a client."""
        await serve_http(stream, self._answer)

    async def _answer(self, request: Request) -> Response:
        expected = {"/ping": "GET", "/jsonrpc/0": "POST"}.get(request.path)
        if expected is None:
            return plain(HTTPStatus.NOT_FOUND)
        if request.method != expected:
            return plain(HTTPStatus.METHOD_NOT_ALLOWED)
        if expected == "GET":
            return plain(HTTPStatus.OK, "pong")
        return Response(await self.call(request.body))

    async def call(self, body: bytes) -> bytes:
        """The answer to a JSON-RPC call, both as JSON; what fails is an answer too."""
        number = None
        try:
            call = _decoded(body)
            number = call.id
            result = await self._served.work(partial(self._begin, call))
            return msgspec.json.encode({"jsonrpc": "2.0", "id": number, "result": result})
        except RpcError as error:
            problem = error
        except Killed as killed:
            problem = RpcError(TOO_MUCH, str(killed))
        except Exception as error:
            logger.exception("a call failed: %.200r", body)
            problem = RpcError(INTERNAL, f"{type(error).__name__}: {error}")
        message = str(problem).encode(errors="replace").decode()
        error = {"code": problem.code, "message": message, "data": message}
        return msgspec.json.encode({"jsonrpc": "2.0", "id": number, "error": error})

    def _begin(self, call: _Call) -> Any:
        """The result of a call, or work that gives it in the end."""
        method = METHODS.get(call.method)
        if method is None:
            raise RpcError(UNKNOWN_METHOD, f"this phone has no method {call.method[:80]!r}")
        try:
            arguments = msgspec.convert(call.params or [], _PARAMETERS[call.method])
        except msgspec.ValidationError as error:
            raise RpcError(INVALID_PARAMS, f"{call.method}: {error}") from None
        return method(self._methods, *msgspec.structs.astuple(arguments))


METHODS: dict[str, Callable[..., Any]] = {
    "childByDescription": Methods.child_by_description,
    "childByInstance": Methods.child_by_instance,
    "childByText": Methods.child_by_text,
    "clearInputText": Methods.clear_input_text,
    "clearLastToast": Methods.clear_last_toast,
    "clearLastTraversedText": Methods.do_nothing,
    "clearTextField": Methods.clear_text_field,
    "click": Methods.click,
    "count": Methods.count,
    "deviceInfo": Methods.device_info,
    "drag": Methods.swipe,
    "dragTo": Methods.drag_to,
    "gesture": Methods.gesture,
    "dumpWindowHierarchy": Methods.dump_window_hierarchy,
    "exist": Methods.exist,
    "flingBackward": Methods.fling_backward,
    "flingForward": Methods.fling_forward,
    "flingToBeginning": Methods.fling_to_beginning,
    "flingToEnd": Methods.fling_to_end,
    "freezeRotation": Methods.do_nothing,
    "getClipboard": Methods.get_clipboard,
    "getLastToast": Methods.get_last_toast,
    "getLastTraversedText": Methods.do_nothing,
    "getText": Methods.get_text,
    "injectInputEvent": Methods.inject_input_event,
    "isScreenOn": Methods.is_screen_on,
    "longClick": Methods.long_click,
    "makeToast": Methods.make_toast,
    "objInfo": Methods.obj_info,
    "objInfoOfAllInstances": Methods.obj_info_of_all_instances,
    "openNotification": Methods.open_notification,
    "openQuickSettings": Methods.open_quick_settings,
    "pasteClipboard": Methods.paste_clipboard,
    "pressKey": Methods.press_key,
    "pressKeyCode": Methods.press_key_code,
    "scrollBackward": Methods.scroll_backward,
    "scrollForward": Methods.scroll_forward,
    "scrollTo": Methods.scroll_to,
    "scrollToBeginning": Methods.scroll_to_beginning,
    "scrollToEnd": Methods.scroll_to_end,
    "setClipboard": Methods.set_clipboard,
    "setOrientation": Methods.set_orientation,
    "setText": Methods.set_text,
    "sleep": Methods.do_nothing,
    "swipe": Methods.swipe,
    "pinchIn": Methods.pinch_in,
    "pinchOut": Methods.pinch_out,
    "swipePoints": Methods.swipe_points,
    "takeScreenshot": Methods.take_screenshot,
    "waitForExists": Methods.wait_for_exists,
    "waitUntilGone": Methods.wait_until_gone,
    "wakeUp": Methods.do_nothing,
}
"""All methods by the names that clients call; gestures of two fingers are not among them."""


def _parameters(name: str) -> type[msgspec.Struct]:
    """Types of a method's arguments, as a record that is read from a list."""
    _, *parameters = inspect.signature(METHODS[name], eval_str=True).parameters.values()
    fields = [
        (p.name, p.annotation) if p.default is p.empty else (p.name, p.annotation, p.default)
        for p in parameters
    ]
    return msgspec.defstruct(name, fields, array_like=True, forbid_unknown_fields=True)


_PARAMETERS = {name: _parameters(name) for name in METHODS}


def _decoded(body: bytes) -> _Call:
    try:
        return msgspec.json.decode(body, type=_Call)
    except msgspec.ValidationError as error:
        raise RpcError(INVALID_REQUEST, f"no call: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RpcError(PARSE_ERROR, f"no JSON: {error}") from None
