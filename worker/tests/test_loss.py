import pytest
import torch
from torch.nn import functional

from mandate_worker import loss
from mandate_worker.loss import ChunkedCrossEntropy


def reference(hidden: torch.Tensor, weight: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(hidden @ weight.T, truth, reduction="none")


@pytest.mark.parametrize("chunk", [1, 3, 7, 100])
@pytest.mark.parametrize("learns_head", [False, True], ids=["frozen-head", "learning-head"])
def test_losses_and_gradients_are_those_of_the_reference(
    chunk: int, learns_head: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loss, "CHUNK_TOKENS", chunk)
    torch.manual_seed(1)
    hidden = torch.randn(7, 5, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(11, 5, dtype=torch.float64, requires_grad=learns_head)
    truth, scale = torch.randint(11, (7,)), torch.randn(7, dtype=torch.float64)
    learning = [hidden, weight] if learns_head else [hidden]

    said, expected = ChunkedCrossEntropy.apply(hidden, weight, truth), reference(hidden, weight, truth)

    assert torch.allclose(said, expected, atol=1e-12)
    gradients = torch.autograd.grad((said * scale).sum(), learning)
    expected_gradients = torch.autograd.grad((expected * scale).sum(), learning)
    assert all(torch.allclose(one, other, atol=1e-12) for one, other in zip(gradients, expected_gradients, strict=True))


def test_logits_of_half_precision_are_compared_in_full() -> None:
    hidden, weight = torch.randn(4, 8).bfloat16(), torch.randn(6, 8)
    truth = torch.tensor([0, 5, 2, 2])

    said = ChunkedCrossEntropy.apply(hidden, weight, truth)

    assert said.dtype == torch.float32
    assert torch.equal(said, functional.cross_entropy((hidden @ weight.bfloat16().T).float(), truth, reduction="none"))
