import { type Example, supervisedCount } from "./example.ts";

/** Rows of a micro-batch as arrays, by the names of the graph's inputs. Letters as in docs/architecture.md. */
export interface PackedRows {
	/** Real tokens of the rows, those that the graph need not see included. */
	readonly tokens: number;
	/** Supervised tokens, in the order of rows and positions; blank entries follow. */
	readonly supervised: number;
	readonly buffers: Readonly<
		Record<
			string,
			{ readonly data: Float32Array | Int32Array; readonly dims: number[] }
		>
	>;
}

export interface PackOptions {
	/** Windows of attention that occur in the model; null is full attention. */
	readonly windows: readonly (number | null)[];
	/** The number of supervised entries is rounded up to a multiple of this. */
	readonly chunks: number;
	/** Targets that end a turn. */
	readonly endIds: ReadonlySet<number>;
}

/** Large enough that softmax gives exactly 0, small enough to stay finite. */
const hidden = -1e9;

/**
 * Packs rows one after the other, without padding.
 *
 * The last packed token is blank: it stands wherever a padded row has no token of its own, and in one place that is
 * nobody else's, so that what it computes reaches no loss. Likewise the last supervised entry is blank (`valid` 0): it
 * stands for every token that predicts nothing. Both directions of every gather are then plain gathers.
 * Tokens after a row's last supervised one are left out: nothing looks back at them.
 */
export function packRows(
	rows: readonly Example[],
	{ windows, chunks, endIds }: PackOptions,
): PackedRows {
	const inputs = rows.map((row) => row.mask.lastIndexOf(1));
	const packed = inputs.reduce((sum, n) => sum + Math.max(n, 0), 0) + 1;
	const longest = Math.max(1, ...inputs) + 1;
	const supervised = rows.reduce((sum, row) => sum + supervisedCount(row), 0);
	const entries = Math.ceil((supervised + 1) / chunks) * chunks;
	const shape = { rows: rows.length, packed, longest, entries };
	const buffers = allocate(shape);
	fillRows(rows, inputs, shape, buffers, endIds);
	for (const window of windows)
		buffers[window === null ? "bias" : `bias.window${window}`] = {
			data: causalBias(longest, window),
			dims: [longest, longest],
		};
	return {
		tokens: rows.reduce((sum, row) => sum + row.ids.length, 0),
		supervised,
		buffers,
	};
}

interface PackedShape {
	readonly rows: number;
	readonly packed: number;
	readonly longest: number;
	readonly entries: number;
}

type Arrays = Record<
	string,
	{ data: Float32Array | Int32Array; dims: number[] }
>;

function allocate({ rows, packed, longest, entries }: PackedShape): Arrays {
	const integers = (fill: number, ...dims: number[]) => {
		const size = dims.reduce((p, d) => p * d, 1);
		return { data: new Int32Array(size).fill(fill), dims };
	};
	const floats = (fill: number, ...dims: number[]) => {
		const size = dims.reduce((p, d) => p * d, 1);
		return { data: new Float32Array(size).fill(fill), dims };
	};
	const [blankToken, blankEntry] = [packed - 1, entries - 1];
	return {
		ids: integers(0, packed),
		positions: integers(0, packed),
		slots: integers(blankToken, rows, longest),
		places: integers(longest - 1, packed),
		picks: integers(blankToken, entries),
		origins: integers(blankEntry, packed),
		targets: integers(0, entries),
		valid: floats(0, entries),
		ends: floats(0, entries),
		membership: floats(0, rows, entries),
		lengths: floats(1, rows),
		rowValid: floats(0, rows),
		liked: floats(0, rows),
		pairValid: floats(0, Math.floor(rows / 2)),
	};
}

function fillRows(
	rows: readonly Example[],
	inputs: readonly number[],
	{ longest, entries }: PackedShape,
	arrays: Arrays,
	endIds: ReadonlySet<number>,
): void {
	const set = (name: string, index: number, value: number) => {
		(arrays[name] as { data: Float32Array | Int32Array }).data[index] = value;
	};
	const rowValid = (arrays.rowValid as { data: Float32Array }).data;
	let token = 0;
	let entry = 0;
	rows.forEach((row, r) => {
		const first = entry;
		for (let t = 0; t < (inputs[r] as number); t++, token++) {
			set("ids", token, row.ids[t] as number);
			set("positions", token, t);
			set("slots", r * longest + t, token);
			set("places", token, r * longest + t);
			if (row.mask[t + 1] !== 1) continue;
			const target = row.ids[t + 1] as number;
			set("picks", entry, token);
			set("origins", token, entry);
			set("targets", entry, target);
			set("valid", entry, 1);
			set("ends", entry, endIds.has(target) ? 1 : 0);
			set("membership", r * entries + entry, 1);
			entry++;
		}
		set("liked", r, row.liked ? 1 : 0);
		if (entry === first) return;
		set("lengths", r, entry - first);
		set("rowValid", r, 1);
		if (r % 2 === 1 && rowValid[r - 1] === 1) set("pairValid", (r - 1) / 2, 1);
	});
}

/** 0 where a place may look, far below 0 where it may not, [L, L]. A window counts the place itself. */
function causalBias(longest: number, window: number | null): Float32Array {
	const bias = new Float32Array(longest * longest).fill(hidden);
	for (let i = 0; i < longest; i++) {
		const first = window === null ? 0 : Math.max(0, i - window + 1);
		bias.fill(0, i * longest + first, i * longest + i + 1);
	}
	return bias;
}
