"""Writes src/engine/contract/recorded.ts: what PyTorch and transformers compute for the contract's tiny models.

    npx tsx --conditions=source peers/engine/record.ts FOLDER
    python peers/engine/record.py FOLDER
"""

import json
import sys
from pathlib import Path

import torch
import transformers

folder = Path(sys.argv[1])
rows = json.loads((folder / "rows.json").read_text())
STEPS, RATE, DECAY, CLIP = 10, 1e-2, 0.01, 1.0


def token_log_probs(model, row):
    """Log-probabilities of the supervised tokens of a row."""
    ids = torch.tensor([row["ids"]])
    logs = torch.log_softmax(model(ids).logits[0, :-1].double(), dim=-1)
    picked = logs.gather(1, ids[0, 1:, None])[:, 0]
    return picked[torch.tensor(row["mask"][1:]) == 1]


def sft(model):
    picked = torch.cat([token_log_probs(model, row) for row in rows])
    return -picked.mean()


def named(model):
    return {
        name: p for name, p in model.named_parameters() if name != "lm_head.weight"
    }


def record(family):
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder / family, dtype=torch.float32, attn_implementation="eager"
    )
    model.eval()
    with torch.no_grad():
        log_probs = [token_log_probs(model, row).tolist() for row in rows]
    loss = sft(model)
    loss.backward()
    parameters = named(model)
    gradients = {
        name: {"norm": p.grad.norm().item(), "first": p.grad.flatten()[:3].tolist()}
        for name, p in parameters.items()
    }
    optimizer = torch.optim.AdamW(
        parameters.values(), lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=DECAY
    )
    trajectory = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = sft(model)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), CLIP)
        optimizer.step()
        trajectory.append([loss.item(), norm.item()])
    return {
        "logProbs": log_probs,
        "loss": trajectory[0][0],
        "gradients": gradients,
        "trajectory": trajectory,
    }


recorded = {
    "torch": torch.__version__.split("+")[0],
    "transformers": transformers.__version__,
    "note": f"float32, CPU; SFT; AdamW lr {RATE}, betas 0.9 0.999, eps 1e-8, decay {DECAY}, clip {CLIP}",
    "models": {family: record(family) for family in ("llama", "gpt2")},
}
root = Path(__file__).parents[2]
with open(root / "src/engine/contract/recorded.ts", "w") as file:
    file.write("/** Written by peers/engine/record.py. */\nexport const recorded = ")
    json.dump(recorded, file, indent="\t")
    file.write(" as const;\n")
