import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { objectives } from "./all.ts";
import { runContract } from "./testing/contract.ts";
import { imitationExpectations } from "./testing/imitation.ts";
import { pairExpectations } from "./testing/pairs.ts";
import { sampledExpectations } from "./testing/sampled.ts";

runContract({
	...imitationExpectations,
	...pairExpectations,
	...sampledExpectations,
});

/** Files that are no objective: what several share. */
const shared = [
	"about",
	"advantages",
	"all",
	"lower",
	"objective",
	"pairs",
	"sum-factor",
];

test("every file is an objective of the registry or known to be shared", async () => {
	const folders = [".", "imitation", "preferences", "sampled"];
	const files = folders.flatMap((folder) =>
		readdirSync(join(import.meta.dirname, folder))
			.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
			.map((file) => ({ folder, name: file.slice(0, -".ts".length) })),
	);
	const makers = new Set<unknown>(Object.values(objectives));
	const found: string[] = [];
	for (const { folder, name } of files) {
		const exports: Record<string, unknown> = await import(
			pathToFileURL(join(import.meta.dirname, folder, `${name}.ts`)).href
		);
		if (Object.values(exports).some((value) => makers.has(value)))
			found.push(name);
		else expect(shared, `${name}.ts is not in all.ts`).toContain(name);
	}
	expect(found.sort()).toEqual(Object.keys(objectives).sort());
});
