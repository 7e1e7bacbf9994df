"""The model card that lies in the adapter's directory. It holds nothing that differs between two runs of one job."""

from .job import Job

_CARD = """\
---
license: {license}
library_name: peft
base_model: {base}
tags: [lora, mandate]
---

# {subject}: LoRA adapter from {dataset}

Trained by Mandate's worker because token holders voted for it.
The job is `{job_digest}`; the same job gives the same bytes.

## Made from

| | name | digest |
|---|---|---|
| base | {base} | `{base_digest}` |
| dataset | {dataset} ({license}) | `{dataset_digest}` |
| suite | {suite} | `{suite_digest}` |

## How

Supervised fine-tuning of a LoRA adapter: rank {r}, alpha {alpha}, dropout {dropout}, modules {modules}.
{optimizer} in {dtype}, learning rate {learning_rate} after {warmup_steps} steps of warm-up, seed {seed}.
{steps} steps of {batch_size} rows with {context_tokens} tokens.

## Measured

| metric | base | adapter |
|---|---|---|
{metrics}

Up to {samples} prompts of each part of {suite}, none of which is in the dataset. The answers are in `eval.json`.

## Limits

The suite is small, and a model that passes it can still be wrong, rude or unsafe on what it does not ask.
"""


def model_card(job: Job, before: dict[str, float], after: dict[str, float]) -> str:
    """Fill the card."""
    training, lora, dataset = job.recipe.training, job.recipe.lora, job.recipe.dataset
    return _CARD.format(
        license=dataset.license,
        subject=job.subject,
        base=job.base.name,
        dataset=dataset.name,
        job_digest=job.digest,
        base_digest=job.base.digest,
        dataset_digest=dataset.digest,
        suite=job.evaluation.suite,
        suite_digest=job.evaluation.digest,
        samples=job.evaluation.samples,
        r=lora.r,
        alpha=lora.alpha,
        dropout=lora.dropout_millionths / 1e6,
        modules=", ".join(lora.target_modules),
        optimizer=training.optimizer,
        learning_rate=training.learning_rate_nanos / 1e9,
        steps=training.steps,
        batch_size=training.batch_size,
        context_tokens=training.context_tokens,
        warmup_steps=training.warmup_steps,
        dtype=training.dtype,
        seed=training.seed,
        metrics="\n".join(f"| {name} | {before[name]} | {after[name]} |" for name in after),
    )
