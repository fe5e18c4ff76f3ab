type Rows = readonly (readonly number[])[];

/** Lower triangular L with L L' = `matrix`. */
export function cholesky(matrix: Rows): number[][] {
	const root: number[][] = [];
	for (const [i, row] of matrix.entries()) {
		const line: number[] = [];
		for (let j = 0; j <= i; j++) {
			let sum = row[j] as number;
			const other = j === i ? line : (root[j] as number[]);
			for (let k = 0; k < j; k++)
				sum -= (line[k] as number) * (other[k] as number);
			line.push(i === j ? Math.sqrt(sum) : sum / (other[j] as number));
		}
		root.push(line);
	}
	return root;
}

/** x with L x = `right`. */
export function forward(root: Rows, right: readonly number[]): number[] {
	const x: number[] = [];
	for (const [i, row] of root.entries()) {
		let sum = right[i] as number;
		for (let k = 0; k < i; k++) sum -= (row[k] as number) * (x[k] as number);
		x.push(sum / (row[i] as number));
	}
	return x;
}

/** x with L' x = `right`. */
export function backward(root: Rows, right: readonly number[]): number[] {
	const x = [...right];
	for (let i = root.length - 1; i >= 0; i--) {
		let sum = x[i] as number;
		for (let k = i + 1; k < root.length; k++)
			sum -= (root[k]?.[i] as number) * (x[k] as number);
		x[i] = sum / (root[i]?.[i] as number);
	}
	return x;
}
