"""Files that somebody made to do harm. What they would run leaves a canary."""

import io
import json
import os
import pickle
import socket
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
SIZES = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
BASE_CONFIG = {
    "model_type": "llama",
    **SIZES,
    "vocab_size": 32,
    "max_position_embeddings": 64,
    "tie_word_embeddings": True,
}
ADAPTER_CONFIG = {"peft_type": "LORA", "r": 2, "lora_alpha": 4, "lora_dropout": 0.0, "target_modules": ["q_proj"]}
LORA = "base_model.model.model.layers.0.self_attn.q_proj.lora_{}.weight"
Bad = Callable[[Path], None]


class Canary:
    """Whoever unpickles it runs a command."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.system, (f"touch '{self.path}'",)


def safetensors(tensors: dict[str, tuple[int, ...]], **changes: Any) -> bytes:
    """A good file of zeros; `changes` overwrite header entries whole."""
    header, end = {}, 0
    for name, shape in tensors.items():
        size = 4
        for length in shape:
            size *= length
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [end, end + size]}
        end += size
    return packed(json.dumps({**header, **changes}).encode(), bytes(end))


def packed(header: bytes, data: bytes = b"") -> bytes:
    """Header and data as they lie in a file."""
    return struct.pack("<Q", len(header)) + header + data


def make_adapter(directory: Path) -> None:
    """A good adapter."""
    directory.mkdir(parents=True)
    (directory / CONFIG).write_text(json.dumps(ADAPTER_CONFIG))
    (directory / WEIGHTS).write_bytes(safetensors({LORA.format("A"): (2, 8), LORA.format("B"): (8, 2)}))
    (directory / "README.md").write_text("# An adapter\n")


def base_tensors() -> dict[str, tuple[int, ...]]:
    """What the good base is made of, written out by hand."""
    layer = {"input_layernorm.weight": (8,), "post_attention_layernorm.weight": (8,), "mlp.down_proj.weight": (8, 16)}
    layer |= {f"self_attn.{name}_proj.weight": (8, 8) for name in "qkvo"}
    layer |= {f"mlp.{name}_proj.weight": (16, 8) for name in ("gate", "up")}
    whole = {"model.embed_tokens.weight": (32, 8), "model.norm.weight": (8,)}
    return whole | {f"model.layers.0.{name}": shape for name, shape in layer.items()}


def make_base(directory: Path) -> None:
    """A good base."""
    directory.mkdir(parents=True)
    (directory / "config.json").write_text(json.dumps(BASE_CONFIG))
    (directory / "model.safetensors").write_bytes(safetensors(base_tensors()))
    tokenizer = {"version": "1.0", "model": {"type": "WordLevel", "vocab": {"<unk>": 0}, "unk_token": "<unk>"}}
    (directory / "tokenizer.json").write_text(json.dumps(tokenizer))
    (directory / "tokenizer_config.json").write_text(json.dumps({"eos_token": "<unk>"}))


def content(name: str, what: bytes | Callable[[Path], bytes]) -> Bad:
    """One file with other bytes."""
    return lambda at: (at / name).write_bytes(what(at) if callable(what) else what) and None


def said(name: str, **changes: Any) -> Bad:
    """One JSON file that says more."""
    return lambda at: (at / name).write_text(json.dumps({**json.loads((at / name).read_text()), **changes})) and None


def text(name: str, old: str, new: str) -> Bad:
    """One JSON file, spelled in another way."""
    return lambda at: (at / name).write_text((at / name).read_text().replace(old, new, 1)) and None


def pickled(at: Path) -> bytes:
    return pickle.dumps(Canary(at.parent / "canary"))


def zipped(name: str, what: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, what)
    return held.getvalue()


def tarred(name: str, link: str | None) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = (tarfile.SYMTYPE, link) if link else (tarfile.REGTYPE, "")
        archive.addfile(entry)
    return held.getvalue()


def replaced(name: str, make: Callable[[Path], object]) -> Bad:
    """Something else under the name of a file."""

    def act(at: Path) -> None:
        (at / name).unlink(missing_ok=True)
        make(at / name)

    return act


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 << 30)


def bound_socket(path: Path) -> None:
    # A socket's name is short, wherever the test's directory lies.
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(path.parent, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{here}/{path.name}")
        os.close(here)


def one_tensor(**entry: Any) -> bytes:
    good = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}
    return packed(json.dumps({"w": {**good, **entry}}).encode(), bytes(16))


def two_tensors(first: list[int], second: list[int], room: int = 32) -> bytes:
    entries = {name: {"dtype": "F32", "shape": [4], "data_offsets": at} for name, at in (("a", first), ("b", second))}
    return packed(json.dumps(entries).encode(), bytes(room))


ENTRY = '{"dtype":"F32","shape":[4],"data_offsets":[0,16]}'

# Bytes under the name of a weight file.
WEIGHT_BYTES: dict[str, bytes | Callable[[Path], bytes]] = {
    "a pickle": pickled,
    "a zip with a pickle, as torch.save makes it": lambda at: zipped("archive/data.pkl", pickled(at)),
    "a bomb of a zip": zipped("zeros", bytes(32 << 20)),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(64),
    "tar with a link": tarred("weights", "/etc/passwd"),
    "GGUF": b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + bytes(64),
    "HDF5 of keras": b"\x89HDF\r\n\x1a\n" + bytes(64),
    "npy with objects": lambda at: b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'shape': (1,)}" + pickled(at),
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(64),
    "a script": b"#!/bin/sh\ntouch canary\n",
    "nothing": b"",
    "seven bytes": bytes(7),
    "a header of no length": packed(b"", bytes(16)),
    "a header longer than the file": struct.pack("<Q", 1 << 20) + b"{}",
    "a header of 2^64 - 1": struct.pack("<Q", (1 << 64) - 1) + b"{}",
    "a header of 101 MB": packed(b"{" + b" " * (101 << 20) + b"}"),
    "a header that is a list": packed(b"[]"),
    "a header that is no JSON": packed(b"{w:1}"),
    "a header that is no UTF-8": packed(b'{"\xff":1}'),
    "a header with NaN": packed(b'{"w":NaN}'),
    "a header nested a million deep": packed(b"[" * 1_000_000),
    "a number of a million digits": packed(b'{"w":' + b"9" * 1_000_000 + b"}"),
    "a number that overflows": packed(b'{"w":1e999}'),
    "a name twice": packed(f'{{"w":{ENTRY},"w":{ENTRY}}}'.encode(), bytes(16)),
    "a name with NUL": packed(f'{{"w\\u0000":{ENTRY}}}'.encode(), bytes(16)),
    "a name of look-alikes": packed(f'{{"w\\u0435ight":{ENTRY}}}'.encode(), bytes(16)),
    "a name that is a path": packed(f'{{"../../w":{ENTRY}}}'.encode(), bytes(16)),
    "metadata that is a tree": packed(f'{{"__metadata__":{{"a":{{}}}},"w":{ENTRY}}}'.encode(), bytes(16)),
    "no tensor": packed(b"{}"),
    "overlapping tensors": two_tensors([0, 16], [8, 24]),
    "two tensors of the same bytes": two_tensors([0, 16], [0, 16]),
    "a hole between tensors": two_tensors([0, 16], [20, 36], room=36),
    "bytes after the last tensor": two_tensors([0, 16], [16, 32], room=4096),
    "offsets beyond the file": two_tensors([0, 16], [16, 32], room=20),
    "negative offsets": one_tensor(data_offsets=[-16, 0]),
    "offsets that run backwards": one_tensor(data_offsets=[16, 0]),
    "offsets that overflow": one_tensor(data_offsets=[(1 << 64) - 16, 1 << 64]),
    "offsets that are true and false": one_tensor(data_offsets=[False, 16]),
    "a shape whose product overflows": one_tensor(shape=[1 << 33, 1 << 33]),
    "a shape whose product overflows to what fits": one_tensor(shape=[(1 << 62) + 1, 4]),
    "a negative shape": one_tensor(shape=[-2, -2]),
    "a shape of a thousand dimensions": one_tensor(shape=[1] * 1000),
    "an unknown dtype": one_tensor(dtype="PICKLE"),
    "a dtype that is a list": one_tensor(dtype=["F32"]),
    "an entry that says more": one_tensor(code="import os"),
}

# What else may be done to a directory with files of its own.
KINDS: dict[str, Callable[[str], Bad]] = {
    "a link to a secret": lambda name: replaced(name, lambda path: path.symlink_to("/etc/passwd")),
    "a link in a circle": lambda name: replaced(name, lambda path: path.symlink_to(path)),
    "a named pipe": lambda name: replaced(name, os.mkfifo),
    "a socket": lambda name: replaced(name, bound_socket),
    "a directory under its name": lambda name: replaced(name, lambda path: (path / "inner").mkdir(parents=True)),
    "a sparse file of 100 GB": lambda name: replaced(name, sparse),
    "nothing under its name": lambda name: replaced(name, lambda path: None),
    "a link beside it": lambda _: lambda at: (at / "more.json").symlink_to("/etc/passwd"),
    "its name in other case": lambda name: content(name.upper(), b"{}"),
    "a name of look-alikes beside it": lambda name: content(name.replace("a", "\u0430"), b"{}"),
    "a name that is no text": lambda _: (
        lambda at: Path(os.fsdecode(bytes(at) + b"/\xff.json")).write_text("{}") and None
    ),
    "a pickle as .bin beside it": lambda _: content("pytorch_model.bin", pickled),
    "a pickle as .pt beside it": lambda _: content("model.pt", pickled),
    "a pickle as .ckpt beside it": lambda _: content("model.ckpt", pickled),
    "training arguments beside it": lambda _: content("training_args.bin", pickled),
    "keras beside it": lambda _: content("model.keras", zipped("config.json", b'{"class_name":"Lambda"}')),
    "ONNX with data elsewhere beside it": lambda _: content("model.onnx", b"\x08\x07location\x12\x0b/etc/passwd"),
    "code of a model beside it": lambda _: content("modeling_evil.py", b"open('canary', 'w')"),
    "code of a tokenizer beside it": lambda _: content("tokenization_evil.py", b"open('canary', 'w')"),
    "a pipeline of its own beside it": lambda _: content("model_index.json", b'{"_class_name":"Evil"}'),
    "tar with a way up beside it": lambda _: content("more.tar", tarred("../../canary", None)),
}

CONFIGS: dict[str, Bad] = {
    "a rank of a billion": said(CONFIG, r=10**9),
    "a rank that is text": said(CONFIG, r="8"),
    "no rank": text(CONFIG, '"r"', '"s"'),
    "an alpha without end": text(CONFIG, '"lora_alpha": 4', '"lora_alpha": 1e999'),
    "a dropout of NaN": text(CONFIG, '"lora_dropout": 0.0', '"lora_dropout": NaN'),
    "modules by regular expression": said(CONFIG, target_modules="(a+)+$"),
    "auto_mapping": said(CONFIG, auto_mapping={"base_model_class": "os", "parent_library": "os"}),
    "another kind of adapter": said(CONFIG, peft_type="PROMPT_TUNING"),
    "an initialisation from a path": said(CONFIG, init_lora_weights="/etc/passwd"),
    "megatron's module": said(CONFIG, megatron_core="evil.module"),
    "modules to save": said(CONFIG, modules_to_save=["lm_head"]),
    "keys twice": text(CONFIG, '"r": 2', '"r": 2, "r": 300'),
    "a config nested deep": content(CONFIG, b'{"a":' * 5000),
    "a config that is a list": content(CONFIG, b"[]"),
    "a config of 1 MB": content(CONFIG, b'{"a":"' + b"a" * (1 << 20) + b'"}'),
}

TEMPLATE = "tokenizer_config.json"
BASES: dict[str, Bad] = {
    "auto_map": said("config.json", auto_map={"AutoModelForCausalLM": "evil--code.Model"}),
    "auto_map inside": said("config.json", rope_scaling={"auto_map": "evil.Model"}),
    "a custom pipeline": said("config.json", custom_pipelines={"evil": {"impl": "evil.py"}}),
    "a kernel from the hub": said("config.json", _attn_implementation_internal="evil/kernel"),
    "another kind of model": said("config.json", model_type="evil"),
    "an activation that is a path": said("config.json", hidden_act="../../evil"),
    "a hidden size of a billion": said("config.json", hidden_size=10**9),
    "a million layers": said("config.json", num_hidden_layers=10**6),
    "layers below none": said("config.json", num_hidden_layers=-1),
    "sizes that the weights have not": said("config.json", intermediate_size=17),
    "a model that the weights are not": said("config.json", model_type="qwen3"),
    "weights that it lacks": content(
        "model.safetensors", safetensors({k: v for k, v in base_tensors().items() if k != "model.norm.weight"})
    ),
    "weights that it should not have": content(
        "model.safetensors", safetensors({**base_tensors(), "evil.weight": (1,)})
    ),
    "an index that points outside": content(
        "model.safetensors.index.json", b'{"weight_map":{"model.norm.weight":"../../../etc/passwd"}}'
    ),
    "an adapter of its own": content("adapter_config.json", b'{"base_model_name_or_path":"/etc"}'),
    "a tokenizer with auto_map": said(TEMPLATE, auto_map={"AutoTokenizer": ["evil.Tokenizer", None]}),
    "a tokenizer's file elsewhere": said(TEMPLATE, tokenizer_file="/etc/passwd"),
    "a tokenizer of an unknown kind": content("tokenizer.json", b'{"model":{"type":"Evil"}}'),
    "a tokenizer with a part more": content("tokenizer.json", b'{"model":{"type":"BPE"},"code":"import os"}'),
    "a generation config with code": content("generation_config.json", b'{"custom_generate":"evil/repo"}'),
    "a template that reaches for classes": said(
        TEMPLATE, chat_template="{{ ''.__class__.__mro__[1].__subclasses__() }}"
    ),
    "a template that reaches for globals": said(
        TEMPLATE, chat_template="{{ cycler.__init__.__globals__.os.popen('id') }}"
    ),
    "a template that hides a name": said(TEMPLATE, chat_template="{{ messages|attr('\\x5f\\x5fclass\\x5f\\x5f') }}"),
    "a template that calls by index": said(TEMPLATE, chat_template="{{ messages['__class__']('x') }}"),
    "a template that includes": said(TEMPLATE, chat_template="{% include '/etc/passwd' %}"),
    "a template that grows": said(TEMPLATE, chat_template="{{ 'a' * 9999999999 }}"),
    "a template that is no template": said(TEMPLATE, chat_template="{% for %}"),
}

ROWS: dict[str, bytes] = {
    "a row nested deep": b"[" * 100_000,
    "a row with a key twice": b'{"messages":[],"messages":[]}',
    "a row with NaN": b'{"messages":NaN}',
    "a row with a number of a million digits": b'{"messages":' + b"9" * 1_000_000 + b"}",
    "a row that is a pickle": pickle.dumps(Canary(Path("canary"))),
    "a row that is no UTF-8": b'{"messages":"\xff"}',
    "a row with a message of code": b'{"messages":[{"role":"user","content":{"__reduce__":1}}]}',
    "gzip": b"\x1f\x8b\x08\x00" + bytes(64),
    "parquet": b"PAR1" + bytes(64) + b"PAR1",
}
