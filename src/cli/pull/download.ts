import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HubApiError } from "@huggingface/hub";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import { requireHeld, requireHeldIfDue } from "../../runs/folder/lease.ts";
import { type Hub, type HubFile, hubError } from "./hub.ts";

export interface Download {
	readonly url: string;
	/** The path of the whole file; until it is whole, its bytes are in `PATH.part`. */
	readonly path: string;
	readonly file: HubFile;
	readonly hub: Hub;
	/** Called with the bytes that are there, those of earlier tries among them. */
	readonly onProgress?: (bytes: number) => void;
	readonly signal?: AbortSignal;
	/** Pause before the second try, doubled for each further one. */
	readonly pauseMs?: number;
}

const tries = 5;
/** A connection that brings nothing for so long is dropped. */
const silenceMs = 30_000;

async function sizeOf(path: string): Promise<number | null> {
	try {
		return (await stat(path)).size;
	} catch {
		return null;
	}
}

async function matches(path: string, file: HubFile): Promise<boolean> {
	if ((await sizeOf(path)) !== file.size) return false;
	if (file.hash === null) return true;
	const { kind, hex } = file.hash;
	const hash = createHash(kind === "git" ? "sha1" : "sha256");
	if (kind === "git") hash.update(`blob ${file.size}\0`);
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
		hash.update(chunk);
	return hash.digest("hex") === hex;
}

/** A signal that fires when nothing has come for a while, or when the caller's does. */
function watchdog(signal: AbortSignal | undefined) {
	const silence = new AbortController();
	const timer = setTimeout(
		() =>
			silence.abort(
				new DOMException("the connection fell silent", "TimeoutError"),
			),
		silenceMs,
	);
	return {
		signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
		alive: () => timer.refresh(),
		stop: () => clearTimeout(timer),
	};
}

/** Asks for what is missing; returns the body and the byte it begins at. */
async function request(
	{ url, hub }: Download,
	from: number,
	signal: AbortSignal,
): Promise<{ body: AsyncIterable<Uint8Array>; at: number }> {
	const headers: Record<string, string> = { "accept-encoding": "identity" };
	if (hub.token !== null) headers.authorization = `Bearer ${hub.token}`;
	if (from > 0) headers.range = `bytes=${from}-`;
	const response = await fetch(url, { headers, signal });
	if (!response.ok || response.body === null) {
		await response.body?.cancel();
		throw new HubApiError(url, response.status);
	}
	const resumed =
		response.status === 206 &&
		response.headers.get("content-range")?.startsWith(`bytes ${from}-`) ===
			true;
	return {
		body: response.body as AsyncIterable<Uint8Array>,
		at: resumed ? from : 0,
	};
}

/** One connection: appends to the part what it brings. */
async function fetchOnce(download: Download, part: string): Promise<void> {
	const { file, onProgress } = download;
	const have = (await sizeOf(part)) ?? 0;
	if (have === file.size && have > 0) return;
	const dog = watchdog(download.signal);
	try {
		const { body, at } = await request(
			download,
			have < file.size ? have : 0,
			dog.signal,
		);
		await requireHeld(part);
		const out = await open(part, at > 0 ? "a" : "w");
		try {
			let bytes = at;
			onProgress?.(bytes);
			for await (const chunk of body) {
				dog.alive();
				const wanted = chunk.subarray(0, file.size - bytes);
				await requireHeldIfDue(part);
				await out.writeFile(wanted);
				bytes += wanted.length;
				onProgress?.(bytes);
				if (wanted.length < chunk.length) break;
			}
			await out.sync();
		} finally {
			await out.close();
		}
	} finally {
		dog.stop();
	}
}

/** Whether another try may help: lost connections and busy servers, not refusals. */
function isPassing(error: unknown, signal: AbortSignal | undefined): boolean {
	if (signal?.aborted === true) return false;
	if (error instanceof HubApiError)
		return (
			error.statusCode >= 500 ||
			error.statusCode === 429 ||
			error.statusCode === 416
		);
	return error instanceof TypeError || (error as Error).name === "TimeoutError";
}

async function removeHeld(part: string): Promise<void> {
	await requireHeld(part);
	await rm(part, { force: true });
}

async function fetchAll(download: Download, part: string): Promise<void> {
	const { file, pauseMs = 500 } = download;
	let failure: unknown = null;
	for (let attempt = 0; attempt < tries; attempt++) {
		if (attempt > 0) await sleep(pauseMs * 2 ** (attempt - 1));
		const before = await sizeOf(part);
		try {
			await fetchOnce(download, part);
			if ((await sizeOf(part)) === file.size) return;
			failure = new TypeError("the connection ended too early");
		} catch (error) {
			if (!isPassing(error, download.signal)) throw error;
			if (error instanceof HubApiError && error.statusCode === 416)
				await removeHeld(part);
			failure = error;
		}
		if (((await sizeOf(part)) ?? 0) > (before ?? 0)) attempt = 0;
	}
	throw failure;
}

/**
 * Downloads one file, continuing from where an earlier attempt stopped, and gives it its name only once its hash is right.
 * Throws `weights` for what the network does and `disk` for what the disk does, also if this process held a folder around `path`
 * and another one has taken it over.
 */
export async function downloadFile(download: Download): Promise<void> {
	const { path, file, hub, onProgress, signal } = download;
	const part = `${path}.part`;
	try {
		if (await matches(path, file)) return onProgress?.(file.size);
		await mkdir(dirname(path), { recursive: true });
		const resumed = ((await sizeOf(part)) ?? 0) > 0;
		await fetchAll(download, part);
		let whole = await matches(part, file);
		if (!whole && resumed) {
			await removeHeld(part);
			await fetchAll(download, part);
			whole = await matches(part, file);
		}
		if (!whole) {
			await removeHeld(part);
			throw new TemperError("weights", {
				where: download.url,
				expected: "a file with the hash that the hub lists",
				found: "a different hash",
				hint: "Try again; if it fails again, a proxy between this machine and the hub may be changing files.",
			});
		}
		await requireHeld(path);
		await rename(part, path);
	} catch (error) {
		if (signal?.aborted === true) throw error;
		throw hubError(writeError(error, path), download.url, hub);
	}
}
