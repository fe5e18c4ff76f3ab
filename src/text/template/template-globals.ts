const longestRange = 10_000;
/** What a chat template finds besides its arguments. The date is written into templates that ask for it. */
export const templateGlobals: Readonly<Record<string, unknown>> = {
	true: true,
	True: true,
	false: false,
	False: false,
	none: null,
	None: null,
	range,
	raise_exception: (message: unknown) => {
		throw new Error(String(message));
	},
};

/** Python's range, with an end to it: a template that counts without bound is an error and not a hang. */
function range(first: number, last?: number, step = 1): number[] {
	const [start, stop] = last === undefined ? [0, first] : [first, last];
	const length = Math.max(0, Math.ceil((stop - start) / step));
	if (!(length <= longestRange)) {
		throw new Error(`range() of more than ${longestRange} numbers`);
	}
	return Array.from({ length }, (_, i) => start + i * step);
}
