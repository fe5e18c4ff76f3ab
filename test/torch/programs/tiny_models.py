"""Makes tiny models with random weights, one folder for each family: `python tiny_models.py FOLDER`."""

import sys

import torch
import transformers as t

SIZES = {
    "vocab_size": 120,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "initializer_range": 0.2,
}
GEMMA = {"head_dim": 8, "query_pre_attn_scalar": 8, "sliding_window": 4}
# bitsandbytes computes in blocks: it needs wider layers.
WIDE = SIZES | {"hidden_size": 256, "intermediate_size": 256, "head_dim": 64}

torch.manual_seed(1)
configs = {
    "gpt2": t.GPT2Config(vocab_size=120, n_embd=32, n_layer=2, n_head=4, n_positions=64, initializer_range=0.2),
    "gemma": t.Gemma3TextConfig(**SIZES, **GEMMA, layer_types=["sliding_attention", "full_attention"]),
    "qwen": t.Qwen2Config(**SIZES, tie_word_embeddings=False),
    "capped": t.Gemma2Config(**SIZES, **GEMMA),
    "wide": t.LlamaConfig(**WIDE),
}
for name, config in configs.items():
    t.AutoModelForCausalLM.from_config(config).save_pretrained(f"{sys.argv[1]}/{name}")
