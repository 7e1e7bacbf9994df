"""mandate-tiny-1: the base model that the project makes itself from shipped text, so that nothing is downloaded."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from .canonical import canonical_bytes, digest_of_directory
from .data import encode, read_conversations
from .determinism import hold_still
from .inputs import SHIPPED
from .model import new_tiny_model, save_model_weights
from .objective import AnswerObjective
from .packing import Packer
from .tokenizer import WordTokenizer
from .train import Schedule, Trainer

CONTEXT_TOKENS = 96
ROWS_OF_A_BATCH = 16
LEARNING_RATE = 0.004
STEPS = 450
WARMUP_STEPS = 20
STEPS_BETWEEN_LINES = 50
WORD_USES = 5  # a word must be used so often to become one token


def make_base(out: Path, seed: int, steps: int = STEPS) -> dict[str, Any]:
    """Train the base from nothing and write it. The same seed gives the same bytes."""
    began = time.monotonic()
    hold_still()
    conversations = read_conversations(SHIPPED / "base" / "text.jsonl")
    texts = (message.content for conversation in conversations for message in conversation.messages)
    tokenizer = WordTokenizer.learn(texts, at_least=WORD_USES)
    packer = Packer(
        rows=[encode(conversation, tokenizer) for conversation in conversations],
        opening=tokenizer.encode_opening(""),
        context_tokens=CONTEXT_TOKENS,
        batch_size=ROWS_OF_A_BATCH,
        seed=seed,
    )
    model = new_tiny_model(tokenizer.vocabulary_size, seed)
    schedule = Schedule(LEARNING_RATE, steps, WARMUP_STEPS, seed)
    trainer = Trainer(model, AnswerObjective(packer), schedule)
    for step, loss in trainer.steps(trainer.new_optimizer()):
        if (step + 1) % STEPS_BETWEEN_LINES == 0:
            print(f"base: step {step + 1} of {steps}, loss {loss:.3f}", file=sys.stderr, flush=True)
    _write(out, model, tokenizer)
    return {"baseDigest": digest_of_directory(out), "seconds": round(time.monotonic() - began, 2)}


def _write(out: Path, model: Any, tokenizer: WordTokenizer) -> None:
    """Own spelling of the config: what transformers writes may differ from version to version."""
    out.mkdir(parents=True, exist_ok=True)
    config = {key: value for key, value in model.config.to_diff_dict().items() if key != "transformers_version"}
    (out / "config.json").write_bytes(canonical_bytes(json.loads(json.dumps(config, default=str))))
    save_model_weights(model, out)
    tokenizer.save(out)
