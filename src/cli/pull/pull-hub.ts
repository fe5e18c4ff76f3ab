import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeError } from "../../core/file-error.ts";
import { openModelFiles } from "../../formats/model-files.ts";
import { lockFolder } from "../../runs/folder/lock.ts";
import { bar } from "../terminal/bar.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showBytes, showDuration } from "../terminal/units.ts";
import { fileOfModel, filesOfModel } from "./choose-files.ts";
import { downloadFile } from "./download.ts";
import {
	describeHubModel,
	fileUrl,
	type Hub,
	type HubFile,
	type HubModel,
} from "./hub.ts";
import { readMark, removeMark, writeMark } from "./pulled-mark.ts";

export interface PullContext {
	readonly hub: Hub;
	readonly terminal: Terminal;
	readonly signal?: AbortSignal;
	/** Pause before a second try, in milliseconds. */
	readonly pauseMs?: number;
}

function progress(file: HubFile, terminal: Terminal) {
	const began = performance.now();
	let first: number | null = null;
	return (bytes: number) => {
		first ??= bytes;
		const speed = (bytes - first) / ((performance.now() - began) / 1000);
		const left = (file.size - bytes) / speed;
		terminal.status(
			`${basename(file.path)} ${bar(bytes / Math.max(1, file.size))} ${showBytes(bytes)} of ${showBytes(file.size)}` +
				(Number.isFinite(left) && speed > 0
					? `  ${showBytes(speed)}/s  ${showDuration(left)} left`
					: ""),
		);
	};
}

async function bring(
	model: HubModel,
	files: readonly HubFile[],
	folder: string,
	context: PullContext,
): Promise<void> {
	const { hub, terminal, signal, pauseMs } = context;
	for (const file of files) {
		try {
			await downloadFile({
				url: fileUrl(hub, model, file.path),
				path: join(folder, basename(file.path)),
				file,
				hub,
				onProgress: progress(file, terminal),
				...(signal === undefined ? {} : { signal }),
				...(pauseMs === undefined ? {} : { pauseMs }),
			});
		} finally {
			terminal.status(null);
		}
		terminal.line(`${basename(file.path)}  ${showBytes(file.size)}`);
	}
}

async function inFolder(
	folder: string,
	work: () => Promise<void>,
): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	const lease = await lockFolder(folder);
	try {
		await work();
	} finally {
		await lease.release();
	}
}

/**
 * Downloads a model of the hub into a folder, continuing from where an earlier attempt stopped; false if it is there already.
 * Throws `weights`, `disk`.
 */
export async function pullHubModel(
	name: string,
	folder: string,
	context: PullContext,
): Promise<boolean> {
	const model = await describeHubModel(name, context.hub);
	if ((await readMark(folder))?.revision === model.revision) return false;
	const files = filesOfModel(model);
	await inFolder(folder, async () => {
		await removeMark(folder);
		await bring(model, files, folder, context);
		await openModelFiles(folder);
		await writeMark(folder, { source: name, revision: model.revision });
	});
	return true;
}

/** Brings one file of a model of the hub into a folder; returns its path. Throws `weights`, `disk`. */
export async function pullHubFile(
	name: string,
	path: string,
	folder: string,
	context: PullContext,
): Promise<string> {
	const model = await describeHubModel(name, context.hub);
	const file = fileOfModel(model, path);
	await inFolder(folder, () => bring(model, [file], folder, context));
	return join(folder, basename(path));
}
