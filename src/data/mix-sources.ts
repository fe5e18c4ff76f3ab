import { TemperError } from "../core/error.ts";
import { RandomStream } from "../core/random.ts";

/**
 * How much of a source goes into the mix: `passes` times all of its rows (0.5 is half of them, 2 each of them twice),
 * or whatever makes it this `share` of the whole mix, as for general data replayed beside one's own.
 */
export type Amount = { readonly passes: number } | { readonly share: number };

export interface Source {
	readonly name: string;
	/** Number of rows. */
	readonly size: number;
	readonly amount: Amount;
}

export interface MixedRow {
	/** Index of the source. */
	readonly source: number;
	/** Index of the row in its source. */
	readonly row: number;
}

/**
 * One order over several sources, the same for the same seed. Rows of a source are drawn without replacement; only
 * when all are used up does a second pass over them begin. Throws `recipe` on amounts that cannot be.
 */
export function mixSources(
	sources: readonly Source[],
	seed: number,
): MixedRow[] {
	const counts = countsOf(sources);
	const mixed = sources.flatMap(({ name, size }, source) =>
		draw(size, counts[source] ?? 0, new RandomStream(seed, `mix/${name}`)).map(
			(row) => ({ source, row }),
		),
	);
	return new RandomStream(seed, "mix").shuffle(mixed);
}

function draw(size: number, count: number, random: RandomStream): number[] {
	const drawn: number[] = [];
	while (drawn.length < count) {
		const pass = random.shuffle(Array.from({ length: size }, (_, i) => i));
		for (const row of pass.slice(0, count - drawn.length)) drawn.push(row);
	}
	return drawn;
}

function countsOf(sources: readonly Source[]): number[] {
	let rows = 0;
	let shares = 0;
	for (const { name, size, amount } of sources) {
		if (size < 1) refuse(name, "a source with rows", "none");
		if ("passes" in amount) {
			if (!(amount.passes > 0 && amount.passes <= 1000)) {
				refuse(name, "passes above 0 and up to 1000", String(amount.passes));
			}
			rows += Math.max(1, Math.round(amount.passes * size));
		} else {
			if (!(amount.share > 0 && amount.share < 1)) {
				refuse(name, "a share between 0 and 1", String(amount.share));
			}
			shares += amount.share;
		}
	}
	if (rows === 0) {
		refuse("sources", "one that is counted in passes", "only shares of a mix");
	}
	if (shares > 0.99) {
		refuse("sources", "shares that leave at least 0.01", `a sum of ${shares}`);
	}
	const whole = rows / (1 - shares);
	return sources.map(({ size, amount }) =>
		"passes" in amount
			? Math.max(1, Math.round(amount.passes * size))
			: Math.max(1, Math.round(amount.share * whole)),
	);
}

function refuse(name: string, expected: string, found: string): never {
	throw new TemperError("recipe", { where: `mix, ${name}`, expected, found });
}
