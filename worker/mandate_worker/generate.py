"""Text from a model, token by token.

Shapes: B prompts at once, T tokens so far (prompts are padded on the left), V words of the vocabulary.
"""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

# From the logits of the next token to the token.
Chooser = Callable[[Tensor], Tensor]


def most_likely(logits_BV: Tensor) -> Tensor:
    """Greedy: the same answer every time."""
    return logits_BV.argmax(-1)


def sampler(temperature: float, seed: int) -> Chooser:
    """Draw by likelihood; a generator of its own keeps requests from disturbing each other."""
    if temperature == 0:
        return most_likely
    generator = torch.Generator().manual_seed(seed)

    def choose(logits_BV: Tensor) -> Tensor:
        return torch.multinomial(torch.softmax(logits_BV / temperature, -1), 1, generator=generator).squeeze(-1)

    return choose


@torch.no_grad()
def next_tokens(model: nn.Module, prompts: Sequence[Sequence[int]], choose: Chooser, pad_id: int) -> Iterator[Tensor]:
    """Endlessly the next token of each prompt; the caller stops when it has seen enough."""
    length = max(map(len, prompts))
    device = next(model.parameters()).device
    tokens_BT = torch.tensor([[pad_id] * (length - len(prompt)) + list(prompt) for prompt in prompts], device=device)
    is_token_BT = torch.tensor([[0] * (length - len(prompt)) + [1] * len(prompt) for prompt in prompts], device=device)
    positions_BT = (is_token_BT.cumsum(-1) - 1).clamp(min=0)
    cache = None
    while True:
        output = model(
            input_ids=tokens_BT,
            attention_mask=is_token_BT,
            position_ids=positions_BT,
            past_key_values=cache,
            use_cache=True,
        )
        cache = output.past_key_values
        chosen_B = choose(output.logits[:, -1])
        yield chosen_B
        tokens_BT = chosen_B[:, None]
        is_token_BT = torch.cat([is_token_BT, torch.ones_like(tokens_BT)], -1)
        positions_BT = positions_BT[:, -1:] + 1


def complete(
    model: nn.Module,
    prompts: Sequence[Sequence[int]],
    max_tokens: int,
    choose: Chooser,
    end_id: int,
    pad_id: int,
) -> list[list[int]]:
    """The tokens that follow each prompt, up to the end mark or the limit."""
    answers: list[list[int]] = [[] for _ in prompts]
    is_open = [True] * len(prompts)
    for _, chosen_B in zip(range(max_tokens), next_tokens(model, prompts, choose, pad_id)):
        for index, token in enumerate(chosen_B.tolist()):
            is_open[index] = is_open[index] and token != end_id
            if is_open[index]:
                answers[index].append(token)
        if not any(is_open):
            break
    return answers
