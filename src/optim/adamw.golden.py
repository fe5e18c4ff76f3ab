"""Writes adamw.golden.json: ten steps of torch.optim.AdamW. Run in this folder: python adamw.golden.py"""

import json

import torch

SEED = 20261122
torch.manual_seed(SEED)
sizes = (3, 5, 2)
parameters = [torch.nn.Parameter(torch.randn(n)) for n in sizes]
start = [p.tolist() for p in parameters]
magnitudes = (1, 0.1, 2, 0.5, 3, 1, 0.01, 1, 5, 0.2)
gradients = [[torch.randn(n) * size for n in sizes] for size in magnitudes]
optimizer = torch.optim.AdamW(
    parameters, lr=3e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01
)
steps = []
for step in gradients:
    for parameter, gradient in zip(parameters, step):
        parameter.grad = gradient / 4
    norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    steps.append({"norm": norm.item(), "parameters": [p.tolist() for p in parameters]})
state = [optimizer.state[p] for p in parameters]
golden = {
    "torch": torch.__version__.split("+")[0],
    "seed": SEED,
    "note": "float32, CPU; gradients divided by 4, clip_grad_norm_ 1.0, AdamW lr 3e-3, betas 0.9 0.999, eps 1e-8, decay 0.01",
    "start": start,
    "gradients": [[g.tolist() for g in step] for step in gradients],
    "steps": steps,
    "m": [s["exp_avg"].tolist() for s in state],
    "v": [s["exp_avg_sq"].tolist() for s in state],
}
with open("adamw.golden.json", "w") as file:
    json.dump(golden, file, indent="\t")
    file.write("\n")
