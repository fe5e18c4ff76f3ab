// Cycles of imports, types included: strongly connected components of the graph of files (Tarjan, 1972).
/** The groups of two or more files that import each other; `edges` maps a file to the files that it imports. */
export function cyclesIn(edges) {
	const index = new Map();
	const low = new Map();
	const open = [];
	const cycles = [];

	function visit(file) {
		index.set(file, index.size);
		low.set(file, index.get(file));
		open.push(file);
		for (const next of edges.get(file) ?? []) {
			if (!index.has(next)) {
				visit(next);
				low.set(file, Math.min(low.get(file), low.get(next)));
			} else if (open.includes(next)) {
				low.set(file, Math.min(low.get(file), index.get(next)));
			}
		}
		if (low.get(file) !== index.get(file)) return;
		const group = open.splice(open.indexOf(file));
		if (group.length > 1) cycles.push(group.sort());
	}

	for (const file of edges.keys()) if (!index.has(file)) visit(file);
	return cycles;
}
