import { refuseRow } from "./columns/row-columns.ts";
import type { EncodedRow } from "./encoded-row.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/**
 * Makes two answers continue one prompt, token for token. If the first token of one answer has swallowed the end of
 * the prompt's text, that end becomes part of the other answer too, in its mask: both are then continuations of the
 * tokens before it. Throws `data` if the tokens before the answers differ all the same.
 */
export function sharePrompt(
	pair: { readonly chosen: EncodedRow; readonly rejected: EncodedRow },
	tokenizer: Tokenizer,
	where: string,
): void {
	const { chosen, rejected } = pair;
	const firsts = [chosen.mask.indexOf(1), rejected.mask.indexOf(1)] as const;
	// A side with nothing to learn has no answer to compare; it is refused where that is counted.
	if (Math.min(...firsts) < 0) return;
	const shared = Math.min(...firsts);
	const [long, short] =
		firsts[0] > firsts[1] ? [chosen, rejected] : [rejected, chosen];
	const parted = commonLength(chosen.ids, rejected.ids, shared);
	const swallowed = long.ids.subarray(shared, Math.max(...firsts));
	const spelled = spell(swallowed, tokenizer);
	const border = tokenizer.tokenOf(short.ids[shared] ?? -1) ?? "";
	if (parted === shared && border.startsWith(spelled)) {
		long.mask.fill(1, shared, Math.max(...firsts));
		return;
	}
	refuseRow(
		where,
		"chosen and rejected to continue one prompt, token for token",
		`prompts whose tokens part at token ${parted} of ${Math.max(...firsts)}`,
		"End the prompt with a whole word, and begin both answers in the same way: both with a space, or both without.",
	);
}

function spell(ids: Int32Array, tokenizer: Tokenizer): string {
	return Array.from(ids, (id) => tokenizer.tokenOf(id) ?? "").join("");
}

function commonLength(a: Int32Array, b: Int32Array, most: number): number {
	let n = 0;
	while (n < most && a[n] === b[n]) n++;
	return n;
}
