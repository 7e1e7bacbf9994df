"""How fast the trainer is, beside Hugging Face's Trainer with PEFT, on models of random weights."""
