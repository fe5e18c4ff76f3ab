import {
	asMatrix,
	get,
	type Interpretation,
	type Tensor,
	tensor,
} from "./tensor.ts";

type Statistics = { mean: Tensor; inverse: Tensor };

function statistics(x: Tensor, epsilon: number, centred: boolean): Statistics {
	const { rows, columns } = asMatrix(x);
	const shape = [...x.shape.slice(0, -1), 1];
	const [mean, inverse] = [tensor(shape), tensor(shape)];
	for (let r = 0; r < rows; r++) {
		const row = x.data.subarray(r * columns, (r + 1) * columns);
		const centre = centred ? row.reduce((s, v) => s + v, 0) / columns : 0;
		const square = row.reduce((s, v) => s + (v - centre) ** 2, 0) / columns;
		mean.data[r] = centre;
		inverse.data[r] = 1 / Math.sqrt(square + epsilon);
	}
	return { mean, inverse };
}

/** (x - mean) inverse, row by row. */
function standardised(x: Tensor, inverse: Tensor, mean?: Tensor): Tensor {
	const { columns } = asMatrix(x);
	return tensor(
		x.shape,
		x.data.map((v, i) => {
			const r = Math.floor(i / columns);
			return (v - (mean ? get(mean.data, r) : 0)) * get(inverse.data, r);
		}),
	);
}

/** inverse (g - [mean g] - n mean(g n)) with g = dy weight and n the standardised x. */
function inputGradient(
	dy: Tensor,
	normal: Tensor,
	weight: Tensor,
	inverse: Tensor,
	centred: boolean,
): Tensor {
	const { rows, columns } = asMatrix(dy);
	const out = tensor(dy.shape);
	for (let r = 0; r < rows; r++) {
		let along = 0;
		let level = 0;
		for (let c = 0; c < columns; c++) {
			const g = get(dy.data, r * columns + c) * get(weight.data, c);
			along += (g * get(normal.data, r * columns + c)) / columns;
			if (centred) level += g / columns;
		}
		for (let c = 0; c < columns; c++) {
			const g = get(dy.data, r * columns + c) * get(weight.data, c);
			const n = get(normal.data, r * columns + c);
			out.data[r * columns + c] =
				get(inverse.data, r) * (g - level - n * along);
		}
	}
	return out;
}

function weightGradient(dy: Tensor, normal: Tensor): Tensor {
	const { columns } = asMatrix(dy);
	const out = tensor([columns]);
	dy.data.forEach((g, i) => {
		const c = i % columns;
		out.data[c] = get(out.data, c) + g * get(normal.data, i);
	});
	return out;
}

function scaled(normal: Tensor, weight: Tensor, bias?: Tensor): Tensor {
	const { columns } = asMatrix(normal);
	return tensor(
		normal.shape,
		normal.data.map((v, i) => {
			const c = i % columns;
			return v * get(weight.data, c) + (bias ? get(bias.data, c) : 0);
		}),
	);
}

/** Root mean square normalisation (Zhang and Sennrich, arXiv 1910.07467, equation 4). */
export const rmsNorm: Interpretation<"rmsNorm"> = (inputs, { epsilon }) => {
	const [x, weight] = inputs;
	const { inverse } = statistics(x, epsilon, false);
	return [scaled(standardised(x, inverse), weight), inverse];
};

export const rmsNormGrad: Interpretation<"rmsNormGrad"> = (inputs) => {
	const [dy, x, weight, inverse] = inputs;
	return [inputGradient(dy, standardised(x, inverse), weight, inverse, false)];
};

export const rmsNormWeightGrad: Interpretation<"rmsNormWeightGrad"> = (
	inputs,
) => {
	const [dy, x, inverse] = inputs;
	return [weightGradient(dy, standardised(x, inverse))];
};

/** Layer normalisation (Ba, Kiros and Hinton, arXiv 1607.06450, equation 4). */
export const layerNorm: Interpretation<"layerNorm"> = (inputs, { epsilon }) => {
	const [x, weight, bias] = inputs;
	const { mean, inverse } = statistics(x, epsilon, true);
	return [scaled(standardised(x, inverse, mean), weight, bias), mean, inverse];
};

export const layerNormGrad: Interpretation<"layerNormGrad"> = (inputs) => {
	const [dy, x, weight, mean, inverse] = inputs;
	return [
		inputGradient(dy, standardised(x, inverse, mean), weight, inverse, true),
	];
};

export const layerNormWeightGrad: Interpretation<"layerNormWeightGrad"> = (
	inputs,
) => {
	const [dy, x, mean, inverse] = inputs;
	return [weightGradient(dy, standardised(x, inverse, mean))];
};
