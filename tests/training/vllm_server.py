"""A server that behaves as vLLM's does, with a real model: adapters, sampling parameters, restarts.

What it knows of vLLM 0.22 to 0.32: adapters are loaded while it runs and are gone after a restart; one that
is loaded already is refused with 400, a model that is not there with 404; what a request leaves out comes
from the model's ``generation_config.json``, or not, by ``--generation-config vllm``; log-probabilities are
those of the bare model, or of the draws, by ``--logprobs-mode processed_logprobs``.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

import torch
from peft import PeftModel

from agents.weights import load_model, load_processor
from training.pictures import with_pictures

DEFAULTS = {"temperature": 1.0, "top_p": 1.0, "top_k": 0, "repetition_penalty": 1.0}


class VllmServer:
    """Serves a model from a folder, in threads of this process.

    Args:
        folder: Of the model.
        generation_config: What the model's file of that name says; None is ``--generation-config vllm``.
        processed: Whether ``--logprobs-mode processed_logprobs`` is given.
        broken: Number of requests that are answered with 503 first.

    Attributes:
        requests: Path and body of all requests so far.
        adapters: Folders of those that are loaded, by name.
    """

    def __init__(
        self,
        folder: Path,
        *,
        generation_config: dict[str, Any] | None = None,
        processed: bool = True,
        broken: int = 0,
        port: int = 0,
    ) -> None:
        self._folder = folder
        self._defaults = DEFAULTS | (generation_config or {})
        self._processed = processed
        self._port = port
        self.broken = broken
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.adapters: dict[str, Path] = {}
        self._models: dict[str, Any] = {}
        self._processor = load_processor(folder)
        self._tokenizer = getattr(self._processor, "tokenizer", self._processor)
        self._lock = threading.Lock()
        self._chance = torch.Generator().manual_seed(0)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> VllmServer:
        self._models[self._folder.name] = load_model(self._folder, device="cpu", dtype="float32")
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._server.daemon_threads = True
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends it; what was loaded is gone."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        self._models.clear()
        self.adapters.clear()

    def restart(self) -> None:
        """Ends it and starts it anew on its port."""
        self.stop()
        self.__enter__()

    def paths(self) -> list[str]:
        """Last part of each path that was asked for."""
        return [path.rpartition("/")[2] for path, _ in self.requests]

    # What is asked

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body."""
        with self._lock:
            self.requests.append((path, body))
            if self.broken:
                self.broken -= 1
                return 503, {"error": {"message": "starting"}}
            name = path.removeprefix("/v1/")
            if name == "models":
                return 200, {"object": "list", "data": [{"id": each} for each in self._models]}
            if name == "load_lora_adapter":
                return self._load(body["lora_name"], Path(body["lora_path"]))
            if name == "unload_lora_adapter":
                if body["lora_name"] not in self.adapters:
                    return refused(404, f"The lora adapter '{body['lora_name']}' cannot be found.")
                del self.adapters[body["lora_name"]], self._models[body["lora_name"]]
                return 200, {}
            if body["model"] not in self._models:
                return refused(404, f"The model `{body['model']}` does not exist.")
            return self._complete(body) if name == "completions" else self._chat(body)

    def _load(self, name: str, folder: Path) -> tuple[int, dict[str, Any]]:
        if name in self.adapters:
            return refused(400, f"The lora adapter '{name}' has already been loaded.")
        if not (folder / "adapter_config.json").is_file():
            return refused(404, f"Loading lora {name} failed: No adapter found for {folder}")
        base = load_model(self._folder, device="cpu", dtype="float32")
        self._models[name] = PeftModel.from_pretrained(base, str(folder)).eval()
        self.adapters[name] = folder
        return 200, {}

    def _complete(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        choices = []
        for index, prompt in enumerate(body["prompt"]):
            ids, told, reason = self._drawn(body, {"input_ids": torch.tensor([prompt])})
            choices.append(
                {
                    "index": index,
                    "text": self._tokenizer.decode(ids, skip_special_tokens=True),
                    "logprobs": {"token_logprobs": told},
                    "finish_reason": reason,
                    "token_ids": ids if body.get("return_token_ids") else [],
                }
            )
        return 200, {"choices": choices[::-1]}

    def _chat(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        shown: Any = [
            {**message, "content": [{"type": "text", "text": message["content"]}]}
            if isinstance(message["content"], str)
            else message
            for message in with_pictures(body["messages"])
        ]
        inputs = self._processor.apply_chat_template(
            [shown], add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt"
        )
        ids, told, reason = self._drawn(body, dict(inputs))
        choice = {
            "message": {
                "role": "assistant",
                "content": self._tokenizer.decode(ids, skip_special_tokens=True),
            },
            "logprobs": {"content": [{"token": "", "logprob": value} for value in told]},
            "finish_reason": reason,
            "token_ids": ids,
        }
        return 200, {"choices": [choice], "prompt_token_ids": inputs["input_ids"][0].tolist()}

    @torch.no_grad()
    def _drawn(self, body: dict[str, Any], inputs: dict[str, Any]) -> tuple[list[int], list[float], str]:
        """Tokens, their log-probabilities, and why they end."""
        settings = {name: body.get(name, value) for name, value in self._defaults.items()}
        model, ids, told = self._models[body["model"]], [], []
        chance = torch.Generator().manual_seed(body["seed"]) if "seed" in body else self._chance
        stops = {self._tokenizer.eos_token_id, *body.get("stop_token_ids", ())}
        inputs.pop("attention_mask", None)
        for _ in range(body["max_tokens"]):
            logits = model(**inputs, logits_to_keep=1).logits[0, -1].float()
            processed = chosen_from(logits, settings)
            if settings["temperature"] == 0:
                token = int(logits.argmax())
            else:
                token = int(torch.multinomial(processed.softmax(-1), 1, generator=chance))
            row = processed if self._processed else logits
            ids.append(token)
            told.append(float(row.log_softmax(-1)[token]))
            if token in stops:
                return ids, told, "stop"
            inputs["input_ids"] = torch.cat([inputs["input_ids"], torch.tensor([[token]])], dim=1)
            if "mm_token_type_ids" in inputs:
                kinds = torch.as_tensor(inputs["mm_token_type_ids"])
                inputs["mm_token_type_ids"] = torch.cat(
                    [kinds, torch.zeros((1, 1), dtype=kinds.dtype)], dim=1
                )
        return ids, told, "length"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(*server.answer(self.path, {}))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                self._send(*server.answer(self.path, json.loads(self.rfile.read(length))))

            def _send(self, status: int, body: dict[str, Any]) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def chosen_from(logits: torch.Tensor, settings: dict[str, Any]) -> torch.Tensor:
    """Logits of what may be drawn."""
    scaled = logits / (settings["temperature"] or 1.0)
    if settings["top_k"] > 0:
        scaled = scaled.masked_fill(scaled < scaled.topk(settings["top_k"]).values[-1], -torch.inf)
    if settings["top_p"] < 1:
        chances, order = scaled.softmax(-1).sort(descending=True)
        scaled[order[chances.cumsum(-1) - chances > settings["top_p"]]] = -torch.inf
    return scaled


def refused(status: int, words: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"message": words, "type": "BadRequestError", "code": status}}
