/** Whether an item counts as answered right: more than half of what there is to get. */
export function isRight({ score }: { readonly score: number }): boolean {
	return score > 0.5;
}
