import { HubApiError, listFiles, modelInfo } from "@huggingface/hub";
import { TemperError } from "../../core/error.ts";

export interface Hub {
	/** Without a slash at its end. */
	readonly endpoint: string;
	readonly token: string | null;
}

/** A file of a model on the hub, and what its bytes must hash to. */
export interface HubFile {
	readonly path: string;
	readonly size: number;
	/** Large files carry their SHA-256, small ones git's hash of a blob; null if the hub gives none. */
	readonly hash: {
		readonly kind: "sha256" | "git";
		readonly hex: string;
	} | null;
}

export interface HubModel {
	readonly name: string;
	/** The commit. */
	readonly revision: string;
	readonly files: readonly HubFile[];
}

/** The hub of the environment: `HF_ENDPOINT`, `HF_TOKEN`. */
export function hubOf(env: NodeJS.ProcessEnv): Hub {
	return {
		endpoint: (env.HF_ENDPOINT || "https://huggingface.co").replace(/\/+$/, ""),
		token: env.HF_TOKEN || null,
	};
}

/** An answer of the hub, or its silence, as a sentence. */
export function hubError(error: unknown, where: string, hub: Hub): unknown {
	if (error instanceof TemperError) return error;
	const refuse = (found: string, hint: string) =>
		new TemperError("weights", {
			where,
			expected: `an answer from ${hub.endpoint}`,
			found,
			hint,
			cause: error,
		});
	if (error instanceof HubApiError) {
		const { statusCode } = error;
		if (statusCode === 401 || statusCode === 403)
			return refuse(
				`a model that is not accessible ${hub.token === null ? "without a token" : "with this token"}, or does not exist (${statusCode})`,
				"Check the name. If the model is gated, accept its terms on its page and set HF_TOKEN.",
			);
		if (statusCode === 404)
			return refuse("no such model or file (404)", "Is the name right?");
		return refuse(`status ${statusCode}`, "Try again later.");
	}
	if (error instanceof TypeError || (error as Error)?.name === "TimeoutError") {
		const { code } = (error as { cause?: { code?: string } }).cause ?? {};
		return refuse(
			`none: ${code ?? (error as Error).message}`,
			"Check the network connection. The downloaded part is kept; run the command again to resume.",
		);
	}
	return error;
}

function access(hub: Hub) {
	return {
		hubUrl: hub.endpoint,
		...(hub.token === null ? {} : { accessToken: hub.token }),
		fetch: (url: string | URL | Request, init?: RequestInit) =>
			fetch(url, { ...init, signal: AbortSignal.timeout(30_000) }),
	};
}

function requireSafePath(path: string, where: string): void {
	const parts = path.split(/[\\/]/);
	if (!parts.some((part) => part === "" || part === "." || part === ".."))
		return;
	throw new TemperError("weights", {
		where,
		expected: "files inside the model's own folder",
		found: `the path ${JSON.stringify(path)}`,
	});
}

/** A model's newest commit and its files. Throws `weights`. */
export async function describeHubModel(
	name: string,
	hub: Hub,
): Promise<HubModel> {
	try {
		const { sha } = await modelInfo({
			name,
			additionalFields: ["sha"],
			...access(hub),
		});
		const files: HubFile[] = [];
		for await (const entry of listFiles({
			repo: name,
			recursive: true,
			revision: sha,
			...access(hub),
		})) {
			if (entry.type !== "file") continue;
			requireSafePath(entry.path, name);
			const { lfs, oid } = entry;
			files.push({
				path: entry.path,
				size: lfs?.size ?? entry.size,
				hash:
					lfs !== undefined
						? { kind: "sha256", hex: lfs.oid }
						: oid !== undefined
							? { kind: "git", hex: oid }
							: null,
			});
		}
		return { name, revision: sha, files };
	} catch (error) {
		throw hubError(error, name, hub);
	}
}

/** Where the bytes of a file are. */
export function fileUrl(hub: Hub, model: HubModel, path: string): string {
	const escaped = path.split("/").map(encodeURIComponent).join("/");
	return `${hub.endpoint}/${model.name}/resolve/${model.revision}/${escaped}`;
}
