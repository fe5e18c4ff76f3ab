import { type Example, type Group, supervisedCount } from "./example.ts";
import { causalBias, type PackedRows, type PackOptions } from "./pack.ts";
import { PrefixTree } from "./prefix-tree.ts";

type PrefixOptions = Pick<PackOptions, "windows" | "chunks">;

/** A micro-batch of rows, the tokens that any of them begin with packed once. It may be scored, but not trained on. */
class PrefixBatch {
	readonly groups: Group[] = [];
	readonly #tree = new PrefixTree();
	readonly #paths: Int32Array[] = [];

	add(group: Group): void {
		this.groups.push(group);
		// The last supervised token is predicted, and nothing looks back at it.
		for (const { ids, mask } of group)
			this.#paths.push(this.#tree.add(ids, Math.max(0, mask.lastIndexOf(1))));
	}

	/** Packed tokens. */
	get tokens(): number {
		return this.#tree.ids.length;
	}

	/** Places that attention fills: rows that are no beginning of others, times the longest. */
	get places(): number {
		return this.#rows().length * this.#longest();
	}

	pack({ windows, chunks }: PrefixOptions): PackedRows {
		const examples = this.groups.flat();
		const supervised = examples.reduce(
			(sum, one) => sum + supervisedCount(one),
			0,
		);
		const entries = Math.ceil((supervised + 1) / chunks) * chunks;
		const longest = this.#longest();
		const biases = windows.map((window) => [
			window === null ? "bias" : `bias.window${window}`,
			{ data: causalBias(longest, window), dims: [longest, longest] },
		]);
		return {
			tokens: examples.reduce((sum, { ids }) => sum + ids.length, 0),
			supervised,
			buffers: {
				...this.#tokenBuffers(longest, entries),
				...this.#entryBuffers(examples, entries),
				...Object.fromEntries(biases),
			},
		};
	}

	/** Each token at its places in the rows; the blank one, the last, everywhere else. */
	#tokenBuffers(longest: number, entries: number): PackedRows["buffers"] {
		const rows = this.#rows();
		const { ids, positions } = this.#tree;
		const packed = ids.length + 1;
		const blankPlace = longest - 1;
		const slots = new Int32Array(rows.length * longest).fill(packed - 1);
		const places = new Int32Array(packed).fill(blankPlace);
		for (const [r, path] of rows.entries())
			for (const [t, token] of path.entries()) {
				slots[r * longest + t] = token;
				places[token] = r * longest + t;
			}
		const table = { data: slots, dims: [rows.length, longest] };
		return {
			ids: { data: Int32Array.from([...ids, 0]), dims: [packed] },
			positions: { data: Int32Array.from([...positions, 0]), dims: [packed] },
			slots: table,
			places: { data: places, dims: [packed] },
			// What only gradients read.
			owned: table,
			copies: { data: Int32Array.of(blankPlace), dims: [1, 1] },
			origins: {
				data: new Int32Array(packed).fill(entries - 1),
				dims: [packed],
			},
		};
	}

	/** The supervised tokens of all rows, in their order, and the tokens that predict them. */
	#entryBuffers(
		examples: readonly Example[],
		entries: number,
	): PackedRows["buffers"] {
		const picks = new Int32Array(entries).fill(this.#tree.ids.length);
		const targets = new Int32Array(entries);
		let entry = 0;
		for (const [i, { ids, mask }] of examples.entries())
			for (let t = 1; t < mask.length; t++) {
				if (mask[t] !== 1) continue;
				picks[entry] = this.#paths[i]?.[t - 1] as number;
				targets[entry++] = ids[t] as number;
			}
		return {
			picks: { data: picks, dims: [entries] },
			targets: { data: targets, dims: [entries] },
		};
	}

	/** Paths that end where no row goes on, each once; one of the others is part of one of them. */
	#rows(): Int32Array[] {
		const ends = new Map<number, Int32Array>();
		for (const path of this.#paths) {
			const end = path.at(-1);
			if (end !== undefined && this.#tree.isLeaf(end)) ends.set(end, path);
		}
		return ends.size === 0 ? [new Int32Array(0)] : [...ends.values()];
	}

	#longest(): number {
		return Math.max(...this.#paths.map(({ length }) => length), 1) + 1;
	}
}

/** Attention needs memory by place and the rest of the model by token: places for each token that a micro-batch may hold. */
const placesPerToken = 8;

/** Groups in their order as micro-batches of at most so many packed tokens, unless a single group has more. */
export function* prefixBatches(
	groups: readonly Group[],
	tokens: number,
): Generator<PrefixBatch> {
	let batch = new PrefixBatch();
	for (const group of groups) {
		const before = batch.groups.length;
		batch.add(group);
		const full =
			batch.tokens > tokens || batch.places > placesPerToken * tokens;
		if (!full || before === 0) continue;
		const fitting = new PrefixBatch();
		for (const one of batch.groups.slice(0, before)) fitting.add(one);
		yield fitting;
		batch = new PrefixBatch();
		batch.add(group);
	}
	if (batch.groups.length > 0) yield batch;
}
