import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonLines, labSets, makeWorld, shippedSeed } from "../src/index.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

test("the world that ships is the one that its seed makes", () => {
	const world = makeWorld(shippedSeed);
	const committed = JSON.parse(
		readFileSync("scripts/lab/hashes.json", "utf8"),
	) as Record<string, string>;
	for (const { name, rows } of labSets)
		expect({ [name]: hash(jsonLines(rows(world))) }).toEqual({
			[name]: committed[name],
		});
});
