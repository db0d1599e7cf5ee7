"""Programs that measure: evaluation sweeps, throughput, and what they report."""
