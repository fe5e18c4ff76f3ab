import { type Example, type Group, supervisedCount } from "./example.ts";
import { type SharedTokens, sharedTokens } from "./shared-prompts.ts";

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
	/** Rows share what they begin with; for graphs that know of it. */
	readonly sharePrompts?: boolean;
	/** Also packs each row's last supervised token, and names it in `lasts`. */
	readonly wholeRows?: boolean;
}

/** Large enough that softmax gives exactly 0, small enough to stay finite. */
const hidden = -1e9;

/**
 * Packs the rows of groups one after the other, without padding.
 *
 * The last packed token is blank: it stands wherever a padded row has no token of its own, and in one place that is
 * nobody else's, so that what it computes reaches no loss. Likewise the last supervised entry is blank (`valid` 0): it
 * stands for every token that predicts nothing. Both directions of every gather are then plain gathers.
 * Tokens after a row's last supervised one are left out: nothing looks back at them.
 *
 * Shared tokens follow all others and precede the blank one. Each stands in the padded row of every row that begins with it
 * (`slots`) and has its own place in the first of them (`places`, `owned`); `copies` lists all its places.
 */
export function packRows(
	groups: readonly Group[],
	options: PackOptions,
): PackedRows {
	const { windows, chunks, endIds, sharePrompts = false } = options;
	const { rows, copies } = layOut(groups.flat(), options);
	const sum = (of: (row: LaidRow) => number) =>
		rows.reduce((total, row) => total + of(row), 0);
	const supervised = sum(({ example }) => supervisedCount(example));
	const shape: PackedShape = {
		rows: rows.length,
		own: sum(({ length, path }) => length - path.filter(isShared).length),
		shared: copies.length,
		copies: copies.reduce((most, count) => Math.max(most, count), 1),
		longest: Math.max(...rows.map(({ length }) => length), 1) + 1,
		entries: Math.ceil((supervised + 1) / chunks) * chunks,
	};
	const buffers = allocate(shape, sharePrompts);
	fillTokens(rows, shape, buffers);
	fillEntries(rows, shape, buffers, endIds);
	fillRows(rows, buffers);
	if (options.wholeRows) buffers.lasts = lastsOf(rows, shape, buffers);
	for (const window of windows)
		buffers[window === null ? "bias" : `bias.window${window}`] = {
			data: causalBias(shape.longest, window),
			dims: [shape.longest, shape.longest],
		};
	return {
		tokens: sum(({ example }) => example.ids.length),
		supervised,
		buffers,
	};
}

interface LaidRow {
	readonly example: Example;
	/** Tokens that are packed. */
	readonly length: number;
	/** Which of the shared tokens stand at its first places; -1 where it has its own. */
	readonly path: Int32Array;
}

const isShared = (token: number) => token >= 0;

const nothingShared: SharedTokens = { paths: [], copies: [] };

function layOut(
	examples: readonly Example[],
	{ sharePrompts = false, wholeRows = false }: PackOptions,
): {
	readonly rows: readonly LaidRow[];
	readonly copies: readonly number[];
} {
	const { paths, copies } = sharePrompts
		? sharedTokens(examples)
		: nothingShared;
	const rows = examples.map((example, i) => {
		const last = example.mask.lastIndexOf(1);
		const length = last < 1 ? 0 : last + (wholeRows ? 1 : 0);
		return { example, length, path: paths[i] ?? new Int32Array(0) };
	});
	return { rows, copies };
}

interface PackedShape {
	readonly rows: number;
	/** Tokens of one row, and shared ones. */
	readonly own: number;
	readonly shared: number;
	/** Of the token that most rows share. */
	readonly copies: number;
	readonly longest: number;
	readonly entries: number;
}

type Numbers = Float32Array | Int32Array;
type Arrays = Record<string, { data: Numbers; dims: number[] }>;

function integers(fill: number, ...dims: number[]) {
	const size = dims.reduce((p, d) => p * d, 1);
	return { data: new Int32Array(size).fill(fill), dims };
}

function floats(fill: number, ...dims: number[]) {
	const size = dims.reduce((p, d) => p * d, 1);
	return { data: new Float32Array(size).fill(fill), dims };
}

