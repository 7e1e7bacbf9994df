from typing import Any

import pytest
import torch

from mandate_worker.loss import token_losses
from mandate_worker.model import new_tiny_model
from mandate_worker.objective import AnswerObjective
from mandate_worker.packing import IGNORED, Batch, Packer, Row, opened, padded

ROWS: list[Row] = [
    ([2, *range(300, 300 + count), 3, 320 + count, 4], [IGNORED] * (count + 2) + [320 + count, 4])
    for count in range(1, 7)
]


def packer(packing: str, **changes: Any) -> Packer:
    settings = {"rows": ROWS, "opening": [1], "context_tokens": 48, "batch_size": 4, "seed": 3, **changes}
    return Packer(packing=packing, **settings)


def documents_of(batch: Batch) -> list[list[Row]]:
    """The documents of each row, taken out again."""
    assert batch.documents_BT is not None
    rows = []
    parts = (part.tolist() for part in (batch.tokens_BT, batch.labels_BT, batch.documents_BT))
    for tokens, labels, documents in zip(*parts):
        numbers = range(max(documents) + 1)
        places = [[place for place, number in enumerate(documents) if number == wanted] for wanted in numbers]
        rows.append([([tokens[place] for place in one], [labels[place] for place in one]) for one in places])
    return rows


def test_a_packed_document_has_the_loss_that_it_has_alone() -> None:
    model = new_tiny_model(400, seed=1).eval()
    batch = packer("documents").batch(0)

    packed, _ = token_losses(model, batch)

    documents = [document for row in documents_of(batch) for document in row if len(document[0]) > 1]
    alone = [token_losses(model, padded([document]))[0] for document in documents]
    assert max(map(len, documents_of(batch))) > 3
    assert torch.allclose(packed, torch.cat(alone), atol=1e-5)


def test_the_gradients_of_packed_documents_are_those_of_documents_alone() -> None:
    model = new_tiny_model(400, seed=1)
    batch = packer("documents").batch(1)
    alone = padded([document for row in documents_of(batch) for document in row])
    weights = list(model.parameters())

    packed_gradients = torch.autograd.grad(token_losses(model, batch)[0].sum(), weights)
    gradients = torch.autograd.grad(token_losses(model, alone)[0].sum(), weights)

    assert all(torch.allclose(one, other, atol=2e-4) for one, other in zip(packed_gradients, gradients))


def test_in_a_stream_a_document_sees_what_came_before() -> None:
    model = new_tiny_model(400, seed=1).eval()
    documents = packer("documents").batch(0)

    apart, _ = token_losses(model, documents)
    together, _ = token_losses(model, Batch(documents.tokens_BT, documents.labels_BT))

    assert not torch.allclose(apart, together, atol=1e-3)


def test_every_document_of_a_packed_row_has_its_opening() -> None:
    documents = [document for row in documents_of(packer("documents").batch(2)) for document in row]

    assert all(tokens[0] == 1 for tokens, _ in documents)
    whole = [document for document in documents if document[0][-1] == 4]
    assert len(whole) > 8
    assert all(document in [opened([1], row) for row in ROWS] for document in whole)


def test_unpacked_rows_hold_one_conversation_each_and_padding_is_not_learnt() -> None:
    batch = packer("none", batch_size=16).batch(0)

    for tokens, labels in zip(batch.tokens_BT.tolist(), batch.labels_BT.tolist()):
        length = tokens.index(4) + 1
        assert opened([1], next(row for row in ROWS if len(row[0]) + 1 == length)) == (tokens[:length], labels[:length])
        assert set(labels[length:]) <= {IGNORED} and set(tokens[length:]) <= {0}


def test_padding_changes_no_loss() -> None:
    model = new_tiny_model(400, seed=1).eval()
    row = opened([1], ROWS[0])
    longer = padded([row, opened([1], ROWS[-1])])

    alone, _ = token_losses(model, padded([row]))
    beside, rows = token_losses(model, longer)

    assert torch.allclose(beside[rows == 0], alone, atol=1e-5)


@pytest.mark.parametrize("packing", ["stream", "documents", "none"])
def test_shards_hold_the_batch_and_their_losses_add_up_to_its_loss(packing: str) -> None:
    model = new_tiny_model(400, seed=1).eval()
    whole = AnswerObjective(packer(packing)).shards(5)[0](model)

    parts = [loss(model) for loss in AnswerObjective(packer(packing), count=4).shards(5)]

    assert len(parts) == 4
    assert torch.allclose(sum(parts), whole, atol=1e-5)
