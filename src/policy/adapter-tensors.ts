import type { OpenedAdapter } from "../generate/open-adapter.ts";
import type { NamedTensor } from "../runs/checkpoint.ts";

/** The values of an adapter as a policy takes them over. */
export function adapterTensors({ values }: OpenedAdapter): NamedTensor[] {
	return Object.entries(values).map(([name, { data, dims }]) => ({
		...{ name, data },
		shape: [...dims],
	}));
}
