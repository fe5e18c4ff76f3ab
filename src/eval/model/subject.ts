import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { ModelParts } from "../../engine/measured.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import { runModel } from "../../recipes/locate/run-model.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { holdsTemplates } from "../../text/template/kept-templates.ts";
import type { TemplateOptions } from "../../text/template/template.ts";

/** A model to be measured. */
export interface Subject {
	/** What results call it. */
	readonly name: string;
	/** Its folder. */
	readonly model: string;
	/** A PEFT folder for it; null if there is no adapter. */
	readonly adapter: string | null;
	/** The folder of the model that it was tuned from; null if it was not, as far as is known. */
	readonly base: string | null;
	/** Another tuned model that it is compared with instead of `base`; its tokens and shapes are the same. */
	readonly against?: ModelParts;
	/** The chat template that it is asked with, if that is not the model's own. */
	readonly template?: TemplateOptions;
}

/** What a deviation is measured from: a rival, or the base; null for a model that is its own base. */
export function comparedWith({
	model,
	adapter,
	base,
	against,
}: Subject): ModelParts | null {
	if (against !== undefined) return against;
	if (base === null) return null;
	const tuned = adapter !== null || base !== model;
	return tuned ? { model: base, adapter: null } : null;
}

/**
 * What a user names: a run, with `model` if the run's model has moved, or a model with or without an
 * adapter. Each may be a path or a pulled name.
 */
export interface SubjectNames {
	readonly run?: string | undefined;
	readonly model?: string | undefined;
	readonly adapter?: string | undefined;
	readonly base?: string | undefined;
	/** What a model without a run is asked with. */
	readonly template?: TemplateOptions | undefined;
}

/** Throws `recipe` and `data` if something cannot be found, or if the names cannot be combined. */
export async function subjectOf(names: SubjectNames): Promise<Subject> {
	const { run, model, adapter, template = {} } = names;
	const base =
		names.base === undefined ? null : modelFolder(names.base, "--base");
	if (run !== undefined && adapter === undefined) {
		if (names.template !== undefined) refuseTemplate(run);
		const { templates, ...made } = await runModel(run, model);
		const template = templates === null ? {} : { folder: templates };
		return { ...made, name: run, base: base ?? made.base, template };
	}
	if (run === undefined && model !== undefined) {
		const folder = modelFolder(model, "--model");
		if (adapter === undefined)
			return { name: model, model: folder, adapter: null, base, template };
		refuseMisplaced("--adapter", adapter, "adapter");
		const own = { adapter: resolve(adapter), base: base ?? folder };
		const kept = holdsTemplates(own.adapter) ? { folder: own.adapter } : {};
		const asked = { ...kept, ...template };
		return { name: adapter, model: folder, ...own, template: asked };
	}
	throw new TemperError("recipe", {
		where: "which model",
		expected:
			"--run, with --model if its model is elsewhere now, or --model with or without --adapter",
		found:
			run !== undefined
				? "--run and --adapter"
				: adapter === undefined
					? "none of them"
					: "only --adapter",
	});
}

/** The base as a subject of its own, asked with the same chat template; null if a subject was tuned from none. */
export function baseOf({ base, template = {} }: Subject): Subject | null {
	return base === null
		? null
		: { name: "base", model: base, adapter: null, base: null, template };
}

function refuseTemplate(run: string): never {
	throw new TemperError("recipe", {
		where: "--template, --template-var, --date",
		expected: "none of them with --run",
		found: `--run ${run}, which keeps the chat template that it was trained with`,
		hint: "Set data.template in the recipe before training.",
	});
}

/**
 * What a model is compared with instead of its base: a run, an adapter of the same model, or a model folder or name.
 * Throws `recipe` for what cannot be found and for the model itself, and `data` for a run that is not finished.
 */
export async function rivalOf(
	name: string,
	subject: Subject,
): Promise<Subject> {
	const rival = { name, base: null, ...(await partsOf(name, subject)) };
	const place = ({ model, adapter }: ModelParts) =>
		[model, adapter ?? ""].map((path) => resolve(path)).join();
	if (place(rival) !== place(subject)) return rival;
	throw new TemperError("recipe", {
		where: "--against",
		expected: "another model than the one that is measured",
		found: `${name}, which is the same`,
	});
}

async function partsOf(
	name: string,
	subject: Subject,
): Promise<ModelParts & Pick<Subject, "template">> {
	const has = (file: string) => existsSync(join(name, file));
	if (has(runFiles.manifest) || has(runFiles.stages)) {
		const { model, adapter, template = {} } = await subjectOf({ run: name });
		return { model, adapter, template };
	}
	if (!has("adapter_config.json"))
		return {
			...{ model: modelFolder(name, "--against"), adapter: null },
			...(subject.template !== undefined && { template: subject.template }),
		};
	const model = subject.adapter === null ? subject.base : subject.model;
	const adapter = resolve(name);
	const kept = holdsTemplates(adapter) ? { folder: adapter } : {};
	const template = { ...subject.template, ...kept };
	return { model: model ?? subject.model, adapter, template };
}
