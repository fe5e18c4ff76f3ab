"""The step server of Temper's PyTorch engine: it computes what a training loop in another process asks for."""
