type Share = readonly number[];
type CostOf = (share: Share) => number;

/** More items lie evenly enough without exchanges, which would take longer than they save. */
const exchanged = 32;

/**
 * Items in `width` shares, so that the dearest share is cheap: each item, the dearest first, joins the share that is cheapest then.
 * Afterwards items of the dearest share move to another one, or change places with one of its items, for as long as the dearer of the
 * two becomes cheaper. `costOf` gives the cost of a share, 0 for an empty one.
 */
export function shareOut(
	items: readonly number[],
	width: number,
	costOf: CostOf,
): readonly Share[] {
	let shares: readonly Share[] = inTurn(items, width, costOf);
	if (items.length > exchanged) return shares;
	for (;;) {
		const better = exchange(shares, costOf);
		if (better === null) return shares;
		shares = better;
	}
}

function inTurn(
	items: readonly number[],
	width: number,
	costOf: CostOf,
): number[][] {
	const shares = Array.from({ length: width }, () => ({
		items: [] as number[],
		cost: 0,
	}));
	const dearestFirst = items
		.map((item) => ({ item, cost: costOf([item]) }))
		.sort((a, b) => b.cost - a.cost);
	for (const { item, cost } of dearestFirst) {
		const cheapest = shares.reduce((a, b) => (b.cost < a.cost ? b : a));
		cheapest.items.push(item);
		cheapest.cost += cost;
	}
	return shares.map((share) => share.items);
}

/** The shares after the best exchange between the dearest and another one; null if none helps. */
function exchange(
	shares: readonly Share[],
	costOf: CostOf,
): readonly Share[] | null {
	const costs = shares.map(costOf);
	let least = Math.max(...costs);
	const dearest = costs.indexOf(least);
	const from = shares[dearest] as Share;
	let best: readonly Share[] | null = null;
	for (const [other, to] of shares.entries()) {
		if (other === dearest) continue;
		for (const given of from)
			for (const taken of [null, ...to]) {
				const left = replaced(from, given, taken);
				const right = [...replaced(to, taken, null), given];
				const cost = Math.max(costOf(left), costOf(right));
				if (cost >= least) continue;
				least = cost;
				best = shares.with(dearest, left).with(other, right);
			}
	}
	return best;
}

function replaced(
	share: Share,
	item: number | null,
	by: number | null,
): number[] {
	const kept = share.filter((one) => one !== item);
	return by === null ? kept : [...kept, by];
}
