import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { TemperError } from "../../../core/error.ts";
import {
	readJsonFile,
	writeJsonFile,
} from "../../../formats/json/json-file.ts";
import type { Axis } from "../../measures/axis.ts";
import type { Allocation, Prices } from "../allocation.ts";
import { measuredBy } from "../answer/measured.ts";
import type { MeasuredFolder } from "../cells/read-observations.ts";
import { readPrompts } from "../rows/prompt-order.ts";
import { PromptPool } from "../rows/prompt-pool.ts";
import { wantedRows } from "../rows/wanted-rows.ts";
import { fitSurface } from "../surface/fit-surface.ts";
import type { Surface } from "../surface/surface.ts";
import { lookAt } from "./looks.ts";
import { nextPurchase } from "./next-purchase.ts";
import type { Collecting, NextPurchase } from "./purchase.ts";

/** Files of rows that are in hand now. */
export interface RowFiles {
	readonly demonstrations: string;
	readonly pairs: string;
}

export interface NextQuestion
	extends Pick<Collecting, "step" | "money" | "value"> {
	/** Null: those that the study was begun with. */
	readonly files: Partial<RowFiles>;
	readonly prices: Prices;
	/** Unit of the prices. */
	readonly unit: string;
	/** The smallest gain that is of use, in the unit of the score; null: 0.005 of a share, else a hundredth of the range of the scores. */
	readonly least: number | null;
	/** Whether the score is a share, 0 to 1. */
	readonly isShare: boolean;
}

/** What to buy next, with everything that the answer rests on. */
export interface NextAnswer extends NextPurchase {
	readonly version: 1;
	readonly target: Axis;
	readonly unit: string;
	readonly prices: Prices;
	/** Prompts in hand. */
	readonly rows: Allocation;
	/** Prompts of both kinds, which one run may use once only; 0 if the study allows to use them twice. */
	readonly shared: number;
	readonly measured: {
		/** Trials with a score, without the base. */
		readonly trials: number;
		/** The most prompts of each kind in one trial. */
		readonly most: Allocation;
	};
	readonly least: number;
	readonly money: number | null;
	/** Money that a gain of 1 in the score is worth; null: not known. */
	readonly value: number | null;
	/** The number of this look at the data of the study. */
	readonly look: number;
	readonly fit: Surface["fit"];
}

/** The file that counts looks, in the study's folder. */
const looksFile = "looks.json";

/**
 * What to buy next, from what a study has measured and the rows in hand. Trains nothing; notes the look in looks.json of the study's
 * folder and changes nothing else. Throws `recipe`, `data` and `disk`.
 */
export async function askNext(
	folder: MeasuredFolder,
	{ files, prices, unit, step, money, value, ...question }: NextQuestion,
): Promise<NextAnswer> {
	const { observations, target } = folder;
	const { rows, shared, state } = await readRows(folder, files);
	const look = await noteLook(folder, { observations, prices, state });
	const surface = fitSurface(observations);
	const least = question.least ?? usualLeast(folder, question.isShare);
	const asked = { prices, step, money, value, least, look };
	const { most } = measuredBy(observations);
	return {
		...{ version: 1, target, unit, prices, rows, shared },
		measured: {
			trials: observations.filter((one) => one.demonstrations + one.pairs > 0)
				.length,
			most,
		},
		...{ least, money, value, look, fit: surface.fit },
		...nextPurchase({ ...asked, observations, surface, rows }),
	};
}

function usualLeast(
	{ observations }: Pick<MeasuredFolder, "observations">,
	isShare: boolean,
): number {
	if (isShare) return 0.005;
	const scores = observations.map(({ score }) => score);
	const range = Math.max(...scores) - Math.min(...scores);
	return range > 0 ? range / 100 : Number.EPSILON;
}

async function readRows(
	{ settings }: Pick<MeasuredFolder, "settings">,
	files: NextQuestion["files"],
) {
	const { demonstrations, pairs, sharedPrompts } = settings;
	const begun = ({ recipe }: typeof demonstrations) =>
		recipe.data.train[0]?.path as string;
	const pool = new PromptPool(
		await readPrompts(
			files.demonstrations ?? begun(demonstrations),
			wantedRows("demonstrations", demonstrations.recipe),
		),
		await readPrompts(
			files.pairs ?? begun(pairs),
			wantedRows("pairs", pairs.recipe),
		),
		sharedPrompts,
	);
	return {
		rows: {
			demonstrations: pool.demonstrations.length,
			pairs: pool.pairs.length,
		},
		shared: sharedPrompts === "never" ? pool.shared : 0,
		state: [pool.demonstrations, pool.pairs].map((kind) =>
			kind.map(({ key }) => key),
		),
	};
}

const looksSchema = z.looseObject({
	version: z.literal(1),
	looks: z.array(z.string()),
});

/** Counts this look. The same measurements, rows and prices are the same look. */
async function noteLook(
	{ paths }: Pick<MeasuredFolder, "paths">,
	state: unknown,
): Promise<number> {
	const path = join(paths.root, looksFile);
	const before = await readLooks(path);
	const text = JSON.stringify(state);
	const hash = createHash("sha256").update(text).digest("hex");
	const { look, record } = lookAt(before, hash);
	if (record !== before)
		await writeJsonFile(path, { version: 1, looks: record });
	return look;
}

async function readLooks(path: string): Promise<readonly string[]> {
	if (!existsSync(path)) return [];
	const { data } = looksSchema.safeParse(await readJsonFile(path, "data"));
	if (data !== undefined) return data.looks;
	throw new TemperError("data", {
		where: path,
		expected: "the looks of temper-lm budget next, version 1",
		found: "another format",
		hint: "Remove the file: looks are counted from 1 again.",
	});
}
