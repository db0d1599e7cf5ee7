"""What programs leave of their results: figures with intervals, where they come from, files, trackers.

Nothing else of the suite imports it. What draws charts, or logs to W&B and TensorBoard, needs the extra
``wandb``.
"""
