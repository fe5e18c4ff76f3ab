import { existsSync, statSync } from "node:fs";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { createJiti } from "jiti";
import { TemperError } from "../../core/error.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import type { Reward } from "../reward.ts";
import { errorLine } from "./error-line.ts";

const plain = [".js", ".mjs", ".cjs"];
const typed = [".ts", ".mts", ".cts"];

async function load(path: string): Promise<Record<string, unknown>> {
	const url = pathToFileURL(path).href;
	if (plain.includes(extname(path))) return import(url);
	const jiti = createJiti(url, { fsCache: false, interopDefault: false });
	return jiti.import(path);
}

/** The function that a module exports. Typed modules are read on every Node. Throws `recipe`. */
export async function loadReward(path: string, name: string): Promise<Reward> {
	const refuse = (expected: string, found: string, cause?: unknown): never => {
		throw new TemperError("recipe", { where: path, expected, found, cause });
	};
	if (![...plain, ...typed].includes(extname(path)))
		refuse(`a module that ends in ${[...plain, ...typed].join(", ")}`, path);
	if (!existsSync(path)) refuse("a module", "no such file");
	if (!statSync(path).isFile()) refuse("a module", "a folder");
	const module = await load(path).catch((error: unknown) =>
		refuse("a module that loads", `the error ${errorLine(error)}`, error),
	);
	const names = Object.keys(module).filter((one) => one !== "module.exports");
	const wanted = `a function exported as ${name}`;
	if (!Object.hasOwn(module, name))
		refuse(
			wanted,
			names.length === 0 ? "no exports" : `the exports ${names.join(", ")}`,
		);
	const reward = module[name];
	return typeof reward === "function"
		? (reward as Reward)
		: refuse(wanted, kindOf(reward));
}