function allocate(
	{ rows, own, shared, copies, longest, entries }: PackedShape,
	sharePrompts: boolean,
): Arrays {
	const packed = own + shared + 1;
	const [blankToken, blankPlace] = [packed - 1, longest - 1];
	return {
		ids: integers(0, packed),
		positions: integers(0, packed),
		slots: integers(blankToken, rows, longest),
		places: integers(blankPlace, packed),
		...(sharePrompts && {
			owned: integers(blankToken, rows, longest),
			copies: integers(blankPlace, shared + 1, copies),
		}),
		picks: integers(blankToken, entries),
		origins: integers(entries - 1, packed),
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

/** Writes one element; arrays that a pack does not have stay without it. */
const setter = (arrays: Arrays) => (name: string, at: number, to: number) => {
	const array = arrays[name];
	if (array) array.data[at] = to;
};

function fillTokens(
	rows: readonly LaidRow[],
	{ own, shared, copies, longest }: PackedShape,
	arrays: Arrays,
): void {
	const set = setter(arrays);
	const seen = new Int32Array(shared);
	let next = 0;
	rows.forEach(({ example, length, path }, r) => {
		for (let t = 0; t < length; t++) {
			const place = r * longest + t;
			const common = path[t] ?? -1;
			const token = isShared(common) ? own + common : next++;
			set("ids", token, example.ids[t] as number);
			set("positions", token, t);
			set("slots", place, token);
			if (isShared(common)) {
				const copy = seen[common] as number;
				seen[common] = copy + 1;
				set("copies", common * copies + copy, place);
				if (copy > 0) continue;
			}
			set("places", token, place);
			set("owned", place, token);
		}
	});
}

function fillEntries(
	rows: readonly LaidRow[],
	{ longest, entries }: PackedShape,
	arrays: Arrays,
	endIds: ReadonlySet<number>,
): void {
	const set = setter(arrays);
	const slots = (arrays.slots as { data: Numbers }).data;
	let entry = 0;
	rows.forEach(({ example: { ids, mask } }, r) => {
		for (let t = 1; t < mask.length; t++) {
			if (mask[t] !== 1) continue;
			const token = slots[r * longest + t - 1] as number;
			const target = ids[t] as number;
			set("picks", entry, token);
			set("origins", token, entry);
			set("targets", entry, target);
			set("valid", entry, 1);
			set("ends", entry, endIds.has(target) ? 1 : 0);
			set("membership", r * entries + entry, 1);
			entry++;
		}
	});
}

function fillRows(rows: readonly LaidRow[], arrays: Arrays): void {
	const set = setter(arrays);
	const counts = rows.map(({ example }) => supervisedCount(example));
	rows.forEach(({ example }, r) => {
		const count = counts[r] as number;
		set("liked", r, example.liked ? 1 : 0);
		if (count === 0) return;
		set("lengths", r, count);
		set("rowValid", r, 1);
		if (r % 2 === 1 && (counts[r - 1] as number) > 0)
			set("pairValid", (r - 1) / 2, 1);
	});
}

/** Each row's last token, [B]; the blank one for a row without any. */
function lastsOf(
	rows: readonly LaidRow[],
	{ longest }: PackedShape,
	{ slots }: Arrays,
) {
	const data = Int32Array.from(rows, ({ length }, r) => {
		const at = length === 0 ? longest - 1 : length - 1;
		return slots?.data[r * longest + at] as number;
	});
	return { data, dims: [rows.length] };
}

/** 0 where a place may look, far below 0 where it may not, [L, L]. A window counts the place itself. */
export function causalBias(
	longest: number,
	window: number | null,
): Float32Array {
	const bias = new Float32Array(longest * longest).fill(hidden);
	for (let i = 0; i < longest; i++) {
		const first = window === null ? 0 : Math.max(0, i - window + 1);
		bias.fill(0, i * longest + first, i * longest + i + 1);
	}
	return bias;
}

/** Arrays one after the other, followed by zeros up to `length`. */
export function joinRows(
	parts: readonly Float32Array[],
	length = parts.reduce((sum, part) => sum + part.length, 0),
): Float32Array {
	const whole = new Float32Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** A reference whose scores are known: those of the supervised tokens of each row, in the order of `rows`. */
export function byRow(
	rows: readonly Example[],
	scores: readonly Float32Array[],
): (
	groups: readonly Group[],
) => Promise<{ readonly logProb: Float32Array; readonly baseline: null }> {
	const known = new Map(rows.map((row, i) => [row, scores[i] as Float32Array]));
	return async (groups) => ({
		logProb: joinRows(
			groups.flat().map((row) => known.get(row) as Float32Array),
		),
		baseline: null,
	});
}
