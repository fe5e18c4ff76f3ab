import type { BadCase } from "../bad-case.ts";
import { adapters } from "./adapters.ts";
import { commands } from "./commands.ts";
import { configs } from "./configs.ts";
import { ggufs } from "./ggufs.ts";
import { pairCases } from "./pairs.ts";
import { recipes } from "./recipes.ts";
import { rows } from "./rows.ts";
import { studies } from "./studies.ts";
import { tasks } from "./tasks.ts";
import { texts } from "./texts.ts";
import { weights } from "./weights.ts";

/** Every table whose cases spoil a world of their own. */
export const tables: Readonly<Record<string, readonly BadCase[]>> = {
	weights,
	configs,
	"templates and tokenizers": texts,
	rows,
	"pairs and labels": pairCases,
	recipes,
	adapters,
	GGUF: ggufs,
	commands,
	tasks,
	studies,
};
