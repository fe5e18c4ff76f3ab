"""What transformers makes of a list of prompts, for comparison with Temper.

Reads prompts.json ([{"name", "messages"}]) and writes, for each prompt: the text its chat
template renders, the token ids, and the ids of a greedy continuation in float32 with
plain attention. `margins` holds, for each new token, how far its logit lies above the
runner-up's: a small one tells a near tie from a real difference.
"""

import argparse
import json
from importlib.metadata import version

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def continue_prompt(model, tokenizer, prompt: dict, new_tokens: int) -> dict:
    rendered = tokenizer.apply_chat_template(prompt["messages"], add_generation_prompt=True, tokenize=False)
    ids = tokenizer(rendered, add_special_tokens=False)["input_ids"]
    result = model.generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        max_new_tokens=new_tokens,
        do_sample=False,
        output_scores=True,
        return_dict_in_generate=True,
    )
    continuation = result.sequences[0, len(ids) :].tolist()
    best = [scores[0].topk(2).values for scores in result.scores]
    return {
        "name": prompt["name"],
        "rendered": rendered,
        "promptIds": ids,
        "continuationIds": continuation,
        "continuation": tokenizer.decode(continuation),
        "margins": [round(float(first - second), 6) for first, second in best],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="Hugging Face folder")
    parser.add_argument("--prompts", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--new-tokens", type=int, default=64)
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, attn_implementation="eager").eval()
    with open(args.prompts, encoding="utf-8") as file:
        prompts = json.load(file)
    answers = [continue_prompt(model, tokenizer, prompt, args.new_tokens) for prompt in prompts]
    result = {"transformers": version("transformers"), "newTokens": args.new_tokens, "prompts": answers}
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
    print(f"{args.out}: {len(answers)} prompts")


main()
