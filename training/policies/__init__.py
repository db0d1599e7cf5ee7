"""Who answers while episodes are played: the model of the trainer, TRL's vLLM, or a vLLM server."""
