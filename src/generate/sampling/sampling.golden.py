"""Writes sampling.golden.json: what transformers' logits warpers leave. Run in this folder: python sampling.golden.py"""

import json

import torch
import transformers
from transformers import (
    MinPLogitsWarper,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

SEED = 20261122
torch.manual_seed(SEED)
logits = torch.randn(40) * 2
cases = []
for temperature in (0.3, 1.0, 2.5):
    for top_k in (None, 1, 5, 30):
        for top_p in (None, 0.1, 0.5, 0.9, 0.99):
            for min_p in (None, 0.02, 0.3):
                warpers = [TemperatureLogitsWarper(temperature)]
                if top_k is not None:
                    warpers.append(TopKLogitsWarper(top_k))
                if top_p is not None:
                    warpers.append(TopPLogitsWarper(top_p))
                if min_p is not None:
                    warpers.append(MinPLogitsWarper(min_p))
                scores = logits[None]
                for warper in warpers:
                    scores = warper(None, scores)
                kept = torch.isfinite(scores[0]).nonzero()[:, 0].tolist()
                cases.append([temperature, top_k, top_p, min_p, kept])
golden = {
    "transformers": transformers.__version__,
    "torch": torch.__version__.split("+")[0],
    "seed": SEED,
    "note": "cases: temperature, top_k, top_p, min_p, ids kept of the logits",
    "logits": logits.tolist(),
    "cases": cases,
}
with open("sampling.golden.json", "w") as file:
    json.dump(golden, file)
