"""Training: models without a hub, data, fine-tuning, serving."""
