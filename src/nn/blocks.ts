import type { StoredBlocks, StoredTensor } from "../core/dtype.ts";

/** What decides in which form frozen matrices are held. */
export interface HeldModel {
	readonly architecture: {
		readonly linears: readonly { readonly path: string }[];
	};
	readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Whether every linear layer of a model is held in blocks, with whose values it can be computed. */
export function isInBlocks({ architecture, tensors }: HeldModel): boolean {
	return architecture.linears.every(
		({ path }) => tensors.get(`${path}.weight`)?.blocks,
	);
}

/** The formats of these blocks, as llama.cpp names them: `Q4_1`. */
export function blockFormatsOf(model: HeldModel): string[] {
	const names = model.architecture.linears.flatMap(({ path }) => {
		const blocks = model.tensors.get(`${path}.weight`)?.blocks;
		return blocks ? [formatOf(blocks)] : [];
	});
	return [...new Set(names)].sort();
}

const formatOf = ({ bits, minima }: StoredBlocks) =>
	`Q${bits}_${minima ? 1 : 0}`;

/** The same model without blocks, whose weights are rounded anew where few bits are asked for. */
function withoutBlocks<Held extends HeldModel>(model: Held): Held {
	const tensors = [...model.tensors].map(
		([name, { blocks: _, ...tensor }]) => [name, tensor] as const,
	);
	return { ...model, tensors: new Map(tensors) };
}

/**
 * Two models that are compared by their hidden states, which must be in one basis: that of the file if both are in blocks, else that of a
 * rotation, in few bits.
 */
export function inOneForm<Held extends HeldModel>(
	model: Held,
	base: Held,
): readonly [Held, Held] {
	if (model === base || isInBlocks(model) === isInBlocks(base))
		return [model, base];
	return [withoutBlocks(model), withoutBlocks(base)];
}
