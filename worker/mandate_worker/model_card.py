"""The model card that lies in the adapter's directory. It holds nothing that differs between two runs of one job."""

from .job import Job, Recipe

_CARD = """\
---
license: {license}
library_name: {library}
base_model: {base}
tags: [{method}, {objective}, mandate]
---

# {subject}: {kind} from {dataset}

Trained by Mandate's worker because token holders voted for it.
The job is `{job_digest}`; the same job gives the same bytes.

## Made from

| | name | digest |
|---|---|---|
| base | {base} | `{base_digest}` |
| dataset | {dataset} ({license}) | `{dataset_digest}` |
| suite | {suite} | `{suite_digest}` |

## How

{how}
{optimizer} in {dtype}, learning rate {learning_rate} after {warmup_steps} steps of warm-up, seed {seed}.
{steps} steps of {batch_size} rows with {context_tokens} tokens, packing {packing}, in {shards} shards.
Class {determinism}.

## Measured

| metric | base | adapter |
|---|---|---|
{metrics}

Up to {samples} prompts of each part of {suite}, none of which is in the dataset. The answers are in `eval.json`.

## Limits

The suite is small, and a model that passes it can still be wrong, rude or unsafe on what it does not ask.
"""


def model_card(job: Job, before: dict[str, float], after: dict[str, float]) -> str:
    """Fill the card of a revision that was trained."""
    recipe = job.recipe
    assert recipe, "an adopted revision brings its own card"
    training = recipe.training
    return _CARD.format(
        license=recipe.dataset.license,
        library="peft" if recipe.lora else "transformers",
        method="lora" if recipe.lora else "full",
        objective=recipe.objective,
        kind="LoRA adapter" if recipe.lora else "fine-tuned model",
        subject=job.subject,
        base=job.base.name,
        dataset=recipe.dataset.name,
        job_digest=job.digest,
        base_digest=job.base.digest,
        dataset_digest=recipe.dataset.digest,
        suite=job.evaluation.suite,
        suite_digest=job.evaluation.digest,
        samples=job.evaluation.samples,
        how=_how(recipe),
        optimizer=training.optimizer,
        learning_rate=training.learning_rate_nanos / 1e9,
        steps=training.steps,
        batch_size=training.batch_size,
        context_tokens=training.context_tokens,
        warmup_steps=training.warmup_steps,
        dtype=training.dtype,
        seed=training.seed,
        packing=recipe.packing,
        shards=training.shards,
        determinism=job.determinism,
        metrics="\n".join(f"| {name} | {before[name]} | {after[name]} |" for name in after),
    )


def _how(recipe: Recipe) -> str:
    beta = recipe.dpo.beta_millionths / 1e6 if recipe.dpo else 0
    way = f"Direct preference optimization (beta {beta})" if recipe.dpo else "Supervised fine-tuning"
    lora = recipe.lora
    if lora is None:
        return f"{way} of every weight."
    modules, dropout = ", ".join(lora.target_modules), lora.dropout_millionths / 1e6
    return f"{way} of a LoRA adapter: rank {lora.r}, alpha {lora.alpha}, dropout {dropout}, modules {modules}."
