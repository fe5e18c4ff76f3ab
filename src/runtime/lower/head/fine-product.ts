import type { Value } from "../../../graph/graph.ts";
import type { Emitter } from "../emitter.ts";
import type { QuantizedMatrix } from "../quantized.ts";
import {
	type QuantizedRows,
	quantizedRows,
	rowSteps,
	rowsProduct,
	stepsFrom,
} from "../quantized-products.ts";
import { reduce } from "./log-sum.ts";
import { type WordBand, wordBands } from "./word-bands.ts";

/** A row is rounded to bytes once if no word of the band is as likely as this. */
const likely = 0.005;

/**
 * P W over a band's words, with W frozen in 8 bits. Probabilities P span many magnitudes, and bytes lose the small ones: of rows with a likely
 * word, what bytes do not hold is rounded to bytes once more. `tops` [s, 1]: how likely the band's likeliest word is among all words. The
 * scales of the weights belong to words, so that a table of them can be quantised a word at a time.
 */
export function meanProduct(
	e: Emitter,
	p: string,
	band: WordBand,
	tops: string,
): string {
	const m = e.quantized.hold(band, "rows", false);
	const scaled = e.op("Mul", [p, m.scales]);
	const coarse = positiveRows(e, scaled);
	const product = rowsProduct(e, coarse, m, e.scalar(1));
	const ids = likelyRows(e, tops);
	const some = (x: string) => e.op("Gather", [x, ids], { axis: 0 });
	const { steps, middle, zero } = coarse;
	const left = remainder(e, some(scaled), m, {
		...{ codes: some(coarse.codes), middle: some(middle), zero },
		steps: stepsFrom(e, some(steps.scale)),
	});
	const index = e.op("Unsqueeze", [ids, e.integers(-1)]);
	const sums = e.op("Add", [some(product), left]);
	return e.op("ScatterND", [product, index, sums]);
}

/** x W over a band's words, for x of any sign and size: all rows are rounded twice. */
export function fineProduct(e: Emitter, x: string, band: WordBand): string {
	const m = e.quantized.hold(band, "rows", false);
	const scaled = e.op("Mul", [x, m.scales]);
	const coarse = quantizedRows(e, scaled, rowSteps(e, scaled));
	const product = rowsProduct(e, coarse, m, e.scalar(1));
	return e.op("Add", [product, remainder(e, scaled, m, coarse)]);
}

/** Of the rows' product with W, what rounding them to bytes left out, rounded to bytes on a scale that is 254 times finer. */
function remainder(
	e: Emitter,
	rows: string,
	m: QuantizedMatrix,
	{ codes, steps, middle }: QuantizedRows,
): string {
	const inputs = [codes, steps.flat, middle];
	const rounded = e.op("DequantizeLinear", inputs, { axis: 0 });
	const finer = stepsFrom(e, e.op("Mul", [steps.scale, e.scalar(1 / 254)]));
	const fine = quantizedRows(e, e.op("Sub", [rows, rounded]), finer);
	return rowsProduct(e, fine, m, e.scalar(1));
}

/** Rows without negative values as bytes from 0. */
function positiveRows(e: Emitter, x: string): QuantizedRows {
	const top = e.op("Max", [reduce(e, "ReduceMax", x, true), e.scalar(1e-20)]);
	const steps = stepsFrom(e, e.op("Mul", [top, e.scalar(1 / 255)]));
	return quantizedRows(e, x, steps, { zero: 0 });
}

/** Places of rows, of which there must be one: the first is always among them. */
function likelyRows(e: Emitter, tops: string): string {
	const flat = e.op("Reshape", [tops, e.integers(-1)]);
	const found = e.op("NonZero", [e.op("Greater", [flat, e.scalar(likely)])]);
	const places = e.op("Reshape", [found, e.integers(-1)]);
	return e.op("Concat", [e.integers(0), places], { axis: 0 });
}

/** x W over all words, with W in 8 bits; `isProbable`: x are probabilities. */
export function productOfBands(
	e: Emitter,
	x: string,
	head: Value,
	isProbable: boolean,
): string {
	const bands = wordBands(e, head);
	return bands
		.map((band) => {
			const some = bands.length === 1 ? x : columnsOf(e, x, band);
			return isProbable
				? meanProduct(e, some, band, reduce(e, "ReduceMax", some, true))
				: fineProduct(e, some, band);
		})
		.reduce((sofar, part) => e.op("Add", [sofar, part]));
}

function columnsOf(e: Emitter, x: string, { start, count }: WordBand): string {
	const ends = [e.integers(start), e.integers(start + count)];
	return e.op("Slice", [x, ...ends, e.integers(1)]);
}
