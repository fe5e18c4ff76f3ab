/** Larger than any vocabulary: with a parent it makes one number of a token. */
const mostIds = 2 ** 22;

/** Tokens of rows as a tree: what several rows begin with is there once. */
export class PrefixTree {
	readonly ids: number[] = [];
	/** Place of each token in its rows. */
	readonly positions: number[] = [];
	readonly #children = new Map<number, number>();
	/** Tokens that some row goes on after. */
	readonly #inner = new Set<number>();

	/** Adds the first `length` tokens of a row, and returns their places in the tree. */
	add(row: ArrayLike<number>, length: number): Int32Array {
		const path = new Int32Array(length);
		let parent = -1;
		for (let t = 0; t < length; t++) {
			const id = row[t] as number;
			const key = (parent + 1) * mostIds + id;
			let token = this.#children.get(key);
			if (token === undefined) {
				token = this.ids.length;
				this.#children.set(key, token);
				this.ids.push(id);
				this.positions.push(t);
				if (parent >= 0) this.#inner.add(parent);
			}
			path[t] = token;
			parent = token;
		}
		return path;
	}

	/** Whether no row goes on after this token. */
	isLeaf(token: number): boolean {
		return !this.#inner.has(token);
	}
}
