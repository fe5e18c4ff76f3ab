/** Lower triangular L with L L' = `matrix`, row by row with `n` columns; the upper triangle is neither read nor written. In place. */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
	for (let i = 0; i < n; i++)
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * n + j] as number;
			for (let k = 0; k < j; k++)
				sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
			matrix[i * n + j] =
				i === j ? Math.sqrt(sum) : sum / (matrix[j * n + j] as number);
		}
	return matrix;
}

/** x with L x = `right`, in place. */
export function forward(root: Float64Array, right: Float64Array): Float64Array {
	const n = right.length;
	for (let i = 0; i < n; i++) {
		let sum = right[i] as number;
		for (let k = 0; k < i; k++)
			sum -= (root[i * n + k] as number) * (right[k] as number);
		right[i] = sum / (root[i * n + i] as number);
	}
	return right;
}

/** x with L' x = `right`, in place. */
export function backward(
	root: Float64Array,
	right: Float64Array,
): Float64Array {
	const n = right.length;
	for (let i = n - 1; i >= 0; i--) {
		let sum = right[i] as number;
		for (let k = i + 1; k < n; k++)
			sum -= (root[k * n + i] as number) * (right[k] as number);
		right[i] = sum / (root[i * n + i] as number);
	}
	return right;
}
