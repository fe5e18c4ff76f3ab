/** Hands values from callbacks to one reader, in order. */
export class EventQueue<T> {
	readonly #waiting: T[] = [];
	#wake: (() => void) | null = null;

	push(value: T): void {
		this.#waiting.push(value);
		this.#wake?.();
		this.#wake = null;
	}

	async next(): Promise<T> {
		while (this.#waiting.length === 0)
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		return this.#waiting.shift() as T;
	}
}
