/** The k-th largest value, 1 <= k <= length, by a heap of k values: most of a long array costs one comparison each. */
export function kthLargest(values: Float32Array, k: number): number {
	const heap = values.slice(0, k);
	for (let i = (k >> 1) - 1; i >= 0; i--) sink(heap, i);
	for (let i = k; i < values.length; i++) {
		const value = values[i]!;
		if (value <= heap[0]!) continue;
		heap[0] = value;
		sink(heap, 0);
	}
	return heap[0]!;
}

/** Restores the order of a heap, smallest value first, below place `i`. */
function sink(heap: Float32Array, i: number): void {
	const value = heap[i]!;
	let place = i;
	for (;;) {
		let child = 2 * place + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
		if (heap[child]! >= value) break;
		heap[place] = heap[child]!;
		place = child;
	}
	heap[place] = value;
}

/**
 * The largest value such that the values at or above it hold at least `share` of the sum of all. Values are not negative,
 * 0 < share < 1.
 */
export function nucleusFloor(values: Float64Array, share: number): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	// Even if all were as small as this, they would together be less than what the nucleus may leave out.
	const least = ((1 - share) * sum) / (2 * values.length);
	const large = new Float64Array(values.length);
	let count = 0;
	for (let i = 0; i < values.length; i++) {
		if (values[i]! >= least) large[count++] = values[i]!;
	}
	return selectBySum(large.subarray(0, count), share * sum);
}

/** Quickselect by sum instead of by number; reorders `values`. */
function selectBySum(values: Float64Array, wanted: number): number {
	let from = 0;
	let to = values.length;
	let missing = wanted;
	for (;;) {
		const pivot = values[(from + to) >> 1]!;
		const [equal, smaller] = partition(values, from, to, pivot);
		let sum = 0;
		for (let i = from; i < equal; i++) sum += values[i]!;
		if (sum >= missing) {
			to = equal;
			continue;
		}
		sum += (smaller - equal) * pivot;
		if (sum >= missing || smaller === to) return pivot;
		missing -= sum;
		from = smaller;
	}
}

/** Puts larger values first, then those equal to the pivot, then smaller ones; returns where the last two begin. */
function partition(
	values: Float64Array,
	from: number,
	to: number,
	pivot: number,
): [equal: number, smaller: number] {
	let equal = from;
	let smaller = to;
	let i = from;
	while (i < smaller) {
		const value = values[i]!;
		if (value > pivot) {
			values[i++] = values[equal]!;
			values[equal++] = value;
		} else if (value < pivot) {
			values[i] = values[--smaller]!;
			values[smaller] = value;
		} else i++;
	}
	return [equal, smaller];
}
