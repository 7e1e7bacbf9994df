"""A base model from the Hugging Face hub, pinned to a commit: safetensors and JSON only, and nothing in it is run."""

import shutil
from pathlib import Path

from .job import Base, JobRejected

PATTERNS = ["*.safetensors", "*.json"]


class HubUnreachable(Exception):
    """The hub could not be asked; may be retried."""


def fetch_from_hub(base: Base, directory: Path) -> Path:
    """Download the pinned files into a directory. Whoever calls compares the digest before opening anything."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

    patterns = [file["path"] for file in base.files] or PATTERNS
    try:
        snapshot_download(base.name, revision=base.revision, allow_patterns=patterns, local_dir=directory, token=False)
    except (RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise JobRejected("base", f"the hub has no {base.name} at {base.revision}") from error
    except (LocalEntryNotFoundError, OSError) as error:
        raise HubUnreachable(f"the hub could not be reached for {base.name}: {type(error).__name__}") from error
    # The library keeps its notes beside the files; they are no part of the model.
    shutil.rmtree(directory / ".cache", ignore_errors=True)
    return directory
