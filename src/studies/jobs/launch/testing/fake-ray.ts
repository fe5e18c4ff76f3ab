import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface FakeJob {
	status: string;
	message: string;
	process: ChildProcess | null;
}

/** A server with the parts of Ray's REST interface that jobs need; its jobs are processes of this machine. */
export interface FakeRay {
	readonly address: string;
	/** Bodies of the jobs that were submitted. */
	readonly submitted: Readonly<Record<string, unknown>>[];
	/** Ids of jobs that were stopped. */
	readonly stopped: string[];
	/** The most jobs that ran at the same time. */
	readonly most: () => number;
	/** Ends the node on which a job runs: its process is killed, and Ray notices. */
	loseNode(id: string): void;
	/** Ray gives a job up, whose process lives on. */
	loseRaylet(id: string): void;
	close(): Promise<void>;
}

export async function startFakeRay(): Promise<FakeRay> {
	const jobs = new Map<string, FakeJob>();
	const submitted: Record<string, unknown>[] = [];
	const stopped: string[] = [];
	let most = 0;
	const running = () =>
		[...jobs.values()].filter(({ status }) => status === "RUNNING").length;
	const submit = (body: Record<string, unknown>) => {
		submitted.push(body);
		const process = spawn("sh", ["-c", String(body.entrypoint)], {
			stdio: "ignore",
		});
		const job: FakeJob = { status: "RUNNING", message: "", process };
		jobs.set(String(body.submission_id), job);
		most = Math.max(most, running());
		process.on("exit", (code) => {
			if (job.status !== "RUNNING") return;
			job.status = code === 0 ? "SUCCEEDED" : "FAILED";
			if (code !== 0)
				job.message = `Job entrypoint command failed with exit code ${code}, last available logs`;
		});
		return { submission_id: body.submission_id };
	};
	const lose = (id: string, message: string) => {
		const job = jobs.get(id);
		if (job !== undefined) Object.assign(job, { status: "FAILED", message });
		return job;
	};
	const answer = async (asked: IncomingMessage): Promise<[number, unknown]> => {
		// What Node's own fetch sends, and Ray refuses.
		if (asked.headers["sec-fetch-mode"] !== undefined) return [405, ""];
		const [, , , id, action] = (asked.url ?? "").split("/");
		if (asked.method === "POST" && id === "")
			return [200, submit(await bodyOf(asked))];
		const job = jobs.get(id ?? "");
		if (job === undefined) return [404, "no such job"];
		if (action !== "stop")
			return [200, { status: job.status, message: job.message }];
		stopped.push(id ?? "");
		if (job.status === "RUNNING") {
			job.status = "STOPPED";
			job.process?.kill("SIGTERM");
		}
		return [200, { stopped: true }];
	};
	const server = createServer((asked, out) => {
		void answer(asked).then(([status, body]) => {
			out.writeHead(status, { "content-type": "application/json" });
			out.end(JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => {
		server.listen(0, "127.0.0.1", resolve);
	});
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}`,
		...{ submitted, stopped, most: () => most },
		loseNode(id) {
			const died = "Job supervisor actor died because its node has died.";
			lose(id, died)?.process?.kill("SIGKILL");
		},
		loseRaylet(id) {
			lose(id, "The actor died because its raylet has died.");
		},
		async close() {
			for (const { process } of jobs.values()) process?.kill("SIGKILL");
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function bodyOf(
	asked: IncomingMessage,
): Promise<Record<string, unknown>> {
	const parts: Buffer[] = [];
	for await (const part of asked) parts.push(part as Buffer);
	return JSON.parse(Buffer.concat(parts).toString());
}
