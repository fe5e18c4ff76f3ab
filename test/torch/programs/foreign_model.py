"""Makes a tiny Gemma 2, which only transformers knows: `python foreign_model.py FOLDER`.

Prints what its own forward pass says of the ids 3 to 12: the log-probability of each after those before it.
"""

import sys

import torch
import transformers as t

torch.manual_seed(3)
config = t.Gemma2Config(
    vocab_size=1024,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=8,
    max_position_embeddings=512,
    initializer_range=0.2,
)
model = t.AutoModelForCausalLM.from_config(config).eval()
model.save_pretrained(sys.argv[1])
ids = torch.arange(3, 13)[None]
with torch.no_grad():
    logs = torch.log_softmax(model(ids).logits[0, :-1].float(), -1)
print(logs.gather(1, ids[0, 1:, None])[:, 0].tolist())
