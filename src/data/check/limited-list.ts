/** Counts everything added to it and keeps the first few. */
export class LimitedList<T> {
	readonly #limit: number;
	readonly items: T[] = [];
	count = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	add(item: T): void {
		this.count++;
		if (this.items.length < this.#limit) this.items.push(item);
	}
}
