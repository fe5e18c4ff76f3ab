import { TemperError } from "../../../core/error.ts";
import type { LauncherSpec } from "../../../recipes/schemas/launcher-schema.ts";
import type { Launcher, LaunchState } from "./launcher.ts";
import { askRay, type RayAnswer } from "./ray-api.ts";

type RaySpec = Pick<
	Extract<LauncherSpec, { kind: "ray" }>,
	"address" | "cpus" | "gpus" | "resources"
>;

/** Ray's words for the end of a process by itself; every other failure is the cluster's. */
const ownFailure = /entrypoint command failed with exit code/i;

/** Submits jobs to a Ray cluster by the REST interface of Ray Jobs, which never retries a job. */
export function rayLauncher(spec: RaySpec): Launcher {
	const { address, cpus, gpus, resources } = spec;
	const name = `Ray at ${address}`;
	return {
		name,
		async submit(job) {
			const answer = await askRay(address, "POST", "api/jobs/", {
				entrypoint: job.command,
				submission_id: job.name,
				// Without resources, Ray runs every entrypoint on the head.
				entrypoint_num_cpus: cpus,
				entrypoint_num_gpus: gpus,
				entrypoint_resources: resources,
			});
			if (answer.status !== 200) throw refused(name, answer);
			return job.name;
		},
		async state(id) {
			const answer = await askRay(address, "GET", `api/jobs/${id}`);
			if (answer.status === 404)
				return { kind: "ended", lost: true, reason: "Ray has no such job" };
			if (answer.status !== 200) throw refused(name, answer);
			return stateOf(answer.body);
		},
		async stop(id) {
			await askRay(address, "POST", `api/jobs/${id}/stop`);
		},
	};
}

function stateOf(body: unknown): LaunchState {
	const { status, message } = (body ?? {}) as Partial<
		Record<"status" | "message", string>
	>;
	const reason = firstLine(message ?? "");
	switch (status) {
		case "PENDING":
			return { kind: "waiting" };
		case "SUCCEEDED":
			return { kind: "ended", lost: false, reason: null };
		case "STOPPED":
			return { kind: "ended", lost: true, reason: "the job was stopped" };
		case "FAILED":
			return ownFailure.test(message ?? "")
				? { kind: "ended", lost: false, reason: null }
				: { kind: "ended", lost: true, reason };
		default:
			return { kind: "running" };
	}
}

function firstLine(text: string): string {
	return text.trim().split("\n")[0]?.slice(0, 300) ?? "";
}

function refused(where: string, { status, body }: RayAnswer): TemperError {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	// Ray answers with a Python traceback, whose last line says what is wrong.
	const last = text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
	return new TemperError("device", {
		...{ where, expected: "an answer of Ray Jobs" },
		found: `status ${status}${last === "" ? "" : `: ${last}`}`,
	});
}
