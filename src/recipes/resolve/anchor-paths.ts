import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isRecord } from "../parse/is-record.ts";
import { anchorRewards } from "../schemas/reward-schema.ts";

function anchor(value: unknown, folder: string): unknown {
	return typeof value === "string" && value !== ""
		? resolve(folder, value)
		: value;
}

/** A model is a folder if one is at that path, else a name. */
function anchorModel(value: unknown, folder: string): unknown {
	if (typeof value !== "string" || value === "") return value;
	const path = resolve(folder, value);
	return /^\.{0,2}[\\/]/.test(value) || existsSync(path) ? path : value;
}

function change(
	record: Record<string, unknown>,
	key: string,
	with_: (value: unknown) => unknown,
): void {
	if (Object.hasOwn(record, key)) record[key] = with_(record[key]);
}

/** Makes every path of an unchecked recipe absolute: relative ones are relative to the folder of who wrote them. */
export function anchorPaths(
	value: Readonly<Record<string, unknown>>,
	folder: string,
): Record<string, unknown> {
	const path = (one: unknown) => anchor(one, folder);
	const out = { ...value };
	change(out, "model", (model) => anchorModel(model, folder));
	change(out, "out", path);
	change(out, "data", (data) => {
		if (!isRecord(data)) return data;
		const parts = { ...data };
		change(parts, "general", path);
		change(parts, "template", (template) =>
			isRecord(template) && "file" in template
				? { ...template, file: path(template.file) }
				: path(template),
		);
		change(parts, "pairs", path);
		change(parts, "train", (train) =>
			Array.isArray(train)
				? train.map((one) =>
						isRecord(one) ? { ...one, path: path(one.path) } : one,
					)
				: path(train),
		);
		change(parts, "heldOut", (heldOut) =>
			isRecord(heldOut) && "path" in heldOut
				? { ...heldOut, path: path(heldOut.path) }
				: heldOut,
		);
		return parts;
	});
	change(out, "base", (base) => anchorModel(base, folder));
	change(out, "tune", (tune) => {
		if (!isRecord(tune)) return tune;
		const parts = { ...tune };
		change(parts, "from", path);
		return parts;
	});
	change(out, "leash", (leash) => {
		if (!isRecord(leash)) return leash;
		const parts = { ...leash };
		change(parts, "rows", path);
		return parts;
	});
	change(out, "watch", (watch) => {
		if (!isRecord(watch)) return watch;
		const parts = { ...watch };
		change(parts, "tasks", (tasks) =>
			Array.isArray(tasks) ? tasks.map(path) : path(tasks),
		);
		return parts;
	});
	change(out, "stages", (stages) =>
		Array.isArray(stages)
			? stages.map((stage) =>
					isRecord(stage) ? anchorPaths(stage, folder) : stage,
				)
			: stages,
	);
	change(out, "objective", (objective) => {
		if (!isRecord(objective)) return objective;
		const parts = { ...objective };
		change(parts, "reference", (reference) =>
			isRecord(reference)
				? {
						...reference,
						model: anchorModel(reference.model, folder),
						...("adapter" in reference && { adapter: path(reference.adapter) }),
					}
				: anchorModel(reference, folder),
		);
		change(parts, "reward", (reward) => anchorRewards(reward, folder));
		change(parts, "rewardModel", (model) =>
			isRecord(model) && "from" in model
				? { ...model, from: path(model.from) }
				: model,
		);
		return parts;
	});
	return out;
}
